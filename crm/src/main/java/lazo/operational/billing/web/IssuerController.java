package lazo.operational.billing.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.operational.billing.Issuer;
import lazo.operational.billing.IssuerSettings;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who issues the company's documents. */
@Controller
class IssuerController {
    private static final int LONGEST = 300;

    private final IssuerSettings settings;
    private final Templates templates;

    IssuerController(IssuerSettings settings, Templates templates) {
        this.settings = settings;
        this.templates = templates;
    }

    @GetMapping("/settings/issuer")
    Page show(Screen screen) {
        Issuer issuer = settings.load();
        Map<String, String> values = new HashMap<>();
        values.put("name", issuer.name());
        values.put("tax_id", issuer.taxId());
        values.put("street", issuer.street());
        values.put("postcode", issuer.postcode());
        values.put("city", issuer.city());
        values.put("region", issuer.region());
        values.put("country", issuer.country());
        values.put("email", issuer.email());
        values.put("phone", issuer.phone());
        values.put("registry", issuer.registry());
        return Page.of(templates.billingIssuer(screen, Form.of(values)));
    }

    @PostMapping("/settings/issuer")
    Page save(@RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        if (form.stripped("name").isEmpty()) {
            form.reject("name", screen.t("billing.issuer.missing"));
        }
        for (String name : List.of(
                "name", "tax_id", "street", "postcode", "city", "region", "country", "email", "phone", "registry")) {
            if (form.stripped(name).length() > LONGEST) {
                form.reject(name, screen.t("billing.issuer.too-long"));
            }
        }
        if (!form.isValid()) {
            return Page.of(HttpStatus.UNPROCESSABLE_CONTENT, templates.billingIssuer(screen, form));
        }
        settings.save(new Issuer(
                form.stripped("name"),
                form.stripped("tax_id"),
                form.stripped("street"),
                form.stripped("postcode"),
                form.stripped("city"),
                form.stripped("region"),
                form.stripped("country"),
                form.stripped("email"),
                form.stripped("phone"),
                form.stripped("registry")));
        return Page.redirect("/settings/issuer").toast(screen.t("billing.issuer.saved"));
    }
}
