package lazo.analytics.value;

import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.MaximumLikelihood;

/**
 * BG/NBD: how often will a customer without a contract buy? While active, a customer buys as a Poisson process with rate
 * λ ~ Gamma(r, α); after each repeat purchase the customer leaves with probability p ~ Beta(a, b).
 *
 * <pre>
 *   P(active | x, tₓ, T) = 1 / (1 + a/(b+x−1) · ((α+T)/(α+tₓ))^(r+x))   for x ≥ 1, and 1 for x = 0
 *   E[Y(t) | x, tₓ, T]   = P(active) · Σ_{m≥1} (b+x)_{m−1}/(a+b+x)_{m−1} · I_W(m, r+x),   W = t/(α+T+t)
 * </pre>
 *
 * The sum equals the published (a+b+x−1)/(a−1)·[1 − …₂F₁…] where that exists; it also holds at a = 1 and as b → ∞.
 *
 * <p><b>Not a churn score</b>: a customer with one purchase cannot have left in this model, so P(active) is 1 for every
 * one-time buyer. On CDNOW it ranks who buys again worse than a coin (AUC 0.316). That is why this model is no
 * {@link ActivityModel}.
 *
 * <p>Units: tₓ, T and α in one time unit of the caller's choice. Error: expected purchases 1e-10 relative, and 1e-6 where the
 * customer would make more than some thousands of purchases; parameters of a fit 1e-4 relative. Limits: no seasons, no prices,
 * no contracts (see {@code lazo.analytics.survival}). Parameters stay between 10⁻⁵ and 10⁵ (α in units of the mean time between
 * purchases), so that forecasts are finite where the likelihood grows without end; {@link PurchaseModelChoice} then prefers
 * {@link Nbd}.
 *
 * <p>Source: Fader, Hardie, Lee (2005), Marketing Science 24(2), 275-284; P(active): brucehardie.com/notes/021.
 */
@ModelType(name = "bg-nbd")
public record BetaGeometricNbd(double r, double alpha, double a, double b, Provenance provenance)
        implements BetaGeometricModel {
    private static final String METHOD = "BG/NBD (Fader, Hardie, Lee 2005)";

    public BetaGeometricNbd {
        new BetaGeometric(r, alpha, a, b, 1, false);
    }

    /** A model with parameters from elsewhere. */
    public static BetaGeometricNbd of(double r, double alpha, double a, double b) {
        return new BetaGeometricNbd(r, alpha, a, b, Provenance.of(METHOD, 0));
    }

    /** The model of greatest likelihood. @throws IllegalArgumentException when nobody bought twice */
    public static BetaGeometricNbd fit(PurchaseHistory history) {
        LikelihoodSearch.checkEvidence(history);
        return fit(Groups.of(history));
    }

    static BetaGeometricNbd fit(Groups groups) {
        MaximumLikelihood.Estimate found = BetaGeometric.fit(groups, 1, false);
        double[] p = found.parameters();
        return new BetaGeometricNbd(
                p[0], p[1], p[2], p[3], LikelihoodSearch.provenance(METHOD, (long) groups.customers(), found));
    }

    @Override
    public BetaGeometric arithmetic() {
        return new BetaGeometric(r, alpha, a, b, 1, false);
    }

    /** P(active | x, tₓ, T); 1 for every customer without a repeat purchase, therefore not a churn score. */
    public double probabilityActive(int repeats, double lastAge, double age) {
        return arithmetic().probabilityActive(repeats, lastAge, age);
    }

    @Override
    public BetaGeometricNbd withWindow(String window) {
        return new BetaGeometricNbd(r, alpha, a, b, provenance.withWindow(window));
    }
}
