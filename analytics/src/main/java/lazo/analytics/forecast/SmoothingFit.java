package lazo.analytics.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Maximum likelihood for one exponential-smoothing form. The likelihood's exponent, n·log Σε² + 2·Σ log|scale|, is
 * n·log Σ(ε·G)² with G the geometric mean of the scales (G = 1 for additive errors), so it is a least-squares problem and
 * Levenberg-Marquardt solves it. Weights live inside α ∈ (0, 1), β &lt; α, γ &lt; 1 − α, φ ∈ (0.8, 0.98).
 */
final class SmoothingFit {
    private static final double EDGE = 1e-4;
    private static final double PHI_LEAST = 0.8;
    private static final double PHI_MOST = 0.98;
    static final int STARTS = 2;
    private static final double[] FIRST_ALPHAS = {0.1, 0.5};

    private final SmoothingForm form;
    private final double[] y;
    private final int period;
    private final double scale;
    private final double[] firstState;

    SmoothingFit(SmoothingForm form, double[] y, int period) {
        this.form = form;
        this.y = y;
        this.period = form.seasonal() ? period : 1;
        double mean = Arrays.stream(y).average().orElseThrow();
        double squares = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
        this.scale = squares == 0 ? Math.max(Math.abs(mean), 1) : Math.sqrt(squares / y.length);
        this.firstState = firstState();
    }

    /** Level, trend (when there is one), then the seasons but the last, each in units of {@link #scale} or as a ratio. */
    private double[] firstState() {
        double[] adjusted = y;
        double[] factors = new double[0];
        if (form.seasonal()) {
            SeasonalPattern pattern =
                    SeasonalPattern.of(y, period, form.season() == SmoothingForm.Season.MULTIPLICATIVE);
            factors = pattern.factors();
            adjusted = pattern.adjusted(y);
        }
        int few = Math.min(adjusted.length, Math.max(10, 2 * period));
        double middle = (few + 1) / 2.0;
        double average = Arrays.stream(adjusted, 0, few).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int t = 0; t < few; t++) {
            products += (t + 1 - middle) * adjusted[t];
            squares += (t + 1 - middle) * (t + 1 - middle);
        }
        double slope = form.trending() ? products / squares : 0;
        double[] state = new double[1 + (form.trending() ? 1 : 0) + Math.max(0, factors.length - 1)];
        int at = 0;
        state[at++] = (average - slope * middle) / scale;
        if (form.trending()) {
            state[at++] = slope / scale;
        }
        double unit = form.season() == SmoothingForm.Season.ADDITIVE ? scale : 1;
        for (int season = 0; season < factors.length - 1; season++) {
            state[at++] = factors[season] / unit;
        }
        return state;
    }

    /** The best parameters of {@code count} starts; empty when every start leaves the domain, as when a mean falls to 0 or below. */
    Optional<Solution> solve(int count) {
        List<double[]> starts = new ArrayList<>();
        for (double alpha : FIRST_ALPHAS) {
            starts.add(start(alpha, firstState));
            if (form.trending() && form.proportional()) {
                double[] flat = firstState.clone();
                flat[0] += flat[1] * y.length / 2;
                flat[1] = 0;
                starts.add(start(alpha, flat));
            }
        }
        return starts.stream()
                .filter(start -> residuals(start, new double[y.length]))
                .limit(count)
                .map(start -> solution(LeastSquares.minimise(this::residuals, start, y.length)))
                .filter(solution -> Double.isFinite(solution.criterion()))
                .min(Comparator.comparingDouble(Solution::criterion));
    }

    private double[] start(double alpha, double[] state) {
        double[] u = new double[form.parameters(period)];
        int at = 0;
        u[at++] = logit(alpha);
        if (form.trending()) {
            u[at++] = logit(0.1);
        }
        if (form.seasonal()) {
            u[at++] = logit(0.05 / (1 - alpha));
        }
        if (form.damped()) {
            u[at++] = logit(0.9);
        }
        System.arraycopy(state, 0, u, at, state.length);
        return u;
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    private static double within(double least, double most, double u) {
        return least + (most - least) / (1 + Math.exp(-u));
    }

    private Weights weights(double[] u) {
        int at = 0;
        double alpha = within(EDGE, 1 - EDGE, u[at++]);
        double beta = form.trending() ? within(EDGE * alpha, alpha, u[at++]) : 0;
        double gamma = form.seasonal() ? within(EDGE * (1 - alpha), 1 - alpha, u[at++]) : 0;
        double phi = form.damped() ? within(PHI_LEAST, PHI_MOST, u[at++]) : 1;
        double level = u[at++] * scale;
        double trend = form.trending() ? u[at++] * scale : 0;
        double[] seasons = new double[form.seasonal() ? period : 0];
        if (form.seasonal()) {
            boolean adds = form.season() == SmoothingForm.Season.ADDITIVE;
            double sum = 0;
            for (int season = 0; season < period - 1; season++) {
                seasons[season] = u[at++] * (adds ? scale : 1);
                sum += seasons[season];
            }
            seasons[period - 1] = (adds ? 0 : period) - sum;
        }
        return new Weights(alpha, beta, gamma, phi, level, trend, seasons);
    }

    /** Fills {@code into} with ε·G; false outside the domain. */
    private boolean residuals(double[] u, double[] into) {
        SmoothingPath path = weights(u).path(form);
        double logs = 0;
        for (int t = 0; t < y.length; t++) {
            double mean = path.mean();
            if (form.proportional() && !(mean > 0)) {
                return false;
            }
            double error = y[t] - mean;
            into[t] = form.proportional() ? error / mean : error;
            logs += form.proportional() ? Math.log(mean) : 0;
            if (!path.step(error)) {
                return false;
            }
        }
        double geometric = Math.exp(logs / y.length);
        for (int t = 0; t < y.length; t++) {
            into[t] *= geometric;
        }
        return Double.isFinite(geometric);
    }

    private Solution solution(double[] u) {
        Weights weights = weights(u);
        SmoothingPath path = weights.path(form);
        double squares = 0;
        double logs = 0;
        for (double value : y) {
            double mean = path.mean();
            double error = value - mean;
            squares += form.proportional() ? error / mean * (error / mean) : error * error;
            logs += form.proportional() ? Math.log(mean) : 0;
            path.step(error);
        }
        double criterion = y.length * Math.log(Math.max(squares, 1e-300)) + 2 * logs;
        return new Solution(weights, path, squares, Double.isNaN(criterion) ? Double.POSITIVE_INFINITY : criterion);
    }

    record Weights(double alpha, double beta, double gamma, double phi, double level, double trend, double[] seasons) {
        SmoothingPath path(SmoothingForm form) {
            return new SmoothingPath(form, alpha, beta, gamma, phi, level, trend, seasons);
        }
    }

    /**
     * @param end the path after the last figure
     * @param squares sum of squared (relative) one-step errors
     * @param criterion −2 log-likelihood but for constants: n·log Σε² + 2·Σ log|scale|
     */
    record Solution(Weights weights, SmoothingPath end, double squares, double criterion) {}
}
