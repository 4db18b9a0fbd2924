package lazo.analytics.forecast;

/**
 * The recursion every exponential-smoothing form shares. With d the error in units of the series and s = 1 (additive season:
 * the season is subtracted first):
 * <pre>
 *   μ = (l + φb) + s   or   (l + φb) · s
 *   l ← l + φb + α·d/s      b ← φb + β·d/s      s ← s + γ·d        (additive season, or none: divide by 1)
 *   l ← l + φb + α·d/s      b ← φb + β·d/s      s ← s + γ·d/(l+φb) (multiplicative season)
 * </pre>
 * Additive and multiplicative errors move the states alike; they differ in the likelihood alone.
 */
final class SmoothingPath {
    private final SmoothingForm form;
    private final double alpha;
    private final double beta;
    private final double gamma;
    private final double phi;
    private final double[] seasons;
    private double level;
    private double trend;
    private int next;

    /** @param seasons the states of the steps ahead, first the next one; empty without a season */
    SmoothingPath(
            SmoothingForm form,
            double alpha,
            double beta,
            double gamma,
            double phi,
            double level,
            double trend,
            double[] seasons) {
        this.form = form;
        this.alpha = alpha;
        this.beta = beta;
        this.gamma = gamma;
        this.phi = phi;
        this.level = level;
        this.trend = trend;
        this.seasons = seasons.clone();
    }

    double mean() {
        double base = level + phi * trend;
        return switch (form.season()) {
            case NONE -> base;
            case ADDITIVE -> base + seasons[next];
            case MULTIPLICATIVE -> base * seasons[next];
        };
    }

    /** Takes one step with an error of {@code d} units; answers false when a state that must stay above 0 does not. */
    boolean step(double d) {
        double base = level + phi * trend;
        double divisor = form.season() == SmoothingForm.Season.MULTIPLICATIVE ? seasons[next] : 1;
        level = base + alpha * d / divisor;
        trend = phi * trend + beta * d / divisor;
        boolean sound = true;
        if (form.seasonal()) {
            boolean adds = form.season() == SmoothingForm.Season.ADDITIVE;
            seasons[next] += gamma * d / (adds ? 1 : base);
            sound = adds || (base > 0 && seasons[next] > 0);
            next = (next + 1) % seasons.length;
        }
        return sound;
    }

    double level() {
        return level;
    }

    double trend() {
        return trend;
    }

    double[] seasonsAhead() {
        double[] ahead = new double[seasons.length];
        for (int h = 0; h < ahead.length; h++) {
            ahead[h] = seasons[(next + h) % seasons.length];
        }
        return ahead;
    }
}
