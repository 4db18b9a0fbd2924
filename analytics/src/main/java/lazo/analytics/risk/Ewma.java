package lazo.analytics.risk;

/**
 * Is a customer drifting away from normal? A moving average that forgets, with limits around it; shows a smooth line a
 * person can look at.
 * <pre>
 *   eₜ = λ·xₜ + (1−λ)·eₜ₋₁,  e₀ = mean        limits = mean ± L·deviation·√(λ/(2−λ) · (1−(1−λ)²ᵗ))
 * </pre>
 * Units: those of the observations. Limits: as {@link Cusum}. λ = 0.2 and L = 2.86 alarm falsely about once in 370.
 * Source: Roberts (1959), Technometrics 1, 239-250; Lucas, Saccucci (1990), Technometrics 32, 1-12.
 *
 * @param mean of normal times
 * @param deviation of normal times, above 0
 * @param lambda weight of the newest observation, above 0 to 1
 * @param width L, above 0
 */
public record Ewma(double mean, double deviation, double lambda, double width) {
    /**
     * How the average went.
     *
     * @param average one per observation
     * @param halfWidth distance of the limits from the mean, one per observation
     * @param alarm index of the first observation beyond a limit, -1 without one
     */
    public record Path(double[] average, double[] halfWidth, int alarm) {}

    public Ewma {
        ControlLimits.requirePositive("deviation", deviation);
        ControlLimits.requirePositive("width", width);
        if (!(lambda > 0 && lambda <= 1)) {
            throw new IllegalArgumentException("lambda is %s, expected above 0 to 1".formatted(lambda));
        }
    }

    /** With λ = 0.2 and L = 2.86, mean and deviation from a span known to be normal. */
    public static Ewma of(double[] normal) {
        ControlLimits.Baseline baseline = ControlLimits.baseline(normal);
        return new Ewma(baseline.mean(), baseline.deviation(), 0.2, 2.86);
    }

    /** The limits' distance from the mean after many observations. */
    public double steadyHalfWidth() {
        return width * deviation * Math.sqrt(lambda / (2 - lambda));
    }

    /** Follows observations in time order; NaN leaves the average as it is. */
    public Path follow(double[] observations) {
        double[] average = new double[observations.length];
        double[] halfWidth = new double[observations.length];
        double now = mean;
        double kept = 1;
        int alarm = -1;
        for (int i = 0; i < observations.length; i++) {
            if (!Double.isNaN(observations[i])) {
                now = lambda * observations[i] + (1 - lambda) * now;
                kept *= (1 - lambda) * (1 - lambda);
            }
            average[i] = now;
            halfWidth[i] = steadyHalfWidth() * Math.sqrt(1 - kept);
            if (alarm < 0 && Math.abs(now - mean) > halfWidth[i]) {
                alarm = i;
            }
        }
        return new Path(average, halfWidth, alarm);
    }
}
