package lazo.analytics.forecast;

import java.util.Arrays;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Holt-Winters as Winters wrote it: starting states come from the first two seasons, and three weights minimise the squared
 * one-step error from the second season on.
 * <pre>
 *   l ← α·(yₜ − s) + (1−α)·(l + b)     b ← β·(l' − l) + (1−β)·b     s ← γ·(yₜ − l') + (1−γ)·s      (additive)
 *   l ← α·(yₜ / s) + (1−α)·(l + b)     b ← β·(l' − l) + (1−β)·b     s ← γ·(yₜ / l') + (1−γ)·s      (multiplicative)
 * </pre>
 * l' is the new level. Use it where the three weights must mean what the textbooks say; {@link ExponentialSmoothing} estimates
 * the starting states too and compares forms by AICc. Intervals as there: first order in the one-step error.
 * Limits: two full seasons; multiplicative seasons need values above 0. Source: Winters (1960), Management Science 6, 324-342.
 *
 * @param beta share of the newest change of level in the trend (Winters's β, not the β of {@link ExponentialSmoothing})
 * @param seasons season states of the steps ahead, first the next one
 * @param squaredError sum over the steps after the first season
 */
@ModelType(name = "forecast.holt-winters")
public record HoltWinters(
        boolean multiplicative,
        double alpha,
        double beta,
        double gamma,
        double level,
        double trend,
        double[] seasons,
        double deviation,
        double squaredError,
        Provenance provenance)
        implements ForecastModel {
    private static final double[][] STARTS = {{0.3, 0.1, 0.1}, {0.1, 0.02, 0.4}, {0.6, 0.1, 0.6}};

    public static HoltWinters additive(TimeSeries series) {
        return fit(series, false);
    }

    public static HoltWinters multiplicative(TimeSeries series) {
        return fit(series, true);
    }

    private static HoltWinters fit(TimeSeries series, boolean multiplicative) {
        int period = series.period();
        if (period < 2) {
            throw new IllegalArgumentException("period is %d, expected 2 or more for Holt-Winters".formatted(period));
        }
        double[] y = series.complete(2 * period + 1, "Holt-Winters");
        if (multiplicative && series.smallest() <= 0) {
            throw new IllegalArgumentException(
                    "smallest value is %s, expected more than 0 for multiplicative Holt-Winters"
                            .formatted(series.smallest()));
        }
        Path first = start(series, multiplicative);
        int steps = y.length - period;
        HoltWintersFit best = null;
        for (double[] start : STARTS) {
            double[] u = {logit(start[0]), logit(start[1]), logit(start[2])};
            double[] found = LeastSquares.minimise((at, into) -> first.with(at).run(y, into), u, steps);
            double[] errors = new double[steps];
            Path end = first.with(found);
            boolean sound = end.run(y, errors);
            double squares = 0;
            for (double error : errors) {
                squares += error * error;
            }
            if (sound && (best == null || squares < best.squares)) {
                best = new HoltWintersFit(end, squares);
            }
        }
        if (best == null) {
            throw new IllegalArgumentException(
                    "Holt-Winters finds no sound weights on these %d values".formatted(y.length));
        }
        Path end = best.end;
        return new HoltWinters(
                multiplicative,
                end.alpha,
                end.beta,
                end.gamma,
                end.level,
                end.trend,
                end.ahead(),
                Math.sqrt(best.squares / Math.max(1, steps - 3)),
                best.squares,
                Provenance.of("Holt-Winters (Winters 1960)", y.length)
                        .withSetting("period", period)
                        .withSetting("season", multiplicative ? "multiplicative" : "additive")
                        .withQuality("squaredError", best.squares));
    }

    private record HoltWintersFit(Path end, double squares) {}

    private static Path start(TimeSeries series, boolean multiplicative) {
        int period = series.period();
        SeasonalPattern pattern = SeasonalPattern.of(series.head(2 * period).values(), period, multiplicative);
        double[] trend =
                Arrays.stream(pattern.trend()).filter(v -> !Double.isNaN(v)).toArray();
        double middle = (trend.length + 1) / 2.0;
        double products = 0;
        double squares = 0;
        double mean = Arrays.stream(trend).average().orElseThrow();
        for (int t = 0; t < trend.length; t++) {
            products += (t + 1 - middle) * trend[t];
            squares += (t + 1 - middle) * (t + 1 - middle);
        }
        double slope = squares == 0 ? 0 : products / squares;
        return new Path(multiplicative, 0, 0, 0, mean - slope * middle, slope, pattern.factors(), 0);
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        return Forecast.ofShocks(horizon, deviation, this::future, levels);
    }

    private double[] future(int horizon, int shocked, double error) {
        Path path = new Path(multiplicative, alpha, beta, gamma, level, trend, seasons, 0);
        double[] values = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            values[h] = path.mean() + (h == shocked ? error : 0);
            path.take(values[h]);
        }
        return values;
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    private static double share(double u) {
        return 1 / (1 + Math.exp(-u));
    }

    private static final class Path {
        private final boolean multiplicative;
        private final double alpha;
        private final double beta;
        private final double gamma;
        private final double[] seasons;
        private double level;
        private double trend;
        private int next;

        Path(
                boolean multiplicative,
                double alpha,
                double beta,
                double gamma,
                double level,
                double trend,
                double[] seasons,
                int next) {
            this.multiplicative = multiplicative;
            this.alpha = alpha;
            this.beta = beta;
            this.gamma = gamma;
            this.level = level;
            this.trend = trend;
            this.seasons = seasons.clone();
            this.next = next;
        }

        Path with(double[] u) {
            return new Path(multiplicative, share(u[0]), share(u[1]), share(u[2]), level, trend, seasons, next);
        }

        boolean run(double[] y, double[] errors) {
            int period = seasons.length;
            for (int t = period; t < y.length; t++) {
                errors[t - period] = y[t] - mean();
                take(y[t]);
                if (multiplicative && !(level > 0)) {
                    return false;
                }
            }
            return true;
        }

        double mean() {
            return multiplicative ? (level + trend) * seasons[next] : level + trend + seasons[next];
        }

        void take(double value) {
            double season = seasons[next];
            double before = level;
            level = alpha * (multiplicative ? value / season : value - season) + (1 - alpha) * (level + trend);
            trend = beta * (level - before) + (1 - beta) * trend;
            seasons[next] = gamma * (multiplicative ? value / level : value - level) + (1 - gamma) * season;
            next = (next + 1) % seasons.length;
        }

        double[] ahead() {
            double[] ahead = new double[seasons.length];
            for (int h = 0; h < ahead.length; h++) {
                ahead[h] = seasons[(next + h) % seasons.length];
            }
            return ahead;
        }
    }
}
