package lazo.kernel.filter;

import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.val;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lazo.kernel.filter.Filter.All;
import lazo.kernel.filter.Filter.Any;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.Filter.Not;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.RecordTable;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Filter} as a jOOQ condition on a record table. Every leaf is true or false, never null, so {@code not} is safe;
 * unknown fields and values that cannot be read are refused, never ignored.
 *
 * @param hidden keys of fields the actor may not see; asking about one is refused like a field that is not there
 */
public record FilterSql(RecordTable table, Actor actor, LocalDate today, ZoneId zone, java.util.Set<String> hidden) {

    /** @throws UnanswerableFilter when a field, operator or value does not fit */
    public org.jooq.Condition where(Filter filter) {
        return switch (filter) {
            case All(var parts) -> and(parts.stream().map(this::where).toList());
            case Any(var parts) ->
                parts.isEmpty()
                        ? falseCondition()
                        : or(parts.stream().map(this::where).toList());
            case Not(var part) -> not(where(part));
            case Condition condition -> condition(condition);
        };
    }

    private org.jooq.Condition condition(Condition asked) {
        String[] path = asked.field().split("\\.", 2);
        ObjectField field = table.type()
                .find(path[0])
                .filter(found -> !found.archived() && !hidden.contains(found.key()))
                .orElseThrow(() -> new UnanswerableFilter(asked, UnanswerableFilter.Reason.NO_SUCH_FIELD));
        @Nullable String part = path.length > 1 ? path[1] : null;
        if (part != null && !(field.type() == lazo.kernel.metadata.FieldType.ADDRESS && Address.PARTS.contains(part))) {
            throw new UnanswerableFilter(asked, UnanswerableFilter.Reason.NO_SUCH_FIELD);
        }
        if (!asked.operator().fits(field.type())) {
            throw new UnanswerableFilter(asked, UnanswerableFilter.Reason.OPERATOR_DOES_NOT_FIT);
        }
        if (asked.operator().takesValue() && asked.values().isEmpty()) {
            throw new UnanswerableFilter(asked, UnanswerableFilter.Reason.VALUE_MISSING);
        }
        return switch (field.type()) {
            case TEXT, LONG_TEXT, EMAIL, LINK, AUTO_NUMBER -> words(asked, table.text(field));
            case PHONE -> phone(asked, table.text(field));
            case ADDRESS -> part != null ? words(asked, table.part(field, part)) : wholeAddress(asked, field);
            case CHOICE, STAGE -> keys(asked, table.text(field), asked.values());
            case USER -> users(asked, table.reference(field));
            case LOOKUP -> keys(asked, table.reference(field), ids(asked));
            case NUMBER, PERCENT, MONEY -> numbers(asked, table.number(field));
            case DATE -> days(asked, table.date(field), day -> day);
            case DATE_TIME -> moments(asked, table.dateTime(field));
            case YES_NO -> yesNo(asked, table.yesNo(field));
            case MULTI_CHOICE, TAGS -> lists(asked, table.words(field));
        };
    }

    private org.jooq.Condition words(Condition asked, Field<String> column) {
        return switch (asked.operator()) {
            case IS ->
                column.isNotNull()
                        .and(any(asked.values(), value -> folded(column).eq(fold(value))));
            case IS_NOT ->
                not(any(asked.values(), value -> folded(column).eq(fold(value))))
                        .or(column.isNull());
            case CONTAINS ->
                column.isNotNull()
                        .and(any(asked.values(), value -> folded(column).like(pattern("%", value, "%"))));
            case STARTS ->
                column.isNotNull()
                        .and(any(asked.values(), value -> folded(column).like(pattern("", value, "%"))));
            case EMPTY -> coalesce(column, inline("")).eq(inline(""));
            case NOT_EMPTY -> coalesce(column, inline("")).ne(inline(""));
            case MORE, AT_LEAST, LESS, AT_MOST, FROM, UNTIL, WITHIN, YES, NO -> throw doesNotFit(asked);
        };
    }

