package lazo.analytics.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;

/**
 * Gaussian mixture: groups of different size, spread and tilt, with a probability of belonging for each customer.
 * <pre>
 *   p(x) = Σₖ wₖ · N(x; μₖ, Σₖ)      fitted by EM;   P(k | x) = wₖ·N(x; μₖ, Σₖ) / p(x)
 *   BIC  = 2·log L − parameters·log n        larger is better
 * </pre>
 * {@link #choose} takes the shape and number of groups of largest BIC. EM starts from k-means several times and the most likely
 * end wins. A start that runs into a degenerate group (fewer than features + 1 customers' weight, or a singular covariance) is
 * dropped; when all are, the fit is refused.
 *
 * <p>Error: log L to 1e-12 relative per step at a local optimum. Limits: numbers only, few features beside customers; skewed columns
 * (money) want a logarithm first. Sources: Dempster, Laird &amp; Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38;
 * Fraley &amp; Raftery (2002), Journal of the American Statistical Association 97, 611-631.
 *
 * @param weights of the groups, adding to 1, the largest first
 * @param means {@code means[segment][feature]}
 * @param covariances {@code covariances[segment][feature][feature]}
 */
@ModelType(name = "segment.gaussian-mixture")
public record GaussianMixture(
        List<String> features,
        Shape shape,
        double[] weights,
        double[][] means,
        double[][][] covariances,
        double logLikelihood,
        double bic,
        Provenance provenance)
        implements FittedModel, Segmentation {
    private static final int STARTS = 10;
    private static final int MOST_STEPS = 5000;
    private static final double TOLERANCE = 1e-12;
    private static final double ROUGH = 1e-6;

    /** What groups may differ in; mclust's name in brackets. */
    public enum Shape {
        /** Round, each of its own spread (VII). */
        SPHERICAL,
        /** Stretched along the axes, each its own way (VVI). */
        DIAGONAL,
        /** Any ellipse, the same for all (EEE). */
        SHARED,
        /** Any ellipse, each its own (VVV). */
        FULL;

        int parameters(int groups, int width) {
            int covariance = switch (this) {
                case SPHERICAL -> groups;
                case DIAGONAL -> groups * width;
                case SHARED -> width * (width + 1) / 2;
                case FULL -> groups * width * (width + 1) / 2;
            };
            return groups - 1 + groups * width + covariance;
        }
    }

    public GaussianMixture {
        features = List.copyOf(features);
    }

    /** The shape and number of groups, up to {@code mostGroups}, of largest BIC. */
    public static GaussianMixture choose(Features data, int mostGroups, long seed) {
        requireGroups(data, mostGroups);
        GaussianMixture best = null;
        for (int groups = 1; groups <= mostGroups; groups++) {
            List<int[]> starts = starts(data, groups, seed);
            for (Shape shape : Shape.values()) {
                Optional<GaussianMixture> next = attempt(data, shape, groups, starts, seed);
                if (next.isPresent() && (best == null || next.get().bic > best.bic)) {
                    best = next.get();
                }
            }
        }
        if (best == null) {
            throw degenerate(data, mostGroups);
        }
        return best;
    }

    public static GaussianMixture fit(Features data, Shape shape, int groups, long seed) {
        requireGroups(data, groups);
        return attempt(data, shape, groups, starts(data, groups, seed), seed)
                .orElseThrow(() -> degenerate(data, groups));
    }

    private static void requireGroups(Features data, int groups) {
        int most = data.rows() / (data.width() + 1);
        if (groups < 1 || groups > most) {
            throw new IllegalArgumentException("groups is %d, expected 1 to %d for %d customers with %d features"
                    .formatted(groups, most, data.rows(), data.width()));
        }
    }

    private static IllegalArgumentException degenerate(Features data, int groups) {
        return new IllegalArgumentException(
                "No mixture of %d groups fits these %d customers: every start ends in a group without spread"
                        .formatted(groups, data.rows()));
    }

    /** The groups that each start of EM begins with. */
    private static List<int[]> starts(Features data, int groups, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Features standardised = data.standardised();
        List<int[]> starts = new ArrayList<>();
        for (int start = 0; start < (groups == 1 ? 1 : STARTS); start++) {
            starts.add(KMeans.fit(standardised, groups, 1, random.nextLong()).assign(standardised));
        }
        return starts;
    }

    private static Optional<GaussianMixture> attempt(
            Features data, Shape shape, int groups, List<int[]> starts, long seed) {
        double[] points = data.byRow();
        Em best = null;
        for (int[] segments : starts) {
            Em sketch = new Em(points, data.width(), groups, shape, segments);
            if (sketch.run(ROUGH) && (best == null || sketch.logLikelihood > best.logLikelihood)) {
                best = sketch;
            }
        }
        return Optional.ofNullable(best).filter(em -> em.run(TOLERANCE)).map(em -> em.model(data, shape, seed));
    }

    @Override
    public int segments() {
        return weights.length;
    }

    /** {@code P(segment | customer)}, one row per customer, each adding to 1. */
    public double[][] probabilities(Features data) {
        KMeans.requireWidth(data, features.size());
        double[] points = data.byRow();
        Density[] densities = densities();
        double[][] probabilities = new double[data.rows()][weights.length];
        double[] scratch = new double[data.width()];
        for (int row = 0; row < data.rows(); row++) {
            posterior(densities, points, row * data.width(), scratch, probabilities[row]);
        }
        return probabilities;
    }

    /** log L of other customers, or of these again. */
    public double logLikelihood(Features data) {
        KMeans.requireWidth(data, features.size());
        double[] points = data.byRow();
        Density[] densities = densities();
        double[] scratch = new double[data.width()];
        double[] ignored = new double[weights.length];
        double sum = 0;
        for (int row = 0; row < data.rows(); row++) {
            sum += posterior(densities, points, row * data.width(), scratch, ignored);
        }
        return sum;
    }

    private Density[] densities() {
        Density[] densities = new Density[weights.length];
        for (int k = 0; k < weights.length; k++) {
            densities[k] = Density.of(weights[k], means[k], covariances[k]);
        }
        return densities;
    }

    @Override
    public int[] assign(Features data) {
        double[][] probabilities = probabilities(data);
        int[] segments = new int[probabilities.length];
        for (int row = 0; row < segments.length; row++) {
            for (int k = 1; k < weights.length; k++) {
                segments[row] = probabilities[row][k] > probabilities[row][segments[row]] ? k : segments[row];
            }
        }
        return segments;
    }

    /** Fills {@code into} with P(k | x) and answers log p(x); {@code scratch} has room for a row. */
    private static double posterior(Density[] densities, double[] points, int at, double[] scratch, double[] into) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < densities.length; k++) {
            into[k] = densities[k].log(points, at, scratch);
            most = Math.max(most, into[k]);
        }
        double sum = 0;
        for (int k = 0; k < densities.length; k++) {
            into[k] = Math.exp(into[k] - most);
            sum += into[k];
        }
        for (int k = 0; k < densities.length; k++) {
            into[k] /= sum;
        }
        return most + Math.log(sum);
    }

    /** log w + log N(x; μ, LLᵀ). */
    private record Density(double constant, double[] mean, double[][] factor) {
        static Density of(double weight, double[] mean, double[][] covariance) {
            double[][] factor = new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-9, 1e-300)
                    .getL()
                    .getData();
            double logs = 0;
            for (int i = 0; i < mean.length; i++) {
                logs += Math.log(factor[i][i]);
            }
            return new Density(Math.log(weight) - logs - mean.length * Math.log(2 * Math.PI) / 2, mean, factor);
        }

        double log(double[] points, int at, double[] solved) {
            double squares = 0;
            for (int i = 0; i < mean.length; i++) {
                double value = points[at + i] - mean[i];
                for (int j = 0; j < i; j++) {
                    value -= factor[i][j] * solved[j];
                }
                solved[i] = value / factor[i][i];
                squares += solved[i] * solved[i];
            }
            return constant - squares / 2;
        }
    }

    /** One run of expectation and maximisation. */
    private static final class Em {
        private final double[] points;
        private final int width;
        private final int groups;
        private final Shape shape;
        private final double[][] shares;
        private final double[] weights;
        private final double[][] means;
        private final double[][][] covariances;
        private double logLikelihood = Double.NEGATIVE_INFINITY;

        private Em(double[] points, int width, int groups, Shape shape, int[] segments) {
            this.points = points;
            this.width = width;
            this.groups = groups;
            this.shape = shape;
            this.shares = new double[segments.length][groups];
            for (int row = 0; row < segments.length; row++) {
                shares[row][segments[row]] = 1;
            }
            this.weights = new double[groups];
            this.means = new double[groups][width];
            this.covariances = new double[groups][width][width];
        }

        /** Goes on until log L gains less than {@code tolerance} of itself; false when a group degenerates. */
        boolean run(double tolerance) {
            for (int step = 0; step < MOST_STEPS; step++) {
                double before = logLikelihood;
                if (!maximise() || !expect()) {
                    return false;
                }
                if (logLikelihood - before < tolerance * Math.abs(logLikelihood)) {
                    return true;
                }
            }
            return true;
        }

        private boolean maximise() {
            int n = shares.length;
            for (int k = 0; k < groups; k++) {
                double sum = 0;
                double[] mean = new double[width];
                for (int row = 0; row < n; row++) {
                    sum += shares[row][k];
                    for (int i = 0; i < width; i++) {
                        mean[i] += shares[row][k] * points[row * width + i];
                    }
                }
                if (sum < width + 1) {
                    return false;
                }
                for (int i = 0; i < width; i++) {
                    mean[i] /= sum;
                }
                weights[k] = sum / n;
                means[k] = mean;
                covariances[k] = scatter(k, mean, sum);
            }
            if (shape == Shape.SHARED) {
                share();
            }
            return true;
        }

        private double[][] scatter(int k, double[] mean, double sum) {
            double[][] scatter = new double[width][width];
            for (int row = 0; row < shares.length; row++) {
                double share = shares[row][k];
                if (share > 0) {
                    for (int i = 0; i < width; i++) {
                        double difference = share * (points[row * width + i] - mean[i]);
                        for (int j = 0; j <= i; j++) {
                            scatter[i][j] += difference * (points[row * width + j] - mean[j]);
                        }
                    }
                }
            }
            double trace = 0;
            for (int i = 0; i < width; i++) {
                for (int j = 0; j <= i; j++) {
                    boolean keep = i == j || shape == Shape.FULL || shape == Shape.SHARED;
                    scatter[i][j] = keep ? scatter[i][j] / sum : 0;
                    scatter[j][i] = scatter[i][j];
                }
                trace += scatter[i][i];
            }
            if (shape == Shape.SPHERICAL) {
                for (int i = 0; i < width; i++) {
                    scatter[i][i] = trace / width;
                }
            }
            return scatter;
        }

        private void share() {
            double[][] common = new double[width][width];
            for (int k = 0; k < groups; k++) {
                for (int i = 0; i < width; i++) {
                    for (int j = 0; j < width; j++) {
                        common[i][j] += weights[k] * covariances[k][i][j];
                    }
                }
            }
            Arrays.fill(covariances, common);
        }

        private boolean expect() {
            try {
                Density[] densities = new Density[groups];
                for (int k = 0; k < groups; k++) {
                    densities[k] = Density.of(weights[k], means[k], covariances[k]);
                    for (int i = 0; i < width; i++) {
                        if (densities[k].factor[i][i] < 1e-6 * (1e-12 + Math.abs(means[k][i]))) {
                            return false;
                        }
                    }
                }
                double sum = 0;
                double[] scratch = new double[width];
                for (int row = 0; row < shares.length; row++) {
                    sum += posterior(densities, points, row * width, scratch, shares[row]);
                }
                logLikelihood = sum;
                return Double.isFinite(sum);
            } catch (MathRuntimeException singular) {
                return false;
            }
        }

        GaussianMixture model(Features data, Shape shape, long seed) {
            Integer[] order = new Integer[groups];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (left, right) -> Double.compare(weights[right], weights[left]));
            double[] sortedWeights = new double[groups];
            double[][] sortedMeans = new double[groups][];
            double[][][] sortedCovariances = new double[groups][][];
            for (int k = 0; k < groups; k++) {
                sortedWeights[k] = weights[order[k]];
                sortedMeans[k] = means[order[k]];
                sortedCovariances[k] = covariances[order[k]];
            }
            double bic = 2 * logLikelihood - shape.parameters(groups, width) * Math.log(data.rows());
            return new GaussianMixture(
                    data.names(),
                    shape,
                    sortedWeights,
                    sortedMeans,
                    sortedCovariances,
                    logLikelihood,
                    bic,
                    Provenance.of("Gaussian mixture by EM (Fraley, Raftery 2002)", data.rows())
                            .withSetting("shape", shape)
                            .withSetting("groups", groups)
                            .withSeed(seed)
                            .withQuality("logLikelihood", logLikelihood)
                            .withQuality("bic", bic));
        }
    }
}
