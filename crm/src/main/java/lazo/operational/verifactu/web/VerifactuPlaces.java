package lazo.operational.verifactu.web;

import java.util.List;
import lazo.kernel.identity.Ability;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Where VERI*FACTU stands in the settings. */
@Component
class VerifactuPlaces implements SettingsSource {
    private static final int COMPANY = 300;

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may(Ability.COMPANY.name())
                ? List.of(NavGroup.of(
                        COMPANY,
                        text.t("identity.settings.company"),
                        NavLink.to("/settings/verifactu", "file-invoice", text.t("verifactu.title"))
                                .at(60)))
                : List.of();
    }
}