    /** In any notation: what is asked and what is stored are compared by their digits. */
    private org.jooq.Condition phone(Condition asked, Field<String> column) {
        if (asked.operator() == Operator.EMPTY || asked.operator() == Operator.NOT_EMPTY) {
            return words(asked, column);
        }
        Field<String> digits = DSL.regexpReplaceAll(column, "[^0-9]", "");
        org.jooq.Condition found = any(asked.values(), value -> {
            String own = value.replaceAll("[^0-9]", "");
            if (own.isEmpty()) {
                return falseCondition();
            }
            return asked.operator() == Operator.CONTAINS || asked.operator() == Operator.STARTS
                    ? digits.contains(own)
                    : digits.endsWith(own);
        });
        return asked.operator() == Operator.IS_NOT ? not(found).or(column.isNull()) : found.and(column.isNotNull());
    }

    private org.jooq.Condition wholeAddress(Condition asked, ObjectField field) {
        List<org.jooq.Condition> parts = new ArrayList<>();
        for (String part : Address.PARTS) {
            parts.add(words(asked, table.part(field, part)));
        }
        return asked.operator() == Operator.IS_NOT || asked.operator() == Operator.EMPTY ? and(parts) : or(parts);
    }

    private <T> org.jooq.Condition keys(Condition asked, Field<T> column, List<T> values) {
        return switch (asked.operator()) {
            case IS -> column.isNotNull().and(column.in(values));
            case IS_NOT -> column.isNull().or(column.notIn(values));
            case EMPTY -> column.isNull();
            case NOT_EMPTY -> column.isNotNull();
            case CONTAINS, STARTS, MORE, AT_LEAST, LESS, AT_MOST, FROM, UNTIL, WITHIN, YES, NO ->
                throw doesNotFit(asked);
        };
    }

    private org.jooq.Condition users(Condition asked, Field<Long> column) {
        List<Long> ids = new ArrayList<>();
        for (String value : asked.values()) {
            switch (value) {
                case "me" -> ids.add(actor.id());
                case "my_team" -> ids.addAll(actor.team());
                default -> ids.add(id(asked, value));
            }
        }
        return keys(asked, column, ids);
    }

    private org.jooq.Condition numbers(Condition asked, Field<BigDecimal> column) {
        if (asked.operator() == Operator.EMPTY) {
            return column.isNull();
        }
        if (asked.operator() == Operator.NOT_EMPTY) {
            return column.isNotNull();
        }
        List<BigDecimal> bounds =
                asked.values().stream().map(value -> number(asked, value)).toList();
        BigDecimal bound = bounds.getFirst();
        org.jooq.Condition holds = switch (asked.operator()) {
            case IS -> column.in(bounds);
            case IS_NOT -> column.notIn(bounds);
            case MORE -> column.gt(bound);
            case AT_LEAST -> column.ge(bound);
            case LESS -> column.lt(bound);
            case AT_MOST -> column.le(bound);
            case CONTAINS, STARTS, FROM, UNTIL, WITHIN, YES, NO, EMPTY, NOT_EMPTY -> throw doesNotFit(asked);
        };
        return asked.operator() == Operator.IS_NOT
                ? column.isNull().or(holds)
                : column.isNotNull().and(holds);
    }

    private <T> org.jooq.Condition days(Condition asked, Field<T> column, Function<LocalDate, T> start) {
        return switch (asked.operator()) {
            case EMPTY -> column.isNull();
            case NOT_EMPTY -> column.isNotNull();
            case IS ->
                column.isNotNull().and(any(asked.values(), value -> between(column, start, one(day(asked, value)))));
            case IS_NOT ->
                column.isNull().or(not(any(asked.values(), value -> between(column, start, one(day(asked, value))))));
            case FROM ->
                column.isNotNull()
                        .and(column.ge(start.apply(day(asked, asked.values().getFirst()))));
            case UNTIL ->
                column.isNotNull()
                        .and(column.lt(start.apply(
                                day(asked, asked.values().getFirst()).plusDays(1))));
            case WITHIN ->
                column.isNotNull()
                        .and(any(
                                asked.values(),
                                value -> between(
                                        column,
                                        start,
                                        Period.ofKey(value)
                                                .orElseThrow(() -> new UnanswerableFilter(
                                                        asked, UnanswerableFilter.Reason.VALUE_UNREADABLE))
                                                .days(today))));
            case CONTAINS, STARTS, MORE, AT_LEAST, LESS, AT_MOST, YES, NO -> throw doesNotFit(asked);
        };
    }

