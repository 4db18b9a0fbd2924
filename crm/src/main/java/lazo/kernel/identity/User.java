package lazo.kernel.identity;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works with Lazo.
 *
 * @param unitId their business unit, by their team or their own
 * @param ownUnitId the unit that is theirs whatever their team
 * @param position what they are in the company
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
        @Nullable Long unitId,
        @Nullable Long ownUnitId,
        @Nullable String position,
        @Nullable Locale locale,
        @Nullable ZoneId zone,
        @Nullable String theme,
        String hue,
        boolean shortcuts,
        boolean active,
        boolean mustChangePassword) {

    private static final Pattern EMAIL =
            Pattern.compile("[^\\s\\p{Cntrl}@<>\"]{1,64}@[^\\s\\p{Cntrl}@<>\"]+\\.[^\\s\\p{Cntrl}@<>\".]{2,}");

    /** Whether somebody could have this address. */
    public static boolean isEmail(String text) {
        return text.length() <= 254 && EMAIL.matcher(text).matches();
    }

    public Optional<Long> team() {
        return Optional.ofNullable(teamId);
    }
}
