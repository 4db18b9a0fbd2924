package lazo.kernel.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.RecordTable;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values between their three forms: Java value, columns of the record table, canonical text of the history. */
public final class FieldValues {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** To the microsecond, as PostgreSQL keeps it. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** In the order in which jsonb writes them. */
    private static final List<String> ADDRESS_KEYS = List.of("city", "region", "street", "country", "postcode");

    private FieldValues() {}

    /** The columns to select for a field. */
    static List<Field<?>> columns(RecordTable table, ObjectField field) {
        List<Field<?>> columns = new ArrayList<>();
        field.type()
                .columns()
                .forEach(part -> columns.add(DSL.field(
                        table.column(field.column() + part.suffix(), Object.class)
                                .getQualifiedName(),
                        part.type())));
        return columns;
    }

    /** The value of a field in a selected row, {@code null} when empty. */
    static @Nullable Object read(RecordTable table, ObjectField field, Record row) {
        return switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE ->
                row.get(field.column(), String.class);
            case NUMBER, PERCENT -> plain(row.get(field.column(), BigDecimal.class));
            case MONEY -> {
                BigDecimal amount = plain(row.get(field.column(), BigDecimal.class));
                String currency = row.get(field.column() + "_currency", String.class);
                yield amount == null || currency == null ? null : new Money(amount, currency);
            }
            case DATE -> row.get(field.column(), LocalDate.class);
            case DATE_TIME -> {
                OffsetDateTime moment = row.get(field.column(), OffsetDateTime.class);
                yield moment == null ? null : moment.toInstant();
            }
            case YES_NO -> row.get(field.column(), Boolean.class);
            case MULTI_CHOICE, TAGS -> {
                String[] words = row.get(field.column(), String[].class);
                yield words == null || words.length == 0 ? null : List.of(words);
            }
            case ADDRESS ->
                Address.of(Address.PARTS.stream()
                        .map(part -> row.get(field.column() + "_" + part, String.class))
                        .toList());
            case USER, LOOKUP -> row.get(field.column(), Long.class);
        };
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        if (number == null) {
            return null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The columns of a field with the values that store this value. */
    static Map<Field<?>, @Nullable Object> assignments(ObjectField field, @Nullable Object value) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        switch (field.type()) {
            case MONEY -> {
                Money money = (Money) value;
                columns.put(column(field, ""), money == null ? null : money.amount());
                columns.put(column(field, "_currency"), money == null ? null : money.currency());
            }
            case ADDRESS -> {
                List<@Nullable String> parts =
                        value == null ? Arrays.asList(null, null, null, null, null) : ((Address) value).parts();
                for (int i = 0; i < parts.size(); i++) {
                    columns.put(column(field, "_" + Address.PARTS.get(i)), parts.get(i));
                }
            }
            case DATE_TIME ->
                columns.put(column(field, ""), value == null ? null : ((Instant) value).atOffset(ZoneOffset.UTC));
            case MULTI_CHOICE, TAGS ->
                columns.put(column(field, ""), value == null ? null : ((List<?>) value).toArray(String[]::new));
            case TEXT,
                    LONG_TEXT,
                    CHOICE,
                    EMAIL,
                    PHONE,
                    LINK,
                    AUTO_NUMBER,
                    STAGE,
                    NUMBER,
                    PERCENT,
                    DATE,
                    YES_NO,
                    USER,
                    LOOKUP -> columns.put(column(field, ""), value);
        }
        return columns;
    }

    private static Field<?> column(ObjectField field, String suffix) {
        return DSL.field(
                DSL.name(field.column() + suffix),
                field.type().columns().stream()
                        .filter(part -> part.suffix().equals(suffix))
                        .findFirst()
                        .orElseThrow()
                        .type());
    }

    /**
     * The value as text that does not depend on language: for history, undo and export to machines. {@link FieldSql} makes
     * the very same text in SQL.
     */
    public static @Nullable String canonical(ObjectField field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE -> (String) value;
            case NUMBER, PERCENT -> ((BigDecimal) value).toPlainString();
            case MONEY -> ((Money) value).amount().toPlainString() + " " + ((Money) value).currency();
            case DATE_TIME -> MOMENT.format((Instant) value);
            case DATE, YES_NO, USER, LOOKUP -> value.toString();
            case MULTI_CHOICE, TAGS ->
                ((List<?>) value).stream().map(JSON::writeValueAsString).collect(Collectors.joining(", ", "[", "]"));
            case ADDRESS -> {
                List<@Nullable String> parts = ((Address) value).parts();
                yield ADDRESS_KEYS.stream()
                        .filter(part -> parts.get(Address.PARTS.indexOf(part)) != null)
                        .map(part ->
                                "\"" + part + "\": " + JSON.writeValueAsString(parts.get(Address.PARTS.indexOf(part))))
                        .collect(Collectors.joining(", ", "{", "}"));
            }
        };
    }

    /** The value that {@link #canonical} wrote. */
    public static @Nullable Object ofCanonical(ObjectField field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE -> text;
            case NUMBER, PERCENT -> plain(new BigDecimal(text));
            case MONEY -> {
                int space = text.indexOf(' ');
                yield new Money(
                        java.util.Objects.requireNonNull(plain(new BigDecimal(text.substring(0, space)))),
                        text.substring(space + 1));
            }
            case DATE -> LocalDate.parse(text);
            case DATE_TIME -> Instant.parse(text);
            case YES_NO -> Boolean.valueOf(text);
            case USER, LOOKUP -> Long.valueOf(text);
            case MULTI_CHOICE, TAGS -> {
                List<String> words = new ArrayList<>();
                JSON.readTree(text).forEach(word -> words.add(word.asString()));
                yield List.copyOf(words);
            }
            case ADDRESS -> {
                JsonNode node = JSON.readTree(text);
                yield Address.of(Address.PARTS.stream()
                        .map(part -> node.has(part) ? node.get(part).asString() : null)
                        .toList());
            }
        };
    }
}
