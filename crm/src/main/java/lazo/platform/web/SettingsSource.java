package lazo.platform.web;

import java.util.List;

/** A module's part of the settings' navigation: group orders 0 your account, 100 data, 150 billing, 200 work, 300 company. */
public interface SettingsSource {
    List<NavGroup> settings(Viewer viewer, Text text);
}
