package lazo.kernel.privacy;

import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks like in a text, as one regular expression that PostgreSQL and Java read alike: their addresses, their
 * numbers however they are spaced, their full name with and without accents, in capitals or not.
 */
final class PersonPattern {
    private static final String BEGINS = "(?:(?<![\\w.+-])|(?<=\\\\[nrt]))";
    /** Also as addresses write it. */
    private static final String SPACE = "(?:[\\s+]+|%20)";

    private static final Map<Character, String> VARIANTS = Map.of(
            'a', "áàäâãå",
            'e', "éèëê",
            'i', "íìïî",
            'o', "óòöôõ",
            'u', "úùüû",
            'n', "ñ",
            'c', "ç",
            'y', "ýÿ");

    private final Set<String> alternatives = new LinkedHashSet<>();

    /** One address, or any other mark without spaces. */
    void addWord(@Nullable String word) {
        if (word != null && word.strip().length() >= 6) {
            alternatives.add(BEGINS + literal(word.strip()) + "(?![\\w-])");
        }
    }

    void addPhone(@Nullable String phone) {
        String digits = phone == null ? "" : Persons.lastNineDigits(phone);
        if (digits.length() >= 7) {
            alternatives.add(String.join("[\\s.()/-]*", digits.split("")) + "(?!\\d)");
        }
    }

    /** Names of one word name too many, and are looked for only where the person is pointed at. */
    void addName(@Nullable String name) {
        if (name == null) {
            return;
        }
        String[] words = name.strip().split("\\s+");
        if (words.length >= 2 && name.strip().length() >= 7) {
            alternatives.add(BEGINS + literal(String.join(" ", words)) + "(?!\\w)");
            String first = words[0];
            String rest = name.strip().substring(first.length()).strip();
            alternatives.add(BEGINS + literal(rest) + ",?" + SPACE + literal(first) + "(?!\\w)");
        }
    }

    boolean isEmpty() {
        return alternatives.isEmpty();
    }

    /** Matches nothing where nothing is known. */
    String regex() {
        return isEmpty() ? "(?!)" : String.join("|", alternatives);
    }

    Pattern pattern() {
        return Pattern.compile(regex());
    }

    private static String literal(String text) {
        StringBuilder regex = new StringBuilder();
        text.codePoints().forEach(point -> regex.append(one(point)));
        return regex.toString();
    }

    private static String one(int point) {
        if (Character.isWhitespace(point)) {
            return SPACE;
        }
        if (Character.isDigit(point)) {
            return Character.toString(point);
        }
        if (point == '@') {
            return "(?:@|%40)";
        }
        if (!Character.isLetter(point)) {
            return point == '"' || point == '\\' ? ".{1,2}" : "\\" + Character.toString(point);
        }
        String small = Character.toString(point).toLowerCase(Locale.ROOT);
        String bare = Normalizer.normalize(small, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String all = bare + (bare.length() == 1 ? VARIANTS.getOrDefault(bare.charAt(0), "") : small);
        return "[" + all + all.toUpperCase(Locale.ROOT) + "]";
    }

    static PersonPattern of(Collection<String> names, Collection<String> words, Collection<String> phones) {
        PersonPattern pattern = new PersonPattern();
        names.forEach(pattern::addName);
        words.forEach(pattern::addWord);
        phones.forEach(pattern::addPhone);
        return pattern;
    }
}
