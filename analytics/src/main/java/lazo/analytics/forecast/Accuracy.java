package lazo.analytics.forecast;

/**
 * How far forecasts were from what happened.
 * <pre>
 *   sMAPE    = mean of 200 · |y − f| / (|y| + |f|)             per cent, 0 to 200; a pair of zeros counts 0
 *   MAPE     = mean of 100 · |y − f| / |y|                     per cent; NaN when some y is 0
 *   MASE     = mean |y − f| / mean |yₜ − yₜ₋ₘ| of the history  below 1: better than "same as last season" did in the past
 *   coverage = share of y inside [lower, upper]
 *   interval score = mean of (u − l) + 2/(1−level) · (distance outside)
 * </pre>
 * Sources: Makridakis &amp; Hibon (2000), International Journal of Forecasting 16; Hyndman &amp; Koehler (2006), same journal 22;
 * Gneiting &amp; Raftery (2007), Journal of the American Statistical Association 102.
 */
public final class Accuracy {
    private Accuracy() {}

    public static double smape(double[] actual, double[] forecast) {
        requireSameLength(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            double size = Math.abs(actual[i]) + Math.abs(forecast[i]);
            sum += size == 0 ? 0 : 200 * Math.abs(actual[i] - forecast[i]) / size;
        }
        return sum / actual.length;
    }

    public static double mape(double[] actual, double[] forecast) {
        requireSameLength(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            sum += actual[i] == 0 ? Double.NaN : 100 * Math.abs((actual[i] - forecast[i]) / actual[i]);
        }
        return sum / actual.length;
    }

    public static double meanAbsoluteError(double[] actual, double[] forecast) {
        requireSameLength(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            sum += Math.abs(actual[i] - forecast[i]);
        }
        return sum / actual.length;
    }

    /** NaN when the history never changed from one season to the next. */
    public static double mase(double[] actual, double[] forecast, TimeSeries history) {
        double scale = naiveScale(history);
        return scale == 0 ? Double.NaN : meanAbsoluteError(actual, forecast) / scale;
    }

    static double naiveScale(TimeSeries history) {
        double[] y = history.values();
        int lag = history.length() > history.period() ? history.period() : 1;
        double scale = 0;
        for (int t = lag; t < y.length; t++) {
            scale += Math.abs(y[t] - y[t - lag]);
        }
        return scale / Math.max(1, y.length - lag);
    }

    public static double coverage(double[] actual, double[] lower, double[] upper) {
        requireSameLength(actual, lower);
        requireSameLength(actual, upper);
        int inside = 0;
        for (int i = 0; i < actual.length; i++) {
            inside += lower[i] <= actual[i] && actual[i] <= upper[i] ? 1 : 0;
        }
        return (double) inside / actual.length;
    }

    /** Lower is better: narrow intervals that hold. */
    public static double intervalScore(double[] actual, double[] lower, double[] upper, double level) {
        requireSameLength(actual, lower);
        requireSameLength(actual, upper);
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            double outside = Math.max(0, lower[i] - actual[i]) + Math.max(0, actual[i] - upper[i]);
            sum += upper[i] - lower[i] + 2 / (1 - level) * outside;
        }
        return sum / actual.length;
    }

    private static void requireSameLength(double[] actual, double[] other) {
        if (actual.length == 0 || actual.length != other.length) {
            throw new IllegalArgumentException("%d figures against %d, expected the same number, 1 or more"
                    .formatted(actual.length, other.length));
        }
    }
}
