package lazo.operational.activity.web;

import java.util.List;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.NavSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Today, the agenda and the list of activities in the navigation. */
@Component
class ActivityPlaces implements NavSource {
    @Override
    public List<NavGroup> nav(Viewer viewer, Text text) {
        return List.of(NavGroup.of(
                0,
                null,
                NavLink.to("/", "sun-high", text.t("activity.today"))
                        .at(10)
                        .onKey("H")
                        .onPhone(),
                NavLink.to("/agenda", "calendar", text.t("activity.agenda"))
                        .at(20)
                        .onKey("A")
                        .onPhone(),
                NavLink.to("/o/activity", "checkbox", text.t("activity.list"))
                        .at(30)
                        .onKey("T")));
    }
}
