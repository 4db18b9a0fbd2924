package lazo.analytics.value;

import java.util.stream.IntStream;
import lazo.analytics.data.FittedModel;

/**
 * A model of how often customers buy. Times are in the unit of the {@link PurchaseHistory} it was fitted to.
 *
 * <p>Whether a customer is still active is asked of an {@link ActivityModel}.
 */
public sealed interface PurchaseModel extends FittedModel permits ActivityModel, BetaGeometricModel, Nbd {

    /** E[X(t)]: purchases a new customer makes in {@code span} after the first. */
    double expectedPurchases(double span);

    /** E[Y(t) | x, tₓ, T]: purchases this customer makes in the next {@code span}. */
    double expectedPurchases(int repeats, double lastAge, double age, double span);

    /** P(X(t) = count): a new customer makes so many purchases in {@code span} after the first. */
    double probabilityOfPurchases(int count, double span);

    /** P(Y(t) = count | x, tₓ, T): this customer makes so many purchases in the next {@code span}. */
    double probabilityOfPurchases(int count, int repeats, double lastAge, double age, double span);

    /**
     * ∫₀ᴴ e^(−δt) dE[Y(t) | x, tₓ, T]: the expected purchases of this customer up to a horizon, each discounted to now. With an
     * infinite horizon this is DERT, discounted expected residual transactions.
     *
     * @param horizon H, in the unit of the history; may be +∞ when {@code rate} is above 0
     * @param rate δ, continuous discount rate per unit of time: ln(1 + yearly rate) / units per year
     */
    double discountedPurchases(int repeats, double lastAge, double age, double horizon, double rate);

    /** Log-likelihood of these histories, without the terms that depend on no parameter of any model. */
    double logLikelihood(PurchaseHistory history);

    /** The same model, with the span its data cover written into its provenance. */
    PurchaseModel withWindow(String window);

    /** Expected purchases of every customer in the next {@code span}. */
    default double[] expectedPurchases(PurchaseHistory history, double span) {
        double[] expected = new double[history.size()];
        IntStream.range(0, expected.length)
                .parallel()
                .forEach(i -> expected[i] =
                        expectedPurchases(history.repeats()[i], history.lastAge()[i], history.age()[i], span));
        return expected;
    }
}
