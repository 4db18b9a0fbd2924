package lazo.kernel.metadata.web;

import java.util.List;
import lazo.platform.web.NavGroup;
import lazo.platform.web.NavLink;
import lazo.platform.web.SettingsSource;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import org.springframework.stereotype.Component;

/** Objects and fields in the settings, for who may change them. */
@Component
class MetadataPlaces implements SettingsSource {
    @Override
    public List<NavGroup> settings(Viewer viewer, Text text) {
        if (!viewer.may("OBJECTS")) {
            return List.of();
        }
        return List.of(NavGroup.of(
                100,
                text.t("metadata.settings"),
                NavLink.to("/settings/objects", "database", text.t("metadata.objects"))
                        .at(10)));
    }
}
