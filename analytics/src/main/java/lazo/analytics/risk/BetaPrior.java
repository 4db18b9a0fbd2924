package lazo.analytics.risk;

/**
 * What a share is believed to be before a customer has a history, and how many cases that belief is worth.
 * <pre>
 *   shrunk share = (events + strength·mean) / (cases + strength)
 * </pre>
 * Source: Kleinman (1973), J. American Statistical Association 68, 46-54 (moments of the beta-binomial).
 *
 * @param mean between 0 and 1
 * @param strength in cases, above 0
 */
public record BetaPrior(double mean, double strength) {
    private static final double WEAKEST = 0.5;
    private static final double STRONGEST = 1000;

    public BetaPrior {
        if (!(mean >= 0 && mean <= 1)) {
            throw new IllegalArgumentException("mean is %s, expected 0 to 1".formatted(mean));
        }
        if (!(strength > 0)) {
            throw new IllegalArgumentException("strength is %s, expected above 0".formatted(strength));
        }
    }

    /**
     * Estimates the prior from many customers by moments; the strength is kept within 0.5 and 1,000.
     *
     * @param events per customer, 0 to its cases
     * @param cases per customer; customers with none are ignored
     */
    public static BetaPrior fit(int[] events, int[] cases) {
        if (events.length != cases.length) {
            throw new IllegalArgumentException("%d customers with events, %d with cases, expected the same number"
                    .formatted(events.length, cases.length));
        }
        double all = 0;
        double total = 0;
        double squares = 0;
        int customers = 0;
        for (int i = 0; i < cases.length; i++) {
            if (events[i] < 0 || events[i] > cases[i]) {
                throw new IllegalArgumentException("%d events in %d cases".formatted(events[i], cases[i]));
            }
            all += events[i];
            total += cases[i];
            squares += (double) cases[i] * cases[i];
            customers += cases[i] > 0 ? 1 : 0;
        }
        if (total == 0) {
            throw new IllegalArgumentException("0 cases, expected 1 or more");
        }
        double mean = all / total;
        double spread = mean * (1 - mean);
        double between = 0;
        for (int i = 0; i < cases.length; i++) {
            if (cases[i] > 0) {
                double apart = events[i] / (double) cases[i] - mean;
                between += cases[i] * apart * apart;
            }
        }
        double room = total - squares / total - (customers - 1);
        double likeness = spread > 0 && room > 0 ? (between - spread * (customers - 1)) / (spread * room) : 0;
        double strength = likeness > 0 ? (1 - likeness) / likeness : STRONGEST;
        return new BetaPrior(mean, Math.clamp(strength, WEAKEST, STRONGEST));
    }

    /** The shrunk share of a customer. */
    public double share(double events, double cases) {
        return (events + strength * mean) / (cases + strength);
    }
}
