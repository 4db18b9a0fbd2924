package lazo.analytics.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lazo.analytics.classify.Features;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Which records are unlike the others? Random cuts separate an odd record sooner than a usual one, so a short path from
 * the root of random trees means odd. Needs no examples of fraud.
 * <pre>
 *   score = 2^(−E[path length]/c(n))      c(n) = 2·(ln(n−1) + γ) − 2·(n−1)/n
 * </pre>
 * Units: score in (0, 1); about 0.5 is usual, above 0.6 worth a look. A missing value (NaN) counts as the median.
 * Error: depends on the seed; with 100 trees scores vary by about 0.01. Limits: odd is not wrong; columns without meaning
 * blur it. Source: Liu, Ting, Zhou (2008), ICDM, 413-422.
 *
 * @param medians of the training rows, for missing values
 * @param sample rows each tree was grown on
 */
@ModelType(name = "isolation-forest")
public record IsolationForest(
        List<String> names, double[] medians, int sample, List<Cutting> trees, Provenance provenance)
        implements FittedModel {
    private static final double EULER = 0.57721566490153286;

    /**
     * A tree of random cuts as arrays; a row goes left when its value is below the cut.
     *
     * @param column asked by each node, -1 in a leaf
     * @param rows training rows that reached each node
     */
    public record Cutting(int[] column, double[] cut, int[] left, int[] right, int[] rows) {}

    /**
     * Why a row is odd.
     *
     * @param share part of the isolation this column caused, all parts adding up to 1
     */
    public record Reason(String column, double value, double share) {}

    public IsolationForest {
        names = List.copyOf(names);
        medians = medians.clone();
        trees = List.copyOf(trees);
    }

    /** 100 trees of 256 rows. */
    public static IsolationForest fit(Features features, long seed) {
        return fit(features, 100, 256, seed);
    }

    /** @param sample rows for each tree, drawn without replacement; all rows where there are fewer */
    public static IsolationForest fit(Features features, int trees, int sample, long seed) {
        if (trees < 1 || sample < 2) {
            throw new IllegalArgumentException(
                    "%d trees of %d rows, expected 1 or more of 2 or more".formatted(trees, sample));
        }
        if (features.rows() < 2) {
            throw new IllegalArgumentException("%d rows, expected 2 or more".formatted(features.rows()));
        }
        double[] medians = new double[features.width()];
        double[][] filled = new double[features.width()][];
        for (int j = 0; j < medians.length; j++) {
            double median = median(features.columns()[j]);
            medians[j] = median;
            filled[j] = Arrays.stream(features.columns()[j])
                    .map(v -> Double.isNaN(v) ? median : v)
                    .toArray();
        }
        int size = Math.min(sample, features.rows());
        SplittableRandom random = new SplittableRandom(seed);
        List<Cutting> grown = new ArrayList<>();
        for (int k = 0; k < trees; k++) {
            grown.add(new Growth(filled, draw(features.rows(), size, random), random).tree());
        }
        return new IsolationForest(
                features.names(),
                medians,
                size,
                grown,
                Provenance.of("Isolation forest (Liu, Ting, Zhou 2008)", features.rows())
                        .withSeed(seed)
                        .withSetting("trees", trees)
                        .withSetting("sample", size));
    }

    /** The expected path length in a random binary search tree of n rows. */
    static double usualLength(int n) {
        if (n <= 2) {
            return n == 2 ? 1 : 0;
        }
        return 2 * (Math.log(n - 1) + EULER) - 2.0 * (n - 1) / n;
    }

    /** How odd a row is, 0 to 1. */
    public double score(double[] row) {
        double[] known = known(row);
        double lengths = 0;
        for (Cutting tree : trees) {
            int node = 0;
            int depth = 0;
            while (tree.column()[node] >= 0) {
                node = next(tree, node, known);
                depth++;
            }
            lengths += depth + usualLength(tree.rows()[node]);
        }
        return Math.pow(2, -lengths / trees.size() / usualLength(sample));
    }

    /** How odd each row is. */
    public double[] scores(Features features) {
        if (!features.names().equals(names)) {
            throw new IllegalArgumentException("Columns are %s, expected %s".formatted(features.names(), names));
        }
        return IntStream.range(0, features.rows())
                .mapToDouble(i -> score(features.row(i)))
                .toArray();
    }

    /**
     * The columns that set a row apart, strongest first: each cut is credited with the halvings it saved,
     * log₂(rows before / rows after).
     */
    public List<Reason> reasons(double[] row, int count) {
        double[] known = known(row);
        double[] credit = new double[known.length];
        for (Cutting tree : trees) {
            int node = 0;
            while (tree.column()[node] >= 0) {
                int child = next(tree, node, known);
                credit[tree.column()[node]] += Math.log(tree.rows()[node] / (double) tree.rows()[child]);
                node = child;
            }
        }
        double total = Arrays.stream(credit).sum();
        return IntStream.range(0, credit.length)
                .filter(j -> credit[j] > 0)
                .mapToObj(j -> new Reason(names.get(j), row[j], credit[j] / total))
                .sorted(Comparator.comparingDouble(Reason::share).reversed())
                .limit(count)
                .toList();
    }

    private double[] known(double[] row) {
        if (row.length != medians.length) {
            throw new IllegalArgumentException("%d values, expected %d".formatted(row.length, medians.length));
        }
        double[] known = row.clone();
        for (int j = 0; j < known.length; j++) {
            known[j] = Double.isNaN(known[j]) ? medians[j] : known[j];
        }
        return known;
    }

    private static int next(Cutting tree, int node, double[] row) {
        return row[tree.column()[node]] < tree.cut()[node] ? tree.left()[node] : tree.right()[node];
    }

    private static double median(double[] column) {
        double[] sorted =
                Arrays.stream(column).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return sorted.length == 0 ? 0 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static int[] draw(int rows, int size, SplittableRandom random) {
        int[] all = IntStream.range(0, rows).toArray();
        for (int k = 0; k < size; k++) {
            int other = k + random.nextInt(rows - k);
            int swapped = all[k];
            all[k] = all[other];
            all[other] = swapped;
        }
        return Arrays.copyOf(all, size);
    }

    /** One tree while it grows. */
    private static final class Growth {
        private final double[][] columns;
        private final SplittableRandom random;
        private final int deepest;
        private final List<double[]> nodes = new ArrayList<>();

        Growth(double[][] columns, int[] rows, SplittableRandom random) {
            this.columns = columns;
            this.random = random;
            this.deepest = (int) Math.ceil(Math.log(rows.length) / Math.log(2));
            grow(rows, 0);
        }

        private int grow(int[] rows, int depth) {
            int node = nodes.size();
            double[] made = {-1, 0, -1, -1, rows.length};
            nodes.add(made);
            int[] varied = depth >= deepest || rows.length < 2 ? new int[0] : varied(rows);
            if (varied.length == 0) {
                return node;
            }
            int column = varied[random.nextInt(varied.length)];
            double low = IntStream.of(rows)
                    .mapToDouble(i -> columns[column][i])
                    .min()
                    .orElseThrow();
            double high = IntStream.of(rows)
                    .mapToDouble(i -> columns[column][i])
                    .max()
                    .orElseThrow();
            double cut = low + random.nextDouble() * (high - low);
            double above = cut > low ? cut : high;
            made[0] = column;
            made[1] = above;
            made[2] = grow(
                    IntStream.of(rows).filter(i -> columns[column][i] < above).toArray(), depth + 1);
            made[3] = grow(
                    IntStream.of(rows)
                            .filter(i -> !(columns[column][i] < above))
                            .toArray(),
                    depth + 1);
            return node;
        }

        private int[] varied(int[] rows) {
            return IntStream.range(0, columns.length)
                    .filter(j -> IntStream.of(rows).anyMatch(i -> columns[j][i] != columns[j][rows[0]]))
                    .toArray();
        }

        Cutting tree() {
            return new Cutting(
                    nodes.stream().mapToInt(n -> (int) n[0]).toArray(),
                    nodes.stream().mapToDouble(n -> n[1]).toArray(),
                    nodes.stream().mapToInt(n -> (int) n[2]).toArray(),
                    nodes.stream().mapToInt(n -> (int) n[3]).toArray(),
                    nodes.stream().mapToInt(n -> (int) n[4]).toArray());
        }
    }
}
