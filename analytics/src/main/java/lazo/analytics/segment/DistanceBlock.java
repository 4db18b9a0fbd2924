package lazo.analytics.segment;

import java.util.Arrays;

/** Squared distances of a few hundred customers to several centres at once: column after column, as vector instructions can. */
final class DistanceBlock {
    static final int ROWS = 256;

    private final double[][] squares;

    DistanceBlock(int centres) {
        squares = new double[centres][ROWS];
    }

    /**
     * @param columns {@code columns[feature][row]}
     * @param from the first row, of {@code rows} many, at most {@link #ROWS}
     * @param centres one after another
     * @return {@code [centre][row − from]}, valid until the next call
     */
    double[][] measure(double[][] columns, int from, int rows, double[] centres) {
        int width = columns.length;
        for (int centre = 0; centre < squares.length; centre++) {
            double[] sums = squares[centre];
            Arrays.fill(sums, 0);
            for (int feature = 0; feature < width; feature++) {
                add(sums, columns[feature], from, rows, centres[centre * width + feature]);
            }
        }
        return squares;
    }

    private static void add(double[] sums, double[] column, int from, int rows, double centre) {
        for (int i = 0; i < rows; i++) {
            double difference = column[from + i] - centre;
            sums[i] += difference * difference;
        }
    }
}
