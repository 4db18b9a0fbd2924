package lazo.analytics.value;

/**
 * How regular are times between purchases? With shares M = first of two consecutive gaps / both, regular gaps give M close to
 * ½: for gaps that are Gamma with shape k, M ~ Beta(k, k), so
 *
 * <pre>
 *   k = (1 − 4·E[(M−½)²]) / (8·E[(M−½)²])
 * </pre>
 *
 * k = 1 is pure chance (Poisson), above 1.5 or so {@link MbgCnbdK} is worth its trouble, below 1 purchases come in bursts.
 *
 * <p>Shapes: the last two gaps of every customer with two or more. Error: standard error by the delta method. Limits: gaps in
 * whole days hide regularity of very frequent buyers.
 *
 * <p>Source: Wheat and Morrison (1990), Journal of Marketing Research 27(1), 87-93.
 *
 * @param k estimated shape; +∞ when all gaps are equal
 * @param standardError of k
 * @param customers how many customers had two gaps
 */
public record Regularity(double k, double standardError, int customers) {

    /** @param gaps times between consecutive purchases, one array per customer, as {@link PurchaseLog#gaps} gives them */
    public static Regularity of(double[][] gaps) {
        int customers = 0;
        double sum = 0;
        double sumOfSquares = 0;
        for (double[] own : gaps) {
            if (own.length < 2) {
                continue;
            }
            double share = own[own.length - 2] / (own[own.length - 2] + own[own.length - 1]);
            double square = (share - 0.5) * (share - 0.5);
            sum += square;
            sumOfSquares += square * square;
            customers++;
        }
        if (customers < 10) {
            throw new IllegalArgumentException(
                    "%d customers with two gaps between purchases, expected at least 10".formatted(customers));
        }
        double variance = sum / customers;
        double spread = Math.sqrt(Math.max(0, sumOfSquares / customers - variance * variance) / customers);
        return new Regularity((1 / variance - 4) / 8, spread / (8 * variance * variance), customers);
    }
}
