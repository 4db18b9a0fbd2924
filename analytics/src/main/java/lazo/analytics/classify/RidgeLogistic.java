package lazo.analytics.classify;

import java.util.Arrays;
import lazo.analytics.data.Provenance;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/** Newton's method for {@link LogisticRegression}. */
final class RidgeLogistic {
    private static final int MOST_STEPS = 100;
    private static final double SMALLEST_STEP = 1e-10;

    private final double[][] z;
    private final boolean[] outcomes;
    private final double ridge;
    private final double[] prior;

    private RidgeLogistic(double[][] z, boolean[] outcomes, double ridge, double[] prior) {
        this.z = z;
        this.outcomes = outcomes;
        this.ridge = ridge;
        this.prior = prior;
    }

    static LogisticRegression fit(
            Features features, boolean[] outcomes, double ridge, @Nullable LogisticRegression around) {
        Outcomes.requireSameRows(features.rows(), outcomes);
        Outcomes.requireBothClasses(outcomes);
        if (!(ridge > 0) || Double.isInfinite(ridge)) {
            throw new IllegalArgumentException("ridge is %s, expected above 0 and finite".formatted(ridge));
        }
        int width = features.width();
        double[] means = new double[width];
        double[] deviations = new double[width];
        double[][] z = new double[width][];
        double[] prior = new double[width];
        for (int j = 0; j < width; j++) {
            z[j] = standardise(features.columns()[j], means, deviations, j);
            if (around != null) {
                prior[j] = around.coefficients().get(j).perUnit() * deviations[j];
            }
        }
        RidgeLogistic problem = new RidgeLogistic(z, outcomes, ridge, prior);
        double[] solution = problem.solve();
        double[] logOdds = problem.logOdds(solution);
        RealMatrix information = problem.information(logOdds);
        RealMatrix covariance =
                new CholeskyDecomposition(information, 1e-9, 0).getSolver().getInverse();
        double[] weights = new double[width];
        System.arraycopy(solution, 1, weights, 0, width);
        double likelihood = problem.logLikelihood(logOdds);
        Provenance provenance = Provenance.of(
                        "Ridge logistic regression (le Cessie, van Houwelingen 1992)", features.rows())
                .withSetting("ridge", ridge)
                .withSetting("prior", around == null ? "zero" : "another model")
                .withLibrary("hipparchus", "4.0.3")
                .withQuality("logLikelihood", likelihood)
                .withQuality("effectiveParameters", problem.effectiveParameters(covariance))
                .withQuality("outcomes", Outcomes.count(outcomes));
        return new LogisticRegression(
                features.names(), means, deviations, solution[0], weights, covariance.getData(), provenance);
    }

    private static double[] standardise(double[] column, double[] means, double[] deviations, int j) {
        double sum = 0;
        int known = 0;
        for (double value : column) {
            if (!Double.isNaN(value)) {
                sum += value;
                known++;
            }
        }
        double mean = known == 0 ? 0 : sum / known;
        double squares = 0;
        for (double value : column) {
            squares += Double.isNaN(value) ? 0 : (value - mean) * (value - mean);
        }
        double deviation = known == 0 ? 0 : Math.sqrt(squares / known);
        boolean constant = deviation <= 1e-12 * Math.abs(mean) || deviation == 0;
        means[j] = mean;
        deviations[j] = constant ? 1 : deviation;
        double[] z = new double[column.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = constant || Double.isNaN(column[i]) ? 0 : (column[i] - mean) / deviation;
        }
        return z;
    }

