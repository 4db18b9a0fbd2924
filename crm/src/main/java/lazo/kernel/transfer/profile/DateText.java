package lazo.kernel.transfer.profile;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dates as people and programs write them: {@code 31/12/2025}, {@code 2025-12-31T10:00:00Z}, {@code 3 de marzo de 2025},
 * {@code Mar 3, 2025 4:05 PM}.
 *
 * @param first the three parts in the order in which they stand; a month given by name is already in its place
 * @param named whether the month is given by its name, so that the order does not matter
 * @param wideFirst whether the first part has four digits
 */
public record DateText(
        int first,
        int second,
        int third,
        boolean named,
        boolean wideFirst,
        @Nullable LocalTime time,
        @Nullable ZoneOffset offset) {
    private static final int LONGEST = 45;
    private static final Map<String, Integer> MONTHS = months();

    private static Map<String, Integer> months() {
        String[][] names = {
            {"enero", "ene", "january", "jan", "janvier", "gener"},
            {"febrero", "feb", "february", "febr"},
            {"marzo", "mar", "march"},
            {"abril", "abr", "april", "apr"},
            {"mayo", "may"},
            {"junio", "jun", "june"},
            {"julio", "jul", "july"},
            {"agosto", "ago", "august", "aug", "agto"},
            {"septiembre", "sep", "sept", "september", "setiembre", "set"},
            {"octubre", "oct", "october"},
            {"noviembre", "nov", "november"},
            {"diciembre", "dic", "december", "dec", "dicbre"},
        };
        Map<String, Integer> months = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            for (String name : names[i]) {
                months.put(name, i + 1);
            }
        }
        return Map.copyOf(months);
    }

    /** A day, and the time of day where one is written. */
    public record Moment(
            LocalDate date,
            @Nullable LocalTime time,
            @Nullable ZoneOffset offset) {
        /** Without an offset, the moment is meant in this zone; without a time, its midnight. */
        public OffsetDateTime at(ZoneId zone) {
            LocalTime clock = time == null ? LocalTime.MIDNIGHT : time;
            return offset == null
                    ? date.atTime(clock).atZone(zone).toOffsetDateTime()
                    : date.atTime(clock).atOffset(offset);
        }
    }

    /** The date in a text, or null where the text is no date. */
    public static @Nullable DateText of(String text) {
        String stripped = text.strip();
        if (stripped.length() < 6 || stripped.length() > LONGEST) {
            return null;
        }
        char start = stripped.charAt(0);
        if (!isDigit(start) && !Character.isLetter(start)) {
            return null;
        }
        return new Scanner(stripped).scan();
    }

    /** The day this text names if its parts stand in this order, or null where there is no such day. */
    public @Nullable LocalDate date(DateOrder order) {
        if (named) {
            return day(wideFirst ? first : third, second, wideFirst ? third : first);
        }
        return switch (order) {
            case DAY_MONTH_YEAR -> wideFirst ? null : day(third, second, first);
            case MONTH_DAY_YEAR -> wideFirst ? null : day(third, first, second);
            case YEAR_MONTH_DAY -> wideFirst ? day(first, second, third) : null;
        };
    }

    public @Nullable Moment moment(DateOrder order) {
        LocalDate date = date(order);
        return date == null ? null : new Moment(date, time, offset);
    }

    /** The moment whatever the order, where only one order makes sense of the text. */
    public @Nullable Moment moment(DateOrder usual, boolean lenient) {
        Moment moment = moment(usual);
        if (moment != null || !lenient) {
            return moment;
        }
        return wideFirst || named ? moment(DateOrder.YEAR_MONTH_DAY) : null;
    }

    private static @Nullable LocalDate day(int year, int month, int day) {
        int full = year >= 100 ? year : year + (year < 70 ? 2000 : 1900);
        if (full < 1000 || full > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
            return null;
        }
        try {
            return LocalDate.of(full, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** One pass over the text; gives up at the first thing that is no part of a date. */
    private static final class Scanner {
        private final String text;
        private int at;
        private final int[] parts = new int[3];
        private int count;
        private int month = -1;
        private boolean wideFirst;
        private boolean wideLast;
        private int lastDigits;
        private final StringBuilder separators = new StringBuilder();

        Scanner(String text) {
            this.text = text;
        }

        @Nullable
        DateText scan() {
            while (count < 3) {
                if (at >= text.length() || !part()) {
                    return null;
                }
                if (count < 3 && !separator()) {
                    return null;
                }
            }
            LocalTime time = null;
            ZoneOffset offset = null;
            if (at < text.length()) {
                if (!gap()) {
                    return null;
                }
                if (at < text.length()) {
                    time = time();
                    if (time == null) {
                        return null;
                    }
                    if (at < text.length()) {
                        offset = offset();
                        if (offset == null) {
                            return null;
                        }
                    }
                }
            }
            return build(time, offset);
        }

        private @Nullable DateText build(@Nullable LocalTime time, @Nullable ZoneOffset offset) {
            if (month < 0) {
                return wideFirst && wideLast || !looksLikeFigures()
                        ? null
                        : new DateText(parts[0], parts[1], parts[2], false, wideFirst, time, offset);
            }
            // the month by name goes to the middle: day month year, or year month day
            return switch (month) {
                case 0 -> wideFirst ? null : new DateText(parts[1], parts[0], parts[2], true, false, time, offset);
                case 1 -> new DateText(parts[0], parts[1], parts[2], true, wideFirst, time, offset);
                default -> null;
            };
        }

        private boolean part() {
            char c = text.charAt(at);
            if (isDigit(c)) {
                int start = at;
                int value = 0;
                while (at < text.length() && isDigit(text.charAt(at))) {
                    if (at - start == 4) {
                        return false;
                    }
                    value = value * 10 + (text.charAt(at) - '0');
                    at++;
                }
                int digits = at - start;
                lastDigits = digits;
                if (digits == 3) {
                    return false;
                }
                if (digits == 4) {
                    if (count == 1) {
                        return false;
                    }
                    if (count == 0) {
                        wideFirst = true;
                    } else {
                        wideLast = true;
                    }
                }
                parts[count++] = value;
                ordinal();
                return true;
            }
            if (!Character.isLetter(c) || month >= 0) {
                return false;
            }
            int start = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            Integer named = MONTHS.get(text.substring(start, at).toLowerCase(Locale.ROOT));
            if (named == null) {
                return false;
            }
            if (at < text.length()
                    && text.charAt(at) == '.'
                    && at + 1 < text.length()
                    && !isDigit(text.charAt(at + 1))) {
                at++;
            }
            month = count;
            parts[count++] = named;
            return true;
        }

        /** {@code 3rd}, {@code 1º}. */
        private void ordinal() {
            if (at + 1 < text.length() && Character.isLetter(text.charAt(at))) {
                String two = text.substring(at, at + 2).toLowerCase(Locale.ROOT);
                boolean ends = at + 2 >= text.length() || !Character.isLetter(text.charAt(at + 2));
                if (ends && (two.equals("st") || two.equals("nd") || two.equals("rd") || two.equals("th"))) {
                    at += 2;
                }
            }
            if (at < text.length() && (text.charAt(at) == 'º' || text.charAt(at) == 'ª')) {
                at++;
            }
        }

        private boolean separator() {
            int start = at;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '/' || c == '-' || c == '.' || c == ' ' || c == ',' || c == '\u00A0') {
                    at++;
                } else if (text.regionMatches(true, at, "de ", 0, 3) || text.regionMatches(true, at, "del ", 0, 4)) {
                    at += 3;
                } else {
                    break;
                }
            }
            if (at == start || at - start > 5) {
                return false;
            }
            separators.append(at - start == 1 ? text.charAt(start) : '?');
            return true;
        }

        /** Figures alone are a date only with one and the same mark between them, and a year of two or four digits. */
        private boolean looksLikeFigures() {
            char mark = separators.charAt(0);
            return mark == separators.charAt(1)
                    && (mark == '/' || mark == '-' || mark == '.')
                    && (wideFirst || lastDigits == 2 || lastDigits == 4);
        }

        private boolean gap() {
            char c = text.charAt(at);
            if (c == 'T' || c == 't') {
                at++;
                return at < text.length();
            }
            int start = at;
            while (at < text.length()
                    && (text.charAt(at) == ' ' || text.charAt(at) == ',' || text.charAt(at) == '\u00A0')) {
                at++;
            }
            return at > start || at >= text.length();
        }

        private @Nullable LocalTime time() {
            int hour = figures(2);
            if (hour < 0
                    || at >= text.length()
                    || text.charAt(at) != ':' && text.charAt(at) != '.' && text.charAt(at) != 'h') {
                return null;
            }
            at++;
            int minute = figures(2);
            if (minute < 0) {
                return null;
            }
            int second = 0;
            int nano = 0;
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                second = figures(2);
                if (second < 0) {
                    return null;
                }
                if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
                    at++;
                    int start = at;
                    while (at < text.length() && isDigit(text.charAt(at))) {
                        if (at - start < 9) {
                            nano = nano * 10 + (text.charAt(at) - '0');
                        }
                        at++;
                    }
                    for (int i = at - start; i < 9; i++) {
                        nano *= 10;
                    }
                }
            }
            int half = half();
            if (half != 0 && (hour < 1 || hour > 12)) {
                return null;
            }
            int full = half == 0 ? hour : hour % 12 + (half == 2 ? 12 : 0);
            return full > 23 || minute > 59 || second > 59 ? null : LocalTime.of(full, minute, second, nano);
        }

        /** 1 for before noon, 2 for after, 0 where nothing is said. */
        private int half() {
            int start = at;
            while (at < text.length()
                    && (text.charAt(at) == ' ' || text.charAt(at) == '\u202F' || text.charAt(at) == '\u00A0')) {
                at++;
            }
            String rest = text.substring(at).toLowerCase(Locale.ROOT).replaceAll("[.\\s\u00A0\u202F]", "");
            if (rest.equals("am") || rest.equals("pm")) {
                at = text.length();
                return rest.equals("am") ? 1 : 2;
            }
            at = start;
            return 0;
        }

        private @Nullable ZoneOffset offset() {
            String rest = text.substring(at).strip();
            at = text.length();
            if (rest.equalsIgnoreCase("Z") || rest.equalsIgnoreCase("UTC") || rest.equalsIgnoreCase("GMT")) {
                return ZoneOffset.UTC;
            }
            try {
                return rest.startsWith("+") || rest.startsWith("-") ? ZoneOffset.of(rest) : null;
            } catch (DateTimeException e) {
                return null;
            }
        }

        private int figures(int most) {
            int start = at;
            int value = 0;
            while (at < text.length() && isDigit(text.charAt(at)) && at - start < most) {
                value = value * 10 + (text.charAt(at) - '0');
                at++;
            }
            return at == start || at < text.length() && isDigit(text.charAt(at)) ? -1 : value;
        }
    }
}
