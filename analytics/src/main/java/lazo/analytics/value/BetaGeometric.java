package lazo.analytics.value;

import lazo.analytics.numeric.BlockSum;
import lazo.analytics.numeric.MaximumLikelihood;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Gamma;

/**
 * The arithmetic that BG/NBD, MBG/NBD and MBG/CNBD-k share. A purchase needs {@code stages} events of a Poisson process with
 * rate λ ~ Gamma(r, α); after each purchase (and, with {@code leavesAtOnce}, after the first one too) the customer leaves with
 * probability p ~ Beta(a, b). With n = r + k·x, u = (T−tₓ)/(α+T) and e = b + x (b + x − 1 when nobody leaves at once):
 *
 * <pre>
 *   L = Γ(n)/Γ(r) · αʳ · B(a+1, e)/B(a, b) · { e/a · (α+T)⁻ⁿ · Σ_{j<k} (n)ⱼ/j!·uʲ + (α+tₓ)⁻ⁿ }
 * </pre>
 *
 * where the first term in braces is "still active". Both are added in logarithms.
 */
record BetaGeometric(double r, double alpha, double a, double b, int stages, boolean leavesAtOnce) {
    BetaGeometric {
        check("r", r);
        check("alpha", alpha);
        check("a", a);
        check("b", b);
        if (stages < 1 || stages > 100) {
            throw new IllegalArgumentException("k is %d, expected 1 to 100".formatted(stages));
        }
    }

