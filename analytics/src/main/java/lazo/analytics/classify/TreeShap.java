package lazo.analytics.classify;

import java.util.Arrays;
import java.util.List;

/**
 * Exact Shapley values of a sum of trees in polynomial time: how much each column moved this score away from the average.
 * A column that is left out follows both branches in proportion to the training rows that went there (path-dependent).
 * <pre>
 *   φⱼ = Σ over leaves, Σ over subsets S of the path without j:  |S|!·(M−|S|−1)!/M! · (share of the leaf with j − without j) · leaf
 * </pre>
 * One walk down each tree carries, for every column on the path, the share of rows that would flow on were it unknown
 * ("zero"), whether this row flows on ("one"), and the summed permutation weights of subsets by size. Time O(leaves·depth²).
 * Source: Lundberg et al. (2020), Nature Machine Intelligence 2, 56-67, algorithm 2.
 */
final class TreeShap {
    private static final int USUAL_ROOM = 640;

    private final double[] row;
    private final double[] parts;
    private Tree tree;
    private int[] feature = new int[USUAL_ROOM];
    private double[] zero = new double[USUAL_ROOM];
    private double[] one = new double[USUAL_ROOM];
    private double[] weight = new double[USUAL_ROOM];

    private TreeShap(Tree first, double[] row) {
        this.tree = first;
        this.row = row;
        this.parts = new double[row.length];
    }

    /** The part of each column in the summed score of the trees. */
    static double[] parts(List<Tree> trees, double[] row) {
        if (trees.isEmpty()) {
            return new double[row.length];
        }
        TreeShap walk = new TreeShap(trees.getFirst(), row);
        for (Tree tree : trees) {
            walk.tree = tree;
            walk.down(0, 0, 0, -1, 1, 1);
        }
        return walk.parts;
    }

    private void makeRoom(int needed) {
        if (needed > feature.length) {
            feature = Arrays.copyOf(feature, 2 * needed);
            zero = Arrays.copyOf(zero, 2 * needed);
            one = Arrays.copyOf(one, 2 * needed);
            weight = Arrays.copyOf(weight, 2 * needed);
        }
    }

    /** @param at where this node's path starts in the arrays; {@code length} entries are its parent's */
    private void down(int node, int at, int length, int asked, double zeroShare, double oneShare) {
        extend(at, length, asked, zeroShare, oneShare);
        int last = length;
        if (tree.feature()[node] < 0) {
            credit(at, last, tree.value()[node]);
            return;
        }
        int split = tree.feature()[node];
        int hot = tree.next(node, row);
        int cold = hot == tree.left()[node] ? tree.right()[node] : tree.left()[node];
        double known = 1;
        double share = 1;
        int seen = 1;
        while (seen <= last && feature[at + seen] != split) {
            seen++;
        }
        if (seen <= last) {
            share = zero[at + seen];
            known = one[at + seen];
            unwind(at, last, seen);
            last--;
        }
        double[] cover = tree.cover();
        descend(hot, at, last + 1, split, share * cover[hot] / cover[node], known);
        descend(cold, at, last + 1, split, share * cover[cold] / cover[node], 0);
    }

    private void descend(int node, int at, int length, int asked, double zeroShare, double oneShare) {
        int next = at + length + 1;
        makeRoom(next + length + 1);
        System.arraycopy(feature, at, feature, next, length);
        System.arraycopy(zero, at, zero, next, length);
        System.arraycopy(one, at, one, next, length);
        System.arraycopy(weight, at, weight, next, length);
        down(node, next, length, asked, zeroShare, oneShare);
    }

    private void extend(int at, int length, int asked, double zeroShare, double oneShare) {
        feature[at + length] = asked;
        zero[at + length] = zeroShare;
        one[at + length] = oneShare;
        weight[at + length] = length == 0 ? 1 : 0;
        for (int i = length - 1; i >= 0; i--) {
            weight[at + i + 1] += oneShare * weight[at + i] * (i + 1) / (length + 1);
            weight[at + i] = zeroShare * weight[at + i] * (length - i) / (length + 1);
        }
    }

    private void unwind(int at, int last, int index) {
        boolean flowsOn = one[at + index] != 0;
        double zeroShare = zero[at + index];
        double next = weight[at + last];
        for (int i = last - 1; i >= 0; i--) {
            if (flowsOn) {
                double kept = weight[at + i];
                weight[at + i] = next * (last + 1) / (i + 1);
                next = kept - weight[at + i] * zeroShare * (last - i) / (last + 1);
            } else if (zeroShare != 0) {
                weight[at + i] = weight[at + i] * (last + 1) / (zeroShare * (last - i));
            }
        }
        for (int i = index; i < last; i++) {
            feature[at + i] = feature[at + i + 1];
            zero[at + i] = zero[at + i + 1];
            one[at + i] = one[at + i + 1];
        }
    }

    /** Adds a leaf to the columns of its path. What each column that would not have flowed on takes away is the same. */
    private void credit(int at, int last, double value) {
        double cold = 0;
        for (int i = 0; i < last; i++) {
            cold += weight[at + i] / (last - i);
        }
        cold *= -(last + 1) * value;
        for (int i = 1; i <= last; i++) {
            boolean flowsOn = one[at + i] != 0;
            parts[feature[at + i]] += flowsOn ? without(at, last, zero[at + i]) * (1 - zero[at + i]) * value : cold;
        }
    }

    /** The summed weights of the path without a column that flows on with this row. */
    private double without(int at, int last, double zeroShare) {
        double next = weight[at + last];
        double total = 0;
        double size = last + 1;
        for (int i = last - 1; i >= 0; i--) {
            double kept = next * size / (i + 1);
            total += kept;
            next = weight[at + i] - kept * zeroShare * (last - i) / size;
        }
        return total;
    }
}
