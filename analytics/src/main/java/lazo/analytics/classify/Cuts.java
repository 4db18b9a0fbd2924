package lazo.analytics.classify;

import java.util.Arrays;

/**
 * Cut points that sort numbers into bins. A number falls into the bin whose index is the count of cut points at or below
 * it; NaN has no bin.
 *
 * @param points increasing, all different
 */
public record Cuts(double... points) {
    public Cuts {
        points = points.clone();
        for (int k = 0; k < points.length; k++) {
            if (Double.isNaN(points[k]) || (k > 0 && points[k] <= points[k - 1])) {
                throw new IllegalArgumentException(
                        "Cut points %s are not increasing numbers".formatted(Arrays.toString(points)));
            }
        }
    }

    /** The k/bins quantiles of the numbers (linear interpolation, equal ones merged), NaN left out. */
    public static Cuts quantiles(double[] values, int bins) {
        if (bins < 2) {
            throw new IllegalArgumentException("bins is %d, expected 2 or more".formatted(bins));
        }
        double[] sorted =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("0 known values, expected 1 or more");
        }
        double[] points = new double[bins - 1];
        for (int k = 1; k < bins; k++) {
            double position = (sorted.length - 1) * (double) k / bins;
            int below = (int) position;
            int above = Math.min(below + 1, sorted.length - 1);
            points[k - 1] = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
        }
        return new Cuts(Arrays.stream(points).distinct().toArray());
    }

    /** Number of bins. */
    public int bins() {
        return points.length + 1;
    }

    public int bin(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("NaN has no bin");
        }
        int found = Arrays.binarySearch(points, value);
        return found >= 0 ? found + 1 : -found - 1;
    }

    @Override
    public double[] points() {
        return points.clone();
    }
}
