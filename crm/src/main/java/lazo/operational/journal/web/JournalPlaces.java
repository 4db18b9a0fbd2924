package lazo.operational.journal.web;

import java.util.List;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Users;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.NavSource;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Where the journal stands in the navigation, for whoever sees all invoices, and its settings. */
@Component
class JournalPlaces implements NavSource, SettingsSource {
    private static final int BOOKS = 150;

    private final Users users;

    JournalPlaces(Users users) {
        this.users = users;
    }

    @Override
    public List<NavGroup> nav(Viewer viewer, Text text) {
        return Books.reads(users.actor(viewer.id()))
                ? List.of(NavGroup.of(
                        BOOKS,
                        text.t("ledger.nav"),
                        NavLink.to("/journal", "list-check", text.t("journal.title"))
                                .at(30)))
                : List.of();
    }

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may(Ability.ACCOUNTING.name())
                ? List.of(NavGroup.of(
                        BOOKS,
                        text.t("billing.settings"),
                        NavLink.to("/settings/ledger", "list-check", text.t("journal.settings"))
                                .at(50)))
                : List.of();
    }
}
