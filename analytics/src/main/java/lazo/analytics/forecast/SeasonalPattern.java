package lazo.analytics.forecast;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Classical decomposition: centred moving average, then the mean (ratio or difference) of each season, scaled to mean 1 or 0.
 *
 * @param factors one per season, {@code factors[t % period]} belongs to step t
 * @param multiplicative whether factors multiply or add
 * @param trend the moving average; NaN at the first and last half period
 */
record SeasonalPattern(double[] factors, boolean multiplicative, double[] trend) {
    private static final double ONE_SIDED_5_PERCENT = new NormalDistribution().inverseCumulativeProbability(0.95);

    static SeasonalPattern of(double[] y, int period, boolean multiplicative) {
        double[] trend = movingAverage(y, period);
        double[] sums = new double[period];
        int[] counts = new int[period];
        for (int t = 0; t < y.length; t++) {
            if (!Double.isNaN(trend[t])) {
                sums[t % period] += multiplicative ? y[t] / trend[t] : y[t] - trend[t];
                counts[t % period]++;
            }
        }
        double[] factors = new double[period];
        for (int season = 0; season < period; season++) {
            factors[season] = sums[season] / counts[season];
        }
        double mean = Arrays.stream(factors).average().orElseThrow();
        for (int season = 0; season < period; season++) {
            factors[season] = multiplicative ? factors[season] / mean : factors[season] - mean;
        }
        return new SeasonalPattern(factors, multiplicative, trend);
    }

    private static double[] movingAverage(double[] y, int period) {
        double[] trend = new double[y.length];
        Arrays.fill(trend, Double.NaN);
        int half = period / 2;
        boolean even = period % 2 == 0;
        for (int t = half; t < y.length - half; t++) {
            double sum = 0;
            for (int k = -half; k <= half; k++) {
                sum += y[t + k] * (even && Math.abs(k) == half ? 0.5 : 1);
            }
            trend[t] = sum / period;
        }
        return trend;
    }

    double[] adjusted(double[] y) {
        double[] adjusted = new double[y.length];
        for (int t = 0; t < y.length; t++) {
            double factor = factors[t % factors.length];
            adjusted[t] = multiplicative ? y[t] / factor : y[t] - factor;
        }
        return adjusted;
    }

    /** Whether the autocorrelation one season back is above chance (one-sided 5 %), as in the Theta paper. */
    static boolean isSeasonal(double[] y, int period) {
        if (period < 2 || y.length <= 2 * period) {
            return false;
        }
        double mean = Arrays.stream(y).average().orElseThrow();
        double variance = 0;
        for (double value : y) {
            variance += (value - mean) * (value - mean);
        }
        if (variance == 0) {
            return false;
        }
        double before = 0;
        for (int lag = 1; lag < period; lag++) {
            double r = autocovariance(y, mean, lag) / variance;
            before += r * r;
        }
        double limit = ONE_SIDED_5_PERCENT * Math.sqrt((1 + 2 * before) / y.length);
        return Math.abs(autocovariance(y, mean, period) / variance) > limit;
    }

    private static double autocovariance(double[] y, double mean, int lag) {
        double sum = 0;
        for (int t = lag; t < y.length; t++) {
            sum += (y[t] - mean) * (y[t - lag] - mean);
        }
        return sum;
    }
}
