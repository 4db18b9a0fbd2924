package lazo.kernel.transfer.profile;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures as people write them: {@code 1.234,50 €}, {@code (12.00)}, {@code 3,5 %}, {@code US$ 1'000}, {@code 1.2E+05}.
 *
 * @param body digits and marks only
 * @param currency the code of the currency written beside the figure, empty where there is none
 * @param exponent the power of ten written after {@code E}
 */
public record NumberText(String body, boolean negative, String currency, boolean percent, int exponent) {
    private static final int LONGEST = 60;
    private static final Map<String, String> SYMBOLS = Map.ofEntries(
            Map.entry("€", "EUR"),
            Map.entry("$", "USD"),
            Map.entry("US$", "USD"),
            Map.entry("£", "GBP"),
            Map.entry("¥", "JPY"),
            Map.entry("R$", "BRL"),
            Map.entry("MX$", "MXN"),
            Map.entry("S/", "PEN"),
            Map.entry("EUROS", "EUR"),
            Map.entry("EURO", "EUR"));
    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** The figure in a text, or null where the text is no figure. */
    public static @Nullable NumberText of(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        if (end - start == 0 || end - start > LONGEST) {
            return null;
        }
        boolean plain = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                plain = false;
                break;
            }
        }
        if (plain) {
            return new NumberText(text.substring(start, end), false, "", false, 0);
        }
        return decorated(text, start, end);
    }

    private static @Nullable NumberText decorated(String text, int from, int to) {
        int start = from;
        int end = to;
        boolean negative = false;
        if (text.charAt(start) == '(' && text.charAt(end - 1) == ')') {
            negative = true;
            start++;
            end--;
        }
        int first = start;
        while (first < end && !isDigit(text.charAt(first))) {
            first++;
        }
        int last = end;
        while (last > first && !isDigit(text.charAt(last - 1))) {
            last--;
        }
        if (first >= last) {
            return null;
        }
        // ".5" and ",5" begin with their mark
        if (first > start && (text.charAt(first - 1) == '.' || text.charAt(first - 1) == ',')) {
            first--;
        }
        Affix before = Affix.of(text, start, first);
        Affix after = Affix.of(text, last, end);
        if (before == null
                || after == null
                || before.percent()
                || before.negative() && after.negative()
                || !before.currency().isEmpty() && !after.currency().isEmpty()) {
            return null;
        }
        int exponentAt = -1;
        for (int i = first; i < last; i++) {
            char c = text.charAt(i);
            if (c == 'E' || c == 'e') {
                exponentAt = i;
            } else if (!isDigit(c)
                    && c != '.'
                    && c != ','
                    && !isSpace(c)
                    && c != '\''
                    && c != '’'
                    && !(exponentAt == i - 1 && (c == '+' || c == '-'))) {
                return null;
            }
        }
        int exponent = 0;
        if (exponentAt >= 0) {
            String power = text.substring(exponentAt + 1, last);
            if (power.length() > 4 || power.isEmpty() || !isDigit(power.charAt(power.length() - 1))) {
                return null;
            }
            try {
                exponent = Integer.parseInt(power);
            } catch (NumberFormatException e) {
                return null;
            }
            last = exponentAt;
        }
        boolean sign = negative ^ (before.negative() || after.negative());
        String currency = before.currency().isEmpty() ? after.currency() : before.currency();
        return new NumberText(text.substring(first, last), sign, currency, after.percent(), exponent);
    }

    /** What stands before or after the digits. */
    private record Affix(boolean negative, String currency, boolean percent) {
        private static final Affix NONE = new Affix(false, "", false);

        static @Nullable Affix of(String text, int from, int to) {
            if (from >= to) {
                return NONE;
            }
            StringBuilder word = new StringBuilder();
            boolean negative = false;
            boolean percent = false;
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if (isSpace(c)) {
                    continue;
                }
                switch (c) {
                    case '-', '−', '–' -> {
                        if (negative) {
                            return null;
                        }
                        negative = true;
                    }
                    case '+' -> {}
                    case '%' -> {
                        if (percent) {
                            return null;
                        }
                        percent = true;
                    }
                    default -> word.append(c);
                }
            }
            if (word.isEmpty()) {
                return negative || percent ? new Affix(negative, "", percent) : NONE;
            }
            String upper = word.toString().toUpperCase(Locale.ROOT);
            String currency = SYMBOLS.getOrDefault(upper, CODES.contains(upper) ? upper : "");
            return currency.isEmpty() ? null : new Affix(negative, currency, percent);
        }
    }

    /** Whether the digits make sense with this decimal mark. */
    public boolean fits(DecimalMark mark) {
        int group = 0;
        boolean grouped = false;
        boolean fraction = false;
        int whole = 0;
        char grouping = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (isDigit(c)) {
                group++;
                if (!fraction) {
                    whole++;
                }
            } else if (c == mark.mark()) {
                if (fraction || grouped && group != 3) {
                    return false;
                }
                fraction = true;
                group = 0;
            } else {
                char kind = isSpace(c) ? ' ' : c == '’' ? '\'' : c;
                if (fraction || group == 0 || group > 3 || grouped && (group != 3 || kind != grouping)) {
                    return false;
                }
                grouped = true;
                grouping = kind;
                group = 0;
            }
        }
        return fraction ? group > 0 || whole > 0 : !grouped || group == 3;
    }

    /** Whether the two marks give two different values. */
    public boolean isAmbiguous() {
        return (body.indexOf('.') >= 0 || body.indexOf(',') >= 0) && fits(DecimalMark.DOT) && fits(DecimalMark.COMMA);
    }

    /** Digits after the decimal mark. */
    public int scale(DecimalMark mark) {
        int at = body.indexOf(mark.mark());
        return at < 0 ? 0 : body.length() - at - 1;
    }

    /** {@code 007}, {@code 08001}: digits that are a name, not a quantity. */
    public boolean hasLeadingZero() {
        return body.length() > 1 && body.charAt(0) == '0' && isDigit(body.charAt(1));
    }

    public int digits() {
        int digits = 0;
        for (int i = 0; i < body.length(); i++) {
            if (isDigit(body.charAt(i))) {
                digits++;
            }
        }
        return digits;
    }

    public boolean isGroupedBySpaces() {
        for (int i = 0; i < body.length(); i++) {
            if (isSpace(body.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** The value, or null where the digits make no sense with this mark. */
    public @Nullable BigDecimal value(DecimalMark mark) {
        if (!fits(mark) || exponent > 30 || exponent < -30) {
            return null;
        }
        StringBuilder digits = new StringBuilder(body.length() + 1);
        if (negative) {
            digits.append('-');
        }
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (isDigit(c)) {
                digits.append(c);
            } else if (c == mark.mark()) {
                digits.append('.');
            }
        }
        if (digits.charAt(digits.length() - 1) == '.') {
            digits.setLength(digits.length() - 1);
        }
        BigDecimal value = new BigDecimal(digits.toString());
        return exponent == 0 ? value : value.scaleByPowerOfTen(exponent);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\u00A0' || c == '\u202F' || c == '\u2009' || c == '\t';
    }
}
