package lazo.analytics.classify;

import java.util.Arrays;
import java.util.List;

/**
 * A table of numbers, one array per column, same row order in all; NaN is a missing value. The arrays are not copied: do
 * not write to them afterwards.
 *
 * @param names column names, all different
 * @param columns {@code columns[j][i]} is column j of row i
 */
public record Features(List<String> names, double[][] columns) {
    public Features {
        names = List.copyOf(names);
        if (names.size() != columns.length) {
            throw new IllegalArgumentException(
                    "%d names for %d columns, expected the same number".formatted(names.size(), columns.length));
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("0 columns, expected 1 or more");
        }
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("Column names %s are not all different".formatted(names));
        }
        for (int j = 0; j < columns.length; j++) {
            if (columns[j].length != columns[0].length) {
                throw new IllegalArgumentException("Column '%s' has %d rows, expected %d"
                        .formatted(names.get(j), columns[j].length, columns[0].length));
            }
            for (double value : columns[j]) {
                if (Double.isInfinite(value)) {
                    throw new IllegalArgumentException(
                            "Column '%s' holds %s, expected finite numbers or NaN".formatted(names.get(j), value));
                }
            }
        }
    }

    public int rows() {
        return columns[0].length;
    }

    public int width() {
        return columns.length;
    }

    /** The values of row {@code i}, in column order. */
    public double[] row(int i) {
        double[] row = new double[columns.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = columns[j][i];
        }
        return row;
    }

    /** The rows of these indices, in their order; an index may be repeated. */
    public Features select(int... rows) {
        double[][] chosen = new double[columns.length][];
        for (int j = 0; j < columns.length; j++) {
            double[] column = columns[j];
            chosen[j] = Arrays.stream(rows).mapToDouble(i -> column[i]).toArray();
        }
        return new Features(names, chosen);
    }

    /** These columns followed by one more. */
    public Features and(String name, double[] column) {
        String[] more = Arrays.copyOf(names.toArray(String[]::new), names.size() + 1);
        more[names.size()] = name;
        double[][] wider = Arrays.copyOf(columns, columns.length + 1);
        wider[columns.length] = column;
        return new Features(List.of(more), wider);
    }

    /** The position of a column. */
    public int indexOf(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("No column '%s' among %s".formatted(name, names));
        }
        return index;
    }
}
