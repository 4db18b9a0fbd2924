package lazo.analytics.segment;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * k-means: the k centres that leave the least squared distance from each customer to the nearest one.
 * <pre>
 *   minimise  Σ over customers  min over centres ‖x − c‖²
 * </pre>
 * Centres start by greedy k-means++: each new one is the best of 2 + ⌊ln k⌋ candidates drawn with probability ∝ squared distance
 * to the nearest centre so far. Lloyd's steps follow until no customer changes its group, and the best of several restarts wins.
 * An emptied group restarts at the farthest customer. Segments come numbered by size, the largest first.
 *
 * <p>Units matter: use {@link Features#standardised} unless all columns share a unit. Error: a local optimum; more restarts make it
 * less likely to be a poor one. Limits: groups of similar spread and round shape (for others, {@link GaussianMixture}); outliers draw
 * centres. Sources: Lloyd (1982), IEEE Transactions on Information Theory 28, 129-137; Arthur &amp; Vassilvitskii (2007), SODA;
 * greedy variant: Celebi et al. (2013), Expert Systems with Applications 40, 200-210.
 *
 * @param centres {@code centres[segment][feature]}
 * @param sizes customers per segment
 * @param squares sum of squared distances to the nearest centre
 */
@ModelType(name = "segment.k-means")
public record KMeans(List<String> features, double[][] centres, int[] sizes, double squares, Provenance provenance)
        implements FittedModel, Segmentation {
    private static final int MOST_STEPS = 300;

    public KMeans {
        features = List.copyOf(features);
    }

    /** @param k segments, from 1 to the number of customers; @param restarts 1 or more; @param seed for the starting centres */
    public static KMeans fit(Features data, int k, int restarts, long seed) {
        if (k < 1 || k > data.rows()) {
            throw new IllegalArgumentException("k is %d, expected 1 to %d (customers)".formatted(k, data.rows()));
        }
        if (restarts < 1) {
            throw new IllegalArgumentException("restarts is %d, expected 1 or more".formatted(restarts));
        }
        double[] points = data.byRow();
        int width = data.width();
        SplittableRandom random = new SplittableRandom(seed);
        Lloyd best = new Lloyd(points, width, greedyStart(data.columns(), k, random.split())).run(MOST_STEPS);
        for (int restart = 1; restart < restarts; restart++) {
            Lloyd next = new Lloyd(points, width, greedyStart(data.columns(), k, random.split())).run(MOST_STEPS);
            best = next.squares() < best.squares() ? next : best;
        }
        int[] counts = best.counts();
        double[] centres = best.centres();
        Integer[] order = new Integer[k];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (left, right) -> Integer.compare(counts[right], counts[left]));
        double[][] sorted = new double[k][];
        int[] sizes = new int[k];
        for (int i = 0; i < k; i++) {
            sorted[i] = Arrays.copyOfRange(centres, order[i] * width, (order[i] + 1) * width);
            sizes[i] = counts[order[i]];
        }
        return new KMeans(
                data.names(),
                sorted,
                sizes,
                best.squares(),
                Provenance.of("k-means, greedy k-means++ (Arthur, Vassilvitskii 2007)", data.rows())
                        .withSetting("k", k)
                        .withSetting("restarts", restarts)
                        .withSeed(seed)
                        .withQuality("squares", best.squares()));
    }

    private static double[] greedyStart(double[][] columns, int k, SplittableRandom random) {
        int width = columns.length;
        double[] centres = new double[k * width];
        double[] nearest = new double[columns[0].length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        double total = approach(columns, place(columns, random.nextInt(nearest.length), centres, 0), nearest);
        int candidates = 2 + (int) Math.log(k);
        double[] places = new double[candidates * width];
        for (int centre = 1; centre < k; centre++) {
            int[] drawn = new int[candidates];
            for (int candidate = 0; candidate < candidates; candidate++) {
                drawn[candidate] = draw(nearest, total, random);
                place(columns, drawn[candidate], places, candidate);
            }
            double[] totals = totalsWith(columns, places, nearest);
            int best = 0;
            for (int candidate = 1; candidate < candidates; candidate++) {
                best = totals[candidate] < totals[best] ? candidate : best;
            }
            total = approach(columns, place(columns, drawn[best], centres, centre), nearest);
        }
        return centres;
    }

    /** Copies a row into a place and answers it. */
    private static double[] place(double[][] columns, int row, double[] places, int place) {
        double[] cells = new double[columns.length];
        Arrays.setAll(cells, feature -> columns[feature][row]);
        System.arraycopy(cells, 0, places, place * cells.length, cells.length);
        return cells;
    }

    /** Takes a new centre into account; answers the sum of squared distances to the nearest one. */
    private static double approach(double[][] columns, double[] centre, double[] nearest) {
        DistanceBlock block = new DistanceBlock(1);
        double total = 0;
        for (int from = 0; from < nearest.length; from += DistanceBlock.ROWS) {
            int rows = Math.min(DistanceBlock.ROWS, nearest.length - from);
            double[] squares = block.measure(columns, from, rows, centre)[0];
            for (int i = 0; i < rows; i++) {
                nearest[from + i] = Math.min(nearest[from + i], squares[i]);
                total += nearest[from + i];
            }
        }
        return total;
    }

    /** The sum of squared distances that each candidate would leave. */
    private static double[] totalsWith(double[][] columns, double[] candidates, double[] nearest) {
        double[] totals = new double[candidates.length / columns.length];
        DistanceBlock block = new DistanceBlock(totals.length);
        for (int from = 0; from < nearest.length; from += DistanceBlock.ROWS) {
            int rows = Math.min(DistanceBlock.ROWS, nearest.length - from);
            double[][] squares = block.measure(columns, from, rows, candidates);
            for (int candidate = 0; candidate < totals.length; candidate++) {
                for (int i = 0; i < rows; i++) {
                    totals[candidate] += Math.min(nearest[from + i], squares[candidate][i]);
                }
            }
        }
        return totals;
    }

    private static int draw(double[] weights, double total, SplittableRandom random) {
        if (!(total > 0)) {
            return random.nextInt(weights.length);
        }
        double left = random.nextDouble() * total;
        int last = 0;
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] > 0) {
                last = row;
                left -= weights[row];
                if (left < 0) {
                    return row;
                }
            }
        }
        return last;
    }

    static double distance(double[] points, int at, double[] others, int from, int width) {
        double sum = 0;
        for (int feature = 0; feature < width; feature++) {
            double difference = points[at + feature] - others[from + feature];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public int segments() {
        return centres.length;
    }

    @Override
    public int[] assign(Features data) {
        requireWidth(data, features.size());
        double[] flat = new double[centres.length * data.width()];
        for (int segment = 0; segment < centres.length; segment++) {
            System.arraycopy(centres[segment], 0, flat, segment * data.width(), data.width());
        }
        DistanceBlock block = new DistanceBlock(centres.length);
        int[] segments = new int[data.rows()];
        for (int from = 0; from < segments.length; from += DistanceBlock.ROWS) {
            int rows = Math.min(DistanceBlock.ROWS, segments.length - from);
            double[][] squares = block.measure(data.columns(), from, rows, flat);
            for (int i = 0; i < rows; i++) {
                for (int segment = 1; segment < centres.length; segment++) {
                    if (squares[segment][i] < squares[segments[from + i]][i]) {
                        segments[from + i] = segment;
                    }
                }
            }
        }
        return segments;
    }

    static void requireWidth(Features data, int width) {
        if (data.width() != width) {
            throw new IllegalArgumentException("%d features, expected %d as fitted".formatted(data.width(), width));
        }
    }
}
