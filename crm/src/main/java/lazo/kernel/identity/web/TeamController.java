package lazo.kernel.identity.web;

import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.BusinessUnits;
import lazo.kernel.identity.Teams;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Teams, for administrators. */
@Controller
class TeamController {
    private final Teams teams;
    private final BusinessUnits units;
    private final Templates templates;

    TeamController(Teams teams, BusinessUnits units, Templates templates) {
        this.teams = teams;
        this.units = units;
        this.templates = templates;
    }

    @GetMapping("/settings/teams")
    Page list(Screen screen) {
        return page(screen, HttpStatus.OK, Form.empty());
    }

    @PostMapping("/settings/teams")
    Page create(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Fields.shortText(form, "name", screen.t("identity.teams.name.missing"), screen);
        if (form.isValid() && teams.create(form.stripped("name")).isEmpty()) {
            form.reject("name", taken(form, screen));
        }
        return form.isValid()
                ? Page.redirect("/settings/teams").toast(screen.t("identity.teams.created", form.stripped("name")))
                : page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form);
    }

    @PostMapping("/settings/teams/{id}")
    Page rename(Screen screen, @PathVariable long id, @RequestParam Map<String, String> typed) {
        Form form = Form.of(typed);
        Fields.shortText(form, "name", screen.t("identity.teams.name.missing"), screen);
        Optional<Long> unit = BusinessUnitController.chosen(units, form, "unit", screen);
        if (form.isValid() && !teams.rename(id, form.stripped("name"))) {
            form.reject("name", taken(form, screen));
        }
        if (form.isValid() && typed.containsKey("unit")) {
            units.assignTeam(id, unit.orElse(null));
        }
        return form.isValid()
                ? Page.redirect("/settings/teams").toast(screen.t("identity.teams.renamed", form.stripped("name")))
                : page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form);
    }

    @PostMapping("/settings/teams/{id}/remove")
    Page remove(Screen screen, @PathVariable long id) {
        teams.remove(id);
        return Page.redirect("/settings/teams").toast(screen.t("identity.teams.removed"));
    }

    private static String taken(Form form, Screen screen) {
        return screen.t("identity.teams.name.taken", form.stripped("name"));
    }

    private Page page(Screen screen, HttpStatus status, Form form) {
        return Page.of(
                status,
                templates.identityTeams(
                        screen,
                        teams.all(),
                        form,
                        BusinessUnitController.options(units, screen.t("identity.units.without"))));
    }
}
