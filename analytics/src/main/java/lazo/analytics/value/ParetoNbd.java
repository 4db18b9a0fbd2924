package lazo.analytics.value;

import java.util.Arrays;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.BlockSum;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.special.Gamma;

/**
 * Pareto/NBD: is a customer without a contract still a customer, and how often will that customer buy? While active, a
 * customer buys as a Poisson process with rate λ ~ Gamma(r, α); the customer leaves after an exponential time with rate
 * μ ~ Gamma(s, β), whether or not purchases are made.
 *
 * <pre>
 *   A(u) = (α+u)^−(r+x) · (β+u)^−s
 *   L    = Γ(r+x)/Γ(r) · αʳ·βˢ · [ A(T) + s·∫_{tₓ}^{T} A(u)/(β+u) du ]
 *   P(active | x, tₓ, T) = A(T) / [ … ]
 *   E[Y(t) | x, tₓ, T]   = P(active) · (r+x)·(β+T)/(α+T) · (1 − e^(−(s−1)·v))/(s−1),   v = ln((β+T+t)/(β+T))
 * </pre>
 *
 * Both terms in brackets are positive and the integral is taken as it stands, so nothing cancels; s = 1 is no exception.
 *
 * <p>Units: tₓ, T, α and β in one time unit of the caller's choice. Error: P(active) and expected purchases 1e-9 relative, probabilities of
 * counts 1e-9 (for counts up to about 2,000); parameters of a fit 1e-4 relative. Limits: no seasons, no prices, no contracts.
 * The bounds of {@link BetaGeometricNbd} hold.
 *
 * <p>Source: Schmittlein, Morrison, Colombo (1987), Management Science 33(1), 1-24; Fader, Hardie, Lee (2005),
 * brucehardie.com/notes/009.
 */
@ModelType(name = "pareto-nbd")
public record ParetoNbd(double r, double alpha, double s, double beta, Provenance provenance) implements ActivityModel {
    private static final String METHOD = "Pareto/NBD (Schmittlein, Morrison, Colombo 1987)";
    private static final GaussIntegrator NODES = new GaussIntegratorFactory().legendre(48);

    public ParetoNbd {
        BetaGeometric.check("r", r);
        BetaGeometric.check("alpha", alpha);
        BetaGeometric.check("s", s);
        BetaGeometric.check("beta", beta);
    }

    /** A model with parameters from elsewhere. */
    public static ParetoNbd of(double r, double alpha, double s, double beta) {
        return new ParetoNbd(r, alpha, s, beta, Provenance.of(METHOD, 0));
    }

    /** The model of greatest likelihood. @throws IllegalArgumentException when nobody bought twice */
    public static ParetoNbd fit(PurchaseHistory history) {
        LikelihoodSearch.checkEvidence(history);
        return fit(Groups.of(history));
    }

    static ParetoNbd fit(Groups groups) {
        double perPurchase = 1 / groups.rate();
        MaximumLikelihood.Estimate found = search(groups).from(0.5, 0.5 * perPurchase, 0.5, 0.5 * perPurchase);
        double[] p = found.parameters();
        return new ParetoNbd(
                p[0], p[1], p[2], p[3], LikelihoodSearch.provenance(METHOD, (long) groups.customers(), found));
    }

    private static LikelihoodSearch search(Groups groups) {
        double perPurchase = 1 / groups.rate();
        return new LikelihoodSearch(
                ParetoNbd::likelihood,
                groups,
                new double[] {1e-5, 1e-5 * perPurchase, 1e-5, 1e-5 * perPurchase},
                new double[] {1e5, 1e5 * perPurchase, 1e5, 1e5 * perPurchase});
    }

