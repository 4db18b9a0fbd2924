package lazo.kernel.access.web;

import java.util.List;
import lazo.kernel.identity.Ability;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Roles in the settings. */
@Component
class AccessPlaces implements SettingsSource {
    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may(Ability.ROLES.name())
                ? List.of(NavGroup.of(
                        300,
                        text.t("identity.settings.company"),
                        NavLink.to("/settings/roles", "shield-lock", text.t("access.roles"))
                                .at(50)))
                : List.of();
    }
}
