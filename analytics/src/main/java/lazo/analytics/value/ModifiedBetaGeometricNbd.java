package lazo.analytics.value;

import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.MaximumLikelihood;

/**
 * MBG/NBD: is a customer without a contract still a customer, and how often will that customer buy? As the
 * {@link BetaGeometricNbd}, but a customer may also leave right after the first purchase.
 *
 * <pre>
 *   P(active | x, tₓ, T) = 1 / (1 + a/(b+x) · ((α+T)/(α+tₓ))^(r+x))
 *   E[Y(t) | x, tₓ, T]   = P(active) · Σ_{m≥1} (b+x+1)_{m−1}/(a+b+x+1)_{m−1} · I_W(m, r+x),   W = t/(α+T+t)
 * </pre>
 *
 * <p>Units, error and limits as for {@link BetaGeometricNbd}; P(active) may be shown for everybody.
 *
 * <p>Source: Batislam, Denizel, Filiztekin (2007), International Journal of Research in Marketing 24(3), 201-209.
 */
@ModelType(name = "mbg-nbd")
public record ModifiedBetaGeometricNbd(double r, double alpha, double a, double b, Provenance provenance)
        implements ActivityModel, BetaGeometricModel {
    private static final String METHOD = "MBG/NBD (Batislam, Denizel, Filiztekin 2007)";

    public ModifiedBetaGeometricNbd {
        new BetaGeometric(r, alpha, a, b, 1, true);
    }

    /** A model with parameters from elsewhere. */
    public static ModifiedBetaGeometricNbd of(double r, double alpha, double a, double b) {
        return new ModifiedBetaGeometricNbd(r, alpha, a, b, Provenance.of(METHOD, 0));
    }

    /** The model of greatest likelihood. @throws IllegalArgumentException when nobody bought twice */
    public static ModifiedBetaGeometricNbd fit(PurchaseHistory history) {
        LikelihoodSearch.checkEvidence(history);
        return fit(Groups.of(history));
    }

    static ModifiedBetaGeometricNbd fit(Groups groups) {
        MaximumLikelihood.Estimate found = BetaGeometric.fit(groups, 1, true);
        double[] p = found.parameters();
        return new ModifiedBetaGeometricNbd(
                p[0], p[1], p[2], p[3], LikelihoodSearch.provenance(METHOD, (long) groups.customers(), found));
    }

    @Override
    public BetaGeometric arithmetic() {
        return new BetaGeometric(r, alpha, a, b, 1, true);
    }

    @Override
    public double probabilityActive(int repeats, double lastAge, double age) {
        return arithmetic().probabilityActive(repeats, lastAge, age);
    }

    @Override
    public ModifiedBetaGeometricNbd withWindow(String window) {
        return new ModifiedBetaGeometricNbd(r, alpha, a, b, provenance.withWindow(window));
    }
}