    private static Period.Days one(LocalDate day) {
        return new Period.Days(day, day);
    }

    private static <T> org.jooq.Condition between(Field<T> column, Function<LocalDate, T> start, Period.Days days) {
        return column.ge(start.apply(days.first()))
                .and(column.lt(start.apply(days.last().plusDays(1))));
    }

    private org.jooq.Condition moments(Condition asked, Field<OffsetDateTime> column) {
        return days(asked, column, day -> day.atStartOfDay(zone).toOffsetDateTime());
    }

    private static org.jooq.Condition yesNo(Condition asked, Field<Boolean> column) {
        return switch (asked.operator()) {
            case YES -> coalesce(column, inline(false)).isTrue();
            case NO -> coalesce(column, inline(false)).isFalse();
            case EMPTY -> column.isNull();
            case NOT_EMPTY -> column.isNotNull();
            case IS, IS_NOT, CONTAINS, STARTS, MORE, AT_LEAST, LESS, AT_MOST, FROM, UNTIL, WITHIN ->
                throw doesNotFit(asked);
        };
    }

    private static org.jooq.Condition lists(Condition asked, Field<String[]> column) {
        org.jooq.Condition filled =
                column.isNotNull().and(DSL.cardinality(column).gt(0));
        return switch (asked.operator()) {
            case IS -> filled.and(overlap(column, asked.values()));
            case IS_NOT -> column.isNull().or(not(overlap(column, asked.values())));
            case EMPTY -> not(filled);
            case NOT_EMPTY -> filled;
            case CONTAINS, STARTS, MORE, AT_LEAST, LESS, AT_MOST, FROM, UNTIL, WITHIN, YES, NO ->
                throw doesNotFit(asked);
        };
    }

    private static org.jooq.Condition overlap(Field<String[]> column, List<String> values) {
        return DSL.condition("{0} && {1}::text[]", column, val(values.toArray(String[]::new)));
    }

    private static org.jooq.Condition any(List<String> values, Function<String, org.jooq.Condition> one) {
        return or(values.stream().map(one).toList());
    }

    private static Field<String> folded(Field<String> column) {
        return RecordTable.fold(column);
    }

    private static Field<String> fold(String value) {
        return RecordTable.fold(val(value));
    }

    private static Field<String> pattern(String before, String value, String after) {
        String escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return RecordTable.fold(val(before + escaped + after));
    }

    private List<Long> ids(Condition asked) {
        return asked.values().stream().map(value -> id(asked, value)).toList();
    }

    private static long id(Condition asked, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException unreadable) {
            throw new UnanswerableFilter(asked, UnanswerableFilter.Reason.VALUE_UNREADABLE);
        }
    }

    private static BigDecimal number(Condition asked, String value) {
        try {
            BigDecimal number = new BigDecimal(value);
            if (number.precision() > 60 || Math.abs(number.scale()) > 60) {
                throw new NumberFormatException("too long");
            }
            return number;
        } catch (NumberFormatException unreadable) {
            throw new UnanswerableFilter(asked, UnanswerableFilter.Reason.VALUE_UNREADABLE);
        }
    }

    private LocalDate day(Condition asked, String value) {
        if (value.equals("today")) {
            return today;
        }
        try {
            LocalDate day = LocalDate.parse(value);
            if (day.getYear() < 1 || day.getYear() > 9999) {
                throw new UnanswerableFilter(asked, UnanswerableFilter.Reason.VALUE_UNREADABLE);
            }
            return day;
        } catch (DateTimeParseException unreadable) {
            throw new UnanswerableFilter(asked, UnanswerableFilter.Reason.VALUE_UNREADABLE);
        }
    }

    private static UnanswerableFilter doesNotFit(Condition asked) {
        return new UnanswerableFilter(asked, UnanswerableFilter.Reason.OPERATOR_DOES_NOT_FIT);
    }
}
