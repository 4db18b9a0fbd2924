package lazo.analytics.causal;

import java.util.Arrays;

/**
 * One arm of an experiment, summed up.
 *
 * @param people 2 or more
 * @param mean of the outcome
 * @param variance of the outcome between people
 * @param binary whether each outcome is 0 or 1
 */
public record Arm(long people, double mean, double variance, boolean binary) {
    public Arm {
        if (people < 2) {
            throw new IllegalArgumentException("%d people in an arm, expected 2 or more".formatted(people));
        }
        if (!(variance >= 0) || Double.isNaN(mean)) {
            throw new IllegalArgumentException(
                    "mean is %s and variance %s, expected numbers, variance 0 or more".formatted(mean, variance));
        }
    }

    /** An arm of yes/no outcomes. */
    public static Arm ofCounts(long yes, long people) {
        if (yes < 0 || yes > people) {
            throw new IllegalArgumentException("%d yes of %d people".formatted(yes, people));
        }
        double share = people == 0 ? 0 : yes / (double) people;
        return new Arm(people, share, share * (1 - share), true);
    }

    /** An arm of amounts. */
    public static Arm ofValues(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Arm(values.length, mean, values.length < 2 ? 0 : squares / (values.length - 1), false);
    }

    /** Squared standard error of the mean. */
    double errorSquared() {
        return variance / people;
    }
}
