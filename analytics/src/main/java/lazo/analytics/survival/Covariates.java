package lazo.analytics.survival;

import java.util.List;

/**
 * What is known of each subject at the start of observation, by column.
 *
 * @param names one per column
 * @param columns values, one array per column, one entry per subject; finite throughout: what is missing must be filled or left
 *     out by the caller, who knows why it is missing
 */
public record Covariates(List<String> names, double[][] columns) {
    public Covariates {
        names = List.copyOf(names);
        if (names.size() != columns.length || columns.length == 0) {
            throw new IllegalArgumentException(
                    "%d names for %d columns, expected the same, above 0".formatted(names.size(), columns.length));
        }
        for (int j = 0; j < columns.length; j++) {
            if (columns[j].length != columns[0].length) {
                throw new IllegalArgumentException("Column '%s' has %d rows, expected %d"
                        .formatted(names.get(j), columns[j].length, columns[0].length));
            }
            for (int i = 0; i < columns[j].length; i++) {
                if (!Double.isFinite(columns[j][i])) {
                    throw new IllegalArgumentException("Column '%s', row %d: value is %s, expected a finite number"
                            .formatted(names.get(j), i, columns[j][i]));
                }
            }
        }
    }

    public int rows() {
        return columns[0].length;
    }
}
