package lazo.analytics.survival;

import java.util.Arrays;

/** Harrell's C, in O(n·log n): counts of risks below a value are kept in a Fenwick tree. */
final class Concordance {
    private final int[] tree;

    private Concordance(int size) {
        this.tree = new int[size + 1];
    }

    /** Share of comparable pairs in which the one with the higher risk ended first, ties of risk half; NaN without pairs. */
    static double of(Durations durations, double[] risk) {
        double[] sorted =
                Arrays.stream(risk).map(r -> r + 0.0).sorted().distinct().toArray();
        int[] order = durations.order();
        Concordance later = new Concordance(sorted.length);
        double right = 0;
        double pairs = 0;
        int known = 0;
        int i = order.length - 1;
        while (i >= 0) {
            double time = durations.time()[order[i]];
            int first = i;
            while (first >= 0 && durations.time()[order[first]] == time) {
                first--;
            }
            int row = i;
            for (; row > first && !durations.ended()[order[row]]; row--) {
                later.add(rank(sorted, risk[order[row]]));
                known++;
            }
            for (int end = row; end > first; end--) {
                int rank = rank(sorted, risk[order[end]]);
                int below = later.upTo(rank - 1);
                int equal = later.upTo(rank) - below;
                right += below + equal / 2.0;
                pairs += known;
            }
            for (; row > first; row--) {
                later.add(rank(sorted, risk[order[row]]));
                known++;
            }
            i = first;
        }
        return right / pairs;
    }

    private static int rank(double[] sorted, double risk) {
        return Arrays.binarySearch(sorted, risk + 0.0) + 1;
    }

    private void add(int rank) {
        for (int at = rank; at < tree.length; at += at & -at) {
            tree[at]++;
        }
    }

    private int upTo(int rank) {
        int sum = 0;
        for (int at = rank; at > 0; at -= at & -at) {
            sum += tree[at];
        }
        return sum;
    }
}
