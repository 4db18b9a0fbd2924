package lazo.kernel.transfer.profile;

import java.util.regex.Pattern;
import lazo.kernel.transfer.source.CellKind;

/** What one value can be read as, each a bit; the column adds them up. */
enum Sign {
    NOTHING,
    YES,
    NO,
    ZERO_OR_ONE,
    NUMBER_DOT,
    NUMBER_COMMA,
    ONLY_DOT,
    ONLY_COMMA,
    AMBIGUOUS_NUMBER,
    FRACTION_DOT,
    FRACTION_COMMA,
    CURRENCY,
    PERCENT,
    LEADING_ZERO,
    LONG_NUMBER,
    SPACED_NUMBER,
    DAY_FIRST,
    MONTH_FIRST,
    YEAR_FIRST,
    NAMED_MONTH,
    ONLY_DAY_FIRST,
    ONLY_MONTH_FIRST,
    AMBIGUOUS_DATE,
    TIME,
    EMAIL,
    PHONE,
    PHONE_MARKED,
    LINK,
    BARE_DOMAIN,
    LINES,
    LONG,
    LISTED;

    private static final Pattern EMAIL_PATTERN = Pattern.compile(
            "(?:mailto:)?[^\\s@<>\"(),;:]{1,64}@[\\p{L}\\p{Nd}](?:[\\p{L}\\p{Nd}.-]{0,250})\\.[\\p{L}\\p{Nd}-]{2,63}",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PHONE_PATTERN = Pattern.compile(
            "\\+?[\\d\\s().\\-/\u00A0]{6,24}(?:(?:ext|x|int)\\.?\\s*\\d{1,6})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINK_PATTERN =
            Pattern.compile("(?:https?://|www\\.)\\S{3,}", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOMAIN_PATTERN = Pattern.compile(
            "[\\p{L}\\p{Nd}-]{1,63}(?:\\.[\\p{L}\\p{Nd}-]{1,63})*\\.[a-z]{2,24}(?:/\\S*)?", Pattern.CASE_INSENSITIVE);
    private static final int LONG_FROM = 200;

    int bit() {
        return 1 << ordinal();
    }

    static boolean has(int signs, Sign sign) {
        return (signs & sign.bit()) != 0;
    }

    static int of(String value, CellKind kind) {
        return switch (kind) {
            case NUMBER, PERCENT -> number(value, kind);
            case YES_NO -> (value.equals("true") ? YES : NO).bit();
            case DATE -> DAY_FIRST.bit() | MONTH_FIRST.bit() | YEAR_FIRST.bit() | NAMED_MONTH.bit();
            case DATE_TIME -> DAY_FIRST.bit() | MONTH_FIRST.bit() | YEAR_FIRST.bit() | NAMED_MONTH.bit() | TIME.bit();
            case TEXT -> text(value);
        };
    }

    private static int number(String value, CellKind kind) {
        int signs = NUMBER_DOT.bit() | NUMBER_COMMA.bit();
        if (value.indexOf('.') >= 0) {
            signs |= FRACTION_DOT.bit() | FRACTION_COMMA.bit();
        }
        if (kind == CellKind.PERCENT) {
            signs |= PERCENT.bit();
        }
        if (value.equals("0") || value.equals("1")) {
            signs |= ZERO_OR_ONE.bit();
        }
        return value.length() > 18 ? signs | LONG_NUMBER.bit() : signs;
    }

    private static int text(String value) {
        int signs = 0;
        int length = value.length();
        if (length > 60) {
            if (length > LONG_FROM) {
                signs |= LONG.bit();
            }
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                signs |= LINES.bit();
            }
            if (length < 300) {
                signs |= address(value);
            }
            return value.indexOf(';') > 0 || value.indexOf(',') > 0 || value.indexOf('|') > 0
                    ? signs | LISTED.bit()
                    : signs;
        }
        boolean digit = false;
        boolean letter = false;
        boolean at = false;
        boolean dot = false;
        boolean list = false;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c == '@') {
                at = true;
            } else if (c == '.') {
                dot = true;
            } else if (c == ';' || c == '|' || c == ',') {
                list = true;
            } else if (c == '\n' || c == '\r') {
                signs |= LINES.bit();
            } else if (Character.isLetter(c)) {
                letter = true;
            }
        }
        if (list) {
            signs |= LISTED.bit();
        }
        if (Words.isNothing(value)) {
            signs |= NOTHING.bit();
        }
        if (length <= 9) {
            if (Words.isYes(value)) {
                signs |= YES.bit();
            } else if (Words.isNo(value)) {
                signs |= NO.bit();
            }
        }
        if (digit) {
            signs |= figures(value, letter);
        }
        if (at || dot) {
            signs |= address(value);
        }
        return signs;
    }

