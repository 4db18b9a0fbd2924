package lazo.kernel.privacy.web;

import java.util.List;
import lazo.kernel.identity.Ability;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Privacy in the settings. */
@Component
class PrivacyPlaces implements SettingsSource {
    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may(Ability.PRIVACY.name())
                ? List.of(NavGroup.of(
                        300,
                        text.t("identity.settings.company"),
                        NavLink.to("/settings/privacy", "shield-lock", text.t("privacy.title"))
                                .at(65)))
                : List.of();
    }
}
