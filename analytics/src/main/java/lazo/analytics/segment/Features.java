package lazo.analytics.segment;

import java.util.List;

/**
 * What is known of each customer, by columns of equal length.
 *
 * @param names one per column, as they should appear in words
 * @param columns {@code columns[feature][customer]}, all finite
 */
public record Features(List<String> names, double[][] columns) {
    public Features {
        names = List.copyOf(names);
        if (names.isEmpty() || names.size() != columns.length) {
            throw new IllegalArgumentException(
                    "%d names for %d columns, expected as many, 1 or more".formatted(names.size(), columns.length));
        }
        for (int feature = 0; feature < columns.length; feature++) {
            if (columns[feature].length != columns[0].length) {
                throw new IllegalArgumentException("column '%s' has %d rows, expected %d as in '%s'"
                        .formatted(names.get(feature), columns[feature].length, columns[0].length, names.getFirst()));
            }
            for (int row = 0; row < columns[feature].length; row++) {
                if (!Double.isFinite(columns[feature][row])) {
                    throw new IllegalArgumentException("column '%s' has %s in row %d, expected a finite number"
                            .formatted(names.get(feature), columns[feature][row], row));
                }
            }
        }
        if (columns[0].length == 0) {
            throw new IllegalArgumentException("0 rows, expected 1 or more");
        }
    }

    public int rows() {
        return columns[0].length;
    }

    public int width() {
        return columns.length;
    }

    /** The same customers with every column at mean 0 and deviation 1; a constant column becomes 0. */
    public Features standardised() {
        double[][] scaled = new double[width()][];
        for (int feature = 0; feature < width(); feature++) {
            double[] column = columns[feature];
            double mean = mean(column);
            double squares = 0;
            for (double value : column) {
                squares += (value - mean) * (value - mean);
            }
            double deviation = Math.sqrt(squares / column.length);
            double[] next = new double[column.length];
            for (int row = 0; row < column.length; row++) {
                next[row] = deviation > 1e-12 * Math.abs(mean) ? (column[row] - mean) / deviation : 0;
            }
            scaled[feature] = next;
        }
        return new Features(names, scaled);
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Row by row: {@code rows()·width()} numbers. */
    double[] byRow() {
        int width = width();
        double[] flat = new double[rows() * width];
        for (int feature = 0; feature < width; feature++) {
            double[] column = columns[feature];
            for (int row = 0; row < column.length; row++) {
                flat[row * width + feature] = column[row];
            }
        }
        return flat;
    }

    Features rows(int[] chosen) {
        double[][] part = new double[width()][chosen.length];
        for (int feature = 0; feature < width(); feature++) {
            for (int i = 0; i < chosen.length; i++) {
                part[feature][i] = columns[feature][chosen[i]];
            }
        }
        return new Features(names, part);
    }
}
