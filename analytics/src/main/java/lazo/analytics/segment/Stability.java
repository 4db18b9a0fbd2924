package lazo.analytics.segment;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * Would the same segments come out of another month's customers? The base is drawn again with replacement many times, segmented
 * anew, and each original segment is looked for among the new ones.
 * <pre>
 *   Jaccard(A, B) = |A ∩ B| / |A ∪ B|  on the customers drawn;  stability of A = mean over draws of its best match
 * </pre>
 * Above 0.85 a segment is firm, above 0.75 usable, below 0.6 it should not be named. Source: Hennig (2007), Computational Statistics
 * &amp; Data Analysis 52, 258-271.
 *
 * @param jaccard mean best match per original segment, 0 to 1
 * @param draws bootstrap draws
 */
public record Stability(double[] jaccard, int draws) {
    public static final double USABLE = 0.75;

    /**
     * @param segments the original segment of each customer
     * @param fit segments customers anew with a seed
     */
    public static Stability of(
            Features data, int[] segments, BiFunction<Features, Long, Segmentation> fit, int draws, long seed) {
        if (segments.length != data.rows() || draws < 1) {
            throw new IllegalArgumentException(
                    "%d segments for %d customers and %d draws, expected as many and 1 or more"
                            .formatted(segments.length, data.rows(), draws));
        }
        int count = Arrays.stream(segments).max().orElseThrow() + 1;
        SplittableRandom random = new SplittableRandom(seed);
        double[] sums = new double[count];
        int[] seen = new int[count];
        for (int draw = 0; draw < draws; draw++) {
            int[] rows = random.ints(data.rows(), 0, data.rows()).toArray();
            Features drawn = data.rows(rows);
            int[] again = fit.apply(drawn, random.nextLong()).assign(drawn);
            double[] best = bestMatches(segments, rows, again, count);
            for (int segment = 0; segment < count; segment++) {
                if (!Double.isNaN(best[segment])) {
                    sums[segment] += best[segment];
                    seen[segment]++;
                }
            }
        }
        double[] jaccard = new double[count];
        Arrays.setAll(jaccard, segment -> sums[segment] / seen[segment]);
        return new Stability(jaccard, draws);
    }

    /** NaN for a segment of which nobody was drawn. Customers drawn twice count once. */
    private static double[] bestMatches(int[] segments, int[] rows, int[] again, int count) {
        int found = Arrays.stream(again).max().orElseThrow() + 1;
        int[][] both = new int[count][found];
        int[] left = new int[count];
        int[] right = new int[found];
        boolean[] counted = new boolean[segments.length];
        for (int i = 0; i < rows.length; i++) {
            if (!counted[rows[i]]) {
                counted[rows[i]] = true;
                both[segments[rows[i]]][again[i]]++;
                left[segments[rows[i]]]++;
                right[again[i]]++;
            }
        }
        double[] best = new double[count];
        for (int segment = 0; segment < count; segment++) {
            best[segment] = left[segment] == 0 ? Double.NaN : 0;
            for (int other = 0; other < found; other++) {
                double union = left[segment] + right[other] - both[segment][other];
                if (left[segment] > 0 && union > 0) {
                    best[segment] = Math.max(best[segment], both[segment][other] / union);
                }
            }
        }
        return best;
    }

    /** Whether every segment's mean match is above {@value #USABLE}. */
    public boolean usable() {
        return Arrays.stream(jaccard).allMatch(match -> match > USABLE);
    }
}
