package lazo.analytics.value;

import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.special.Gamma;

/**
 * MBG/CNBD-k: customers who buy at regular times. As the {@link ModifiedBetaGeometricNbd}, but k events of the Poisson process
 * make one purchase, so times between purchases are Erlang-k: the larger k, the more regular. A long silence then says sooner
 * that the customer has left. With k = 1 it is the MBG/NBD.
 *
 * <pre>
 *   n = r + k·x,   u = (T−tₓ)/(α+T)
 *   P(active | x, tₓ, T) = 1 / (1 + a/(b+x) · ((α+T)/(α+tₓ))ⁿ / Σ_{j<k} (n)ⱼ/j!·uʲ)
 * </pre>
 *
 * Forecasts are exact: they mix over the events since the last purchase instead of using the usual approximation.
 *
 * <p>Units, error and limits as for {@link BetaGeometricNbd}; λ counts events, so a purchase takes k/λ on average. The fit
 * needs {@link PurchaseHistory#logGaps}, without which no k can be preferred to another.
 *
 * <p>Source: Reutterer, Platzer, Schröder (2021), International Journal of Research in Marketing 38(1), 194-215.
 */
@ModelType(name = "mbg-cnbd-k")
public record MbgCnbdK(int k, double r, double alpha, double a, double b, Provenance provenance)
        implements ActivityModel, BetaGeometricModel {
    private static final String METHOD = "MBG/CNBD-k (Reutterer, Platzer, Schröder 2021)";
    private static final int MOST_STAGES = 12;

    public MbgCnbdK {
        new BetaGeometric(r, alpha, a, b, k, true);
    }

    /** A model with parameters from elsewhere. */
    public static MbgCnbdK of(int k, double r, double alpha, double a, double b) {
        return new MbgCnbdK(k, r, alpha, a, b, Provenance.of(METHOD, 0));
    }

    /**
     * The model of greatest likelihood, k included: k grows from 1 while that raises the likelihood, to at most 12.
     *
     * @throws IllegalArgumentException when nobody bought twice or the history has no times between purchases
     */
    public static MbgCnbdK fit(PurchaseHistory history) {
        LikelihoodSearch.checkEvidence(history);
        if (history.logGaps().length == 0) {
            throw new IllegalArgumentException(
                    "logGaps is empty, expected %d entries: the choice of k needs the times between purchases"
                            .formatted(history.size()));
        }
        Groups groups = Groups.of(history);
        MbgCnbdK best = fit(groups, 1, history);
        for (int k = 2; k <= MOST_STAGES; k++) {
            MbgCnbdK next = fit(groups, k, history);
            if (next.likelihoodWithGaps() <= best.likelihoodWithGaps()) {
                break;
            }
            best = next;
        }
        return best;
    }

    /** The model of greatest likelihood with this k. */
    public static MbgCnbdK fit(PurchaseHistory history, int k) {
        LikelihoodSearch.checkEvidence(history);
        return fit(Groups.of(history), k, history);
    }

    private static MbgCnbdK fit(Groups groups, int k, PurchaseHistory history) {
        MaximumLikelihood.Estimate found = BetaGeometric.fit(groups, k, true);
        double[] p = found.parameters();
        Provenance provenance = LikelihoodSearch.provenance(METHOD, (long) groups.customers(), found)
                .withSetting("k", k)
                .withQuality("logLikelihoodWithGaps", found.logLikelihood() + gapTerm(history, k));
        return new MbgCnbdK(k, p[0], p[1], p[2], p[3], provenance);
    }

    /** What the times between purchases add to the likelihood of k: Σ (k−1)·ln gap − ln (k−1)!. */
    private static double gapTerm(PurchaseHistory history, int k) {
        double sum = -history.totalRepeats() * Gamma.logGamma(k);
        for (double logGap : history.logGaps()) {
            sum += (k - 1) * logGap;
        }
        return sum;
    }

    private double likelihoodWithGaps() {
        return provenance.quality().getOrDefault("logLikelihoodWithGaps", Double.NEGATIVE_INFINITY);
    }

    @Override
    public BetaGeometric arithmetic() {
        return new BetaGeometric(r, alpha, a, b, k, true);
    }

    @Override
    public double probabilityActive(int repeats, double lastAge, double age) {
        return arithmetic().probabilityActive(repeats, lastAge, age);
    }

    @Override
    public double logLikelihood(PurchaseHistory history) {
        return BetaGeometricModel.super.logLikelihood(history) + gapTerm(history, k);
    }

    @Override
    public MbgCnbdK withWindow(String window) {
        return new MbgCnbdK(k, r, alpha, a, b, provenance.withWindow(window));
    }
}
