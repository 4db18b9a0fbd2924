package lazo.kernel.identity.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.BusinessUnit;
import lazo.kernel.identity.BusinessUnits;
import lazo.platform.web.Form;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The tree of business units, for who manages users. */
@Controller
class BusinessUnitController {
    private final BusinessUnits units;
    private final Templates templates;

    BusinessUnitController(BusinessUnits units, Templates templates) {
        this.units = units;
        this.templates = templates;
    }

    @GetMapping("/settings/units")
    Page list(Screen screen) {
        return page(screen, HttpStatus.OK, Form.empty(), null);
    }

    @PostMapping("/settings/units")
    Page add(Screen screen, @RequestParam Map<String, String> typed) {
        Form form = checked(typed, screen);
        if (form.isValid() && units.add(form.stripped("name"), parent(form)).isEmpty()) {
            form.reject("name", screen.t("identity.units.name.taken", form.stripped("name")));
        }
        return form.isValid()
                ? Page.redirect("/settings/units").toast(screen.t("identity.units.created", form.stripped("name")))
                : page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form, null);
    }

    @GetMapping("/settings/units/{id}")
    Page open(Screen screen, @PathVariable long id) {
        BusinessUnit unit = find(id);
        Map<String, String> values = new HashMap<>();
        values.put("name", unit.name());
        values.put("parent", unit.parentId() == null ? "" : Long.toString(unit.parentId()));
        return page(screen, HttpStatus.OK, Form.of(values), unit);
    }

    /** Another name, another place in the tree. */
    @PostMapping("/settings/units/{id}")
    Page change(Screen screen, @PathVariable long id, @RequestParam Map<String, String> typed) {
        BusinessUnit unit = find(id);
        Form form = checked(typed, screen);
        if (form.isValid()) {
            refuse(form, "", units.change(id, form.stripped("name"), parent(form)), screen);
        }
        return form.isValid()
                ? Page.redirect("/settings/units").toast(screen.t("identity.units.saved", form.stripped("name")))
                : page(screen, HttpStatus.UNPROCESSABLE_CONTENT, form, unit);
    }

    @PostMapping("/settings/units/{id}/remove")
    Page remove(Screen screen, @PathVariable long id) {
        BusinessUnit unit = find(id);
        Form form = Form.of(Map.of("name", unit.name()));
        refuse(form, unit.name(), units.remove(id), screen);
        return form.isValid()
                ? Page.redirect("/settings/units").toast(screen.t("identity.units.removed", unit.name()))
                : page(screen, HttpStatus.CONFLICT, form, unit);
    }

    private static void refuse(Form form, String unit, BusinessUnits.Outcome outcome, Screen screen) {
        switch (outcome) {
            case DONE -> {
                // Nothing to tell.
            }
            case NAME_TAKEN -> form.reject("name", screen.t("identity.units.name.taken", form.stripped("name")));
            case BELOW_ITSELF -> form.reject("parent", screen.t("identity.units.below-itself"));
            case HAS_UNITS -> form.reject("name", screen.t("identity.units.has-units", unit));
            case HAS_TEAMS -> form.reject("name", screen.t("identity.units.has-teams", unit));
            case HAS_USERS -> form.reject("name", screen.t("identity.units.has-users", unit));
        }
    }

    private Form checked(Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        Fields.shortText(form, "name", screen.t("identity.units.name.missing"), screen);
        String parent = form.value("parent");
        if (!parent.isEmpty()
                && units.tree().stream()
                        .noneMatch(unit -> Long.toString(unit.id()).equals(parent))) {
            form.reject("parent", screen.t("identity.field.choose"));
        }
        return form;
    }

    private static @Nullable Long parent(Form form) {
        return form.value("parent").isEmpty() ? null : Long.valueOf(form.value("parent"));
    }

    private BusinessUnit find(long id) {
        return units.find(id).orElseThrow(() -> Problem.notFound("IDN-405", "identity.units.gone"));
    }

    /** All units as options, those below others drawn below them. */
    static List<Option> options(BusinessUnits units, String none) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", none));
        units.tree()
                .forEach(unit ->
                        options.add(new Option(Long.toString(unit.id()), "\u2003".repeat(unit.depth()) + unit.name())));
        return options;
    }

    static Optional<Long> chosen(BusinessUnits units, Form form, String field, Screen screen) {
        Optional<Long> unit = units.tree().stream()
                .map(BusinessUnit::id)
                .filter(id -> Long.toString(id).equals(form.value(field)))
                .findFirst();
        if (unit.isEmpty() && !form.value(field).isEmpty()) {
            form.reject(field, screen.t("identity.field.choose"));
        }
        return unit;
    }

    private Page page(Screen screen, HttpStatus status, Form form, @Nullable BusinessUnit open) {
        return Page.of(
                status,
                templates.identityUnits(
                        screen, units.tree(), form, options(units, screen.t("identity.units.top")), open));
    }
}
