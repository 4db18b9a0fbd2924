package lazo.kernel.transfer;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A whole name taken apart: {@code Ana María García López} and {@code García López, Ana María} alike. */
record PersonName(String given, String family) {
    static final String GIVEN = "given";
    static final String FAMILY = "family";
    /** Words that never end a given name. */
    private static final Set<String> LINKS =
            Set.of("de", "del", "la", "las", "los", "y", "van", "von", "da", "do", "dos", "di", "i");

    /** Names and one comma; anything odder is not taken apart at its comma. */
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{M} .'’ªº-]+,[\\p{L}\\p{M} .'’ªº-]*");

    static PersonName of(String name) {
        String tidy = name.strip().replaceAll("\\s+", " ");
        int comma = tidy.indexOf(',');
        if (comma > 0 && WORDS.matcher(tidy).matches()) {
            return new PersonName(
                    tidy.substring(comma + 1).strip(), tidy.substring(0, comma).strip());
        }
        List<String> words = List.of(tidy.split(" "));
        int given = words.size() >= 4 ? 2 : 1;
        if (given == 2 && LINKS.contains(words.get(1).toLowerCase(Locale.ROOT))) {
            given = 1;
        }
        return new PersonName(
                String.join(" ", words.subList(0, Math.min(given, words.size()))),
                String.join(" ", words.subList(Math.min(given, words.size()), words.size())));
    }

    String part(String which) {
        return which.equals(GIVEN) ? given : family;
    }
}
