package lazo.analytics.value;

import java.util.Arrays;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Gamma;

/**
 * BG/BB: for customers who can buy once per period, will this one buy in the coming periods? While active a customer takes each
 * opportunity with probability p ~ Beta(α, β); at the start of each period the customer leaves with probability θ ~ Beta(γ, δ).
 *
 * <pre>
 *   L = B(α+x, β+n−x)/B(α, β)·B(γ, δ+n)/B(γ, δ)                                         active to the end
 *     + Σ_{i=0}^{n−tₓ−1} B(α+x, β+tₓ−x+i)/B(α, β)·B(γ+1, δ+tₓ+i)/B(γ, δ)               left after period tₓ+i
 *   P(active | x, tₓ, n)  = first line / L
 *   E[Y(m) | x, tₓ, n]    = P(active)·(α+x)/(α+β+n)·Σ_{i=1}^{m} B(γ, δ+n+i)/B(γ, δ+n)
 * </pre>
 *
 * <p>Units: periods. Error: 1e-12 relative; parameters of a fit 1e-4 relative. Limits: purchases in continuous time are for
 * {@link ModifiedBetaGeometricNbd} or {@link ParetoNbd}; parameters stay between 10⁻⁵ and 10⁵.
 *
 * <p>Source: Fader, Hardie, Shang (2010), Marketing Science 29(6), 1086-1108.
 */
