package lazo.analytics.survival;

import java.util.Arrays;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Kaplan-Meier: what share stays at least so long?
 *
 * <pre>
 *   S(t) = Π_{tᵢ ≤ t} (1 − dᵢ/nᵢ),   dᵢ events among nᵢ at risk at time tᵢ
 *   var ln S(t) = Σ dᵢ/(nᵢ(nᵢ−dᵢ))   (Greenwood)
 *   interval: S^exp(±z·√(var ln S)/|ln S|), which stays within 0 to 1
 * </pre>
 *
 * <p>Units: those of the durations. Shapes: one entry per distinct time of an event, ascending. Error: exact. Limits: says nothing
 * after the longest duration; assumes that censored subjects are like the others.
 *
 * <p>Source: Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481; interval: Kalbfleisch and
 * Prentice (2002), The Statistical Analysis of Failure Time Data, 2nd ed., 1.4.
 *
 * @param time distinct times at which events came
 * @param atRisk subjects still observed just before
 * @param events how many events came then
 * @param survival S just after
 * @param logVariance Greenwood's variance of ln S; +∞ once S is 0
 * @param longest the longest duration, event or not
 */
@ModelType(name = "kaplan-meier")
public record KaplanMeier(
        double[] time,
        int[] atRisk,
        int[] events,
        double[] survival,
        double[] logVariance,
        double longest,
        Provenance provenance)
        implements FittedModel {

    /** A share with its interval. */
    public record Share(double share, double low, double high) {}

    public static KaplanMeier fit(Durations durations) {
        int[] order = durations.order();
        int size = order.length;
        double[] time = new double[size];
        int[] atRisk = new int[size];
        int[] events = new int[size];
        int steps = 0;
        for (int i = 0; i < size; ) {
            int next = i;
            int ended = 0;
            double at = durations.time()[order[i]];
            for (; next < size && durations.time()[order[next]] == at; next++) {
                ended += durations.ended()[order[next]] ? 1 : 0;
            }
            if (ended > 0) {
                time[steps] = at;
                atRisk[steps] = size - i;
                events[steps++] = ended;
            }
            i = next;
        }
        double[] survival = new double[steps];
        double[] variance = new double[steps];
        double s = 1;
        double v = 0;
        for (int i = 0; i < steps; i++) {
            s *= 1 - (double) events[i] / atRisk[i];
            v += events[i] / ((double) atRisk[i] * (atRisk[i] - events[i]));
            survival[i] = s;
            variance[i] = v;
        }
        return new KaplanMeier(
                Arrays.copyOf(time, steps),
                Arrays.copyOf(atRisk, steps),
                Arrays.copyOf(events, steps),
                survival,
                variance,
                durations.time()[order[size - 1]],
                Provenance.of("Kaplan-Meier (1958)", size).withQuality("events", durations.events()));
    }

    /** S(t); NaN after the longest duration unless nobody is left. */
    public double at(double t) {
        int step = step(t);
        double s = step < 0 ? 1 : survival[step];
        return t > longest && s > 0 ? Double.NaN : s;
    }

    /** S(t) with its interval; NaN after the longest duration unless nobody is left. */
    public Share at(double t, double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("coverage is %s, expected between 0 and 1".formatted(coverage));
        }
        double s = at(t);
        if (Double.isNaN(s) || s == 0 || s == 1) {
            return new Share(s, s, s);
        }
        double z = new NormalDistribution().inverseCumulativeProbability((1 + coverage) / 2);
        double stretch = Math.exp(z * Math.sqrt(logVariance[step(t)]) / -Math.log(s));
        return new Share(s, Math.pow(s, stretch), Math.pow(s, 1 / stretch));
    }

    /** The first time at which no more than a share stays, for example 0.5 for the median; +∞ when more than that stays. */
    public double timeUntil(double share) {
        for (int i = 0; i < time.length; i++) {
            if (survival[i] <= share + 1e-12) {
                return time[i];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** ∫₀ᵗ S(u) du: mean time stayed up to {@code until}, which must not lie beyond the longest duration. */
    public double meanTime(double until) {
        if (!(until >= 0 && until <= longest)) {
            throw new IllegalArgumentException("until is %s, expected 0 to %s".formatted(until, longest));
        }
        double area = 0;
        double from = 0;
        double s = 1;
        for (int i = 0; i < time.length && time[i] < until; i++) {
            area += s * (time[i] - from);
            from = time[i];
            s = survival[i];
        }
        return area + s * (until - from);
    }

    private int step(double t) {
        int found = Arrays.binarySearch(time, t);
        return found >= 0 ? found : -found - 2;
    }

    /** The same model, with the span its data cover written into its provenance. */
    public KaplanMeier withWindow(String window) {
        return new KaplanMeier(time, atRisk, events, survival, logVariance, longest, provenance.withWindow(window));
    }
}
