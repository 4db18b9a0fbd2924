package lazo.analytics.classify;

/** ln(p/(1-p)) and back, without overflow. */
public final class LogOdds {
    private LogOdds() {}

    /** 1/(1+e^-z), for any z. */
    public static double probability(double logOdds) {
        if (logOdds >= 0) {
            return 1 / (1 + Math.exp(-logOdds));
        }
        double e = Math.exp(logOdds);
        return e / (1 + e);
    }

    /** ln(p/(1-p)); a probability of 0 or 1 gives -∞ or ∞. */
    public static double of(double probability) {
        return Math.log(probability) - Math.log1p(-probability);
    }

    /** ln(1+e^z), for any z. */
    static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
}
