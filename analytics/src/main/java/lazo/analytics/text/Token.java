package lazo.analytics.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of text with its place in it.
 *
 * @param text the characters as written
 * @param key the form to look up: lower case, digits as 0, accents dropped but ñ kept, apostrophes as ' and joined
 * @param start index of the first character in the whole text
 * @param end index after the last character
 * @param kind what it is
 */
record Token(String text, String key, int start, int end, Kind kind) {
    enum Kind {
        WORD,
        EMOTICON,
        EMOJI,
        MARK
    }

    private static final String EMOTICON =
            "(?<![^\\s])[<>]?[:;=8xX][-o'^*]?(?:[)(\\]\\[}{|/\\\\*3><$@]+|[DPpOoSs])(?![^\\s])|:\\s\\)|:\\s\\(|<3";
    private static final String EMOJI =
            "(?:\\p{IsEmoji_Presentation}|\\p{IsExtended_Pictographic})(?:\\x{FE0F}|\\p{IsEmoji_Modifier}|\\x{200D}\\p{IsExtended_Pictographic})*";
    private static final String WORD =
            "[\\p{L}\\p{M}]+(?:\\s?['’´`]\\s?(?:t|s|re|ve|ll|d|m)(?![\\p{L}]))?|\\p{Nd}+(?:[.,]\\p{Nd}+)*";
    private static final Pattern PIECES = Pattern.compile(
            "(?<emoticon>" + EMOTICON + ")|(?<emoji>" + EMOJI + ")|(?<word>" + WORD + ")|(?<mark>\\.{2,}|[^\\s])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern APOSTROPHE = Pattern.compile("\\s?['’´`]\\s?");
    private static final Pattern ACCENTS = Pattern.compile("(?<!n)\\p{Mn}|(?<=n)[\\p{Mn}&&[^\\x{303}]]");

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher piece = PIECES.matcher(text);
        while (piece.find()) {
            String written = piece.group();
            Kind kind = kind(piece);
            tokens.add(
                    new Token(written, kind == Kind.WORD ? fold(written) : written, piece.start(), piece.end(), kind));
        }
        return tokens;
    }

    private static Kind kind(Matcher piece) {
        if (piece.group("word") != null) {
            return Kind.WORD;
        }
        if (piece.group("emoji") != null) {
            return Kind.EMOJI;
        }
        return piece.group("emoticon") != null ? Kind.EMOTICON : Kind.MARK;
    }

    static String fold(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (!letters(lower)) {
            lower = APOSTROPHE.matcher(lower).replaceAll("'");
        }
        StringBuilder folded = new StringBuilder(lower.length());
        boolean plain = true;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            folded.append(Character.isDigit(c) ? '0' : c);
            plain &= c < 128;
        }
        if (plain) {
            return folded.toString();
        }
        String apart = ACCENTS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD))
                .replaceAll("");
        return Normalizer.normalize(apart, Normalizer.Form.NFC);
    }

    private static boolean letters(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!Character.isLetter(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    boolean isWord() {
        return kind == Kind.WORD;
    }

    /** All letters upper case, and at least two of them. */
    boolean isShouted() {
        return text.length() > 1
                && text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(Character::isLowerCase);
    }
}
