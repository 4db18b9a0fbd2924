package lazo.analytics.value;

import java.util.Arrays;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.BlockSum;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.special.Gamma;

/**
 * GGom/NBD: the {@link ParetoNbd} for customers each of whom leaves ever more readily the longer the relation has lasted. While active, a customer buys as a Poisson process with rate λ ~ Gamma(r, α) and leaves with hazard
 * b·η·e^{bu} at age u, η ~ Gamma(s, β).
 *
 * <pre>
 *   A(u) = (α+u)⁻ⁿ · K(u)^−s,   K(u) = (β + e^{bu} − 1)/b,   n = r+x
 *   L    = Γ(n)/Γ(r) · αʳ·(β/b)ˢ · [ A(T) + s·∫_{tₓ}^{T} A(u)·e^{bu}/K(u) du ]
 *   P(active | x, tₓ, T) = A(T) / [ … ]
 *   E[Y(t) | x, tₓ, T]   = P(active) · (r+x)/(α+T) · ∫₀ᵗ (K(T)/K(T+u))ˢ du
 * </pre>
 *
 * As b → 0 with β/b kept, this is the Pareto/NBD, so its likelihood is never smaller; where nobody ages, the fit ends at a
 * b so small that it is that model.
 *
 * <p>Units: tₓ, T and α in one time unit of the caller's choice, b per that unit; β is a pure number. Error: P(active) and
 * expected purchases 1e-9 relative; parameters of a fit 1e-4 relative where the data determine them: b and β alone are often
 * not determined, only β/b. Limits: no seasons, no prices, no contracts. The bounds of {@link BetaGeometricNbd} hold for r, α, s
 * and β/b; b is at most 30 over the longest age.
 *
 * <p>Source: Bemmaor, Glady (2012), Management Science 58(5), 1012-1021.
 */
