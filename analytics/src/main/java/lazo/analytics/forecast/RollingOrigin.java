package lazo.analytics.forecast;

import java.util.Arrays;

/**
 * How a method would have done: at each of several past moments it is fitted to what was known then, and its forecast is set
 * beside what happened next. This is the honest way to compare methods and to measure intervals.
 *
 * @param horizon steps ahead of each trial
 * @param actual what happened, {@code actual[origin][step]}
 * @param mean what was forecast, same shape
 * @param levels interval levels that were tried
 * @param lower lower ends, {@code lower[origin][level][step]}
 * @param upper upper ends, same shape
 */
public record RollingOrigin(
        int horizon, double[][] actual, double[][] mean, double[] levels, double[][][] lower, double[][][] upper) {

    /**
     * @param origins past moments to try, one step apart, the last one {@code horizon} steps before the end
     * @throws IllegalArgumentException when the earliest origin leaves too little to fit, or the method refuses the series
     */
    public static RollingOrigin measure(
            TimeSeries series, ForecastMethod method, int horizon, int origins, double... levels) {
        Forecast.requireHorizon(horizon);
        if (origins < 1) {
            throw new IllegalArgumentException("origins is %d, expected 1 or more".formatted(origins));
        }
        int first = series.length() - horizon - origins + 1;
        if (first < 1) {
            throw new IllegalArgumentException("series has %d values, expected %d or more for %d origins of horizon %d"
                    .formatted(series.length(), horizon + origins, origins, horizon));
        }
        double[][] actual = new double[origins][];
        double[][] mean = new double[origins][];
        double[][][] lower = new double[origins][][];
        double[][][] upper = new double[origins][][];
        for (int origin = 0; origin < origins; origin++) {
            int known = first + origin;
            Forecast forecast = method.fit(series.head(known)).forecast(horizon, levels);
            actual[origin] = Arrays.copyOfRange(series.values(), known, known + horizon);
            mean[origin] = forecast.mean();
            lower[origin] = forecast.lower();
            upper[origin] = forecast.upper();
        }
        return new RollingOrigin(horizon, actual, mean, levels.clone(), lower, upper);
    }

    public int origins() {
        return actual.length;
    }

    public double meanAbsoluteError() {
        double sum = 0;
        for (int origin = 0; origin < origins(); origin++) {
            sum += Accuracy.meanAbsoluteError(actual[origin], mean[origin]);
        }
        return sum / origins();
    }

    public double smape() {
        double sum = 0;
        for (int origin = 0; origin < origins(); origin++) {
            sum += Accuracy.smape(actual[origin], mean[origin]);
        }
        return sum / origins();
    }

    /** The share of what happened that fell inside the interval of {@code levels[level]}: near the level if it is honest. */
    public double coverage(int level) {
        double sum = 0;
        for (int origin = 0; origin < origins(); origin++) {
            sum += Accuracy.coverage(actual[origin], lower[origin][level], upper[origin][level]);
        }
        return sum / origins();
    }
}
