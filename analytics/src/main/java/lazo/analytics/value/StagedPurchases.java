package lazo.analytics.value;

import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.special.Gamma;

/**
 * Purchases of a customer who is active now, when a purchase needs {@code stages} events of a Poisson process and after each
 * purchase the customer stays with a probability that is Beta(stay, leave).
 *
 * <pre>
 *   S(m) = Π_{i<m} (stay+i)/(stay+leave+i)           stays through m purchases
 *   P(m) = S(m)·P(N=m) + (S(m−1)−S(m))·P(N≥m)        N: purchases if nobody ever left
 *   E    = Σ_{m≥1} S(m−1)·P(N≥m)
 * </pre>
 *
 * Every term is positive, so nothing cancels: the sums hold as leave → 0 (nobody leaves) and at leave = 1, where the usual
 * form with ₂F₁ divides 0 by 0.
 *
 * @param events the Poisson events in the span
 * @param stages events per purchase, k
 * @param begun events since the last purchase
 */
record StagedPurchases(NegativeBinomial events, int stages, int begun, double stay, double leave) {
    private static final GaussIntegrator NODES = new GaussIntegratorFactory().legendre(48);
    private static final int LONGEST_SUM = 20_000;
    private static final double LARGE = 1e150;

    double expected() {
        if (events.odds() == 0) {
            return 0;
        }
        double length = events.mean() + 40 * (1 + events.odds()) * stages;
        return length > LONGEST_SUM ? expectedOfMany() : expectedOfFew();
    }

    /** Σ P(M)·(S(0) + … + S(N−1)) over the events M, with weights relative to P(0). */
    private double expectedOfFew() {
        double n = events.shape();
        double w = events.odds() / (1 + events.odds());
        double weight = 1;
        double weights = 1;
        double sum = 0;
        double purchases = 0;
        double survival = 1;
        int made = 0;
        for (int m = 0; ; m++) {
            weight *= (n + m) / (m + 1) * w;
            if ((begun + m + 1) % stages == 0) {
                purchases += survival;
                survival *= (stay + made) / (stay + leave + made);
                made++;
            }
            weights += weight;
            sum += weight * purchases;
            if (weight > LARGE) {
                weight /= LARGE;
                weights /= LARGE;
                sum /= LARGE;
            }
            double ratio = (n + m + 1) / (m + 2) * w;
            if (ratio < 1 && made > 0 && weight * purchases <= 1e-17 * (1 - ratio) * (1 - ratio) * sum) {
                return sum / weights;
            }
        }
    }

    /** The first terms one by one, the rest as an integral over ln m. */
    private double expectedOfMany() {
        int exact = 64;
        double sum = 0;
        double survival = 1;
        for (int m = 1; m <= exact; m++) {
            sum += survival * atLeast(m);
            survival *= (stay + m - 1) / (stay + leave + m - 1);
        }
        double low = Math.log(exact + 0.5);
        double high = Math.log(exact + (2 * events.mean() + 60 * (1 + events.odds())) / stages + 1);
        int panels = 8;
        for (int panel = 0; panel < panels; panel++) {
            double from = low + (high - low) * panel / panels;
            double half = (high - low) / panels / 2;
            for (int i = 0; i < NODES.getNumberOfPoints(); i++) {
                double m = Math.exp(from + half * (1 + NODES.getPoint(i)));
                sum += NODES.getWeight(i) * half * m * survival(m - 1) * atLeast(m);
            }
        }
        return sum;
    }

    private double atLeast(double purchases) {
        return events.atLeast(purchases * stages - begun);
    }

    private double survival(double purchases) {
        if (leave == 0) {
            return 1;
        }
        return Math.exp(Gamma.logGamma(stay + purchases)
                - Gamma.logGamma(stay)
                + Gamma.logGamma(stay + leave)
                - Gamma.logGamma(stay + leave + purchases));
    }

    double probability(int count) {
        if (count < 0) {
            return 0;
        }
        double exactly = 0;
        for (int i = 0; i < stages; i++) {
            int m = count * stages - begun + i;
            exactly += m < 0 ? 0 : events.probability(m);
        }
        if (count == 0) {
            return exactly;
        }
        double before = survival(count - 1);
        double after = before * (stay + count - 1) / (stay + leave + count - 1);
        return Math.min(1, after * exactly + (before - after) * atLeast(count));
    }
}
