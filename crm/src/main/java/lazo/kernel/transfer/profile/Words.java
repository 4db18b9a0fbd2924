package lazo.kernel.transfer.profile;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Words with a fixed meaning in files, in Spanish and English, and the folding that finds them in any spelling. */
public final class Words {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BOUNDARY = Pattern.compile("(?<=[\\p{Ll}\\d])(?=\\p{Lu})");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{Nd}]+");
    private static final Set<String> YES =
            Set.of("si", "s", "yes", "y", "true", "t", "verdadero", "v", "1", "x", "on", "ok");
    private static final Set<String> NO = Set.of("no", "n", "false", "f", "falso", "0", "off");
    private static final Set<String> NOTHING = Set.of(
            "-", "--", "---", "n/a", "na", "n.a.", "#n/a", "#n/d", "n/d", "s/d", "null", "none", "nil", "nan", "(null)",
            "(blank)", "(vacío)", "?");

    private Words() {}

    /** Lower case, without accents. */
    public static String fold(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) > 127) {
                return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD))
                        .replaceAll("");
            }
        }
        return lower;
    }

    /** The words of a name: {@code "E-mail_principal (1)"} gives {@code e mail principal 1}. */
    public static List<String> of(String name) {
        String spaced = BOUNDARY.matcher(name).replaceAll(" ");
        String plain = OTHERS.matcher(fold(spaced)).replaceAll(" ").strip();
        return plain.isEmpty() ? List.of() : Arrays.asList(plain.split(" "));
    }

    public static boolean isYes(String text) {
        return text.length() <= 9 && YES.contains(fold(text.strip()));
    }

    public static boolean isNo(String text) {
        return text.length() <= 9 && NO.contains(fold(text.strip()));
    }

    /** Signs people write where there is no value. */
    public static boolean isNothing(String text) {
        return text.length() <= 8 && NOTHING.contains(text.strip().toLowerCase(Locale.ROOT));
    }
}