@ModelType(name = "ggom-nbd")
public record GammaGompertzNbd(double r, double alpha, double b, double s, double beta, Provenance provenance)
        implements ActivityModel {
    private static final String METHOD = "GGom/NBD (Bemmaor, Glady 2012)";
    private static final double FIRST_AGING = 3;
    private static final double BARELY = .02;

    public GammaGompertzNbd {
        BetaGeometric.check("r", r);
        BetaGeometric.check("alpha", alpha);
        BetaGeometric.check("b", b);
        BetaGeometric.check("s", s);
        BetaGeometric.check("beta", beta);
        BetaGeometric.check("beta / b", beta / b);
    }

    /** A model with parameters from elsewhere. */
    public static GammaGompertzNbd of(double r, double alpha, double b, double s, double beta) {
        return new GammaGompertzNbd(r, alpha, b, s, beta, Provenance.of(METHOD, 0));
    }

    /** The model of greatest likelihood. @throws IllegalArgumentException when nobody bought twice */
    public static GammaGompertzNbd fit(PurchaseHistory history) {
        LikelihoodSearch.checkEvidence(history);
        Groups groups = Groups.of(history);
        ParetoNbd ageless = ParetoNbd.fit(groups);
        double oldest = oldest(groups);
        LikelihoodSearch search = search(groups);
        // where customers age, the Pareto/NBD takes them for all alike, a corner from which no search comes back
        MaximumLikelihood.Estimate aging = search.from(ageless.r(), ageless.alpha(), 1, oldest, FIRST_AGING / oldest);
        MaximumLikelihood.Estimate barely =
                search.from(ageless.r(), ageless.alpha(), ageless.s(), ageless.beta(), BARELY / oldest);
        MaximumLikelihood.Estimate best = aging.logLikelihood() > barely.logLikelihood() ? aging : barely;
        double[] p = best.parameters();
        return new GammaGompertzNbd(
                p[0],
                p[1],
                p[4],
                p[2],
                p[3] * p[4],
                LikelihoodSearch.provenance(METHOD, (long) groups.customers(), best));
    }

    private static double oldest(Groups groups) {
        return Arrays.stream(groups.times()).max().orElseThrow();
    }

    private static LikelihoodSearch search(Groups groups) {
        double perPurchase = 1 / groups.rate();
        double oldest = oldest(groups);
        return new LikelihoodSearch(
                GammaGompertzNbd::likelihood,
                groups,
                new double[] {1e-5, 1e-5 * perPurchase, 1e-5, 1e-5 * perPurchase, 1e-7 / oldest},
                new double[] {1e5, 1e5 * perPurchase, 1e5, 1e5 * perPurchase, 30 / oldest});
    }

    /** @param p r, α, s, β/b, b */
    static double likelihood(Groups groups, double[] p, double[] gradient) {
        double r = p[0];
        double alpha = p[1];
        double s = p[2];
        GompertzClock clock = new GompertzClock(p[4], p[3]);
        int[] counts = groups.counts();
        double[] times = groups.times();
        double[] base = new double[counts.length];
        double[] slope = new double[counts.length];
        double logScale = Math.log(p[3]);
        for (int i = 0; i < counts.length; i++) {
            base[i] = Gamma.logGamma(r + counts[i]) - Gamma.logGamma(r) + r * Math.log(alpha) + s * logScale;
            slope[i] = Gamma.digamma(r + counts[i]) - Gamma.digamma(r) + Math.log(alpha);
        }
        double[] sums = BlockSum.over(groups.size(), 6, (from, to, total) -> {
            for (int i = from; i < to; i++) {
                int count = groups.countOf()[i];
                double weight = groups.weight()[i];
                Past past = new Past(
                        clock, r + counts[count], alpha, s, times[groups.lastOf()[i]], times[groups.ageOf()[i]]);
                past.addSlopes();
                total[0] += weight * (base[count] + past.logAtLast() + Math.log(past.active + past.gone));
                total[1] += weight * (slope[count] + past.slope(0));
                total[2] += weight * (r / alpha + past.slope(1));
                total[3] += weight * (logScale + past.slope(2));
                total[4] += weight * (s / p[3] + past.slope(3));
                total[5] += weight * past.slope(4);
            }
        });
        System.arraycopy(sums, 1, gradient, 0, 5);
        return sums[0];
    }

    /** The two ways in which a history can have come about, relative to A(tₓ), and their slopes in n, α, s, κ, b. */
    private static final class Past {
        private final GompertzClock clock;
        private final double n;
        private final double alpha;
        private final double s;
        private final double last;
        private final double age;
        private final double[] slopes = new double[5];
        private final double logAlphaAtLast;
        private final double logAtLast;
        private double active;
        private double gone;

        Past(GompertzClock clock, double n, double alpha, double s, double last, double age) {
            this.clock = clock;
            this.n = n;
            this.alpha = alpha;
            this.s = s;
            this.last = last;
            this.age = age;
            this.logAlphaAtLast = Math.log(alpha + last);
            this.logAtLast = clock.log(last);
        }

        /** ln A(tₓ). */
        double logAtLast() {
            return -n * logAlphaAtLast - s * logAtLast;
        }

        private double relative(double logAlpha, GompertzClock.Reading at) {
            return Math.exp(-n * (logAlpha - logAlphaAtLast) - s * (at.log() - logAtLast));
        }

        double probabilityActive() {
            active = relative(Math.log(alpha + age), clock.at(age));
            integrate((u, weight) -> {
                GompertzClock.Reading at = clock.at(u);
                gone += weight * s * relative(Math.log(alpha + u), at) / at.pace();
            });
            return active / (active + gone);
        }

        void addSlopes() {
            GompertzClock.Reading end = clock.at(age);
            double logAlphaAtEnd = Math.log(alpha + age);
            active = relative(logAlphaAtEnd, end);
            add(active, age, logAlphaAtEnd, end, s, 0);
            integrate((u, weight) -> {
                GompertzClock.Reading at = clock.at(u);
                double logAlpha = Math.log(alpha + u);
                double f = weight * s * relative(logAlpha, at) / at.pace();
                gone += f;
                add(f, u, logAlpha, at, s + 1, u);
            });
            slopes[2] += gone / s;
        }

        private void add(double f, double u, double logAlpha, GompertzClock.Reading at, double power, double byAging) {
            slopes[0] -= f * logAlpha;
            slopes[1] -= f * n / (alpha + u);
            slopes[2] -= f * at.log();
            slopes[3] -= f * power * at.byScale();
            slopes[4] += f * (byAging - power * at.byAging());
        }

        private void integrate(GompertzClock.Integrand integrand) {
            clock.integrate(last, age, s, u -> alpha + u, u -> n / (alpha + u), integrand);
        }

        double slope(int parameter) {
            return slopes[parameter] / (active + gone);
        }
    }

    private GompertzClock clock() {
        return new GompertzClock(b, beta / b);
    }

    @Override
    public double probabilityActive(int repeats, double lastAge, double age) {
        PurchaseHistory.check(0, repeats, lastAge, age);
        return new Past(clock(), r + repeats, alpha, s, lastAge, age).probabilityActive();
    }

    @Override
    public double expectedPurchases(double span) {
        return expectedWhileActive(0, 0, span);
    }

    @Override
    public double expectedPurchases(int repeats, double lastAge, double age, double span) {
        return probabilityActive(repeats, lastAge, age) * expectedWhileActive(repeats, age, span);
    }

    private double expectedWhileActive(int repeats, double age, double span) {
        BetaGeometric.checkSpan(span);
        GompertzClock clock = clock();
        double now = clock.log(age);
        double[] activeTime = new double[1];
        clock.integrate(
                age,
                age + span,
                s,
                u -> Double.POSITIVE_INFINITY,
                u -> 0,
                (u, weight) -> activeTime[0] += weight * Math.exp(s * (now - clock.log(u))));
        return (r + repeats) / (alpha + age) * activeTime[0];
    }

    @Override
    public double probabilityOfPurchases(int count, double span) {
        return probabilityWhileActive(count, 0, 0, span);
    }

    @Override
    public double probabilityOfPurchases(int count, int repeats, double lastAge, double age, double span) {
        double active = probabilityActive(repeats, lastAge, age);
        return active * probabilityWhileActive(count, repeats, age, span) + (count == 0 ? 1 - active : 0);
    }

    /** Active to the end, or left at some time of the span. */
    private double probabilityWhileActive(int count, int repeats, double age, double span) {
        BetaGeometric.checkSpan(span);
        if (count < 0) {
            return 0;
        }
        GompertzClock clock = clock();
        double n = r + repeats;
        double rateAge = alpha + age;
        double now = clock.log(age);
        // of ln(1 + u/(α+T)): purchases come at times like the logarithm of a Beta(n, count + 1)
        double spread = 4 * Math.sqrt((count + 1) / (n * (n + count + 1)));
        double[] sum = {
            Math.exp(s * (now - clock.log(age + span))) * new NegativeBinomial(n, span / rateAge).probability(count)
        };
        clock.integrate(
                age,
                age + span,
                s,
                u -> (alpha + u) * Math.min(1, spread / 1.5),
                u -> 0,
                (u, weight) -> sum[0] += weight
                        * s
                        / clock.pace(u)
                        * Math.exp(s * (now - clock.log(u)))
                        * new NegativeBinomial(n, (u - age) / rateAge).probability(count));
        return Math.min(1, sum[0]);
    }

    @Override
    public double discountedPurchases(int repeats, double lastAge, double age, double horizon, double rate) {
        return Discounting.purchases(
                t -> expectedPurchases(repeats, lastAge, age, t),
                Math.min(alpha + age, clock().pace(age)),
                horizon,
                rate);
    }

    @Override
    public double logLikelihood(PurchaseHistory history) {
        return likelihood(Groups.of(history), new double[] {r, alpha, s, beta / b, b}, new double[5]);
    }

    /** Standard errors of r, α, b, s and β/b over the histories the model was fitted to; NaN where they do not determine one. */
    public double[] standardErrors(PurchaseHistory history) {
        double[] errors = search(Groups.of(history)).standardErrors(r, alpha, s, beta / b, b);
        return new double[] {errors[0], errors[1], errors[4], errors[2], errors[3]};
    }

    @Override
    public GammaGompertzNbd withWindow(String window) {
        return new GammaGompertzNbd(r, alpha, b, s, beta, provenance.withWindow(window));
    }
}
