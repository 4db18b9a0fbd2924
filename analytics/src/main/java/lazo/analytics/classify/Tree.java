package lazo.analytics.classify;

/**
 * One binary decision tree as parallel arrays; node 0 is the root. A row goes left when {@code (float) value < threshold},
 * and where {@code missingLeft} says when the value is NaN.
 *
 * @param feature the column each node asks, -1 in a leaf
 * @param threshold in single precision, as the tree was grown
 * @param left index of the left child, -1 in a leaf
 * @param right index of the right child, -1 in a leaf
 * @param value what a leaf adds to the score; ignored elsewhere
 * @param cover the weight of training rows that reached each node
 */
public record Tree(
        int[] feature,
        float[] threshold,
        int[] left,
        int[] right,
        boolean[] missingLeft,
        double[] value,
        double[] cover) {
    public Tree {
        int nodes = feature.length;
        if (nodes == 0
                || threshold.length != nodes
                || left.length != nodes
                || right.length != nodes
                || missingLeft.length != nodes
                || value.length != nodes
                || cover.length != nodes) {
            throw new IllegalArgumentException("The arrays of a tree of %d nodes differ in length".formatted(nodes));
        }
        for (int node = 0; node < nodes; node++) {
            boolean leaf = feature[node] < 0;
            if (!leaf && (left[node] <= node || right[node] <= node || left[node] >= nodes || right[node] >= nodes)) {
                throw new IllegalArgumentException("Node %d points to %d and %d, expected later nodes below %d"
                        .formatted(node, left[node], right[node], nodes));
            }
        }
    }

    /** What this tree adds to the score of a row. */
    public double score(double[] row) {
        int node = 0;
        while (feature[node] >= 0) {
            node = next(node, row);
        }
        return value[node];
    }

    /** The child a row goes to. */
    int next(int node, double[] row) {
        float asked = (float) row[feature[node]];
        boolean toLeft = Float.isNaN(asked) ? missingLeft[node] : asked < threshold[node];
        return toLeft ? left[node] : right[node];
    }
}
