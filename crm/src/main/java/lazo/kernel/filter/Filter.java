package lazo.kernel.filter;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A question about records, kept as data: the same value runs in SQL and is told on screen. */
public sealed interface Filter {
    /** Every part holds; no parts hold of everything. */
    record All(List<Filter> parts) implements Filter {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** At least one part holds; no parts hold of nothing. */
    record Any(List<Filter> parts) implements Filter {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Filter part) implements Filter {}

    /**
     * One question about one field.
     *
     * @param field a field's key; an address part as {@code address.city}
     * @param values canonical text: ISO dates, plain numbers, choice keys, ids; {@code me} and {@code my_team} for users
     */
    record Condition(String field, Operator operator, List<String> values) implements Filter {
        public Condition {
            values = List.copyOf(values);
        }

        public Condition(String field, Operator operator, String... values) {
            this(field, operator, List.of(values));
        }

        /** As it stands in an address: {@code lifecycle:is:customer:lead}. */
        public String text() {
            return Stream.concat(
                            Stream.of(field, operator.key()), values.stream().map(Condition::escaped))
                    .collect(Collectors.joining(":"));
        }

        private static String escaped(String value) {
            return value.replace("%", "%25").replace(":", "%3A").replace("\n", "%0A");
        }
    }

    /** The filter that keeps everything. */
    static Filter everything() {
        return new All(List.of());
    }

    /** This one and that one. */
    default Filter and(Filter other) {
        if (this instanceof All(var parts) && parts.isEmpty()) {
            return other;
        }
        if (other instanceof All(var parts) && parts.isEmpty()) {
            return this;
        }
        return new All(Stream.concat(this.parts(), other.parts()).toList());
    }

    private Stream<Filter> parts() {
        return this instanceof All(var parts) ? parts.stream() : Stream.of(this);
    }

    /** The conditions that a row of chips shows: those that must all hold. */
    default List<Condition> conditions() {
        return parts().filter(Condition.class::isInstance)
                .map(Condition.class::cast)
                .toList();
    }
}
