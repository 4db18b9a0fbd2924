package lazo.analytics.classify;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * A confidence interval.
 *
 * @param level its coverage, for example 0.95
 */
public record Interval(double low, double high, double level) {
    private static final NormalDistribution NORMAL = new NormalDistribution();

    public Interval {
        requireLevel(level);
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "Interval from %s to %s, expected low at most high".formatted(low, high));
        }
    }

    /** {@code centre ± z·standardError}. */
    public static Interval around(double centre, double standardError, double level) {
        double half = quantile(level) * standardError;
        return new Interval(centre - half, centre + half, level);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The normal quantile of a two-sided interval, 1.96 for 0.95. */
    public static double quantile(double level) {
        requireLevel(level);
        return NORMAL.inverseCumulativeProbability(0.5 + level / 2);
    }

    private static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is %s, expected between 0 and 1".formatted(level));
        }
    }
}
