package lazo.analytics.forecast;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Exponential smoothing: level, trend and season that forget the past at the speed the data ask for.
 * <pre>
 *   yₜ = μₜ + εₜ  or  μₜ·(1 + εₜ),   ε ~ N(0, σ²),   μₜ = (l + φb) + s  or  (l + φb)·s
 *   l ← l + φb + α·d/s,   b ← φb + β·d/s,   s ← s + γ·d   (d = yₜ − μₜ; for a multiplicative season s ← s + γ·d/(l + φb))
 *   AIC = n·log Σε² + 2·Σ log μₜ (proportional errors) + 2k,   AICc = AIC + 2k(k+1)/(n−k−1)
 * </pre>
 * {@link #simple} (SES), {@link #holt}, {@link #damped} and {@link #choose} (the least AICc among the stable forms) fit by
 * maximum likelihood. Units: those of the series; β and γ are weights on the error, so β ≤ α and γ ≤ 1 − α.
 *
 * <p>Error: optimum to 1e-6 relative in the likelihood from two starts. Intervals: exact variance for additive errors and
 * seasons, first order in σ otherwise; parameters are taken as known, so short series get intervals that are somewhat
 * narrow: {@link RollingOrigin} measures by how much, {@link Combination} corrects.
 *
 * <p>Limits: no missing values (use {@link TimeSeries#filled}), no calendar effects, periods over 24 steps need many seasons.
 * Source: Hyndman, Koehler, Ord &amp; Snyder (2008), Forecasting with Exponential Smoothing, Springer.
 *
 * @param period steps in a season, 1 without
 * @param seasons season states of the steps ahead, first the next one
 * @param deviation σ, in units of the series or (proportional errors) as a share
 * @param aic Akaike's criterion, up to constants of n
 */
@ModelType(name = "forecast.exponential-smoothing")
public record ExponentialSmoothing(
        SmoothingForm form,
        int period,
        double alpha,
        double beta,
        double gamma,
        double phi,
        double level,
        double trend,
        double[] seasons,
        double deviation,
        double aic,
        double aicc,
        Provenance provenance)
        implements ForecastModel {
    private static final int LONGEST_SEASON = 24;
    private static final int FINALISTS = 3;

    public static ExponentialSmoothing simple(TimeSeries series) {
        return fit(series, SmoothingForm.SIMPLE);
    }

    public static ExponentialSmoothing holt(TimeSeries series) {
        return fit(series, SmoothingForm.HOLT);
    }

    public static ExponentialSmoothing damped(TimeSeries series) {
        return fit(series, SmoothingForm.DAMPED);
    }

    /**
     * The form with the least AICc. Seasons are tried with a period of 2 to 24 and two full seasons of data; proportional errors
     * only when every value is above 0. Constant series get simple smoothing.
     */
    public static ExponentialSmoothing choose(TimeSeries series) {
        double[] y = series.complete(SmoothingForm.SIMPLE.parameters(1) + 3, "exponential smoothing");
        boolean seasonal =
                series.period() > 1 && series.period() <= LONGEST_SEASON && y.length >= 2 * series.period() + 1;
        List<SmoothingForm> forms = SmoothingForm.candidates(seasonal, series.smallest() > 0);
        ExponentialSmoothing best = simple(series);
        if (best.deviation <= 1e-12 * Math.abs(best.level)) {
            return best;
        }
        List<ExponentialSmoothing> sketches = forms.stream()
                .filter(form -> y.length >= least(form, series.period()))
                .flatMap(form -> attempt(series, form, 1).stream())
                .sorted(Comparator.comparingDouble(ExponentialSmoothing::aicc))
                .limit(FINALISTS)
                .toList();
        for (ExponentialSmoothing sketch : sketches) {
            ExponentialSmoothing model =
                    attempt(series, sketch.form, SmoothingFit.STARTS).orElse(sketch);
            best = model.aicc < best.aicc ? model : best;
        }
        return best;
    }

    public static ExponentialSmoothing fit(TimeSeries series, SmoothingForm form) {
        int period = series.period();
        if (form.seasonal() && period < 2) {
            throw new IllegalArgumentException("period is %d, expected 2 or more for %s".formatted(period, form));
        }
        double[] y = series.complete(least(form, period), form.toString());
        boolean multiplies = form.proportional() || form.season() == SmoothingForm.Season.MULTIPLICATIVE;
        if (multiplies && series.smallest() <= 0) {
            throw new IllegalArgumentException(
                    "smallest value is %s, expected more than 0 for %s".formatted(series.smallest(), form));
        }
        return attempt(series, form, SmoothingFit.STARTS)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s has no finite likelihood on these %d values".formatted(form, y.length)));
    }

    private static Optional<ExponentialSmoothing> attempt(TimeSeries series, SmoothingForm form, int starts) {
        return new SmoothingFit(form, series.values(), series.period())
                .solve(starts)
                .map(found -> of(series, form, found));
    }

    private static ExponentialSmoothing of(TimeSeries series, SmoothingForm form, SmoothingFit.Solution found) {
        int n = series.length();
        int period = series.period();
        int estimated = form.parameters(period);
        int k = estimated + 1;
        double aic = found.criterion() + 2 * k;
        return new ExponentialSmoothing(
                form,
                form.seasonal() ? period : 1,
                found.weights().alpha(),
                found.weights().beta(),
                found.weights().gamma(),
                found.weights().phi(),
                found.end().level(),
                found.end().trend(),
                found.end().seasonsAhead(),
                Math.sqrt(found.squares() / (n - estimated)),
                aic,
                aic + 2.0 * k * (k + 1) / (n - k - 1),
                Provenance.of("Exponential smoothing (Hyndman, Koehler, Ord, Snyder 2008)", n)
                        .withSetting("form", form)
                        .withSetting("period", period)
                        .withQuality("aic", aic)
                        .withQuality("squaredError", found.squares()));
    }

    private static int least(SmoothingForm form, int period) {
        int states = form.parameters(period) + 3;
        return form.seasonal() ? Math.max(states, 2 * period + 1) : states;
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        return Forecast.ofShocks(horizon, deviation, this::path, levels);
    }

    private double[] path(int horizon, int shocked, double error) {
        SmoothingPath path = new SmoothingPath(form, alpha, beta, gamma, phi, level, trend, seasons);
        double[] values = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            double mean = path.mean();
            double units = h != shocked ? 0 : form.proportional() ? error * mean : error;
            values[h] = mean + units;
            path.step(units);
        }
        return values;
    }
}
