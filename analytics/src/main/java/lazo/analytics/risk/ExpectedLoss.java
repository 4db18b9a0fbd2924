package lazo.analytics.risk;

/**
 * What an exposure costs on average, and how large it may be.
 * <pre>
 *   expected loss = PD · LGD · EAD        limit = tolerated loss / (PD · LGD)
 * </pre>
 * Units: money in one currency, PD over the caller's horizon. Limits: an average; a single default loses LGD·EAD.
 * Source: Basel Committee (2005), An Explanatory Note on the Basel II IRB Risk Weight Functions.
 *
 * @param probability of default, 0 to 1
 * @param severity share of the exposure lost in a default, 0 to 1
 * @param exposure money outstanding at default, 0 or more
 */
public record ExpectedLoss(double probability, double severity, double exposure) {
    public ExpectedLoss {
        requireShare("probability", probability);
        requireShare("severity", severity);
        requireMoney("exposure", exposure);
    }

    /** The expected loss, in money. */
    public double amount() {
        return probability * severity * exposure;
    }

    /**
     * The largest exposure whose expected loss stays within {@code tolerated}, at most {@code most}.
     *
     * @param tolerated money the company accepts to lose on average
     * @param most the cap of any limit, whatever the risk
     */
    public static double limit(double probability, double severity, double tolerated, double most) {
        requireShare("probability", probability);
        requireShare("severity", severity);
        requireMoney("tolerated", tolerated);
        requireMoney("most", most);
        double rate = probability * severity;
        return rate == 0 ? most : Math.min(most, tolerated / rate);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("%s is %s, expected 0 to 1".formatted(name, value));
        }
    }

    private static void requireMoney(String name, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException("%s is %s, expected 0 or more".formatted(name, value));
        }
    }
}
