package lazo.analytics.value;

import java.util.Arrays;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.BlockSum;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Gamma;
import org.hipparchus.stat.correlation.PearsonsCorrelation;

/**
 * Gamma-Gamma: what is a customer's purchase worth on average? Amounts of one customer are Gamma(p, ν), and ν differs between
 * customers as Gamma(q, γ). Few observed purchases pull the estimate towards everybody's mean.
 *
 * <pre>
 *   E[M | x, m] = p·(γ + x·m) / (p·x + q − 1)
 *   total of n purchases: P(total ≤ v | n, x, m) = I_{v/(v+γ+x·m)}(p·n, q + p·x)
 * </pre>
 *
 * <p>Units: amounts in one currency, margin rather than turnover; whoever wants lifetime <i>profit</i> gives margins. Shapes:
 * one entry per customer. Error: parameters of a fit 1e-4 relative. Limits: amounts must be above 0; amount and number of
 * purchases must not go together, which {@link #correlation} shows; where p·x + q ≤ 1 the mean does not exist and the mean of
 * the data is given.
 *
 * <p>Source: Fader, Hardie, Lee (2005), Journal of Marketing Research 42(4), 415-430; Fader and Hardie (2013),
 * brucehardie.com/notes/025.
 *
 * @param correlation of number and mean amount of purchases in the data, NaN when not known; beyond ±0.3 doubt the product
 * @param dataMean mean amount per purchase in the data
 */
