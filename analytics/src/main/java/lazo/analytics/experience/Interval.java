package lazo.analytics.experience;

/**
 * A range that covers the true figure with the stated confidence.
 *
 * @param lower smallest plausible value
 * @param upper largest plausible value
 * @param confidence share of such intervals that cover, in (0, 1)
 */
public record Interval(double lower, double upper, double confidence) {
    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("lower is %s, expected at most upper %s".formatted(lower, upper));
        }
        requireConfidence(confidence);
    }

    static void requireConfidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence is %s, expected in (0, 1)".formatted(confidence));
        }
    }

    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    Interval times(double factor) {
        return new Interval(lower * factor, upper * factor, confidence);
    }
}
