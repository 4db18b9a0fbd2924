package lazo.kernel.identity.web;

import java.util.ArrayList;
import java.util.List;
import lazo.kernel.identity.Ability;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Identity's entries in the settings. */
@Component
class IdentityPlaces implements SettingsSource {
    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        List<NavGroup> groups = new ArrayList<>();
        groups.add(NavGroup.of(
                0,
                text.t("identity.settings.you"),
                NavLink.to("/account", "user-circle", text.t("identity.account"))
                        .at(10),
                NavLink.to("/account/security", "fingerprint", text.t("identity.security"))
                        .at(20)));
        String title = text.t("identity.settings.company");
        if (viewer.may(Ability.COMPANY.name())) {
            groups.add(NavGroup.of(
                    300,
                    title,
                    NavLink.to("/settings/company", "building", text.t("identity.company"))
                            .at(10),
                    NavLink.to("/settings/security", "shield-lock", text.t("identity.protection"))
                            .at(50),
                    NavLink.to("/settings/sso", "world", text.t("identity.sso")).at(60),
                    NavLink.to("/settings/mail", "mail", text.t("mail.title")).at(70)));
        }
        if (viewer.may(Ability.USERS.name())) {
            groups.add(NavGroup.of(
                    300,
                    title,
                    NavLink.to("/settings/users", "users", text.t("identity.users"))
                            .at(20),
                    NavLink.to("/settings/invitations", "user-plus", text.t("identity.invitations"))
                            .at(25),
                    NavLink.to("/settings/teams", "users-group", text.t("identity.teams"))
                            .at(30),
                    NavLink.to("/settings/units", "sitemap", text.t("identity.units"))
                            .at(40)));
        }
        return groups;
    }
}
