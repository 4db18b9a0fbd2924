package lazo.analytics.forecast;

import java.util.Arrays;
import java.util.Optional;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Theta: simple exponential smoothing with half the straight-line trend, the winner of the M3 competition.
 * <pre>
 *   lₜ = lₜ₋₁ + α·(yₜ − lₜ₋₁)                                       on the seasonally adjusted series
 *   ŷ(n+h) = lₙ + b/2 · (h − 1 + (1 − (1−α)ⁿ)/α)                    b = slope of y on time
 *   deviation(h) = σ·√(1 + (h−1)·α²)
 * </pre>
 * The season is taken out by classical multiplicative decomposition when the autocorrelation one season back passes a
 * one-sided 5 % test, and put back at the end. α and l₀ minimise the squared error; l₀ is exact for each α.
 *
 * <p>Limits: intervals take α and b as known, so they are somewhat narrow on short series: measure them with
 * {@link RollingOrigin}. Sources: Assimakopoulos &amp; Nikolopoulos (2000), International Journal of Forecasting 16, 521-530;
 * Hyndman &amp; Billah (2003), same journal 19, 287-290.
 *
 * @param alpha smoothing weight of the newest figure
 * @param level lₙ
 * @param drift b/2, per step
 * @param length n
 * @param factors season factors of the steps ahead, first the next one; empty when no season was found
 * @param deviation σ of the one-step errors of the adjusted series
 */
@ModelType(name = "forecast.theta")
public record Theta(
        double alpha, double level, double drift, int length, double[] factors, double deviation, Provenance provenance)
        implements ForecastModel {

    /** Needs 4 values; a season is looked for from two full periods and one step on. */
    public static Theta fit(TimeSeries series) {
        double[] y = series.complete(4, "the Theta method");
        Optional<SeasonalPattern> pattern = Optional.of(series)
                .filter(s -> SeasonalPattern.isSeasonal(y, s.period()))
                .map(s -> SeasonalPattern.of(y, s.period(), true))
                .filter(p -> Arrays.stream(p.factors()).min().orElseThrow() > 1e-10);
        double[] adjusted = pattern.map(p -> p.adjusted(y)).orElse(y);
        SimpleSmoothing smooth = SimpleSmoothing.fit(adjusted);
        int period = series.period();
        double[] ahead = pattern.map(p -> {
                    double[] next = new double[period];
                    for (int h = 0; h < period; h++) {
                        next[h] = p.factors()[(y.length + h) % period];
                    }
                    return next;
                })
                .orElse(new double[0]);
        return new Theta(
                smooth.alpha(),
                smooth.level(),
                slope(adjusted) / 2,
                y.length,
                ahead,
                Math.sqrt(smooth.squares() / (y.length - 2)),
                Provenance.of("Theta (Assimakopoulos, Nikolopoulos 2000)", y.length)
                        .withSetting("period", period)
                        .withQuality("squaredError", smooth.squares()));
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        Forecast.requireHorizon(horizon);
        double[] mean = new double[horizon];
        double[] spread = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            double factor = factors.length == 0 ? 1 : factors[h % factors.length];
            mean[h] = factor * (level + drift * (h + (1 - Math.pow(1 - alpha, length)) / alpha));
            spread[h] = factor * deviation * Math.sqrt(1 + h * alpha * alpha);
        }
        return Forecast.normal(mean, spread, levels);
    }

    private static double slope(double[] y) {
        double middle = (y.length - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int t = 0; t < y.length; t++) {
            products += (t - middle) * y[t];
            squares += (t - middle) * (t - middle);
        }
        return products / squares;
    }
}
