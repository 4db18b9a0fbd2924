package lazo.operational.payment.web;

import java.util.List;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** What payments need, in the settings: the credit limit and reminders. */
@Component
class PaymentPlaces implements SettingsSource {
    private static final int BILLING = 150;

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may("COMPANY")
                ? List.of(NavGroup.of(
                        BILLING,
                        text.t("billing.settings"),
                        NavLink.to("/settings/credit", "coin", text.t("payment.credit-policy"))
                                .at(30),
                        NavLink.to("/settings/reminders", "send", text.t("payment.reminders"))
                                .at(40)))
                : List.of();
    }
}
