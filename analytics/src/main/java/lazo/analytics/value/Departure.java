package lazo.analytics.value;

import lazo.analytics.numeric.GaussRule;

/**
 * The part of the Pareto/NBD likelihood in which the customer left between the last purchase and the end of observation,
 * with its slopes, relative to A(tₓ) = (α+tₓ)⁻ⁿ·(β+tₓ)^−s:
 *
 * <pre>
 *   J = ∫_{tₓ}^{T} ((α+u)/(α+tₓ))⁻ⁿ · ((β+u)/(β+tₓ))^−s · du/(β+u),   n = r+x
 * </pre>
 *
 * Gauss-Legendre over ln(γ+u), γ = min(α, β), which keeps the singularities π away from the path whatever the parameters;
 * cut where the integrand has fallen by e⁻³⁸. Error about 1e-10 relative; no cancellation, unlike the difference of two ₂F₁.
 * One instance per thread.
 */
final class Departure {
    private static final GaussRule FEW = GaussRule.of(12);
    private static final GaussRule MANY = GaussRule.of(24);
    private static final double NEGLIGIBLE = 38;

    double value;
    double byN;
    double byS;
    double byAlpha;
    double byBeta;

    /** @param purchaseAge α+tₓ, @param leaveAge β+tₓ, @param silence T−tₓ */
    void during(double n, double s, double purchaseAge, double leaveAge, double silence) {
        value = 0;
        byN = 0;
        byS = 0;
        byAlpha = 0;
        byBeta = 0;
        boolean alphaIsLess = purchaseAge <= leaveAge;
        double less = alphaIsLess ? purchaseAge : leaveAge;
        double more = alphaIsLess ? leaveAge : purchaseAge;
        double share = less / more;
        double fall = alphaIsLess ? n : s;
        double length = length(silence / less, fall, alphaIsLess ? s : n, share);
        GaussRule rule = length <= 3 && (n + s) * length <= 6 ? FEW : MANY;
        for (int i = 0; i < rule.points().length; i++) {
            double log = length * rule.points()[i];
            double growth = Math.exp(log);
            double logMore = Math.log(1 - share + share * growth);
            double logAlpha = alphaIsLess ? log : logMore;
            double logBeta = alphaIsLess ? logMore : log;
            double u = less * (growth - 1);
            double leaveThen = leaveAge + u;
            double f = length * rule.weights()[i] * less * growth / leaveThen * Math.exp(-n * logAlpha - s * logBeta);
            value += f;
            byN -= f * logAlpha;
            byS -= f * logBeta;
            byAlpha -= f * n / (purchaseAge + u);
            byBeta -= f * (s + 1) / leaveThen;
        }
        // the slopes of 1/A(tₓ)
        byAlpha += value * n / purchaseAge;
        byBeta += value * s / leaveAge;
    }

    /** How far to go in ln(γ+u): to the end, or to where the integrand is negligible. */
    private static double length(double silence, double fallOfLess, double fallOfMore, double share) {
        double whole = Math.log1p(silence);
        double cut = whole;
        if (fallOfLess > 1) {
            cut = NEGLIGIBLE / (fallOfLess - 1);
        }
        if (fallOfMore > 1) {
            cut = Math.min(cut, Math.log1p(Math.expm1(NEGLIGIBLE / (fallOfMore - 1)) / share));
        }
        return Math.min(whole, cut);
    }
}
