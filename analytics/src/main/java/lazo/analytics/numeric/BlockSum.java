package lazo.analytics.numeric;

import java.util.stream.IntStream;

/**
 * Sums over many rows, in fixed blocks that may run on several cores and are added in order: the result is the same to the
 * last bit whatever the machine.
 */
public final class BlockSum {
    private static final int BLOCK = 1 << 14;

    private BlockSum() {}

    /** Adds the share of rows {@code from} (inclusive) to {@code to} (exclusive) into {@code sums}. */
    @FunctionalInterface
    public interface Part {
        void add(int from, int to, double[] sums);
    }

    /**
     * The totals over all rows.
     *
     * @param rows how many rows there are
     * @param length how many totals each part adds to
     * @param part must touch nothing but its own {@code sums}
     */
    public static double[] over(int rows, int length, Part part) {
        double[] totals = new double[length];
        if (rows <= BLOCK) {
            part.add(0, rows, totals);
            return totals;
        }
        int blocks = (rows + BLOCK - 1) / BLOCK;
        double[][] parts = new double[blocks][];
        IntStream.range(0, blocks).parallel().forEach(block -> {
            double[] sums = new double[length];
            part.add(block * BLOCK, Math.min(rows, (block + 1) * BLOCK), sums);
            parts[block] = sums;
        });
        for (double[] sums : parts) {
            for (int i = 0; i < length; i++) {
                totals[i] += sums[i];
            }
        }
        return totals;
    }
}
