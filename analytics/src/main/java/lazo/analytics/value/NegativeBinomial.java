package lazo.analytics.value;

import org.hipparchus.special.Beta;

/**
 * Counts of a Poisson process whose rate is Gamma(n, α′), over a span t = odds·α′:
 * P(m) = Γ(n+m)/(Γ(n)·m!) · (1−W)ⁿ·Wᵐ, W = odds/(1+odds).
 */
record NegativeBinomial(double shape, double odds) {

    double probability(int count) {
        if (odds == 0) {
            return count == 0 ? 1 : 0;
        }
        double log = -shape * Math.log1p(odds);
        if (count > 0) {
            log += -Math.log(shape + count) - Beta.logBeta(shape, count + 1.0) - count * Math.log1p(1 / odds);
        }
        return Math.exp(log);
    }

    /** P(count or more) = I_W(count, n). */
    double atLeast(double count) {
        if (count <= 0) {
            return 1;
        }
        if (odds == 0) {
            return 0;
        }
        return Beta.regularizedBeta(odds / (1 + odds), count, shape);
    }

    double mean() {
        return shape * odds;
    }
}
