package lazo.operational.sales.web;

import java.util.List;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.NavSource;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Where sales stands in the navigation and the settings. */
@Component
class SalesPlaces implements NavSource, SettingsSource {
    private static final int SALES = 100;
    private static final int DATA = 100;
    private static final int WORK = 200;

    @Override
    public List<NavGroup> nav(Viewer viewer, Text text) {
        return List.of(NavGroup.of(
                SALES,
                text.t("record.nav"),
                NavLink.to("/funnel", "filter", text.t("sales.funnel")).at(60),
                NavLink.to("/team", "target-arrow", text.t("sales.team")).at(70).onKey("T")));
    }

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        if (!viewer.may("SALES")) {
            return List.of();
        }
        return List.of(
                NavGroup.of(
                        DATA,
                        text.t("sales.settings.data"),
                        NavLink.to("/settings/pipelines", "layout-kanban", text.t("sales.pipelines"))
                                .at(20)),
                NavGroup.of(
                        WORK,
                        text.t("sales.settings.work"),
                        NavLink.to("/settings/assignment", "users-group", text.t("sales.assignment"))
                                .at(10)));
    }
}
