package lazo.analytics.value;

import java.util.stream.IntStream;

/**
 * A purchase model whose probability that a customer is still active may be shown for a whole customer base. The BG/NBD is
 * none: it takes every customer with a single purchase for active.
 */
public sealed interface ActivityModel extends PurchaseModel
        permits GammaGompertzNbd, MbgCnbdK, ModifiedBetaGeometricNbd, ParetoNbd {

    /** P(active | x, tₓ, T): this customer has not left for good by the end of observation. */
    double probabilityActive(int repeats, double lastAge, double age);

    /** The probability of every customer. */
    default double[] probabilityActive(PurchaseHistory history) {
        double[] probability = new double[history.size()];
        IntStream.range(0, probability.length)
                .parallel()
                .forEach(i -> probability[i] =
                        probabilityActive(history.repeats()[i], history.lastAge()[i], history.age()[i]));
        return probability;
    }
}
