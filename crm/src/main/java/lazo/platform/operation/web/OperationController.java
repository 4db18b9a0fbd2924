package lazo.platform.operation.web;

import java.util.List;
import lazo.platform.operation.Readiness;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import lazojte.Templates;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What an administrator can hand to whoever watches over the computer. */
@Controller
class OperationController implements SettingsSource {
    private static final Resource SBOM = new ClassPathResource("META-INF/sbom/application.cdx.json");

    private final Readiness readiness;
    private final boolean tokenSet;
    private final Templates templates;

    OperationController(Readiness readiness, Environment environment, Templates templates) {
        this.readiness = readiness;
        this.tokenSet = !environment.getProperty("lazo.metrics.token", "").isBlank();
        this.templates = templates;
    }

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may("COMPANY")
                ? List.of(NavGroup.of(
                        300,
                        text.t("identity.settings.company"),
                        NavLink.to("/settings/operation", "heartbeat", text.t("operation.title"))
                                .at(90)))
                : List.of();
    }

    @GetMapping("/settings/operation")
    Page show(Screen screen) {
        return Page.of(templates.operationPage(screen, readiness.databaseAnswers(), tokenSet));
    }

    /** The bill of materials of this very program, in CycloneDX. */
    @GetMapping("/settings/operation/sbom")
    ResponseEntity<Resource> sbom() {
        if (!SBOM.exists()) {
            throw Problem.notFound("OPS-404");
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "application/vnd.cyclonedx+json")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("lazo.cdx.json")
                                .build()
                                .toString())
                .body(SBOM);
    }
}
