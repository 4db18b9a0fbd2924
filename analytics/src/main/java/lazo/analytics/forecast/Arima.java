package lazo.analytics.forecast;

import java.util.Arrays;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * ARIMA of an order that the caller names: the series, differenced until it has no trend and no season, is a sum of its own
 * past and of past surprises.
 *
 * <pre>
 *   φ(B)·Φ(Bˢ)·((1−B)ᵈ(1−Bˢ)ᴰ yₜ − μ) = θ(B)·Θ(Bˢ)·εₜ,   ε ~ N(0, σ²),   Byₜ = yₜ₋₁,   μ only without differences
 *   log L = −n/2·(ln 2πσ² + 1) − ½·Σ ln Fₜ,   σ² = Σ vₜ²/Fₜ / n,   AIC = −2·log L + 2·(coefficients + 1)
 * </pre>
 *
 * Signs as in R: θ(B) = 1 + θ₁B + …, φ(B) = 1 − φ₁B − …. The likelihood is exact: v and F are the errors and variances of a
 * Kalman filter that starts in the stationary state. Coefficients stay stationary and invertible by way of their partial
 * autocorrelations. {@link #airline} is the order (0,1,1)(0,1,1) that fits many monthly series. It chooses no order: that is
 * what {@link ExponentialSmoothing#choose} and {@link Combination} are for.
 *
 * <p>Error: coefficients 1e-4, log L 1e-3 at the best maximum found from three starts. Intervals take coefficients as known, and
 * divide by the steps less the coefficients. Limits: no
 * missing values, no calendar effects, lags up to 120 steps. Of logarithms the mean forecast is the median.
 * Source: Box, Jenkins (1970), Time Series Analysis; Harvey (1989), Forecasting, Structural Time Series Models and the Kalman
 * Filter, chapter 3; Monahan (1984), Biometrika 71, 403-404.
 *
 * @param logarithms whether the model is of ln y
 * @param mean μ
 * @param variance σ², of the logarithms where it is of them
 * @param state of the filter after the last step
 * @param last the last figures, oldest first, as many as differences reach back
 */
@ModelType(name = "forecast.arima")
public record Arima(
        Order order,
        int period,
        boolean logarithms,
        double[] ar,
        double[] ma,
        double[] seasonalAr,
        double[] seasonalMa,
        double mean,
        double variance,
        double logLikelihood,
        double aic,
        double[] state,
        double[] last,
        Provenance provenance)
        implements ForecastModel {
    private static final int LONGEST_LAG = 120;

    /** (p, d, q)(P, D, Q): lags of the past, differences, lags of surprises, and the same a season apart. */
    public record Order(int p, int d, int q, int seasonalP, int seasonalD, int seasonalQ) {
        public Order {
            for (int count : new int[] {p, d, q, seasonalP, seasonalD, seasonalQ}) {
                if (count < 0 || count > LONGEST_LAG) {
                    throw new IllegalArgumentException(
                            "An entry of the order is %d, expected 0 to %d".formatted(count, LONGEST_LAG));
                }
            }
        }

        boolean seasonal() {
            return seasonalP + seasonalD + seasonalQ > 0;
        }

        int coefficients() {
            return p + q + seasonalP + seasonalQ + (averages() ? 1 : 0);
        }

        boolean averages() {
            return d + seasonalD == 0;
        }

        int differences(int period) {
            return d + period * seasonalD;
        }

        @Override
        public String toString() {
            return "ARIMA(%d,%d,%d)(%d,%d,%d)".formatted(p, d, q, seasonalP, seasonalD, seasonalQ);
        }
    }

    /** (0,1,1)(0,1,1) of the logarithms. */
    public static Arima airline(TimeSeries series) {
        return fit(series, new Order(0, 1, 1, 0, 1, 1), true);
    }

    /** @param logarithms for series whose swings grow with their level; all values must be above 0 then */
    public static Arima fit(TimeSeries series, Order order, boolean logarithms) {
        int period = series.period();
        if (order.seasonal() && period < 2) {
            throw new IllegalArgumentException("period is %d, expected 2 or more for %s".formatted(period, order));
        }
        int lag = Math.max(order.p + period * order.seasonalP, order.q + period * order.seasonalQ);
        if (lag > LONGEST_LAG || order.differences(period) > LONGEST_LAG) {
            throw new IllegalArgumentException("%s reaches back %d steps, expected at most %d"
                    .formatted(order, Math.max(lag, order.differences(period)), LONGEST_LAG));
        }
        double[] y = series.complete(order.differences(period) + order.coefficients() + 3, order.toString());
        if (logarithms && series.smallest() <= 0) {
            throw new IllegalArgumentException(
                    "smallest value is %s, expected more than 0 for logarithms".formatted(series.smallest()));
        }
        double[] z = logarithms ? Arrays.stream(y).map(Math::log).toArray() : y;
        return new ArimaFit(order, period, z).model(logarithms, y.length);
    }

    static Arima of(
            Order order, int period, boolean logarithms, ArimaFit.Coefficients c, ArimaFit.Filter end, double[] last) {
        int n = end.steps();
        double variance = end.squares() / n;
        double logLikelihood = -0.5 * (n * (Math.log(2 * Math.PI * variance) + 1) + end.logs());
        double aic = 2 * (order.coefficients() + 1) - 2 * logLikelihood;
        return new Arima(
                order,
                period,
                logarithms,
                c.ar(),
                c.ma(),
                c.seasonalAr(),
                c.seasonalMa(),
                c.mean(),
                variance,
                logLikelihood,
                aic,
                end.state(),
                last,
                Provenance.of("ARIMA (Box, Jenkins 1970), exact likelihood", n + order.differences(period))
                        .withSetting("order", order)
                        .withSetting("period", period)
                        .withSetting("logarithms", logarithms)
                        .withQuality("logLikelihood", logLikelihood)
                        .withQuality("aic", aic));
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        Forecast.requireHorizon(horizon);
        double[] past = ArimaFit.lags(ar, seasonalAr, period);
        double[] shocks = ArimaFit.surprises(ma, seasonalMa, period);
        double[] back = ArimaFit.differencing(order.d, order.seasonalD, period);
        double[] known = Arrays.copyOf(last, last.length + horizon);
        double[] state = this.state.clone();
        double[] weights = new double[horizon];
        double[] deviation = new double[horizon];
        double[] whole = ArimaFit.product(past, back);
        double squares = 0;
        long n = provenance.rows() - last.length;
        double error = variance * n / (n - order.coefficients());
        for (int h = 0; h < horizon; h++) {
            int at = last.length + h;
            known[at] = mean + state[0];
            for (int j = 1; j < back.length; j++) {
                known[at] -= back[j] * known[at - j];
            }
            ArimaFit.step(past, state);
            weights[h] = h < shocks.length ? shocks[h] : 0;
            for (int j = 1; j <= h && j < whole.length; j++) {
                weights[h] -= whole[j] * weights[h - j];
            }
            squares += weights[h] * weights[h];
            deviation[h] = Math.sqrt(error * squares);
        }
        Forecast plain = Forecast.normal(Arrays.copyOfRange(known, last.length, known.length), deviation, levels);
        return logarithms ? plain.exponentials() : plain;
    }
}
