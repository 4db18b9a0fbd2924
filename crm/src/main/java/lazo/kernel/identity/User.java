package lazo.kernel.identity;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works with Lazo.
 *
 * @param locale their own choice, or null for the company's
 * @param zone their own choice, or null for the company's
 * @param mustChangePassword whether the password was given by somebody else
 */
public record User(
        long id,
        String name,
        String email,
        Role role,
        @Nullable Long teamId,
        @Nullable String teamName,
        @Nullable Locale locale,
        @Nullable ZoneId zone,
        @Nullable String theme,
        String hue,
        boolean shortcuts,
        boolean active,
        boolean mustChangePassword) {

    public Optional<Long> team() {
        return Optional.ofNullable(teamId);
    }
}