@ModelType(name = "gamma-gamma")
public record GammaGamma(double p, double q, double gamma, double correlation, double dataMean, Provenance provenance)
        implements FittedModel {
    private static final String METHOD = "Gamma-Gamma (Fader, Hardie, Lee 2005)";

    public GammaGamma {
        BetaGeometric.check("p", p);
        BetaGeometric.check("q", q);
        BetaGeometric.check("gamma", gamma);
    }

    /** A model with parameters from elsewhere; q must be above 1. */
    public static GammaGamma of(double p, double q, double gamma) {
        if (!(q > 1)) {
            throw new IllegalArgumentException("q is %s, expected above 1 for a mean to exist".formatted(q));
        }
        return new GammaGamma(p, q, gamma, Double.NaN, p * gamma / (q - 1), Provenance.of(METHOD, 0));
    }

    /**
     * The model of greatest likelihood. Customers without purchases, and those whose mean is NaN, 0 or less, are left out; the
     * provenance says how many.
     *
     * @param purchases x: how many amounts {@code mean} is the mean of
     * @param mean m: mean amount
     * @throws IllegalArgumentException when fewer than 3 customers remain or all means are the same
     */
    public static GammaGamma fit(int[] purchases, double[] mean) {
        if (purchases.length != mean.length) {
            throw new IllegalArgumentException("purchases and mean have lengths %d and %d, expected the same"
                    .formatted(purchases.length, mean.length));
        }
        int[] rows = new int[purchases.length];
        int kept = 0;
        for (int i = 0; i < rows.length; i++) {
            if (purchases[i] > 0 && mean[i] > 0 && mean[i] < Double.POSITIVE_INFINITY) {
                rows[kept++] = i;
            }
        }
        int[] x = Arrays.stream(rows, 0, kept).map(i -> purchases[i]).toArray();
        double[] m = Arrays.stream(rows, 0, kept).mapToDouble(i -> mean[i]).toArray();
        if (kept < 3) {
            throw new IllegalArgumentException(
                    "%d customers with an amount above 0, expected at least 3".formatted(kept));
        }
        if (Arrays.stream(m).distinct().count() == 1) {
            throw new IllegalArgumentException("All %d means are %s, expected some to differ".formatted(kept, m[0]));
        }
        double total = 0;
        double count = 0;
        for (int i = 0; i < kept; i++) {
            total += m[i] * x[i];
            count += x[i];
        }
        double typical = total / count;
        int[] counts = Arrays.stream(x).distinct().sorted().toArray();
        MaximumLikelihood.Estimate found = new MaximumLikelihood(
                        (parameters, slope) -> likelihood(counts, x, m, parameters, slope),
                        kept,
                        new double[] {1e-5, 1e-5, 1e-8 * typical},
                        new double[] {1e6, 1e6, 1e6 * typical})
                .from(2, 3, typical);
        double[] best = found.parameters();
        return new GammaGamma(
                best[0],
                best[1],
                best[2],
                new PearsonsCorrelation()
                        .correlation(Arrays.stream(x).asDoubleStream().toArray(), m),
                typical,
                LikelihoodSearch.provenance(METHOD, kept, found).withSetting("leftOut", purchases.length - kept));
    }

    /** @param counts the distinct x, ascending */
    private static double likelihood(int[] counts, int[] x, double[] m, double[] parameters, double[] slope) {
        double p = parameters[0];
        double q = parameters[1];
        double gamma = parameters[2];
        double[] base = new double[counts.length];
        double[] byP = new double[counts.length];
        double[] byQ = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            double px = p * counts[i];
            double psi = Gamma.digamma(px + q);
            base[i] = Gamma.logGamma(px + q) - Gamma.logGamma(px) - Gamma.logGamma(q) + q * Math.log(gamma);
            byP[i] = psi - Gamma.digamma(px);
            byQ[i] = psi - Gamma.digamma(q) + Math.log(gamma);
        }
        double[] sums = BlockSum.over(x.length, 4, (from, to, s) -> {
            for (int i = from; i < to; i++) {
                int count = Arrays.binarySearch(counts, x[i]);
                double px = p * x[i];
                double sum = gamma + m[i] * x[i];
                double logSum = Math.log(sum);
                double log = Math.log(m[i] * x[i]);
                s[0] += base[count] + px * log - Math.log(m[i]) - (px + q) * logSum;
                s[1] += x[i] * (byP[count] + log - logSum);
                s[2] += byQ[count] - logSum;
                s[3] += q / gamma - (px + q) / sum;
            }
        });
        System.arraycopy(sums, 1, slope, 0, 3);
        return sums[0];
    }

    /** E[M | x, m]: the mean amount of this customer's purchases; the mean of everybody for x = 0, where {@code mean} is ignored. */
    public double expectedAmount(int purchases, double mean) {
        checkPurchases(purchases, mean);
        double shape = p * purchases + q;
        double sum = purchases == 0 ? 0 : purchases * mean;
        return shape > 1 ? p * (gamma + sum) / (shape - 1) : dataMean;
    }

    /** {@link #expectedAmount(int, double)} of every customer. */
    public double[] expectedAmount(int[] purchases, double[] mean) {
        double[] expected = new double[purchases.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = expectedAmount(purchases[i], mean[i]);
        }
        return expected;
    }

    /** P(total ≤ value): what this customer's next {@code count} purchases add up to. */
    public double probabilityTotalAtMost(double value, int count, int purchases, double mean) {
        checkPurchases(purchases, mean);
        if (value < 0) {
            return 0;
        }
        if (count == 0) {
            return 1;
        }
        double known = gamma + (purchases == 0 ? 0 : purchases * mean);
        return Beta.regularizedBeta(value / (value + known), p * count, q + p * purchases);
    }

    private static void checkPurchases(int purchases, double mean) {
        if (purchases < 0) {
            throw new IllegalArgumentException("purchases is %d, expected 0 or more".formatted(purchases));
        }
        if (purchases > 0 && !(mean >= 0 && mean < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "mean is %s with %d purchases, expected 0 or more and finite".formatted(mean, purchases));
        }
    }

    /** The same model, with the span its data cover written into its provenance. */
    public GammaGamma withWindow(String window) {
        return new GammaGamma(p, q, gamma, correlation, dataMean, provenance.withWindow(window));
    }
}
