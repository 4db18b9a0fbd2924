package lazo.analytics.forecast;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The steps after the last known one.
 *
 * @param mean the point forecast, one per step ahead
 * @param levels the asked interval levels, for example 0.80 and 0.95
 * @param lower lower ends, {@code lower[level][step]}
 * @param upper upper ends, same shape
 */
public record Forecast(double[] mean, double[] levels, double[][] lower, double[][] upper) {
    private static final NormalDistribution NORMAL = new NormalDistribution();

    public Forecast {
        for (double level : levels) {
            if (!(level > 0 && level < 1)) {
                throw new IllegalArgumentException(
                        "level is %s, expected more than 0 and less than 1".formatted(level));
            }
        }
        if (lower.length != levels.length || upper.length != levels.length) {
            throw new IllegalArgumentException(
                    "%d lower and %d upper ends for %d levels".formatted(lower.length, upper.length, levels.length));
        }
    }

    public int horizon() {
        return mean.length;
    }

    /** Normal intervals around {@code mean}: mean ± z · deviation. */
    static Forecast normal(double[] mean, double[] deviation, double... levels) {
        double[][] lower = new double[levels.length][mean.length];
        double[][] upper = new double[levels.length][mean.length];
        for (int level = 0; level < levels.length; level++) {
            double z = quantile(levels[level]);
            for (int step = 0; step < mean.length; step++) {
                lower[level][step] = mean[step] - z * deviation[step];
                upper[level][step] = mean[step] + z * deviation[step];
            }
        }
        return new Forecast(mean, levels.clone(), lower, upper);
    }

    /** The same forecast of a series whose logarithms this one is of. */
    Forecast exponentials() {
        return new Forecast(exponentials(mean), levels, exponentials(lower), exponentials(upper));
    }

    private static double[][] exponentials(double[][] rows) {
        return Arrays.stream(rows).map(Forecast::exponentials).toArray(double[][]::new);
    }

    private static double[] exponentials(double[] values) {
        return Arrays.stream(values).map(Math::exp).toArray();
    }

    /** How a series goes on when the only error to come is {@code error} at step {@code shocked}; none at step −1. */
    interface Future {
        double[] path(int horizon, int shocked, double error);
    }

    /** Normal intervals whose variance adds up what an error of one deviation at each step does to the steps from it on. */
    static Forecast ofShocks(int horizon, double deviation, Future future, double... levels) {
        requireHorizon(horizon);
        double[] spread = new double[horizon];
        if (levels.length > 0) {
            for (int step = 0; step < horizon; step++) {
                double[] high = future.path(horizon, step, deviation);
                double[] low = future.path(horizon, step, -deviation);
                for (int h = step; h < horizon; h++) {
                    double effect = (high[h] - low[h]) / 2;
                    spread[h] += effect * effect;
                }
            }
        }
        for (int h = 0; h < horizon; h++) {
            spread[h] = Math.sqrt(spread[h]);
        }
        return normal(future.path(horizon, -1, 0), spread, levels);
    }

    /** The z with P(|Z| ≤ z) = level for a standard normal Z. */
    static double quantile(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is %s, expected more than 0 and less than 1".formatted(level));
        }
        return NORMAL.inverseCumulativeProbability((1 + level) / 2);
    }

    static void requireHorizon(int horizon) {
        if (horizon < 1) {
            throw new IllegalArgumentException("horizon is %d, expected 1 or more".formatted(horizon));
        }
    }
}
