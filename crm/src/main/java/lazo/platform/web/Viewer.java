package lazo.platform.web;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a screen, as far as a screen needs to know. Filled by the identity module, which this package does not
 * know.
 *
 * @param abilities what they may do besides working with records, such as {@code OBJECTS}
 * @param theme {@code light}, {@code dark}, or null for the system's
 * @param shortcuts whether single-key shortcuts are on
 * @param draftKey with which their browser encrypts what it keeps of unsent forms
 * @param seenBy who looks at Lazo as this viewer, if somebody does
 */
public record Viewer(
        long id,
        String name,
        String hue,
        Set<String> abilities,
        Locale locale,
        ZoneId zone,
        @Nullable String theme,
        boolean shortcuts,
        String draftKey,
        @Nullable String seenBy) {
    public Viewer {
        abilities = Set.copyOf(abilities);
    }

    public boolean may(String ability) {
        return abilities.contains(ability);
    }
}
