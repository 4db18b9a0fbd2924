package lazo.kernel.audit.web;

import java.util.List;
import lazo.kernel.identity.Ability;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** The audit in the settings. */
@Component
class AuditPlaces implements SettingsSource {
    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        return viewer.may(Ability.AUDIT.name())
                ? List.of(NavGroup.of(
                        300,
                        text.t("identity.settings.company"),
                        NavLink.to("/settings/audit", "history", text.t("audit.title"))
                                .at(60)))
                : List.of();
    }
}
