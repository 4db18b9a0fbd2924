package lazo.kernel.record;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.DecimalFormatSymbols;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed for a record, read field by field. Problems are collected so that all are told at once; what was
 * typed stays with the caller, who shows it again.
 *
 * @param values values by field key of the fields that were mentioned, {@code null} for emptied ones
 */
public record Draft(Map<String, @Nullable Object> values, List<Problem> problems) {
    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_TEXT = 100_000;
    private static final int MOST_WORDS = 50;
    private static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>\"(),:;]+@[^\\s@<>\"(),:;.]+(\\.[^\\s@<>\"(),:;.]+)+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\n\\s*");
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** How to read what depends on the reader's language and the company. @param region ISO country for phones without prefix */
    public record Reading(Locale locale, ZoneId zone, String currency, String region) {}

    /** A draft of values that are already of the right types. */
    public static Draft of(Map<String, @Nullable Object> values) {
        return new Draft(values, List.of());
    }

    /**
     * Reads form parameters. A field is mentioned when a parameter has its key; parts of addresses are
     * {@code address.city}, a currency is {@code amount.currency}. Parameters that are no typed field are ignored.
     */
    public static Draft read(ObjectType type, Map<String, List<String>> params, Reading reading) {
        Map<String, @Nullable Object> values = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (ObjectField field : type.fields()) {
            if (!field.isTyped()) {
                continue;
            }
            if (field.type() == lazo.kernel.metadata.FieldType.ADDRESS) {
                if (Address.PARTS.stream().anyMatch(part -> params.containsKey(field.key() + "." + part))) {
                    try {
                        values.put(field.key(), address(field, params));
                    } catch (Unreadable unreadable) {
                        problems.add(Problem.of(field.key(), unreadable.code, unreadable.args));
                    }
                }
            } else if (params.containsKey(field.key())) {
                List<String> typed = params.getOrDefault(field.key(), List.of());
                try {
                    values.put(field.key(), one(type, field, typed, first(params, field.key() + ".currency"), reading));
                } catch (Unreadable unreadable) {
                    problems.add(Problem.of(field.key(), unreadable.code, unreadable.args));
                }
            }
        }
        return new Draft(values, problems);
    }

    private static @Nullable Address address(ObjectField field, Map<String, List<String>> params) {
        return Address.of(Address.PARTS.stream()
                .map(part -> clean(first(params, field.key() + "." + part), LONGEST_LINE))
                .toList());
    }

    private static @Nullable String first(Map<String, List<String>> params, String key) {
        List<String> values = params.get(key);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /** A value that could not be read, with the code of the message that says how it should look. */
    public static final class Unreadable extends RuntimeException {
        private final String code;
        private final String[] args;

        Unreadable(String code, String... args) {
            super(code + " " + Arrays.toString(args), null, false, false);
            this.code = code;
            this.args = args;
        }

        public String code() {
            return code;
        }

        public List<String> args() {
            return List.of(args);
        }
    }

    /** Reads one field. @throws Unreadable when the text is no such value */
    public static @Nullable Object one(
            ObjectType type, ObjectField field, List<String> typed, @Nullable String currency, Reading reading) {
        if (field.type() == lazo.kernel.metadata.FieldType.TAGS
                || field.type() == lazo.kernel.metadata.FieldType.MULTI_CHOICE) {
            return words(field, typed);
        }
        String text = typed.isEmpty() ? null : clean(typed.getLast(), limit(field));
        if (text == null) {
            return null;
        }
        return switch (field.type()) {
            case TEXT, LONG_TEXT, AUTO_NUMBER -> text;
            case NUMBER -> number(text, reading.locale());
            case PERCENT -> number(text.replace("%", "").strip(), reading.locale());
            case MONEY -> money(text, currency, reading);
            case DATE -> date(text);
            case DATE_TIME -> moment(text, reading.zone());
            case YES_NO -> yesNo(text);
            case CHOICE -> choice(field, text);
            case STAGE -> {
                if (type.stage(text).isEmpty()) {
                    throw new Unreadable("REC-112", text);
                }
                yield text;
            }
            case EMAIL -> {
                if (!EMAIL.matcher(text).matches()) {
                    throw new Unreadable("REC-104", text);
                }
                yield text;
            }
            case PHONE -> phone(text, reading.region());
            case LINK -> link(text);
            case USER, LOOKUP -> id(text);
            case MULTI_CHOICE, TAGS, ADDRESS -> throw new IllegalStateException("Read as a whole: " + field.type());
        };
    }

    private static int limit(ObjectField field) {
        return field.type() == lazo.kernel.metadata.FieldType.LONG_TEXT ? LONGEST_TEXT : LONGEST_LINE;
    }

    /** Without control characters and outer blanks; {@code null} when nothing is left. */
    private static @Nullable String clean(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String kept =
                UNPRINTABLE.matcher(text.replace("\r\n", "\n")).replaceAll("").strip();
        if (longest == LONGEST_LINE) {
            kept = LINE_BREAK.matcher(kept).replaceAll(" ");
        }
        if (kept.length() > longest) {
            throw new Unreadable("REC-103", String.valueOf(kept.length()), String.valueOf(longest));
        }
        return kept.isEmpty() ? null : kept;
    }

    /**
     * Reads a number as the locale writes it; where it has only one kind of sign, both readings are tried.
     *
     * @throws Unreadable when it is none
     */
    public static BigDecimal number(String text, Locale locale) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        String plain = text.replaceAll("[\\s\u00a0\u202f']", "");
        char decimal = symbols.getDecimalSeparator();
        char grouping = decimal == ',' ? '.' : ',';
        if (plain.matches("[-+]?\\d{1,3}(\\" + grouping + "\\d{3})+(\\" + decimal + "\\d+)?")) {
            plain = plain.replace(String.valueOf(grouping), "");
        }
        plain = plain.replace(decimal, '.').replace(',', '.');
        try {
            BigDecimal number = new BigDecimal(plain);
            if (number.precision() > 30 || Math.abs(number.scale()) > 15) {
                throw new Unreadable("REC-105", text);
            }
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        } catch (NumberFormatException unreadable) {
            throw new Unreadable("REC-105", text);
        }
    }

    private static Money money(String text, @Nullable String currency, Reading reading) {
        String code = currency != null && !currency.isBlank()
                ? currency.strip().toUpperCase(Locale.ROOT)
                : reading.currency();
        if (!code.matches("[A-Z]{3}")) {
            throw new Unreadable("REC-106", code);
        }
        BigDecimal amount = number(text.replaceAll("[€$£]", "").strip(), reading.locale());
        if (amount.scale() > 4 || amount.precision() - amount.scale() > 15) {
            throw new Unreadable("REC-107", text);
        }
        return new Money(amount, code);
    }

    private static LocalDate date(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() < 1 || date.getYear() > 9999) {
                throw new Unreadable("REC-108", text);
            }
            return date;
        } catch (DateTimeException unreadable) {
            throw new Unreadable("REC-108", text);
        }
    }

    private static Instant moment(String text, ZoneId zone) {
        try {
            Instant moment = text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.length() == 10 ? text + "T00:00" : text)
                            .atZone(zone)
                            .toInstant();
            if (moment.isBefore(EARLIEST) || !moment.isBefore(LATEST)) {
                throw new Unreadable("REC-109", text);
            }
            return moment;
        } catch (DateTimeException unreadable) {
            throw new Unreadable("REC-109", text);
        }
    }

    private static Boolean yesNo(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1", "sí", "si" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new Unreadable("REC-110", text);
        };
    }

    private static String choice(ObjectField field, String text) {
        return field.choice(text)
                .orElseThrow(() -> new Unreadable("REC-111", text))
                .key();
    }

    private static @Nullable List<String> words(ObjectField field, List<String> typed) {
        LinkedHashSet<String> words = new LinkedHashSet<>();
        for (String value : typed) {
            List<String> parts =
                    field.type() == lazo.kernel.metadata.FieldType.TAGS ? List.of(value.split(",")) : List.of(value);
            for (String part : parts) {
                String word = clean(part, 100);
                if (word != null) {
                    words.add(field.type() == lazo.kernel.metadata.FieldType.TAGS ? word : choice(field, word));
                }
            }
        }
        if (words.size() > MOST_WORDS) {
            throw new Unreadable("REC-113", String.valueOf(words.size()), String.valueOf(MOST_WORDS));
        }
        return words.isEmpty() ? null : List.copyOf(words);
    }

    /** International form where the text is a number of some country; otherwise as typed, if it has digits at all. */
    private static String phone(String text, String region) {
        try {
            var number = PHONES.parse(text, region);
            if (PHONES.isPossibleNumber(number) && !number.hasExtension()) {
                return PHONES.format(number, PhoneNumberUtil.PhoneNumberFormat.INTERNATIONAL);
            }
        } catch (NumberParseException unreadable) {
            // Kept as typed below: an extension or a service number is still worth having.
        }
        if (!text.matches(".*\\d.*\\d.*\\d.*")) {
            throw new Unreadable("REC-114", text);
        }
        return text;
    }

    private static String link(String text) {
        String full = text.matches("(?i)https?://.*") ? text : "https://" + text;
        try {
            URI uri = new URI(full);
            if (uri.getHost() == null
                    || !uri.getHost().contains(".")
                    || text.matches("(?i)(javascript|data|vbscript):.*")) {
                throw new Unreadable("REC-115", text);
            }
            return full;
        } catch (URISyntaxException unreadable) {
            throw new Unreadable("REC-115", text);
        }
    }

    private static Long id(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException unreadable) {
            throw new Unreadable("REC-116", text);
        }
    }
}
