package lazo.kernel.webhook.web;

import java.util.List;
import lazo.kernel.identity.Ability;
import lazo.kernel.webhook.Webhooks;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Webhooks in the settings, with the number of those that have stopped by themselves. */
@Component
class WebhookPlaces implements SettingsSource {
    private final Webhooks webhooks;

    WebhookPlaces(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        if (!viewer.may(Ability.API.name())) {
            return List.of();
        }
        NavLink link = NavLink.to("/settings/webhooks", "bolt", text.t("webhook.title"))
                .at(71);
        int paused = webhooks.paused();
        return List.of(NavGroup.of(
                300,
                text.t("identity.settings.company"),
                paused == 0 ? link : link.counting(Integer.toString(paused))));
    }
}
