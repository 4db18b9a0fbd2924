package lazo.operational.ledger.web;

import java.util.List;
import lazo.kernel.identity.Scope;
import lazo.kernel.identity.Users;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.NavSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Where the ledger stands in the navigation: for whoever sees invoices, and the book for whoever sees them all. */
@Component
class LedgerPlaces implements NavSource {
    private static final int BOOKS = 150;

    private final Users users;

    LedgerPlaces(Users users) {
        this.users = users;
    }

    @Override
    public List<NavGroup> nav(Viewer viewer, Text text) {
        NavLink receivables =
                NavLink.to("/receivables", "coin", text.t("ledger.receivables")).at(10);
        NavLink book = NavLink.to("/invoice-book", "report-analytics", text.t("ledger.book"))
                .at(20);
        return switch (users.actor(viewer.id()).on("invoice").see()) {
            case Scope.NONE -> List.of();
            case Scope.ALL -> List.of(NavGroup.of(BOOKS, text.t("ledger.nav"), receivables, book));
            default -> List.of(NavGroup.of(BOOKS, text.t("ledger.nav"), receivables));
        };
    }
}