    private double[] solve() {
        double share = Outcomes.count(outcomes) / (double) outcomes.length;
        double[] solution = new double[z.length + 1];
        solution[0] = LogOdds.of(share);
        System.arraycopy(prior, 0, solution, 1, prior.length);
        double objective = objective(solution, logOdds(solution));
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] logOdds = logOdds(solution);
            double[] move = new CholeskyDecomposition(information(logOdds), 1e-9, 0)
                    .getSolver()
                    .solve(new ArrayRealVector(gradient(solution, logOdds), false))
                    .toArray();
            double length = 1;
            double[] next = moved(solution, move, length);
            double reached = objective(next, logOdds(next));
            while (reached > objective + 1e-12 * Math.abs(objective) && length > 1e-8) {
                length /= 2;
                next = moved(solution, move, length);
                reached = objective(next, logOdds(next));
            }
            solution = next;
            objective = reached;
            if (largest(move) * length < SMALLEST_STEP) {
                return solution;
            }
        }
        throw new IllegalStateException("No optimum after %d Newton steps".formatted(MOST_STEPS));
    }

    private double[] logOdds(double[] solution) {
        double[] sum = new double[outcomes.length];
        Arrays.fill(sum, solution[0]);
        for (int j = 0; j < z.length; j++) {
            double weight = solution[j + 1];
            double[] column = z[j];
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * column[i];
            }
        }
        return sum;
    }

    private double logLikelihood(double[] logOdds) {
        double sum = 0;
        for (int i = 0; i < logOdds.length; i++) {
            sum -= LogOdds.softplus(outcomes[i] ? -logOdds[i] : logOdds[i]);
        }
        return sum;
    }

    private double objective(double[] solution, double[] logOdds) {
        double penalty = 0;
        for (int j = 0; j < prior.length; j++) {
            double apart = solution[j + 1] - prior[j];
            penalty += apart * apart;
        }
        return ridge / 2 * penalty - logLikelihood(logOdds);
    }

    /** The downhill direction: minus the gradient of the objective. */
    private double[] gradient(double[] solution, double[] logOdds) {
        double[] residual = new double[logOdds.length];
        double[] gradient = new double[solution.length];
        for (int i = 0; i < residual.length; i++) {
            residual[i] = (outcomes[i] ? 1 : 0) - LogOdds.probability(logOdds[i]);
            gradient[0] += residual[i];
        }
        for (int j = 0; j < z.length; j++) {
            gradient[j + 1] = dot(z[j], residual) - ridge * (solution[j + 1] - prior[j]);
        }
        return gradient;
    }

    private RealMatrix information(double[] logOdds) {
        int size = z.length + 1;
        double[] v = new double[logOdds.length];
        double total = 0;
        for (int i = 0; i < v.length; i++) {
            double p = LogOdds.probability(logOdds[i]);
            v[i] = p * (1 - p);
            total += v[i];
        }
        double[][] information = new double[size][size];
        information[0][0] = Math.max(total, 1e-10);
        double[] weighted = new double[v.length];
        for (int j = 0; j < z.length; j++) {
            for (int i = 0; i < v.length; i++) {
                weighted[i] = v[i] * z[j][i];
            }
            double first = 0;
            for (double value : weighted) {
                first += value;
            }
            information[0][j + 1] = first;
            information[j + 1][0] = first;
            for (int k = j; k < z.length; k++) {
                double entry = dot(weighted, z[k]) + (j == k ? ridge : 0);
                information[j + 1][k + 1] = entry;
                information[k + 1][j + 1] = entry;
            }
        }
        return MatrixUtils.createRealMatrix(information);
    }

    /** The trace of XᵀVX·(XᵀVX + λI)⁻¹: how many free parameters the penalty leaves. */
    private double effectiveParameters(RealMatrix covariance) {
        double held = 0;
        for (int j = 1; j < covariance.getRowDimension(); j++) {
            held += ridge * covariance.getEntry(j, j);
        }
        return covariance.getRowDimension() - held;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] moved(double[] from, double[] direction, double length) {
        double[] to = from.clone();
        for (int j = 0; j < to.length; j++) {
            to[j] += length * direction[j];
        }
        return to;
    }

    private static double largest(double[] move) {
        double largest = 0;
        for (double value : move) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
