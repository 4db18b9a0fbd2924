package lazo.analytics.forecast;

import java.util.Arrays;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Demand that is mostly zero: how much to expect per period, and how much to be ready for.
 * <pre>
 *   Croston  ŷ = z/p          z: smoothed size, p: smoothed gap between demands, both moved only when there is demand
 *   SBA      ŷ = (1 − β/2) · z/p                     takes out Croston's upward bias
 *   TSB      ŷ = q·z          q: smoothed probability of demand, moved every period: falls when a product dies
 * </pre>
 * α smooths sizes, β smooths gaps or probability. The interval of a period is the exact mixture "no demand, or a past size
 * scaled to z", cut at both tails; its lower end is usually 0.
 *
 * <p>Limits: values 0 or more, no season, no trend. Sources: Croston (1972), Operational Research Quarterly 23, 289-303;
 * Syntetos &amp; Boylan (2005), International Journal of Forecasting 21, 303-314; Teunter, Syntetos &amp; Babai (2011), European
 * Journal of Operational Research 214, 606-615.
 *
 * @param size z
 * @param probability of demand in one period: 1/p or q
 * @param sizes past sizes, ascending
 */
@ModelType(name = "forecast.intermittent-demand")
public record IntermittentDemand(
        Method method,
        double alpha,
        double beta,
        double size,
        double probability,
        double[] sizes,
        Provenance provenance)
        implements ForecastModel {
    public enum Method {
        CROSTON,
        SBA,
        TSB
    }

    public IntermittentDemand {
        requireWeight("alpha", alpha);
        requireWeight("beta", beta);
    }

    /** With both weights 0.1, the value Croston recommends. */
    public static IntermittentDemand fit(TimeSeries series, Method method) {
        return fit(series, method, 0.1, 0.1);
    }

    /** Needs two periods with demand. */
    public static IntermittentDemand fit(TimeSeries series, Method method, double alpha, double beta) {
        requireWeight("alpha", alpha);
        requireWeight("beta", beta);
        double[] y = series.complete(2, "intermittent demand");
        if (series.smallest() < 0) {
            throw new IllegalArgumentException("smallest value is %s, expected 0 or more".formatted(series.smallest()));
        }
        double[] sizes = Arrays.stream(y).filter(v -> v > 0).sorted().toArray();
        if (sizes.length < 2) {
            throw new IllegalArgumentException(
                    "%d of %d periods have demand, expected 2 or more".formatted(sizes.length, y.length));
        }
        boolean byProbability = method == Method.TSB;
        double size = Double.NaN;
        double gap = (double) y.length / sizes.length;
        double probability = (double) sizes.length / y.length;
        int last = -1;
        for (int t = 0; t < y.length; t++) {
            boolean demand = y[t] > 0;
            if (byProbability) {
                probability += beta * ((demand ? 1 : 0) - probability);
            }
            if (demand) {
                size = Double.isNaN(size) ? y[t] : size + alpha * (y[t] - size);
                gap = last < 0 ? t + 1 : gap + beta * (t - last - gap);
                last = t;
            }
        }
        return new IntermittentDemand(
                method,
                alpha,
                beta,
                size,
                byProbability ? probability : 1 / gap,
                sizes,
                Provenance.of("Intermittent demand, " + method, y.length)
                        .withSetting("alpha", alpha)
                        .withSetting("beta", beta));
    }

    /** Expected demand of one period. */
    public double rate() {
        return (method == Method.SBA ? 1 - beta / 2 : 1) * size * probability;
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        Forecast.requireHorizon(horizon);
        double[] mean = new double[horizon];
        Arrays.fill(mean, rate());
        double[][] lower = new double[levels.length][horizon];
        double[][] upper = new double[levels.length][horizon];
        for (int level = 0; level < levels.length; level++) {
            Arrays.fill(lower[level], quantile((1 - levels[level]) / 2));
            Arrays.fill(upper[level], quantile((1 + levels[level]) / 2));
        }
        return new Forecast(mean, levels.clone(), lower, upper);
    }

    private double quantile(double share) {
        double ofDemand = (share - (1 - probability)) / probability;
        if (ofDemand <= 0) {
            return 0;
        }
        double scale = size / Arrays.stream(sizes).average().orElseThrow();
        return scale * sizes[Math.min(sizes.length - 1, (int) Math.ceil(ofDemand * sizes.length) - 1)];
    }

    private static void requireWeight(String name, double weight) {
        if (!(weight > 0 && weight <= 1)) {
            throw new IllegalArgumentException("%s is %s, expected more than 0 and at most 1".formatted(name, weight));
        }
    }
}
