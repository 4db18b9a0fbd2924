package lazo.analytics.segment;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How well apart the segments are: does each customer sit nearer to its own group than to the next?
 * <pre>
 *   s = (b − a) / max(a, b)    a: mean distance to the own group, b: least mean distance to another;  s = 0 when alone
 * </pre>
 * From −1 (in the wrong group) through 0 (between two) to 1 (far from all others). As a rule above 0.7 is strong structure, below
 * 0.25 none. Cost: n² distances, so beyond {@code sample} customers a random sample is measured.
 * Source: Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53-65.
 *
 * @param mean over the measured customers
 * @param bySegment mean per segment; NaN where no customer of it was measured
 * @param measured how many customers were measured
 */
public record Silhouette(double mean, double[] bySegment, int measured) {
    /** @param sample most customers to measure, 2 or more; @param seed for the sample */
    public static Silhouette of(Features data, int[] segments, int sample, long seed) {
        if (segments.length != data.rows()) {
            throw new IllegalArgumentException(
                    "%d segments for %d customers, expected as many".formatted(segments.length, data.rows()));
        }
        int count = Arrays.stream(segments).max().orElseThrow() + 1;
        if (Arrays.stream(segments).distinct().count() < 2 || sample < 2) {
            throw new IllegalArgumentException("%d segments and a sample of %d, expected 2 or more of each"
                    .formatted(Arrays.stream(segments).distinct().count(), sample));
        }
        int[] rows = sample(data.rows(), sample, seed);
        double[] points = data.rows(rows).byRow();
        int width = data.width();
        int[] sizes = new int[count];
        for (int row : rows) {
            sizes[segments[row]]++;
        }
        double[] sums = new double[count];
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            double[] distances = new double[count];
            for (int j = 0; j < rows.length; j++) {
                distances[segments[rows[j]]] += Math.sqrt(KMeans.distance(points, i * width, points, j * width, width));
            }
            double s = width(distances, sizes, segments[rows[i]]);
            sums[segments[rows[i]]] += s;
            total += s;
        }
        double[] bySegment = new double[count];
        Arrays.setAll(bySegment, segment -> sums[segment] / sizes[segment]);
        return new Silhouette(total / rows.length, bySegment, rows.length);
    }

    private static double width(double[] distances, int[] sizes, int own) {
        if (sizes[own] < 2) {
            return 0;
        }
        double a = distances[own] / (sizes[own] - 1);
        double b = Double.POSITIVE_INFINITY;
        for (int segment = 0; segment < sizes.length; segment++) {
            if (segment != own && sizes[segment] > 0) {
                b = Math.min(b, distances[segment] / sizes[segment]);
            }
        }
        double larger = Math.max(a, b);
        return larger == 0 || Double.isInfinite(b) ? 0 : (b - a) / larger;
    }

    private static int[] sample(int n, int most, long seed) {
        int[] rows = new int[n];
        Arrays.setAll(rows, i -> i);
        if (n <= most) {
            return rows;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < most; i++) {
            int j = i + random.nextInt(n - i);
            int swap = rows[i];
            rows[i] = rows[j];
            rows[j] = swap;
        }
        return Arrays.copyOf(rows, most);
    }
}
