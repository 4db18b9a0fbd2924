package lazo.kernel.identity.web;

import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.Roles;
import lazo.kernel.identity.SecondFactors;
import lazo.platform.secret.Secrets;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the company asks of its users, and the keys its secrets are encrypted with. */
@Controller
class ProtectionController {
    private final SecondFactors secondFactors;
    private final Roles roles;
    private final Secrets secrets;
    private final Templates templates;

    ProtectionController(SecondFactors secondFactors, Roles roles, Secrets secrets, Templates templates) {
        this.secondFactors = secondFactors;
        this.roles = roles;
        this.secrets = secrets;
        this.templates = templates;
    }

    @GetMapping("/settings/security")
    Page show(Screen screen) {
        return Page.of(templates.identityProtection(
                screen, roles.all(), secondFactors.requiredRoles(), secondFactors.missing(), secrets.keys()));
    }

    @Fresh
    @PostMapping("/settings/security")
    Page require(Screen screen, @RequestParam(defaultValue = "") Set<String> role) {
        secondFactors.require(
                role.stream().filter(key -> roles.find(key).isPresent()).collect(Collectors.toSet()));
        return Page.redirect("/settings/security").toast(screen.t("identity.protection.saved"));
    }

    @Fresh
    @PostMapping("/settings/security/key")
    Page rotate(Screen screen) {
        int count = secrets.rotate();
        return Page.redirect("/settings/security").toast(screen.t("identity.key.rotated", count));
    }
}
