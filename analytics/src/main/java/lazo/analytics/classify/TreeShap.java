package lazo.analytics.classify;

import java.util.Arrays;
import java.util.List;
import lazo.analytics.numeric.GaussRule;

/**
 * Exact Shapley values of a sum of trees in polynomial time: how much each column moved this score away from the average.
 * A column that is left out follows both branches in proportion to the training rows that went there (path-dependent). A
 * leaf is worth its value times a factor for each column asked on its path, oⱼ (1 where this row flows on, else 0) when the column is
 * known and zⱼ (the share of rows that flow on) when it is not, so that Owen's integral gives
 * <pre>
 *   φⱼ = Σ over leaves  value · (oⱼ − zⱼ) · ∫₀¹ Π over i ≠ j of (t·oᵢ + (1−t)·zᵢ) dt
 * </pre>
 * The integrand is a polynomial of degree below the number of columns on the path, which Gauss and Legendre's rule integrates exactly
 * with half as many points. Products go down the tree and the leaves' sums come up, so each node is met once: time O(nodes·depth).
 * Sources: Lundberg et al. (2020), Nature Machine Intelligence 2, 56-67 (the values); Owen (1972), Management Science 18, 64-79 (the
 * integral); Yu, Bifet, Read, Xu (2022), Linear TreeShap, NeurIPS 35 (sums on the way up).
 */
final class TreeShap {
    private final double[] row;
    private final double[] parts;
    /** By column: the lowest edge on the way down that asked it; 0 before any did. */
    private final int[] asked;

    private Tree tree;
    private int size;
    private double[] points = {};
    private double[] weights = {};
    private int[] depths = {};
    private double average;

    // What is known of each edge on the way down; edge 0 is the way into the root.
    private double[] zero = {};
    private double[] flowsOn = {};
    private double[] share = {};
    // The same for each point of the rule, one edge after another: 1/factor, the product of factors, what the leaves
    // below are worth.
    private double[] inverse = {};
    private double[] product = {};
    private double[] sum = {};

    private TreeShap(Tree first, double[] row) {
        this.tree = first;
        this.row = row;
        this.parts = new double[row.length];
        this.asked = new int[row.length];
    }

    /** The average score plus the part of each column: the summed score of the trees, which starts from a base. */
    static Contributions explain(
            Contributions.Scale scale, double base, List<String> names, List<Tree> trees, double[] row) {
        if (trees.isEmpty()) {
            return new Contributions(scale, base, names, new double[row.length]);
        }
        TreeShap walk = new TreeShap(trees.getFirst(), row);
        for (Tree tree : trees) {
            walk.over(tree);
        }
        return new Contributions(scale, base + walk.average, names, walk.parts);
    }

    private void over(Tree next) {
        tree = next;
        int depth = depth();
        GaussRule rule = GaussRule.of(Math.max(1, (Math.min(depth, row.length) + 1) / 2));
        points = rule.points();
        weights = rule.weights();
        size = points.length;
        if (zero.length <= depth || inverse.length < (depth + 1) * size) {
            zero = new double[depth + 1];
            flowsOn = new double[depth + 1];
            share = new double[depth + 1];
            inverse = new double[(depth + 1) * size];
            product = new double[(depth + 1) * size];
            sum = new double[(depth + 1) * size];
            zero[0] = 1;
            flowsOn[0] = 1;
            share[0] = 1;
        }
        Arrays.fill(inverse, 0, size, 1);
        Arrays.fill(product, 0, size, 1);
        if (depth == 0) {
            average += tree.value()[0];
        } else {
            down(0, 0);
        }
    }

    private int depth() {
        int[] feature = tree.feature();
        if (depths.length < feature.length) {
            depths = new int[feature.length];
        }
        int deepest = 0;
        for (int node = 0; node < feature.length; node++) {
            if (feature[node] >= 0) {
                int below = depths[node] + 1;
                depths[tree.left()[node]] = below;
                depths[tree.right()[node]] = below;
                deepest = Math.max(deepest, below);
            }
        }
        return deepest;
    }

    /** Leaves in {@code sum} of this edge what the leaves below it are worth. */
    private void down(int node, int edge) {
        int column = tree.feature()[node];
        int left = tree.left()[node];
        int right = tree.right()[node];
        int before = asked[column];
        boolean toLeft = tree.next(node, row) == left;
        Arrays.fill(sum, edge * size, (edge + 1) * size, 0);
        asked[column] = edge + 1;
        branch(node, left, edge, before, toLeft);
        branch(node, right, edge, before, !toLeft);
        asked[column] = before;
    }

    private void branch(int node, int child, int edge, int before, boolean hot) {
        double rows = tree.cover()[node];
        double going = rows > 0 ? tree.cover()[child] / rows : 0;
        double unknown = zero[before] * going;
        double one = hot ? flowsOn[before] : 0;
        if (one == 0 && unknown == 0) {
            return;
        }
        int from = edge * size;
        int upper = before * size;
        int column = tree.feature()[node];
        double claimed = 0;
        double takenBack = 0;
        if (tree.feature()[child] < 0) {
            double value = tree.value()[child];
            average += value * share[edge] * going;
            for (int q = 0; q < size; q++) {
                double others = value * product[from + q] * inverse[upper + q];
                double leaf = others * (points[q] * one + (1 - points[q]) * unknown);
                sum[from + q] += leaf;
                claimed += weights[q] * others;
                takenBack += weights[q] * leaf * inverse[upper + q];
            }
        } else {
            int below = edge + 1;
            int to = below * size;
            zero[below] = unknown;
            flowsOn[below] = one;
            share[below] = share[edge] * going;
            for (int q = 0; q < size; q++) {
                double factor = points[q] * one + (1 - points[q]) * unknown;
                inverse[to + q] = 1 / factor;
                product[to + q] = product[from + q] * factor * inverse[upper + q];
            }
            down(child, below);
            for (int q = 0; q < size; q++) {
                double leaves = sum[to + q];
                sum[from + q] += leaves;
                claimed += weights[q] * leaves * inverse[to + q];
                takenBack += weights[q] * leaves * inverse[upper + q];
            }
        }
        // Where a column is asked again its lower edge holds, and the upper one's claim is taken back; edge 0 claims
        // nothing.
        parts[column] += (one - unknown) * claimed - (flowsOn[before] - zero[before]) * takenBack;
    }
}
