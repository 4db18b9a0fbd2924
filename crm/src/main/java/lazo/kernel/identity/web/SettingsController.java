package lazo.kernel.identity.web;

import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.platform.web.Form;
import lazo.platform.web.NavLink;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The door to the settings, and the company's own. */
@Controller
class SettingsController {
    private final CompanySettings companies;
    private final Choices choices;
    private final Templates templates;

    SettingsController(CompanySettings companies, Choices choices, Templates templates) {
        this.companies = companies;
        this.choices = choices;
        this.templates = templates;
    }

    @GetMapping("/settings")
    Page open(Screen screen) {
        return Page.redirect(screen.settings().stream()
                .flatMap(group -> group.links().stream())
                .map(NavLink::href)
                .filter(screen.may(Ability.COMPANY.name()) ? "/settings/company"::equals : href -> true)
                .findFirst()
                .orElse("/account"));
    }

    @GetMapping("/settings/company")
    Page show(Screen screen) {
        Company company = companies.load();
        Form form = Form.of(Map.of(
                "company", company.name(),
                "language", company.locale().toLanguageTag(),
                "currency", company.currency().getCurrencyCode(),
                "zone", company.zone().getId()));
        return page(screen, HttpStatus.OK, form);
    }

    @PostMapping("/settings/company")
    Page save(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Fields.company(form, screen, choices);
        if (!form.isValid()) {
            return page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form);
        }
        companies.save(company(form));
        return Page.redirect("/settings/company").toast(screen.t("identity.company.saved"));
    }

    static Company company(Form form) {
        return new Company(
                form.stripped("company"),
                Locale.forLanguageTag(form.value("language")),
                Currency.getInstance(form.value("currency")),
                ZoneId.of(form.value("zone")));
    }

    private Page page(Screen screen, HttpStatus status, Form form) {
        return Page.of(
                status,
                templates.identityCompany(
                        screen, form, choices.languages(), choices.currencies(screen), choices.zones()));
    }
}
