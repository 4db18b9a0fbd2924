package lazo.analytics.survival;

import java.util.Arrays;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.LibraryVersion;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Gamma;

/**
 * sBG: how many customers on a contract will renew, year after year? Each customer leaves at a renewal with probability
 * θ ~ Beta(α, β). Retention rises with age because those who leave easily leave first.
 *
 * <pre>
 *   P(T = t) = B(α+1, β+t−1)/B(α, β)       S(t) = B(α, β+t)/B(α, β)       retention r(t) = (β+t−1)/(α+β+t−1)
 *   DEL  = Σ_{t≥0} S(t)/(1+d)ᵗ             DERL(n) = Σ_{t≥n} S(t)/S(n−1)/(1+d)^(t−n)
 * </pre>
 *
 * <p>Units: renewal periods. Error: parameters 1e-4 relative. Limits: needs at least two periods with losses; the same age is
 * taken to mean the same chance of leaving, so add no campaigns or price changes; parameters stay between 10⁻⁵ and 10⁵.
 *
 * <p>Source: Fader and Hardie (2007), Journal of Interactive Marketing 21(1), 76-90; Fader and Hardie (2010), Marketing Science
 * 29(1), 85-93.
 */
@ModelType(name = "shifted-beta-geometric")
public record ShiftedBetaGeometric(double alpha, double beta, Provenance provenance) implements FittedModel {
    private static final String METHOD = "sBG (Fader, Hardie 2007)";

    public ShiftedBetaGeometric {
        if (!(alpha > 0 && beta > 0) || Double.isInfinite(alpha) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException(
                    "alpha is %s and beta is %s, expected above 0 and finite".formatted(alpha, beta));
        }
    }

    /** A model with parameters from elsewhere. */
    public static ShiftedBetaGeometric of(double alpha, double beta) {
        return new ShiftedBetaGeometric(alpha, beta, Provenance.of(METHOD, 0));
    }

    /**
     * The model of greatest likelihood for one cohort.
     *
     * @param survivors customers at the start, after the first renewal, after the second, …
     * @throws IllegalArgumentException when fewer than two renewals were seen or nobody left
     */
    public static ShiftedBetaGeometric fit(double... survivors) {
        int renewals = survivors.length - 1;
        if (renewals < 2) {
            throw new IllegalArgumentException("%d renewals, expected at least 2".formatted(Math.max(0, renewals)));
        }
        double[] lost = new double[renewals];
        for (int i = 0; i < renewals; i++) {
            lost[i] = survivors[i] - survivors[i + 1];
            if (!(lost[i] >= 0 && survivors[i + 1] >= 0) || Double.isInfinite(survivors[0])) {
                throw new IllegalArgumentException("survivors[%d] is %s after %s, expected 0 to that"
                        .formatted(i + 1, survivors[i + 1], survivors[i]));
            }
        }
        double[] stayed = new double[renewals];
        stayed[renewals - 1] = survivors[renewals];
        return fit(lost, stayed);
    }

    /**
     * The model of greatest likelihood for customers of several cohorts.
     *
     * @param lost customers who left at their first, second, … renewal
     * @param stayed customers last seen to renew for the first, second, … time, whose further fate is not known
     */
    public static ShiftedBetaGeometric fit(double[] lost, double[] stayed) {
        if (lost.length != stayed.length || lost.length == 0) {
            throw new IllegalArgumentException("lost and stayed have lengths %d and %d, expected the same, above 0"
                    .formatted(lost.length, stayed.length));
        }
        double customers = Arrays.stream(lost).sum() + Arrays.stream(stayed).sum();
        if (Arrays.stream(lost).sum() == 0) {
            throw new IllegalArgumentException("0 of %s customers left, expected at least 1".formatted(customers));
        }
        MaximumLikelihood.Estimate found = new MaximumLikelihood(
                        (p, slope) -> likelihood(lost, stayed, p, slope),
                        customers,
                        new double[] {1e-5, 1e-5},
                        new double[] {1e5, 1e5})
                .from(1, 2);
        Provenance provenance = Provenance.of(METHOD, Math.round(customers))
                .withLibrary("hipparchus", LibraryVersion.HIPPARCHUS)
                .withSetting("converged", found.converged())
                .withQuality("logLikelihood", found.logLikelihood());
        return new ShiftedBetaGeometric(found.parameters()[0], found.parameters()[1], provenance);
    }

    private static double likelihood(double[] lost, double[] stayed, double[] p, double[] slope) {
        double a = p[0];
        double b = p[1];
        double value = 0;
        double byA = 0;
        double byB = 0;
        double logBeta = Beta.logBeta(a, b);
        double psi = Gamma.digamma(a + b);
        double psiA = Gamma.digamma(a) - psi;
        double psiB = Gamma.digamma(b) - psi;
        for (int t = 1; t <= lost.length; t++) {
            double all = Gamma.digamma(a + b + t);
            double left = lost[t - 1];
            if (left > 0) {
                value += left * (Beta.logBeta(a + 1, b + t - 1) - logBeta);
                byA += left * (Gamma.digamma(a + 1) - all - psiA);
                byB += left * (Gamma.digamma(b + t - 1) - all - psiB);
            }
            double still = stayed[t - 1];
            if (still > 0) {
                value += still * (Beta.logBeta(a, b + t) - logBeta);
                byA += still * (Gamma.digamma(a) - all - psiA);
                byB += still * (Gamma.digamma(b + t) - all - psiB);
            }
        }
        slope[0] = byA;
        slope[1] = byB;
        return value;
    }

    /** S(t): share still there after {@code renewals} renewals. */
    public double survival(int renewals) {
        if (renewals < 0) {
            throw new IllegalArgumentException("renewals is %d, expected 0 or more".formatted(renewals));
        }
        return Math.exp(Beta.logBeta(alpha, beta + renewals) - Beta.logBeta(alpha, beta));
    }

    /** r(t): share of those before the renewal number {@code renewal} (1 is the first) who take it. */
    public double retention(int renewal) {
        if (renewal < 1) {
            throw new IllegalArgumentException("renewal is %d, expected 1 or more".formatted(renewal));
        }
        return (beta + renewal - 1) / (alpha + beta + renewal - 1);
    }

    /** DEL: discounted expected periods of a new customer, the first one paid now included. */
    public double discountedLifetime(double rate) {
        return 1 + discountedResidual(1, rate) / (1 + rate);
    }

    /**
     * DERL: discounted expected periods still to come of a customer who is about to decide on renewal number {@code renewal}; the
     * period bought by that renewal, if it is, counts in full.
     *
     * @param rate discount rate per period, 10⁻⁶ or more
     */
    public double discountedResidual(int renewal, double rate) {
        if (!(rate >= 1e-6)) {
            throw new IllegalArgumentException("rate is %s, expected 1e-6 or more".formatted(rate));
        }
        double stays = 1;
        double sum = 0;
        for (int t = renewal; stays > 1e-15 * sum || sum == 0; t++) {
            stays *= retention(t);
            sum += stays;
            stays /= 1 + rate;
        }
        return sum;
    }

    /** The same model, with the span its data cover written into its provenance. */
    public ShiftedBetaGeometric withWindow(String window) {
        return new ShiftedBetaGeometric(alpha, beta, provenance.withWindow(window));
    }
}
