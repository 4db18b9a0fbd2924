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
        Lloyd best = new Lloyd(points, width, greedyStart(points, width, k, random.split())).run(MOST_STEPS);
        for (int restart = 1; restart < restarts; restart++) {
            Lloyd next = new Lloyd(points, width, greedyStart(points, width, k, random.split())).run(MOST_STEPS);
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

    static double[] greedyStart(double[] points, int width, int k, SplittableRandom random) {
        int n = points.length / width;
        double[] centres = new double[k * width];
        System.arraycopy(points, random.nextInt(n) * width, centres, 0, width);
        double[] nearest = new double[n];
        double total = 0;
        for (int row = 0; row < n; row++) {
            nearest[row] = distance(points, row * width, centres, 0, width);
            total += nearest[row];
        }
        int candidates = 2 + (int) Math.log(k);
        double[] trial = new double[n];
        double[] kept = new double[n];
        for (int centre = 1; centre < k; centre++) {
            double leastTotal = Double.POSITIVE_INFINITY;
            int chosen = 0;
            for (int candidate = 0; candidate < candidates; candidate++) {
                int row = draw(nearest, total, random);
                double sum = 0;
                for (int other = 0; other < n; other++) {
                    trial[other] =
                            Math.min(nearest[other], distance(points, other * width, points, row * width, width));
                    sum += trial[other];
                }
                if (sum < leastTotal) {
                    leastTotal = sum;
                    chosen = row;
                    double[] swap = kept;
                    kept = trial;
                    trial = swap;
                }
            }
            System.arraycopy(points, chosen * width, centres, centre * width, width);
            double[] swap = nearest;
            nearest = kept;
            kept = swap;
            total = leastTotal;
        }
        return centres;
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
        double[] points = data.byRow();
        int width = data.width();
        int[] segments = new int[data.rows()];
        for (int row = 0; row < segments.length; row++) {
            double least = Double.POSITIVE_INFINITY;
            for (int segment = 0; segment < centres.length; segment++) {
                double distance = distance(points, row * width, centres[segment], 0, width);
                if (distance < least) {
                    least = distance;
                    segments[row] = segment;
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
