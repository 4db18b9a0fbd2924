package lazo.operational.billing.web;

import java.util.List;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** What documents need, in the settings: who issues them and the taxes on their lines. */
@Component
class BillingPlaces implements SettingsSource {
    private static final int BILLING = 150;

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may("COMPANY")
                ? List.of(NavGroup.of(
                        BILLING,
                        text.t("billing.settings"),
                        NavLink.to("/settings/issuer", "building", text.t("billing.issuer"))
                                .at(10),
                        NavLink.to("/settings/taxes", "percentage", text.t("catalogue.taxes"))
                                .at(20),
                        NavLink.to("/settings/prices", "tag", text.t("catalogue.prices"))
                                .at(25),
                        NavLink.to("/settings/discounts", "percentage", text.t("billing.discounts"))
                                .at(27)))
                : List.of();
    }
}