    static double likelihood(Groups groups, double[] p, double[] gradient) {
        double r = p[0];
        double alpha = p[1];
        double s = p[2];
        double beta = p[3];
        int[] counts = groups.counts();
        double[] times = groups.times();
        double[] base = new double[counts.length];
        double[] slope = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            base[i] = Gamma.logGamma(r + counts[i]) - Gamma.logGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
            slope[i] = Gamma.digamma(r + counts[i]) - Gamma.digamma(r) + Math.log(alpha);
        }
        double[] logAlpha = Arrays.stream(times).map(t -> Math.log(alpha + t)).toArray();
        double[] logBeta = Arrays.stream(times).map(t -> Math.log(beta + t)).toArray();
        double[] sums = BlockSum.over(groups.size(), 5, (from, to, total) -> {
            Departure departure = new Departure();
            for (int i = from; i < to; i++) {
                int count = groups.countOf()[i];
                double weight = groups.weight()[i];
                double n = r + counts[count];
                int age = groups.ageOf()[i];
                int last = groups.lastOf()[i];
                double silence = times[age] - times[last];
                departure.during(n, s, alpha + times[last], beta + times[last], silence);
                double alphaLog = logAlpha[age] - logAlpha[last];
                double betaLog = logBeta[age] - logBeta[last];
                double stays = Math.exp(-n * alphaLog - s * betaLog);
                double bracket = stays + s * departure.value;
                double live = stays / bracket;
                double gone = s / bracket;
                double atLast = 1 / (alpha + times[last]);
                double leaveAtLast = 1 / (beta + times[last]);
                total[0] += weight * (base[count] - n * logAlpha[last] - s * logBeta[last] + Math.log(bracket));
                total[1] += weight * (slope[count] - logAlpha[last] - live * alphaLog + gone * departure.byN);
                total[2] += weight
                        * (r / alpha
                                - n * atLast
                                + live * n * (atLast - 1 / (alpha + times[age]))
                                + gone * departure.byAlpha);
                total[3] += weight
                        * (Math.log(beta)
                                - logBeta[last]
                                - live * betaLog
                                + gone * (departure.byS + departure.value / s));
                total[4] += weight
                        * (s / beta
                                - s * leaveAtLast
                                + live * s * (leaveAtLast - 1 / (beta + times[age]))
                                + gone * departure.byBeta);
            }
        });
        System.arraycopy(sums, 1, gradient, 0, 4);
        return sums[0];
    }

    @Override
    public double probabilityActive(int repeats, double lastAge, double age) {
        PurchaseHistory.check(0, repeats, lastAge, age);
        Departure departure = new Departure();
        double n = r + repeats;
        double silence = age - lastAge;
        departure.during(n, s, alpha + lastAge, beta + lastAge, silence);
        double stays =
                Math.exp(-n * Math.log1p(silence / (alpha + lastAge)) - s * Math.log1p(silence / (beta + lastAge)));
        return stays / (stays + s * departure.value);
    }

    @Override
    public double expectedPurchases(double span) {
        return expectedWhileActive(r, alpha, beta, span);
    }

    @Override
    public double expectedPurchases(int repeats, double lastAge, double age, double span) {
        return probabilityActive(repeats, lastAge, age)
                * expectedWhileActive(r + repeats, alpha + age, beta + age, span);
    }

    private double expectedWhileActive(double n, double rateAge, double leavingAge, double span) {
        BetaGeometric.checkSpan(span);
        double v = Math.log1p(span / leavingAge);
        double exponent = (s - 1) * v;
        double activeTime = leavingAge * v * (Math.abs(exponent) < 1e-300 ? 1 : -Math.expm1(-exponent) / exponent);
        return n / rateAge * activeTime;
    }

    @Override
    public double probabilityOfPurchases(int count, double span) {
        return probabilityWhileActive(count, r, alpha, beta, span);
    }

    @Override
    public double probabilityOfPurchases(int count, int repeats, double lastAge, double age, double span) {
        double active = probabilityActive(repeats, lastAge, age);
        return active * probabilityWhileActive(count, r + repeats, alpha + age, beta + age, span)
                + (count == 0 ? 1 - active : 0);
    }

    /** Active to the end, or left at some time of the span: ∫ s·e^(−sv)·P(N(τ(v)) = count) dv. */
    private double probabilityWhileActive(int count, double n, double rateAge, double leavingAge, double span) {
        BetaGeometric.checkSpan(span);
        if (count < 0) {
            return 0;
        }
        double v = Math.log1p(span / leavingAge);
        double sum = Math.exp(-s * v) * new NegativeBinomial(n, span / rateAge).probability(count);
        for (int i = 0; i < NODES.getNumberOfPoints(); i++) {
            double at = v * (1 + NODES.getPoint(i)) / 2;
            double left = leavingAge * Math.expm1(at);
            sum += NODES.getWeight(i)
                    * v
                    / 2
                    * s
                    * Math.exp(-s * at)
                    * new NegativeBinomial(n, left / rateAge).probability(count);
        }
        return Math.min(1, sum);
    }

    @Override
    public double discountedPurchases(int repeats, double lastAge, double age, double horizon, double rate) {
        return Discounting.purchases(
                t -> expectedPurchases(repeats, lastAge, age, t), Math.min(alpha, beta) + age, horizon, rate);
    }

    @Override
    public double logLikelihood(PurchaseHistory history) {
        return likelihood(Groups.of(history), new double[] {r, alpha, s, beta}, new double[4]);
    }

    /** Standard errors of r, α, s, β over the histories the model was fitted to; NaN where they do not determine one. */
    public double[] standardErrors(PurchaseHistory history) {
        return search(Groups.of(history)).standardErrors(r, alpha, s, beta);
    }

    @Override
    public ParetoNbd withWindow(String window) {
        return new ParetoNbd(r, alpha, s, beta, provenance.withWindow(window));
    }
}
