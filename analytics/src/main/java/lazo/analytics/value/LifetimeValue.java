package lazo.analytics.value;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * What a customer will bring in up to a horizon: purchases foretold by a {@link PurchaseModel}, each worth what
 * {@link GammaGamma} expects, discounted to now.
 *
 * <pre>
 *   expected = E[M | x, m] · ∫₀ᴴ e^(−δt) dE[Y(t)]
 *   interval: quantiles of Σ_n P(Y(H)=n)·P(total ≤ v | n), times the mean discount of the expected purchases
 * </pre>
 *
 * The interval says how much one customer may differ from the expectation (chance and what is unknown of this customer); it
 * leaves out the uncertainty of the models' parameters, which matters below some hundreds of customers.
 *
 * <p>Units: horizon and rate in the time unit of the history, amounts in the currency of the margins. Error: expected value 1e-6
 * relative, interval 1e-4. Limits: number and amount of purchases are taken as independent; see {@link GammaGamma#correlation}.
 *
 * @param purchases how often
 * @param margin what each is worth
 * @param horizon H, finite
 * @param rate δ, continuous discount rate per unit of time: ln(1 + yearly rate) / units per year
 */
public record LifetimeValue(PurchaseModel purchases, GammaGamma margin, double horizon, double rate) {
    public LifetimeValue {
        if (!(horizon > 0) || Double.isInfinite(horizon)) {
            throw new IllegalArgumentException("horizon is %s, expected above 0 and finite".formatted(horizon));
        }
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("rate is %s, expected 0 or more and finite".formatted(rate));
        }
    }

    /**
     * A value with its interval.
     *
     * @param expected the expected value
     * @param low the value is below this with probability (1 − coverage)/2
     * @param high the value is above this with probability (1 − coverage)/2
     * @param coverage for example 0.8
     */
    public record Range(double expected, double low, double high, double coverage) {}

    /** Expected value of one customer. {@code mean} is the mean margin of {@code amounts} purchases; NaN when that is 0. */
    public double expected(int repeats, double lastAge, double age, int amounts, double mean) {
        return margin.expectedAmount(amounts, mean)
                * purchases.discountedPurchases(repeats, lastAge, age, horizon, rate);
    }

    /** Expected value of every customer. */
    public double[] expected(PurchaseHistory history, int[] amounts, double[] mean) {
        double[] expected = new double[history.size()];
        Arrays.parallelSetAll(
                expected,
                i -> expected(history.repeats()[i], history.lastAge()[i], history.age()[i], amounts[i], mean[i]));
        return expected;
    }

    /** Expected value of one customer with an interval. */
    public Range range(int repeats, double lastAge, double age, int amounts, double mean, double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("coverage is %s, expected between 0 and 1".formatted(coverage));
        }
        double often = purchases.expectedPurchases(repeats, lastAge, age, horizon);
        double discount = often == 0 ? 1 : purchases.discountedPurchases(repeats, lastAge, age, horizon, rate) / often;
        double tail = (1 - coverage) / 2;
        double[] chances =
                chances(n -> purchases.probabilityOfPurchases(n, repeats, lastAge, age, horizon), often, tail / 1000);
        double amount = margin.expectedAmount(amounts, mean);
        return new Range(
                amount * often * discount,
                discount * quantile(tail, chances, amounts, mean, amount * (1 + often)),
                discount * quantile(1 - tail, chances, amounts, mean, amount * (1 + often)),
                coverage);
    }

    /** P(0), P(1), … until no more than {@code rest} is left. */
    private static double[] chances(IntToDoubleFunction probability, double mean, double rest) {
        int longest = (int) Math.min(1e6, 1000 * (1 + mean));
        double[] chances = new double[16];
        double left = 1;
        int count = 0;
        while (left > rest && count < longest) {
            if (count == chances.length) {
                chances = Arrays.copyOf(chances, 2 * count);
            }
            chances[count] = probability.applyAsDouble(count);
            left -= chances[count++];
        }
        return Arrays.copyOf(chances, count);
    }

    private double quantile(double share, double[] chances, int amounts, double mean, double scale) {
        if (share <= chances[0]) {
            return 0;
        }
        double low = 0;
        double high = scale;
        while (atMost(high, chances, amounts, mean) < share && high < 1e12 * scale) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-6 * high) {
            double middle = (low + high) / 2;
            if (atMost(middle, chances, amounts, mean) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private double atMost(double value, double[] chances, int amounts, double mean) {
        double sum = 0;
        double all = 0;
        for (int n = 0; n < chances.length; n++) {
            sum += chances[n] * margin.probabilityTotalAtMost(value, n, amounts, mean);
            all += chances[n];
        }
        return sum / all;
    }
}
