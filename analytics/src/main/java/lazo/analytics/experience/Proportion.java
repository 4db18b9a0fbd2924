package lazo.analytics.experience;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * A share of n answers, with its Wilson score interval.
 * <pre>
 *   (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)        p = successes / n
 * </pre>
 * It never leaves [0, 1] and is honest at 0 of n. Source: Wilson (1927), JASA 22; figures of Newcombe (1998), Statistics
 * in Medicine 17, 857-872.
 *
 * @param successes answers that count, 0..n
 * @param n answers, 1 or more
 * @param interval Wilson's interval
 */
public record Proportion(long successes, long n, Interval interval) {
    static final NormalDistribution NORMAL = new NormalDistribution();

    /** @param confidence in (0, 1), 0.95 for instance */
    public static Proportion of(long successes, long n, double confidence) {
        if (n < 1 || successes < 0 || successes > n) {
            throw new IllegalArgumentException(
                    "%d of %d, expected n of 1 or more and successes in 0..n".formatted(successes, n));
        }
        Interval.requireConfidence(confidence);
        double z = criticalValue(confidence);
        double p = successes / (double) n;
        double middle = p + z * z / (2 * n);
        double reach = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        double scale = 1 + z * z / n;
        double lower = successes == 0 ? 0 : Math.max(0, (middle - reach) / scale);
        double upper = successes == n ? 1 : Math.min(1, (middle + reach) / scale);
        return new Proportion(successes, n, new Interval(lower, upper, confidence));
    }

    /** successes / n. */
    public double share() {
        return successes / (double) n;
    }

    static double criticalValue(double confidence) {
        return NORMAL.inverseCumulativeProbability(0.5 + confidence / 2);
    }
}