    static void check(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s is %s, expected above 0 and finite".formatted(name, value));
        }
    }

    static void checkSpan(double span) {
        if (!(span >= 0) || Double.isInfinite(span)) {
            throw new IllegalArgumentException("span is %s, expected 0 or more and finite".formatted(span));
        }
    }

    double probabilityActive(int repeats, double lastAge, double age) {
        PurchaseHistory.check(0, repeats, lastAge, age);
        if (!leavesAtOnce && repeats == 0) {
            return 1;
        }
        double n = r + (double) stages * repeats;
        double e = b + repeats - (leavesAtOnce ? 0 : 1);
        double logOddsGone = Math.log(a / e)
                + n * Math.log1p((age - lastAge) / (alpha + lastAge))
                - Math.log(stageSum(n, (age - lastAge) / (alpha + age)));
        return 1 / (1 + Math.exp(logOddsGone));
    }

    private double stageSum(double n, double u) {
        double term = 1;
        double sum = 1;
        for (int j = 1; j < stages; j++) {
            term *= (n + j - 1) / j * u;
            sum += term;
        }
        return sum;
    }

    double expected(double span) {
        checkSpan(span);
        return staysAtFirst() * ofNew(span).expected();
    }

    double probability(int count, double span) {
        checkSpan(span);
        double stays = staysAtFirst();
        return stays * ofNew(span).probability(count) + (count == 0 ? 1 - stays : 0);
    }

    private double staysAtFirst() {
        return leavesAtOnce ? b / (a + b) : 1;
    }

    private StagedPurchases ofNew(double span) {
        return new StagedPurchases(new NegativeBinomial(r, span / alpha), stages, 0, b + (leavesAtOnce ? 1 : 0), a);
    }

    double expected(int repeats, double lastAge, double age, double span) {
        checkSpan(span);
        double active = probabilityActive(repeats, lastAge, age);
        double sum = 0;
        double[] begun = begun(repeats, lastAge, age);
        for (int j = 0; j < stages; j++) {
            sum += begun[j] * ofActive(repeats, age, j, span).expected();
        }
        return active * sum;
    }

    double probability(int count, int repeats, double lastAge, double age, double span) {
        checkSpan(span);
        double active = probabilityActive(repeats, lastAge, age);
        double sum = 0;
        double[] begun = begun(repeats, lastAge, age);
        for (int j = 0; j < stages; j++) {
            sum += begun[j] * ofActive(repeats, age, j, span).probability(count);
        }
        return active * sum + (count == 0 ? 1 - active : 0);
    }

    private StagedPurchases ofActive(int repeats, double age, int begun, double span) {
        double n = r + (double) stages * repeats + begun;
        return new StagedPurchases(
                new NegativeBinomial(n, span / (alpha + age)), stages, begun, b + repeats + (leavesAtOnce ? 1 : 0), a);
    }

    /** P(j events since the last purchase | active), j < k. */
    private double[] begun(int repeats, double lastAge, double age) {
        double n = r + (double) stages * repeats;
        double u = (age - lastAge) / (alpha + age);
        double[] weights = new double[stages];
        double sum = stageSum(n, u);
        double term = 1;
        for (int j = 0; j < stages; j++) {
            term *= j == 0 ? 1 : (n + j - 1) / j * u;
            weights[j] = term / sum;
        }
        return weights;
    }

    double discounted(int repeats, double lastAge, double age, double horizon, double rate) {
        return Discounting.purchases(t -> expected(repeats, lastAge, age, t), alpha + age, horizon, rate);
    }

    double logLikelihood(Groups groups) {
        return likelihood(stages, leavesAtOnce).at(groups, new double[] {r, alpha, a, b}, new double[4]);
    }

    static Likelihood likelihood(int stages, boolean leavesAtOnce) {
        return (groups, p, gradient) -> {
            Tables tables = Tables.of(groups, p, stages, leavesAtOnce);
            double[] sums = BlockSum.over(groups.size(), 5, (from, to, s) -> tables.add(groups, from, to, s));
            System.arraycopy(sums, 1, gradient, 0, 4);
            return sums[0];
        };
    }

    /** What depends on the number of repeats or on a time alone, once per distinct value. */
    private record Tables(
            double[] p,
            int stages,
            boolean leavesAtOnce,
            double[] logs,
            double[] base,
            double[] dr,
            double[] da,
            double[] db,
            double[] logE) {

        static Tables of(Groups groups, double[] p, int stages, boolean leavesAtOnce) {
            double r = p[0];
            double a = p[2];
            double b = p[3];
            double[] times = groups.times();
            double[] logs = new double[times.length];
            for (int i = 0; i < times.length; i++) {
                logs[i] = Math.log(p[1] + times[i]);
            }
            int[] counts = groups.counts();
            double[] base = new double[counts.length];
            double[] dr = new double[counts.length];
            double[] da = new double[counts.length];
            double[] db = new double[counts.length];
            double[] logE = new double[counts.length];
            double constant = r * Math.log(p[1]) - Gamma.logGamma(r);
            double logBeta = Beta.logBeta(a, b);
            double slopeOfR = Math.log(p[1]) - Gamma.digamma(r);
            double psiAb = Gamma.digamma(a + b);
            double psiB = Gamma.digamma(b);
            for (int i = 0; i < counts.length; i++) {
                double n = r + (double) stages * counts[i];
                base[i] = constant + Gamma.logGamma(n);
                dr[i] = slopeOfR + Gamma.digamma(n);
                if (counts[i] > 0 || leavesAtOnce) {
                    double e = b + counts[i] - (leavesAtOnce ? 0 : 1);
                    double psi = Gamma.digamma(a + 1 + e);
                    base[i] += Beta.logBeta(a + 1, e) - logBeta;
                    logE[i] = Math.log(e);
                    da[i] = 1 / a - psi + psiAb;
                    db[i] = Gamma.digamma(e) - psi - psiB + psiAb;
                }
            }
            return new Tables(p, stages, leavesAtOnce, logs, base, dr, da, db, logE);
        }

        void add(Groups groups, int from, int to, double[] sums) {
            double r = p[0];
            double alpha = p[1];
            double a = p[2];
            double b = p[3];
            double logOneOverA = -Math.log(a);
            for (int i = from; i < to; i++) {
                int count = groups.countOf()[i];
                double weight = groups.weight()[i];
                int x = groups.counts()[count];
                double n = r + (double) stages * x;
                double age = groups.times()[groups.ageOf()[i]];
                double last = groups.times()[groups.lastOf()[i]];
                double logAge = logs[groups.ageOf()[i]];
                double active = -n * logAge;
                double activeDr = -logAge;
                double activeDalpha = -n / (alpha + age);
                if (stages > 1) {
                    double u = (age - last) / (alpha + age);
                    double term = 1;
                    double sum = 1;
                    double harmonic = 0;
                    double sumDn = 0;
                    double sumJ = 0;
                    for (int j = 1; j < stages; j++) {
                        term *= (n + j - 1) / j * u;
                        harmonic += 1 / (n + j - 1);
                        sum += term;
                        sumDn += term * harmonic;
                        sumJ += term * j;
                    }
                    active += Math.log(sum);
                    activeDr += sumDn / sum;
                    activeDalpha -= sumJ / sum / (alpha + age);
                }
                if (x == 0 && !leavesAtOnce) {
                    sums[0] += weight * (base[count] + active);
                    sums[1] += weight * (dr[count] + activeDr);
                    sums[2] += weight * (r / alpha + activeDalpha);
                    continue;
                }
                double e = b + x - (leavesAtOnce ? 0 : 1);
                double logLast = logs[groups.lastOf()[i]];
                active += logOneOverA + logE[count];
                double gone = -n * logLast;
                double difference = gone - active;
                double exp = Math.exp(-Math.abs(difference));
                double share = difference > 0 ? exp / (1 + exp) : 1 / (1 + exp);
                double total = Math.max(gone, active) + Math.log(1 + exp);
                sums[0] += weight * (base[count] + total);
                sums[1] += weight * (dr[count] + share * activeDr - (1 - share) * logLast);
                sums[2] += weight * (r / alpha + share * activeDalpha - (1 - share) * n / (alpha + last));
                sums[3] += weight * (da[count] - share / a);
                sums[4] += weight * (db[count] + share / e);
            }
        }
    }

    /** The parameters of greatest likelihood: r, α, a, b. */
    static MaximumLikelihood.Estimate fit(Groups groups, int stages, boolean leavesAtOnce) {
        double rate = stages * groups.rate();
        return search(groups, stages, leavesAtOnce).from(0.5, 0.5 / rate, 0.5, 2);
    }

    static LikelihoodSearch search(Groups groups, int stages, boolean leavesAtOnce) {
        double perEvent = 1 / (stages * groups.rate());
        return new LikelihoodSearch(
                likelihood(stages, leavesAtOnce),
                groups,
                new double[] {1e-5, 1e-5 * perEvent, 1e-5, 1e-5},
                new double[] {1e5, 1e5 * perEvent, 1e5, 1e5});
    }

    double[] standardErrors(PurchaseHistory history) {
        return search(Groups.of(history), stages, leavesAtOnce).standardErrors(r, alpha, a, b);
    }
}
