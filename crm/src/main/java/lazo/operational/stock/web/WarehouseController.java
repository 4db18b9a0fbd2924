package lazo.operational.stock.web;

import java.util.List;
import java.util.Map;
import lazo.operational.stock.Warehouses;
import lazo.platform.web.Form;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Warehouses, for administrators. */
@Controller
class WarehouseController {
    private final Warehouses warehouses;
    private final Templates templates;

    WarehouseController(Warehouses warehouses, Templates templates) {
        this.warehouses = warehouses;
        this.templates = templates;
    }

    @GetMapping("/settings/warehouses")
    Page show(Screen screen) {
        return page(HttpStatus.OK, Form.empty(), screen);
    }

    private Page page(HttpStatus status, Form form, Screen screen) {
        return Page.of(status, templates.stockWarehouses(screen, warehouses.all(), warehouses.negative(), form));
    }

    @PostMapping("/settings/warehouses")
    Page add(@RequestParam Map<String, String> typed, Screen screen) {
        Form form = Form.of(typed);
        String name = form.stripped("name");
        if (name.isEmpty() || name.length() > 80) {
            form.reject("name", screen.t("stock.warehouse.name-missing"));
        } else if (!warehouses.add(name)) {
            form.reject("name", screen.t("stock.warehouse.taken"));
        }
        return form.isValid()
                ? Page.redirect("/settings/warehouses").toast(screen.t("stock.warehouse.added"))
                : page(HttpStatus.UNPROCESSABLE_CONTENT, form, screen);
    }

    @PostMapping("/settings/warehouses/{id:\\d{1,18}}/retired")
    Page retire(@PathVariable long id, @RequestParam(defaultValue = "") String retired, Screen screen) {
        warehouses.retire(id, retired.equals("true"));
        return Page.redirect("/settings/warehouses").toast(screen.t("stock.saved"));
    }

    @PostMapping("/settings/warehouses/policy")
    Page policy(@RequestParam(defaultValue = "") String negative, Screen screen) {
        warehouses.allowNegative(negative.equals("true"));
        return Page.redirect("/settings/warehouses").toast(screen.t("stock.saved"));
    }

    /** Where warehouses are found in the settings. */
    @Component
    static class Places implements SettingsSource {
        private static final int BILLING = 150;

        @Override
        public List<NavGroup> settings(Viewer viewer, Text text) {
            return viewer.may("COMPANY")
                    ? List.of(NavGroup.of(
                            BILLING,
                            text.t("billing.settings"),
                            NavLink.to("/settings/warehouses", "box", text.t("stock.warehouses"))
                                    .at(28)))
                    : List.of();
        }
    }
}
