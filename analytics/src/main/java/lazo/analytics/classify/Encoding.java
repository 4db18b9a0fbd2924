package lazo.analytics.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * How raw columns become numbers, remembered so that new rows are encoded as the old ones were. A number stays itself; a
 * label becomes one 0/1 column per level but the first (in alphabetical order), named {@code field=level}. A missing
 * label, and a level never seen, is NaN in all its columns: to a linear model that is the average row.
 */
public record Encoding(List<Field> fields) {
    /** @param levels levels in alphabetical order; empty for a number */
    public record Field(String name, List<String> levels) {
        public Field {
            levels = List.copyOf(levels);
        }
    }

    public Encoding {
        fields = List.copyOf(fields);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("0 fields, expected 1 or more");
        }
    }

    /** Learns the levels of these columns. */
    public static Encoding of(List<Column> columns) {
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            fields.add(
                    switch (column) {
                        case Column.Numbers numbers -> new Field(numbers.name(), List.of());
                        case Column.Labels labels -> {
                            TreeSet<String> levels = new TreeSet<>();
                            Arrays.stream(labels.values())
                                    .filter(Objects::nonNull)
                                    .forEach(levels::add);
                            if (levels.size() < 2) {
                                throw new IllegalArgumentException("Column '%s' has %d level(s), expected 2 or more"
                                        .formatted(labels.name(), levels.size()));
                            }
                            yield new Field(labels.name(), List.copyOf(levels));
                        }
                    });
        }
        return new Encoding(fields);
    }

    /** Encodes columns of the same names, kinds and order. */
    public Features encode(List<Column> columns) {
        List<String> names = new ArrayList<>();
        List<double[]> numbers = new ArrayList<>();
        if (columns.size() != fields.size()) {
            throw new IllegalArgumentException("%d columns, expected %d".formatted(columns.size(), fields.size()));
        }
        for (int j = 0; j < fields.size(); j++) {
            Field field = fields.get(j);
            Column column = columns.get(j);
            if (!column.name().equals(field.name())) {
                throw new IllegalArgumentException(
                        "Column %d is '%s', expected '%s'".formatted(j, column.name(), field.name()));
            }
            switch (column) {
                case Column.Numbers raw
                when field.levels().isEmpty() -> {
                    names.add(field.name());
                    numbers.add(raw.values());
                }
                case Column.Labels raw
                when !field.levels().isEmpty() -> {
                    numbers.addAll(indicators(raw, field.levels()));
                    field.levels().stream().skip(1).forEach(level -> names.add(field.name() + "=" + level));
                }
                case Column.Numbers _, Column.Labels _ ->
                    throw new IllegalArgumentException(
                            "Column '%s' changed between numbers and labels".formatted(field.name()));
            }
        }
        return new Features(names, numbers.toArray(double[][]::new));
    }

    private static List<double[]> indicators(Column.Labels raw, List<String> levels) {
        Map<String, Integer> positions = new HashMap<>();
        List<double[]> columns = new ArrayList<>();
        for (String level : levels) {
            positions.put(level, positions.size());
            columns.add(new double[raw.rows()]);
        }
        for (int i = 0; i < raw.rows(); i++) {
            String value = raw.values()[i];
            Integer position = value == null ? null : positions.get(value);
            if (position == null) {
                for (double[] column : columns) {
                    column[i] = Double.NaN;
                }
            } else {
                columns.get(position)[i] = 1;
            }
        }
        return columns.subList(1, columns.size());
    }
}