@ModelType(name = "bg-bb")
public record BetaGeometricBetaBinomial(double alpha, double beta, double gamma, double delta, Provenance provenance)
        implements FittedModel {
    private static final String METHOD = "BG/BB (Fader, Hardie, Shang 2010)";

    public BetaGeometricBetaBinomial {
        BetaGeometric.check("alpha", alpha);
        BetaGeometric.check("beta", beta);
        BetaGeometric.check("gamma", gamma);
        BetaGeometric.check("delta", delta);
    }

    /** A model with parameters from elsewhere. */
    public static BetaGeometricBetaBinomial of(double alpha, double beta, double gamma, double delta) {
        return new BetaGeometricBetaBinomial(alpha, beta, gamma, delta, Provenance.of(METHOD, 0));
    }

    /** The model of greatest likelihood. @throws IllegalArgumentException when nobody bought twice */
    public static BetaGeometricBetaBinomial fit(OpportunityHistory history) {
        long customers = 0;
        long repeats = 0;
        for (int i = 0; i < history.repeats().length; i++) {
            customers += history.customers()[i];
            repeats += (long) history.customers()[i] * history.repeats()[i];
        }
        if (repeats == 0) {
            throw new IllegalArgumentException(
                    "0 repeat purchases among %d customers, expected at least 1".formatted(customers));
        }
        MaximumLikelihood.Estimate found = search(history, customers).from(1, 1, 1, 3);
        double[] p = found.parameters();
        return new BetaGeometricBetaBinomial(
                p[0], p[1], p[2], p[3], LikelihoodSearch.provenance(METHOD, customers, found));
    }

    private static MaximumLikelihood search(OpportunityHistory history, long customers) {
        double[] low = {1e-5, 1e-5, 1e-5, 1e-5};
        double[] high = {1e5, 1e5, 1e5, 1e5};
        return new MaximumLikelihood((p, slope) -> likelihood(history, p, slope), customers, low, high);
    }

    private static double likelihood(OpportunityHistory history, double[] p, double[] slope) {
        double[] taking = digammas(p[0], p[1]);
        double[] leaving = digammas(p[2], p[3]);
        double[] fixed = {taking[0], taking[1], leaving[0], leaving[1]};
        double logBetas = Beta.logBeta(p[0], p[1]) + Beta.logBeta(p[2], p[3]);
        Arrays.fill(slope, 0);
        double total = 0;
        for (int row = 0; row < history.repeats().length; row++) {
            double weight = history.customers()[row];
            if (weight == 0) {
                continue;
            }
            Terms terms = new Terms(p, history.repeats()[row], history.last()[row], history.periods()[row]);
            total += weight * (terms.logSum() - logBetas);
            double[] of = terms.slopes();
            for (int i = 0; i < 4; i++) {
                slope[i] += weight * (of[i] - fixed[i]);
            }
        }
        return total;
    }

    /** Slopes of ln B(a, b). */
    private static double[] digammas(double a, double b) {
        double both = Gamma.digamma(a + b);
        return new double[] {Gamma.digamma(a) - both, Gamma.digamma(b) - both};
    }

    /** The terms of the likelihood: left after tₓ+i (i = 0 …), and active to the end as the last. */
    private record Terms(double[] p, int repeats, int last, int periods) {
        double log(int i) {
            boolean active = i == periods - last;
            return Beta.logBeta(p[0] + repeats, p[1] + last - repeats + i)
                    + Beta.logBeta(active ? p[2] : p[2] + 1, p[3] + last + i);
        }

        double logSum() {
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i <= periods - last; i++) {
                most = Math.max(most, log(i));
            }
            double sum = 0;
            for (int i = 0; i <= periods - last; i++) {
                sum += Math.exp(log(i) - most);
            }
            return most + Math.log(sum);
        }

        double[] slopes() {
            double logSum = logSum();
            double[] slopes = new double[4];
            for (int i = 0; i <= periods - last; i++) {
                double share = Math.exp(log(i) - logSum);
                boolean active = i == periods - last;
                double[] taking = digammas(p[0] + repeats, p[1] + last - repeats + i);
                double[] leaving = digammas(active ? p[2] : p[2] + 1, p[3] + last + i);
                slopes[0] += share * taking[0];
                slopes[1] += share * taking[1];
                slopes[2] += share * leaving[0];
                slopes[3] += share * leaving[1];
            }
            return slopes;
        }
    }

    /** P(active | x, tₓ, n): has not left by the last period observed. */
    public double probabilityActive(int repeats, int last, int periods) {
        OpportunityHistory.check(0, repeats, last, periods);
        Terms terms = new Terms(new double[] {alpha, beta, gamma, delta}, repeats, last, periods);
        return Math.exp(terms.log(periods - last) - terms.logSum());
    }

    /** E[X(m)]: purchases of a new customer in {@code ahead} periods after the first purchase. */
    public double expectedPurchases(int ahead) {
        return expectedPurchases(0, 0, 0, ahead);
    }

    /** E[Y(m) | x, tₓ, n]: purchases of this customer in the next {@code ahead} periods. */
    public double expectedPurchases(int repeats, int last, int periods, int ahead) {
        checkAhead(ahead);
        double stays = probabilityActive(repeats, last, periods);
        double sum = 0;
        for (int i = 0; i < ahead; i++) {
            stays *= (delta + periods + i) / (gamma + delta + periods + i);
            sum += stays;
        }
        return (alpha + repeats) / (alpha + beta + periods) * sum;
    }

    /** P(Y(m) = count | x, tₓ, n): this customer buys in so many of the next {@code ahead} periods. */
    public double probabilityOfPurchases(int count, int repeats, int last, int periods, int ahead) {
        checkAhead(ahead);
        double active = probabilityActive(repeats, last, periods);
        double sum = count == 0 ? 1 - active : 0;
        double stays = active;
        for (int i = 0; i <= ahead && count <= ahead && count >= 0; i++) {
            double next = i == ahead ? 0 : stays * (delta + periods + i) / (gamma + delta + periods + i);
            if (i >= count) {
                sum += (stays - next) * taken(count, i, alpha + repeats, beta + periods - repeats);
            }
            stays = next;
        }
        return Math.min(1, sum);
    }

    /** Beta-binomial: {@code count} of {@code chances} opportunities taken. */
    private static double taken(int count, int chances, double a, double b) {
        return Math.exp(-Math.log(chances + 1.0)
                - Beta.logBeta(count + 1.0, chances - count + 1.0)
                + Beta.logBeta(a + count, b + chances - count)
                - Beta.logBeta(a, b));
    }

    /**
     * Discounted expected residual transactions: purchases of all future periods, each divided by (1+rate) per period ahead.
     *
     * @param rate discount rate per period, 10⁻⁶ or more
     */
    public double discountedPurchases(int repeats, int last, int periods, double rate) {
        if (!(rate >= 1e-6)) {
            throw new IllegalArgumentException("rate is %s, expected 1e-6 or more".formatted(rate));
        }
        double stays = probabilityActive(repeats, last, periods);
        double sum = 0;
        for (int i = 0; stays > 1e-15 * sum; i++) {
            stays *= (delta + periods + i) / (gamma + delta + periods + i) / (1 + rate);
            sum += stays;
        }
        return (alpha + repeats) / (alpha + beta + periods) * sum;
    }

    private static void checkAhead(int ahead) {
        if (ahead < 0) {
            throw new IllegalArgumentException("ahead is %d, expected 0 or more".formatted(ahead));
        }
    }

    /** The same model, with the span its data cover written into its provenance. */
    public BetaGeometricBetaBinomial withWindow(String window) {
        return new BetaGeometricBetaBinomial(alpha, beta, gamma, delta, provenance.withWindow(window));
    }
}
