package lazo.platform.web;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a screen, as far as a screen needs to know. Filled by the identity module, which this package does not
 * know.
 *
 * @param roles names of roles, such as {@code ADMINISTRATOR}
 * @param theme {@code light}, {@code dark}, or null for the system's
 * @param shortcuts whether single-key shortcuts are on
 */
public record Viewer(
        long id,
        String name,
        String hue,
        Set<String> roles,
        Locale locale,
        ZoneId zone,
        @Nullable String theme,
        boolean shortcuts) {
    public Viewer {
        roles = Set.copyOf(roles);
    }

    public boolean has(String role) {
        return roles.contains(role);
    }
}
