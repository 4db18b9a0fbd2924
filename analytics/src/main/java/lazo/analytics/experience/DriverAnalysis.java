package lazo.analytics.experience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * Which part of the service drives overall satisfaction? Relative weights share the explained variance R² of a regression
 * among drivers that hang together, where plain coefficients would jump or turn negative.
 * <pre>
 *   R = correlations of the drivers = Q D Qᵀ        Λ = Q D^½ Qᵀ        β = Λ⁻¹ r, r the correlations with the outcome
 *   weight of driver j = Σₖ Λ²ⱼₖ β²ₖ                Σ weights = R²
 * </pre>
 * Intervals are percentiles of bootstrap samples of respondents. A row with a missing value (NaN) is left out.
 *
 * <p>Shapes: one column per driver, one entry per respondent. Limits: it shares out what goes together and proves no cause;
 * with two drivers it equals Shapley's (LMG) shares, with more it is close to them. Needs {@value #ROWS_PER_DRIVER}
 * complete rows per driver and {@value #FEWEST_ROWS} in all. Source: Johnson (2000), Multivariate Behavioral Research 35,
 * 1-19; Tonidandel, LeBreton (2011) for its use and the bootstrap.
 *
 * @param provenance data and settings
 * @param rSquared share of the outcome's variance explained by all drivers
 * @param drivers one per column, largest weight first
 */
@ModelType(name = "driver-analysis")
public record DriverAnalysis(Provenance provenance, double rSquared, List<Driver> drivers) implements FittedModel {
    private static final int ROWS_PER_DRIVER = 10;
    private static final int FEWEST_ROWS = 30;
    private static final double SMALLEST_EIGENVALUE = 1e-10;

    /**
     * What one driver explains.
     *
     * @param name as the caller names it
     * @param correlation with the outcome, −1..1
     * @param weight its part of R²
     * @param share weight / R²; 0 when nothing is explained
     * @param interval of the weight
     */
    public record Driver(String name, double correlation, double weight, double share, Interval interval) {}

    public DriverAnalysis {
        drivers = List.copyOf(drivers);
    }

    /**
     * What the caller may choose.
     *
     * @param samples bootstrap samples, 100 or more
     * @param confidence in (0, 1)
     * @param seed of the bootstrap
     */
    public record Settings(int samples, double confidence, long seed) {
        public Settings {
            if (samples < 100) {
                throw new IllegalArgumentException("samples is %d, expected 100 or more".formatted(samples));
            }
            Interval.requireConfidence(confidence);
        }

        public static Settings standard(long seed) {
            return new Settings(1000, 0.95, seed);
        }
    }

    /**
     * @param names one per driver
     * @param drivers columns of answers, NaN where missing
     * @param outcome the overall answer, NaN where missing
     * @throws IllegalArgumentException when there are too few complete rows, a column does not vary, or two say the same
     */
    public static DriverAnalysis fit(List<String> names, double[][] drivers, double[] outcome, Settings settings) {
        double[][] columns = complete(names, drivers, outcome);
        int p = names.size();
        int n = columns[p].length;
        int needed = Math.max(FEWEST_ROWS, ROWS_PER_DRIVER * p);
        if (n < needed) {
            throw new IllegalArgumentException("%d of %d complete rows".formatted(n, needed));
        }
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        double[][] correlations = correlations(columns, all);
        for (int j = 0; j <= p; j++) {
            if (Double.isNaN(correlations[j][j])) {
                throw new IllegalArgumentException(
                        "Column '%s' does not vary: %d answers of %s, expected some to differ"
                                .formatted(j == p ? "outcome" : names.get(j), n, columns[j][0]));
            }
        }
        double[] weights = weights(correlations);
        if (weights.length == 0) {
            throw new IllegalArgumentException("Some of the drivers %s say the same: leave one out".formatted(names));
        }
        double[][] sampled = bootstrap(columns, settings);
        double rSquared = Arrays.stream(weights).sum();
        List<Driver> found = new ArrayList<>();
        for (int j = 0; j < p; j++) {
            found.add(new Driver(
                    names.get(j),
                    correlations[j][p],
                    weights[j],
                    rSquared > 0 ? weights[j] / rSquared : 0,
                    percentiles(sampled[j], settings.confidence())));
        }
        found.sort((one, other) -> Double.compare(other.weight(), one.weight()));
        Provenance provenance = Provenance.of("Relative weights (Johnson 2000)", n)
                .withSetting("rows left out", outcome.length - n)
                .withSetting("samples", settings.samples())
                .withSetting("confidence", settings.confidence())
                .withSeed(settings.seed())
                .withLibrary("hipparchus", "4.0.3")
                .withQuality("rSquared", rSquared);
        return new DriverAnalysis(provenance, rSquared, found);
    }

    private static double[][] complete(List<String> names, double[][] drivers, double[] outcome) {
        if (names.isEmpty() || names.size() != drivers.length) {
            throw new IllegalArgumentException(
                    "%d names for %d drivers, expected as many and 1 or more".formatted(names.size(), drivers.length));
        }
        for (int j = 0; j < drivers.length; j++) {
            if (drivers[j].length != outcome.length) {
                throw new IllegalArgumentException("Driver '%s' has %d rows, the outcome %d"
                        .formatted(names.get(j), drivers[j].length, outcome.length));
            }
        }
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < outcome.length; i++) {
            boolean whole = Double.isFinite(outcome[i]);
            for (double[] driver : drivers) {
                whole &= Double.isFinite(driver[i]);
            }
            if (whole) {
                rows.add(i);
            }
        }
        double[][] columns = new double[drivers.length + 1][rows.size()];
        for (int at = 0; at < rows.size(); at++) {
            for (int j = 0; j < drivers.length; j++) {
                columns[j][at] = drivers[j][rows.get(at)];
            }
            columns[drivers.length][at] = outcome[rows.get(at)];
        }
        return columns;
    }

    /** Correlations of all columns over some rows; the diagonal is NaN for a column that does not vary. */
    static double[][] correlations(double[][] columns, int[] rows) {
        int k = columns.length;
        double[][] centred = new double[k][rows.length];
        double[] lengths = new double[k];
        for (int j = 0; j < k; j++) {
            double mean = 0;
            for (int row : rows) {
                mean += columns[j][row] / rows.length;
            }
            for (int i = 0; i < rows.length; i++) {
                centred[j][i] = columns[j][rows[i]] - mean;
                lengths[j] += centred[j][i] * centred[j][i];
            }
            lengths[j] = lengths[j] <= 1e-24 * rows.length * Math.max(1, mean * mean) ? Double.NaN : lengths[j];
        }
        double[][] correlations = new double[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int i = 0; i < rows.length; i++) {
                    product += centred[a][i] * centred[b][i];
                }
                correlations[a][b] = product / Math.sqrt(lengths[a] * lengths[b]);
                correlations[b][a] = correlations[a][b];
            }
        }
        return correlations;
    }

    /** Weights by driver; empty when the drivers' correlations are singular. */
    static double[] weights(double[][] correlations) {
        int p = correlations.length - 1;
        RealMatrix drivers = new Array2DRowRealMatrix(correlations).getSubMatrix(0, p - 1, 0, p - 1);
        EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(drivers);
        double[] values = eigen.getEigenvalues();
        if (Arrays.stream(values).anyMatch(value -> !(value > SMALLEST_EIGENVALUE))) {
            return new double[0];
        }
        double[][] vectors = eigen.getV().getData();
        double[] weights = new double[p];
        double[] betas = new double[p];
        double[][] lambda = new double[p][p];
        for (int j = 0; j < p; j++) {
            for (int k = 0; k < p; k++) {
                double inverse = 0;
                for (int m = 0; m < p; m++) {
                    double product = vectors[j][m] * vectors[k][m];
                    lambda[j][k] += product * Math.sqrt(values[m]);
                    inverse += product / Math.sqrt(values[m]);
                }
                betas[j] += inverse * correlations[k][p];
            }
        }
        for (int j = 0; j < p; j++) {
            for (int k = 0; k < p; k++) {
                weights[j] += lambda[j][k] * lambda[j][k] * betas[k] * betas[k];
            }
        }
        return weights;
    }

    private static double[][] bootstrap(double[][] columns, Settings settings) {
        int p = columns.length - 1;
        int n = columns[p].length;
        SplittableRandom random = new SplittableRandom(settings.seed());
        List<double[]> found = new ArrayList<>();
        int[] rows = new int[n];
        for (int sample = 0; sample < settings.samples(); sample++) {
            Arrays.setAll(rows, i -> random.nextInt(n));
            double[][] correlations = correlations(columns, rows);
            boolean varies = true;
            for (int j = 0; j <= p; j++) {
                varies &= !Double.isNaN(correlations[j][j]);
            }
            double[] weights = varies ? weights(correlations) : new double[0];
            if (weights.length > 0) {
                found.add(weights);
            }
        }
        double[][] sampled = new double[p][found.size()];
        for (int sample = 0; sample < found.size(); sample++) {
            for (int j = 0; j < p; j++) {
                sampled[j][sample] = found.get(sample)[j];
            }
        }
        return sampled;
    }

    private static Interval percentiles(double[] sampled, double confidence) {
        if (sampled.length == 0) {
            return new Interval(0, 1, confidence);
        }
        double[] sorted = sampled.clone();
        Arrays.sort(sorted);
        int cut = (int) Math.floor((1 - confidence) / 2 * sorted.length);
        return new Interval(sorted[cut], sorted[sorted.length - 1 - cut], confidence);
    }
}
