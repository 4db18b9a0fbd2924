package lazo.analytics.forecast;

import java.util.Arrays;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Same as last season (or, without a season, same as last time): the bar every other forecast must clear.
 * <pre>
 *   ŷ(n+h) = y(n+h−m·k),  k = ⌈h/m⌉
 *   deviation(h) = σ · √k,  σ² = mean of (yₜ − yₜ₋ₘ)²
 * </pre>
 * Limits: no trend. Source: Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, 5.2 and 5.5.
 *
 * @param season the last period, oldest first
 * @param deviation σ, in the units of the series
 */
@ModelType(name = "forecast.seasonal-naive")
public record SeasonalNaive(double[] season, double deviation, Provenance provenance) implements ForecastModel {
    /** Needs one period and one step more. */
    public static SeasonalNaive fit(TimeSeries series) {
        int period = series.period();
        double[] y = series.complete(period + 1, "the seasonal naive forecast");
        double squares = 0;
        for (int t = period; t < y.length; t++) {
            squares += (y[t] - y[t - period]) * (y[t] - y[t - period]);
        }
        return new SeasonalNaive(
                Arrays.copyOfRange(y, y.length - period, y.length),
                Math.sqrt(squares / (y.length - period)),
                Provenance.of("Seasonal naive", y.length).withSetting("period", period));
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        Forecast.requireHorizon(horizon);
        double[] mean = new double[horizon];
        double[] spread = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            mean[h] = season[h % season.length];
            spread[h] = deviation * Math.sqrt(h / season.length + 1);
        }
        return Forecast.normal(mean, spread, levels);
    }
}
