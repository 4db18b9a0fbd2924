package lazo.analytics.survival;

import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.LibraryVersion;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.special.Gamma;

/**
 * Weibull: how long will they stay, beyond what has been observed? The tendency to leave grows (k > 1), falls (k < 1) or stays
 * the same (k = 1) with time.
 *
 * <pre>
 *   S(t) = exp(−(t/λ)ᵏ),   hazard h(t) = k/λ·(t/λ)^(k−1),   mean λ·Γ(1+1/k)
 * </pre>
 *
 * <p>Units: λ in those of the durations. Error: parameters 1e-6 relative. Limits: one shape for everybody; parameters between
 * 10⁻³ and 10³ for k; compare with {@link KaplanMeier} before believing an extrapolation.
 *
 * <p>Source: Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, 2nd ed., 2.2.
 *
 * @param shape k
 * @param scale λ
 * @param shapeError standard error of k
 * @param scaleError standard error of λ
 */
@ModelType(name = "weibull")
public record Weibull(double shape, double scale, double shapeError, double scaleError, Provenance provenance)
        implements FittedModel {
    public Weibull {
        if (!(shape > 0 && scale > 0) || Double.isInfinite(shape) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException(
                    "shape is %s and scale is %s, expected above 0 and finite".formatted(shape, scale));
        }
    }

    /** The model of greatest likelihood. @throws IllegalArgumentException when fewer than 2 events were seen */
    public static Weibull fit(Durations durations) {
        if (durations.events() < 2) {
            throw new IllegalArgumentException("%d events, expected at least 2".formatted(durations.events()));
        }
        double total = 0;
        for (double t : durations.time()) {
            total += t;
        }
        double mean = total / durations.events();
        MaximumLikelihood search = new MaximumLikelihood(
                (p, slope) -> likelihood(durations, p[0], p[1], slope),
                durations.size(),
                new double[] {1e-3, 1e-6 * mean},
                new double[] {1e3, 1e6 * mean});
        MaximumLikelihood.Estimate found = search.from(1, mean);
        double[] p = found.parameters();
        double[] errors = search.standardErrors(p);
        Provenance provenance = Provenance.of("Weibull, maximum likelihood", durations.size())
                .withLibrary("hipparchus", LibraryVersion.HIPPARCHUS)
                .withSetting("converged", found.converged())
                .withQuality("events", durations.events())
                .withQuality("logLikelihood", found.logLikelihood());
        return new Weibull(p[0], p[1], errors[0], errors[1], provenance);
    }

    private static double likelihood(Durations durations, double k, double scale, double[] slope) {
        double value = 0;
        double byShape = 0;
        double byScale = 0;
        for (int i = 0; i < durations.size(); i++) {
            double log = Math.log(durations.time()[i] / scale);
            double cumulative = Math.exp(k * log);
            value -= cumulative;
            byShape -= cumulative * log;
            byScale += cumulative * k / scale;
            if (durations.ended()[i]) {
                value += Math.log(k / durations.time()[i]) + k * log;
                byShape += 1 / k + log;
                byScale -= k / scale;
            }
        }
        slope[0] = byShape;
        slope[1] = byScale;
        return value;
    }

    /** S(t): share that stays at least so long. */
    public double survival(double t) {
        return Math.exp(-Math.pow(Math.max(0, t) / scale, shape));
    }

    /** h(t): rate of leaving among those still there. */
    public double hazard(double t) {
        return shape / scale * Math.pow(Math.max(0, t) / scale, shape - 1);
    }

    /** S(age + t)/S(age): share of those of an age that stays so much longer. */
    public double survivalFrom(double age, double t) {
        return Math.exp(Math.pow(age / scale, shape) - Math.pow((age + Math.max(0, t)) / scale, shape));
    }

    /** Mean time stayed. */
    public double mean() {
        return scale * Math.exp(Gamma.logGamma(1 + 1 / shape));
    }

    /** Time by which half have left. */
    public double median() {
        return scale * Math.pow(Math.log(2), 1 / shape);
    }

    /** The same model, with the span its data cover written into its provenance. */
    public Weibull withWindow(String window) {
        return new Weibull(shape, scale, shapeError, scaleError, provenance.withWindow(window));
    }
}
