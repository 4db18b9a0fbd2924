package lazo.analytics.segment;

import java.util.Arrays;

/** How far two segmentations of the same customers agree. */
public final class Agreement {
    private Agreement() {}

    /**
     * Adjusted Rand index: 1 for the same groups whatever their numbers, near 0 for chance.
     * Source: Hubert &amp; Arabie (1985), Journal of Classification 2, 193-218.
     */
    public static double adjustedRand(int[] left, int[] right) {
        if (left.length != right.length || left.length < 2) {
            throw new IllegalArgumentException(
                    "%d and %d customers, expected as many, 2 or more".formatted(left.length, right.length));
        }
        int rows = Arrays.stream(left).max().orElseThrow() + 1;
        int columns = Arrays.stream(right).max().orElseThrow() + 1;
        long[][] both = new long[rows][columns];
        long[] byLeft = new long[rows];
        long[] byRight = new long[columns];
        for (int i = 0; i < left.length; i++) {
            both[left[i]][right[i]]++;
            byLeft[left[i]]++;
            byRight[right[i]]++;
        }
        double pairs = Arrays.stream(both)
                .flatMapToLong(Arrays::stream)
                .mapToDouble(Agreement::pairs)
                .sum();
        double leftPairs = Arrays.stream(byLeft).mapToDouble(Agreement::pairs).sum();
        double rightPairs = Arrays.stream(byRight).mapToDouble(Agreement::pairs).sum();
        double chance = leftPairs * rightPairs / pairs(left.length);
        double most = (leftPairs + rightPairs) / 2;
        return most == chance ? 1 : (pairs - chance) / (most - chance);
    }

    private static double pairs(long n) {
        return n * (n - 1) / 2.0;
    }
}
