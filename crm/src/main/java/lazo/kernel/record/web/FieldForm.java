package lazo.kernel.record.web;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the inputs of a record's form: stored values written as the viewer writes them, or what was typed and
 * refused, with what is wrong about it.
 */
public record FieldForm(ObjectType type, Map<String, List<String>> typed, List<Problem> problems, Names names) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    public static FieldForm typed(
            ObjectType type, Map<String, List<String>> params, List<Problem> problems, Names names) {
        return new FieldForm(type, params, problems, names);
    }

    public static FieldForm of(StoredRecord record, Screen screen, Names names) {
        Map<String, List<String>> typed = new HashMap<>();
        for (ObjectField field : record.type().fields()) {
            write(typed, field, record.value(field.key()), screen.locale(), screen.zone());
        }
        return new FieldForm(record.type(), typed, List.of(), names);
    }

    private static void write(
            Map<String, List<String>> typed, ObjectField field, @Nullable Object value, Locale locale, ZoneId zone) {
        if (value == null) {
            return;
        }
        String key = field.key();
        switch (field.type()) {
            case NUMBER, PERCENT -> typed.put(key, List.of(plain((BigDecimal) value, locale)));
            case MONEY -> {
                typed.put(key, List.of(plain(((Money) value).amount(), locale)));
                typed.put(key + ".currency", List.of(((Money) value).currency()));
            }
            case DATE_TIME -> typed.put(key, List.of(LOCAL.format(((Instant) value).atZone(zone))));
            case MULTI_CHOICE ->
                typed.put(key, ((List<?>) value).stream().map(Object::toString).toList());
            case TAGS ->
                typed.put(
                        key,
                        List.of(String.join(
                                ", ",
                                ((List<?>) value).stream().map(Object::toString).toList())));
            case ADDRESS -> {
                List<@Nullable String> parts = ((Address) value).parts();
                for (int i = 0; i < parts.size(); i++) {
                    String part = parts.get(i);
                    if (part != null) {
                        typed.put(key + "." + Address.PARTS.get(i), List.of(part));
                    }
                }
            }
            case TEXT, LONG_TEXT, DATE, YES_NO, CHOICE, EMAIL, PHONE, LINK, USER, LOOKUP, AUTO_NUMBER, STAGE ->
                typed.put(key, List.of(value.toString()));
        }
    }

    private static String plain(BigDecimal number, Locale locale) {
        char decimal = java.text.DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
        return number.toPlainString().replace('.', decimal);
    }

    public String value(String name) {
        List<String> values = typed.get(name);
        return values == null || values.isEmpty() ? "" : values.getLast();
    }

    public boolean has(String name, String value) {
        return typed.getOrDefault(name, List.of()).contains(value);
    }

    /** What is wrong with a field, in the viewer's language; {@code null} when nothing is. */
    public @Nullable String error(String field, Screen screen) {
        return problems.stream()
                .filter(problem -> problem.field().equals(field))
                .findFirst()
                .map(problem -> message(problem, screen))
                .orElse(null);
    }

    /** What is wrong with the record as a whole. */
    public List<String> errors(Screen screen) {
        return problems.stream()
                .filter(problem -> type.find(problem.field()).isEmpty())
                .map(problem -> message(problem, screen))
                .toList();
    }

    public static String message(Problem problem, Screen screen) {
        return screen.t(problem.messageKey(), problem.args().toArray()) + " (" + problem.code() + ")";
    }

    /** What a lookup's or user's id is called. */
    public String name(ObjectField field) {
        String id = value(field.key());
        if (id.isEmpty()) {
            return "";
        }
        try {
            return names.record(Long.valueOf(id)).orElse("#" + id);
        } catch (NumberFormatException unreadable) {
            return id;
        }
    }
}
