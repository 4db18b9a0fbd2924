package lazo.analytics.causal;

import java.util.Arrays;
import java.util.List;
import lazo.analytics.classify.Features;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Ridge regression on standardised columns; a missing value counts as the mean.
 *
 * @param base the mean of the target
 * @param weights per standard deviation
 */
record RidgeRegression(List<String> names, double[] means, double[] deviations, double base, double[] weights) {

    static RidgeRegression fit(Features features, double[] target, double ridge) {
        int width = features.width();
        int rows = features.rows();
        double[] means = new double[width];
        double[] deviations = new double[width];
        double[][] z = new double[width][];
        for (int j = 0; j < width; j++) {
            double[] known = Arrays.stream(features.columns()[j])
                    .filter(v -> !Double.isNaN(v))
                    .toArray();
            double mean = Arrays.stream(known).average().orElse(0);
            double variance = Arrays.stream(known)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElse(0);
            double spread = Math.sqrt(variance);
            double deviation = spread > 1e-12 * Math.abs(mean) ? spread : 1;
            means[j] = mean;
            deviations[j] = deviation;
            z[j] = Arrays.stream(features.columns()[j])
                    .map(v -> Double.isNaN(v) ? 0 : (v - mean) / deviation)
                    .toArray();
        }
        double base = Arrays.stream(target).average().orElseThrow();
        RealMatrix system = MatrixUtils.createRealMatrix(width, width);
        double[] right = new double[width];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < rows; i++) {
                right[j] += z[j][i] * (target[i] - base);
            }
            for (int k = j; k < width; k++) {
                double sum = j == k ? ridge : 0;
                for (int i = 0; i < rows; i++) {
                    sum += z[j][i] * z[k][i];
                }
                system.setEntry(j, k, sum);
                system.setEntry(k, j, sum);
            }
        }
        double[] weights = new CholeskyDecomposition(system, 1e-9, 0)
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
        return new RidgeRegression(features.names(), means, deviations, base, weights);
    }

    double predict(double[] row) {
        double sum = base;
        for (int j = 0; j < weights.length; j++) {
            sum += Double.isNaN(row[j]) ? 0 : weights[j] * (row[j] - means[j]) / deviations[j];
        }
        return sum;
    }
}