    private static int address(String value) {
        if (value.indexOf('@') > 0) {
            return EMAIL_PATTERN.matcher(value).matches() ? EMAIL.bit() : 0;
        }
        if (LINK_PATTERN.matcher(value).matches()) {
            return LINK.bit();
        }
        return DOMAIN_PATTERN.matcher(value).matches() ? BARE_DOMAIN.bit() : 0;
    }

    private static int figures(String value, boolean letter) {
        int signs = 0;
        NumberText number = NumberText.of(value);
        if (number != null) {
            signs |= numberSigns(number, value);
        }
        DateText date = DateText.of(value);
        if (date != null) {
            signs |= dateSigns(date);
        }
        boolean maybePhone = value.length() >= 6 && (!letter || value.length() < 32);
        if (maybePhone
                && !(date != null && signs != 0)
                && PHONE_PATTERN.matcher(value).matches()) {
            signs |= phoneSigns(value);
        }
        return signs;
    }

    private static int numberSigns(NumberText number, String value) {
        boolean dot = number.fits(DecimalMark.DOT);
        boolean comma = number.fits(DecimalMark.COMMA);
        int signs = (dot ? NUMBER_DOT.bit() : 0) | (comma ? NUMBER_COMMA.bit() : 0);
        if (dot && !comma) {
            signs |= ONLY_DOT.bit();
        } else if (comma && !dot) {
            signs |= ONLY_COMMA.bit();
        } else if (dot && number.isAmbiguous()) {
            signs |= AMBIGUOUS_NUMBER.bit();
        }
        if (dot && (number.scale(DecimalMark.DOT) > 0 || number.exponent() < 0)) {
            signs |= FRACTION_DOT.bit();
        }
        if (comma && (number.scale(DecimalMark.COMMA) > 0 || number.exponent() < 0)) {
            signs |= FRACTION_COMMA.bit();
        }
        if (dot || comma) {
            if (!number.currency().isEmpty()) {
                signs |= CURRENCY.bit();
            }
            if (number.percent()) {
                signs |= PERCENT.bit();
            }
            if (number.hasLeadingZero()) {
                signs |= LEADING_ZERO.bit();
            }
            if (number.digits() > 18) {
                signs |= LONG_NUMBER.bit();
            }
            if (number.isGroupedBySpaces()) {
                signs |= SPACED_NUMBER.bit();
            }
            if (value.equals("0") || value.equals("1")) {
                signs |= ZERO_OR_ONE.bit();
            }
        }
        return signs;
    }

    private static int dateSigns(DateText date) {
        boolean day = date.date(DateOrder.DAY_MONTH_YEAR) != null;
        boolean month = date.date(DateOrder.MONTH_DAY_YEAR) != null;
        boolean year = date.date(DateOrder.YEAR_MONTH_DAY) != null;
        if (!day && !month && !year) {
            return 0;
        }
        int signs = (day ? DAY_FIRST.bit() : 0) | (month ? MONTH_FIRST.bit() : 0) | (year ? YEAR_FIRST.bit() : 0);
        if (date.named()) {
            signs |= NAMED_MONTH.bit();
        } else if (day && !month && !year) {
            signs |= ONLY_DAY_FIRST.bit();
        } else if (month && !day && !year) {
            signs |= ONLY_MONTH_FIRST.bit();
        } else if (day && month && date.first() != date.second()) {
            signs |= AMBIGUOUS_DATE.bit();
        }
        return date.time() == null ? signs : signs | TIME.bit();
    }

    private static int phoneSigns(String value) {
        int digits = 0;
        boolean marked = value.charAt(0) == '+' || value.startsWith("00");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (i > 0) {
                marked = true;
            }
        }
        if (digits < 6 || digits > 15 + 6) {
            return 0;
        }
        return marked ? PHONE.bit() | PHONE_MARKED.bit() : PHONE.bit();
    }
}
