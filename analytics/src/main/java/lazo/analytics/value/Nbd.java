package lazo.analytics.value;

import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.BlockSum;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.special.Gamma;

/**
 * NBD: how often will a customer buy if nobody ever leaves? Every customer buys as a Poisson process with rate
 * λ ~ Gamma(r, α). The limit of {@link BetaGeometricNbd} and {@link ParetoNbd} when no drop-out can be seen in the data.
 *
 * <pre>
 *   E[Y(t) | x, T] = (r+x)/(α+T)·t
 *   P(Y(t) = m)    = Γ(r+x+m)/(Γ(r+x)·m!) · ((α+T)/(α+T+t))^(r+x) · (t/(α+T+t))^m
 * </pre>
 *
 * <p>Units: T and α in one time unit of the caller's choice. Limits: takes every silence for chance, so it overstates what
 * lapsed customers will buy. The bounds of {@link BetaGeometricNbd} hold: customers who all buy at one rate end at r = 10⁵.
 *
 * <p>Source: Ehrenberg (1959), Applied Statistics 8(1), 26-41.
 */
@ModelType(name = "nbd")
public record Nbd(double r, double alpha, Provenance provenance) implements PurchaseModel {
    private static final String METHOD = "NBD (Ehrenberg 1959)";

    public Nbd {
        BetaGeometric.check("r", r);
        BetaGeometric.check("alpha", alpha);
    }

    /** A model with parameters from elsewhere. */
    public static Nbd of(double r, double alpha) {
        return new Nbd(r, alpha, Provenance.of(METHOD, 0));
    }

    /** The model of greatest likelihood. @throws IllegalArgumentException when nobody bought twice */
    public static Nbd fit(PurchaseHistory history) {
        LikelihoodSearch.checkEvidence(history);
        return fit(Groups.of(history));
    }

    static Nbd fit(Groups groups) {
        MaximumLikelihood.Estimate found = search(groups).from(0.5, 0.5 / groups.rate());
        double[] p = found.parameters();
        return new Nbd(p[0], p[1], LikelihoodSearch.provenance(METHOD, (long) groups.customers(), found));
    }

    private static LikelihoodSearch search(Groups groups) {
        double perPurchase = 1 / groups.rate();
        return new LikelihoodSearch(
                Nbd::likelihood, groups, new double[] {1e-5, 1e-5 * perPurchase}, new double[] {1e5, 1e5 * perPurchase
                });
    }

    static double likelihood(Groups groups, double[] p, double[] gradient) {
        double r = p[0];
        double alpha = p[1];
        int[] counts = groups.counts();
        double[] base = new double[counts.length];
        double[] slope = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            base[i] = Gamma.logGamma(r + counts[i]) - Gamma.logGamma(r) + r * Math.log(alpha);
            slope[i] = Gamma.digamma(r + counts[i]) - Gamma.digamma(r) + Math.log(alpha);
        }
        double[] logs = new double[groups.times().length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(alpha + groups.times()[i]);
        }
        double[] sums = BlockSum.over(groups.size(), 3, (from, to, s) -> {
            for (int i = from; i < to; i++) {
                int count = groups.countOf()[i];
                double n = r + counts[count];
                double weight = groups.weight()[i];
                double log = logs[groups.ageOf()[i]];
                s[0] += weight * (base[count] - n * log);
                s[1] += weight * (slope[count] - log);
                s[2] += weight * (r / alpha - n / (alpha + groups.times()[groups.ageOf()[i]]));
            }
        });
        System.arraycopy(sums, 1, gradient, 0, 2);
        return sums[0];
    }

    @Override
    public double expectedPurchases(double span) {
        BetaGeometric.checkSpan(span);
        return r / alpha * span;
    }

    @Override
    public double expectedPurchases(int repeats, double lastAge, double age, double span) {
        return after(repeats, lastAge, age, span).mean();
    }

    @Override
    public double probabilityOfPurchases(int count, double span) {
        BetaGeometric.checkSpan(span);
        return count < 0 ? 0 : new NegativeBinomial(r, span / alpha).probability(count);
    }

    @Override
    public double probabilityOfPurchases(int count, int repeats, double lastAge, double age, double span) {
        return count < 0 ? 0 : after(repeats, lastAge, age, span).probability(count);
    }

    private NegativeBinomial after(int repeats, double lastAge, double age, double span) {
        PurchaseHistory.check(0, repeats, lastAge, age);
        BetaGeometric.checkSpan(span);
        return new NegativeBinomial(r + repeats, span / (alpha + age));
    }

    @Override
    public double discountedPurchases(int repeats, double lastAge, double age, double horizon, double rate) {
        return Discounting.purchases(t -> expectedPurchases(repeats, lastAge, age, t), alpha + age, horizon, rate);
    }

    @Override
    public double logLikelihood(PurchaseHistory history) {
        return likelihood(Groups.of(history), new double[] {r, alpha}, new double[2]);
    }

    /** Standard errors of r and α over the histories the model was fitted to; NaN where they do not determine one. */
    public double[] standardErrors(PurchaseHistory history) {
        return search(Groups.of(history)).standardErrors(r, alpha);
    }

    @Override
    public Nbd withWindow(String window) {
        return new Nbd(r, alpha, provenance.withWindow(window));
    }
}
