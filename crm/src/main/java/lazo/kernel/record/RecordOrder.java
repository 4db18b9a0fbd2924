package lazo.kernel.record;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lazo.kernel.metadata.Choice;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Stage;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list and where its next page begins. Records with a value come first, then those without; each of the two
 * runs has a condition and an order that one index can answer, so a page costs the same wherever it is.
 */
final class RecordOrder {
    private static final Set<String> NEVER_EMPTY = Set.of("created_at", "updated_at");

    /** One query of a page. */
    record Run(Condition condition, List<OrderField<?>> order) {}

    record Plan(List<Run> runs) {}

    private record Cursor(Optional<String> value, long id) {}

    Plan plan(RecordQuery query, RecordTable table) {
        ObjectField sortField = sortField(query);
        boolean down = query.sort().descending();
        Field<Object> key = sortKey(table, sortField);
        Optional<Cursor> after = query.after().flatMap(RecordOrder::read).filter(cursor -> fits(cursor, sortField));
        Condition filled = NEVER_EMPTY.contains(sortField.key()) ? noCondition() : key.isNotNull();
        List<OrderField<?>> byKey = down
                ? List.of(key.desc(), table.id().desc())
                : List.of(key.asc(), table.id().asc());
        List<OrderField<?>> byId = List.of(down ? table.id().desc() : table.id().asc());
        Run withoutValue = new Run(key.isNull(), byId);
        if (after.isEmpty()) {
            return plan(sortField, new Run(filled, byKey), withoutValue);
        }
        long id = after.get().id();
        if (after.get().value().isEmpty()) {
            return new Plan(List.of(new Run(
                    key.isNull().and(down ? table.id().lt(id) : table.id().gt(id)), byId)));
        }
        Field<Object> last = value(sortField, after.get().value().get());
        Condition beyond = down
                ? row(key, table.id()).lt(last, val(id))
                : row(key, table.id()).gt(last, val(id));
        return plan(sortField, new Run(filled.and(beyond), byKey), withoutValue);
    }

    private static Plan plan(ObjectField sortField, Run withValue, Run withoutValue) {
        return new Plan(NEVER_EMPTY.contains(sortField.key()) ? List.of(withValue) : List.of(withValue, withoutValue));
    }

    String cursor(RecordQuery query, StoredRecord last) {
        ObjectField sortField = sortField(query);
        String value = cursorValue(query.type(), sortField, last.value(sortField.key()));
        String text = (value == null ? "0" : "1" + value) + "\n" + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Cursor> read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            Optional<String> value = text.charAt(0) == '1' ? Optional.of(text.substring(1, end)) : Optional.empty();
            return Optional.of(new Cursor(value, Long.parseLong(text.substring(end + 1))));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** A place in another order, or one that nobody gave out, is no place: the list begins at its beginning. */
    private static boolean fits(Cursor cursor, ObjectField sortField) {
        String text = cursor.value().orElse("");
        String shape = switch (sortField.type()) {
            case NUMBER, MONEY, PERCENT -> "(-?\\d{1,40}(\\.\\d{1,40})?)?";
            case DATE, DATE_TIME -> "(\\d{4}-.*)?";
            case TEXT,
                    LONG_TEXT,
                    EMAIL,
                    PHONE,
                    LINK,
                    AUTO_NUMBER,
                    YES_NO,
                    CHOICE,
                    MULTI_CHOICE,
                    TAGS,
                    USER,
                    LOOKUP,
                    ADDRESS,
                    STAGE -> "[^\0]*";
        };
        if (!text.matches(shape)) {
            return false;
        }
        try {
            cursor.value().ifPresent(value -> value(sortField, value));
            return true;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    /** The field asked for, or the last change where there is no such field to sort by. */
    private static ObjectField sortField(RecordQuery query) {
        return query.type()
                .find(query.sort().field())
                .filter(field -> !field.archived() && field.type().isSortable())
                .orElseGet(() -> query.type().field("updated_at"));
    }

    @SuppressWarnings("unchecked")
    private static Field<Object> sortKey(RecordTable table, ObjectField field) {
        Field<?> key = switch (field.type()) {
            case TEXT, EMAIL, PHONE, AUTO_NUMBER, LONG_TEXT, LINK ->
                table.text(field).collate(RecordTable.COLLATION);
            case CHOICE, STAGE -> position(table, field);
            case NUMBER, MONEY, PERCENT -> table.number(field);
            case DATE -> table.date(field);
            case DATE_TIME -> table.dateTime(field);
            case YES_NO -> table.yesNo(field);
            case USER, LOOKUP -> table.reference(field);
            case MULTI_CHOICE, TAGS -> table.words(field);
            case ADDRESS -> table.part(field, "city");
        };
        return (Field<Object>) key;
    }

    /** Choices and stages sort as the administrator put them. */
    private static Field<Integer> position(RecordTable table, ObjectField field) {
        return field(
                "array_position({0}, {1})",
                Integer.class, val(keys(table.type(), field).toArray(String[]::new)), table.text(field));
    }

    private static List<String> keys(ObjectType type, ObjectField field) {
        Stream<String> keys = field.type() == lazo.kernel.metadata.FieldType.STAGE
                ? type.pipelines().stream()
                        .flatMap(pipeline -> pipeline.stages().stream())
                        .map(Stage::key)
                : field.choices().stream().map(Choice::key);
        return keys.toList();
    }

    private static @Nullable String cursorValue(ObjectType type, ObjectField field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (field.type()) {
            case CHOICE, STAGE -> {
                int index = keys(type, field).indexOf((String) value);
                yield index < 0 ? null : String.valueOf(index + 1);
            }
            case MONEY -> ((Money) value).amount().toPlainString();
            case TEXT,
                    LONG_TEXT,
                    EMAIL,
                    PHONE,
                    LINK,
                    AUTO_NUMBER,
                    NUMBER,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    USER,
                    LOOKUP,
                    MULTI_CHOICE,
                    TAGS,
                    ADDRESS -> FieldValues.canonical(field, value);
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Field<Object> value(ObjectField field, String text) {
        Field value = switch (field.type()) {
            case CHOICE, STAGE -> val(Integer.valueOf(text));
            case MONEY -> val(new java.math.BigDecimal(text));
            case DATE_TIME -> val(Instant.parse(text).atOffset(java.time.ZoneOffset.UTC));
            case TEXT, LONG_TEXT, EMAIL, PHONE, LINK, AUTO_NUMBER -> val(text).collate(RecordTable.COLLATION);
            case NUMBER, PERCENT, DATE, YES_NO, USER, LOOKUP, MULTI_CHOICE, TAGS, ADDRESS ->
                val(FieldValues.ofCanonical(field, text));
        };
        return value;
    }
}
