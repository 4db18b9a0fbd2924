package lazo.kernel.record;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.RecordTable;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@link FieldValues#canonical} and its inverse in SQL, for changes to many records at once. */
public final class FieldSql {
    private FieldSql() {}

    /** The field's value in this table as canonical text, null when empty. */
    public static Field<String> canonical(RecordTable table, ObjectField of) {
        return switch (of.type()) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE -> table.text(of);
            case NUMBER, PERCENT -> field("trim_scale({0})::text", String.class, table.number(of));
            case MONEY ->
                field("trim_scale({0})::text || ' ' || {1}", String.class, table.number(of), table.currency(of));
            case DATE, YES_NO, USER, LOOKUP ->
                field("{0}::text", String.class, table.column(of.column(), Object.class));
            case DATE_TIME ->
                field(
                        "to_char({0} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                        String.class, table.dateTime(of));
            case MULTI_CHOICE, TAGS -> field("to_jsonb(nullif({0}, '{}'))::text", String.class, table.words(of));
            case ADDRESS ->
                field(
                        "nullif(jsonb_strip_nulls(jsonb_build_object('street', {0}, 'postcode', {1}, 'city', {2},"
                                + " 'region', {3}, 'country', {4})), '{}')::text",
                        String.class,
                        Address.PARTS.stream().map(part -> table.part(of, part)).toArray(Field[]::new));
        };
    }

    /** The field's columns, each with the expression that takes its value out of canonical text. */
    public static Map<Field<?>, Field<?>> assignments(ObjectField of, Field<String> text) {
        Map<Field<?>, Field<?>> columns = new LinkedHashMap<>();
        switch (of.type()) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE ->
                columns.put(column(of, "", String.class), text);
            case NUMBER, PERCENT -> columns.put(column(of, "", BigDecimal.class), text.cast(SQLDataType.NUMERIC));
            case MONEY -> {
                columns.put(
                        column(of, "", BigDecimal.class),
                        field("split_part({0}, ' ', 1)", String.class, text).cast(SQLDataType.NUMERIC));
                columns.put(
                        column(of, "_currency", String.class),
                        when(text.isNull(), inline((String) null))
                                .otherwise(field("split_part({0}, ' ', 2)", String.class, text)));
            }
            case DATE -> columns.put(column(of, "", LocalDate.class), text.cast(SQLDataType.LOCALDATE));
            case DATE_TIME ->
                columns.put(column(of, "", OffsetDateTime.class), text.cast(SQLDataType.TIMESTAMPWITHTIMEZONE));
            case YES_NO -> columns.put(column(of, "", Boolean.class), text.cast(SQLDataType.BOOLEAN));
            case USER, LOOKUP -> columns.put(column(of, "", Long.class), text.cast(SQLDataType.BIGINT));
            case MULTI_CHOICE, TAGS ->
                columns.put(
                        field(name(of.column()), SQLDataType.CLOB.array()),
                        field(
                                "case when {0} is null then null else array(select jsonb_array_elements_text({0}::jsonb)) end",
                                SQLDataType.CLOB.array(), text));
            case ADDRESS -> {
                for (String part : Address.PARTS) {
                    columns.put(
                            column(of, "_" + part, String.class),
                            field("{0}::jsonb ->> {1}", String.class, text, inline(part)));
                }
            }
        }
        return columns;
    }

    private static <T> Field<T> column(ObjectField of, String suffix, Class<T> as) {
        return field(name(of.column() + suffix), as);
    }
}
