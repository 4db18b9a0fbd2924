package lazo.analytical.purchase.web;

import java.util.List;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Users;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.NavSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Where the figures of purchases stand in the navigation: for whoever sees invoices. */
@Component
class PurchasePlaces implements NavSource {
    private static final int ANALYSIS = 160;

    private final Users users;

    PurchasePlaces(Users users) {
        this.users = users;
    }

    @Override
    public List<NavGroup> nav(Viewer viewer, Text text) {
        return users.actor(viewer.id()).on("invoice").see() == Scope.NONE
                ? List.of()
                : List.of(NavGroup.of(
                        ANALYSIS,
                        text.t("purchase.nav"),
                        NavLink.to("/purchases", "chart-bar", text.t("purchase.title"))
                                .at(10)));
    }
}
