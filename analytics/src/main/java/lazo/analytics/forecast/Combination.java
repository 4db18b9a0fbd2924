package lazo.analytics.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * The mean of several methods, each trusted as far as it did well on this very series.
 * <pre>
 *   eᵢ = rolling-origin mean absolute error of method i
 *   wᵢ ∝ 1/eᵢ²,   ŷ = Σ wᵢ·ŷᵢ
 *   half-width = cₗ · Σ wᵢ · half-widthᵢ,   cₗ = max(1, ⌈(N+1)·level⌉-th smallest of |y − ŷ| / half-width in the rolling origin)
 * </pre>
 * "Same as last season" is always among them, and {@link #beatsNaive} says whether the mean did better. Intervals are widened until
 * they would have held in the past (split-conformal), never narrowed; {@link #coverage} is measured on origins that had no part
 * in the widening.
 *
 * <p>Limits: needs {@code horizon + origins} steps on top of the shortest method's need; errors of neighbouring origins are
 * correlated, so measured coverage from a few origins is itself rough. Sources: Bates &amp; Granger (1969), Operational Research
 * Quarterly 20, 451-468; Lei et al. (2018), Journal of the American Statistical Association 113, 1094-1111.
 *
 * @param members methods that were tried, with their weights, which add to 1
 * @param refused why a method could not be tried, in its own words
 * @param beatsNaive whether the mean's rolling-origin error is below that of the seasonal naive forecast
 * @param levels interval levels that were calibrated
 * @param widening cₗ per level, 1 or more
 * @param rawCoverage share inside the members' own intervals in the rolling origin, per level
 * @param coverage share inside the widened intervals, each origin judged with the widening of the others, per level
 */
@ModelType(name = "forecast.combination")
public record Combination(
        List<Member> members,
        Map<ForecastMethod, String> refused,
        boolean beatsNaive,
        double[] levels,
        double[] widening,
        double[] rawCoverage,
        double[] coverage,
        Provenance provenance)
        implements ForecastModel {
    private static final double[] LEVELS = {0.80, 0.95};
    private static final Set<ForecastMethod> REGULAR = EnumSet.of(
            ForecastMethod.SIMPLE, ForecastMethod.DAMPED, ForecastMethod.SMOOTHING_BY_AICC, ForecastMethod.THETA);
    private static final Set<ForecastMethod> SPARSE =
            EnumSet.of(ForecastMethod.SIMPLE, ForecastMethod.SBA, ForecastMethod.TSB);

    /**
     * @param error rolling-origin mean absolute error, in the units of the series
     * @param smape rolling-origin sMAPE, per cent
     */
    public record Member(ForecastMethod method, double weight, double error, double smape, ForecastModel model) {}

    public Combination {
        members = List.copyOf(members);
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    /** Tries the methods that suit the series: the intermittent ones when more than half of it is 0. */
    public static Combination fit(TimeSeries series, int horizon, int origins) {
        long zeros = Arrays.stream(series.values()).filter(v -> v == 0).count();
        boolean sparse = 2 * zeros > series.length() && series.smallest() >= 0;
        return fit(series, sparse ? SPARSE : REGULAR, horizon, origins);
    }

    public static Combination fit(TimeSeries series, Set<ForecastMethod> methods, int horizon, int origins) {
        Set<ForecastMethod> tried = EnumSet.of(ForecastMethod.SEASONAL_NAIVE);
        tried.addAll(methods);
        Map<ForecastMethod, RollingOrigin> trials = new EnumMap<>(ForecastMethod.class);
        Map<ForecastMethod, String> refused = new EnumMap<>(ForecastMethod.class);
        for (ForecastMethod method : tried) {
            try {
                trials.put(method, RollingOrigin.measure(series, method, horizon, origins, LEVELS));
            } catch (IllegalArgumentException refusal) {
                refused.put(method, String.valueOf(refusal.getMessage()));
            }
        }
        RollingOrigin naive = trials.get(ForecastMethod.SEASONAL_NAIVE);
        if (naive == null) {
            throw new IllegalArgumentException("Nothing to combine: " + refused.get(ForecastMethod.SEASONAL_NAIVE));
        }
        Map<ForecastMethod, Double> weights = weights(trials, naive.meanAbsoluteError());
        List<Member> members = new ArrayList<>();
        trials.forEach((method, trial) -> members.add(new Member(
                method,
                weights.getOrDefault(method, 0.0),
                trial.meanAbsoluteError(),
                trial.smape(),
                method.fit(series))));
        Calibration calibration = new Calibration(trials, weights);
        double[] widening = new double[LEVELS.length];
        double[] raw = new double[LEVELS.length];
        double[] held = new double[LEVELS.length];
        for (int level = 0; level < LEVELS.length; level++) {
            widening[level] = calibration.widening(level, -1);
            raw[level] = calibration.rawCoverage(level);
            held[level] = calibration.leaveOneOutCoverage(level);
        }
        boolean beatsNaive = calibration.meanAbsoluteError() < naive.meanAbsoluteError();
        return new Combination(
                members,
                refused,
                beatsNaive,
                LEVELS.clone(),
                widening,
                raw,
                held,
                Provenance.of("Combination by rolling origin", series.length())
                        .withSetting("period", series.period())
                        .withSetting("horizon", horizon)
                        .withSetting("origins", origins)
                        .withQuality("meanAbsoluteError", calibration.meanAbsoluteError()));
    }

    private static Map<ForecastMethod, Double> weights(Map<ForecastMethod, RollingOrigin> trials, double naive) {
        Map<ForecastMethod, Double> weights = new EnumMap<>(ForecastMethod.class);
        double sum = 0;
        for (var trial : trials.entrySet()) {
            double error = trial.getValue().meanAbsoluteError();
            double weight = naive == 0 ? (error == 0 ? 1 : 0) : 1 / Math.max(error * error, 1e-12 * naive * naive);
            weights.put(trial.getKey(), weight);
            sum += weight;
        }
        double total = sum;
        weights.replaceAll((method, weight) -> weight / total);
        return weights;
    }

    /**
     * Levels other than the calibrated 0.80 and 0.95 take the widening of the nearest one.
     */
    @Override
    public Forecast forecast(int horizon, double... levels) {
        Forecast.requireHorizon(horizon);
        double[] mean = new double[horizon];
        double[][] lower = new double[levels.length][horizon];
        double[][] upper = new double[levels.length][horizon];
        for (Member member : members) {
            if (member.weight() > 0) {
                Forecast part = member.model().forecast(horizon, levels);
                add(mean, part.mean(), member.weight());
                for (int level = 0; level < levels.length; level++) {
                    add(lower[level], part.lower()[level], member.weight());
                    add(upper[level], part.upper()[level], member.weight());
                }
            }
        }
        for (int level = 0; level < levels.length; level++) {
            double factor = widening[nearest(levels[level])];
            for (int h = 0; h < horizon; h++) {
                lower[level][h] = mean[h] - factor * (mean[h] - lower[level][h]);
                upper[level][h] = mean[h] + factor * (upper[level][h] - mean[h]);
            }
        }
        return new Forecast(mean, levels.clone(), lower, upper);
    }

    private int nearest(double level) {
        int nearest = 0;
        for (int i = 1; i < levels.length; i++) {
            nearest = Math.abs(levels[i] - level) < Math.abs(levels[nearest] - level) ? i : nearest;
        }
        return nearest;
    }

    private static void add(double[] sum, double[] part, double weight) {
        for (int h = 0; h < sum.length; h++) {
            sum[h] += weight * part[h];
        }
    }

    /** Errors of the weighted mean in the rolling origin, as multiples of its half-width. */
    private static final class Calibration {
        private final double[][][] multiples;
        private double absolute;

        Calibration(Map<ForecastMethod, RollingOrigin> trials, Map<ForecastMethod, Double> weights) {
            RollingOrigin shape = trials.values().iterator().next();
            int origins = shape.origins();
            int horizon = shape.horizon();
            multiples = new double[LEVELS.length][origins][horizon];
            for (int origin = 0; origin < origins; origin++) {
                double[] mean = new double[horizon];
                double[][] lower = new double[LEVELS.length][horizon];
                double[][] upper = new double[LEVELS.length][horizon];
                for (var weight : weights.entrySet()) {
                    RollingOrigin trial = trials.get(weight.getKey());
                    if (trial != null) {
                        add(mean, trial.mean()[origin], weight.getValue());
                        for (int level = 0; level < LEVELS.length; level++) {
                            add(lower[level], trial.lower()[origin][level], weight.getValue());
                            add(upper[level], trial.upper()[origin][level], weight.getValue());
                        }
                    }
                }
                for (int h = 0; h < horizon; h++) {
                    double error = shape.actual()[origin][h] - mean[h];
                    absolute += Math.abs(error) / (origins * horizon);
                    for (int level = 0; level < LEVELS.length; level++) {
                        double half = error >= 0 ? upper[level][h] - mean[h] : mean[h] - lower[level][h];
                        multiples[level][origin][h] = error == 0 ? 0 : Math.abs(error) / half;
                    }
                }
            }
        }

        double meanAbsoluteError() {
            return absolute;
        }

        double widening(int level, int without) {
            List<Double> pooled = new ArrayList<>();
            for (int origin = 0; origin < multiples[level].length; origin++) {
                if (origin != without) {
                    Arrays.stream(multiples[level][origin])
                            .filter(Double::isFinite)
                            .forEach(pooled::add);
                }
            }
            if (pooled.isEmpty()) {
                return 1;
            }
            pooled.sort(null);
            int rank = (int) Math.ceil((pooled.size() + 1) * LEVELS[level]);
            return Math.max(1, pooled.get(Math.min(pooled.size(), rank) - 1));
        }

        double rawCoverage(int level) {
            return Arrays.stream(multiples[level])
                            .flatMapToDouble(Arrays::stream)
                            .filter(multiple -> multiple <= 1)
                            .count()
                    / (double) size(level);
        }

        double leaveOneOutCoverage(int level) {
            int inside = 0;
            for (int origin = 0; origin < multiples[level].length; origin++) {
                double factor = widening(level, origin);
                for (double multiple : multiples[level][origin]) {
                    inside += multiple <= factor ? 1 : 0;
                }
            }
            return inside / (double) size(level);
        }

        private int size(int level) {
            return multiples[level].length * multiples[level][0].length;
        }
    }
}
