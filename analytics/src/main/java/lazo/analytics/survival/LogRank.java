package lazo.analytics.survival;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealVector;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Log-rank: do groups stay equally long?
 *
 * <pre>
 *   χ² = (O−E)ᵀ·V⁻·(O−E),   Eⱼ = Σᵢ dᵢ·nᵢⱼ/nᵢ,   Vⱼₗ = Σᵢ dᵢ·(nᵢ−dᵢ)/(nᵢ−1)·nᵢⱼ/nᵢ·(δⱼₗ − nᵢₗ/nᵢ)
 * </pre>
 *
 * Limits: sees best a difference that is proportional over the whole time; curves that cross may look equal.
 *
 * <p>Source: Mantel (1966), Cancer Chemotherapy Reports 50, 163-170.
 *
 * @param chiSquare the statistic
 * @param degreesOfFreedom groups with anybody in them, less one
 * @param pValue probability of so much or more if all groups are alike; 1 when nothing can be compared
 * @param observed events per group
 * @param expected events per group if all were alike
 */
public record LogRank(double chiSquare, int degreesOfFreedom, double pValue, double[] observed, double[] expected) {

    /**
     * The test.
     *
     * @param group of every subject, 0 to {@code groups} − 1
     */
    public static LogRank of(Durations durations, int[] group, int groups) {
        check(durations, group, groups);
        int[] order = durations.order();
        double[] atRisk = new double[groups];
        for (int g : group) {
            atRisk[g]++;
        }
        int present = (int) Arrays.stream(atRisk).filter(n -> n > 0).count();
        double[] observed = new double[groups];
        double[] expected = new double[groups];
        double[][] variance = new double[groups][groups];
        for (int i = 0; i < order.length; ) {
            double n = order.length - i;
            double[] leaving = new double[groups];
            double events = 0;
            int next = i;
            double at = durations.time()[order[i]];
            for (; next < order.length && durations.time()[order[next]] == at; next++) {
                int g = group[order[next]];
                leaving[g]++;
                if (durations.ended()[order[next]]) {
                    observed[g]++;
                    events++;
                }
            }
            if (events > 0) {
                addStep(events, n, atRisk, expected, variance);
            }
            for (int g = 0; g < groups; g++) {
                atRisk[g] -= leaving[g];
            }
            i = next;
        }
        return test(observed, expected, variance, present - 1);
    }

    private static void check(Durations durations, int[] group, int groups) {
        if (group.length != durations.size()) {
            throw new IllegalArgumentException(
                    "group has length %d, expected %d".formatted(group.length, durations.size()));
        }
        if (groups < 2) {
            throw new IllegalArgumentException("groups is %d, expected at least 2".formatted(groups));
        }
        for (int i = 0; i < group.length; i++) {
            if (group[i] < 0 || group[i] >= groups) {
                throw new IllegalArgumentException(
                        "Subject %d: group is %d, expected 0 to %d".formatted(i, group[i], groups - 1));
            }
        }
    }

    private static void addStep(double events, double n, double[] atRisk, double[] expected, double[][] variance) {
        double spread = n > 1 ? events * (n - events) / (n - 1) : 0;
        for (int j = 0; j < atRisk.length; j++) {
            expected[j] += events * atRisk[j] / n;
            for (int l = 0; l < atRisk.length; l++) {
                variance[j][l] += spread * atRisk[j] / n * ((j == l ? 1 : 0) - atRisk[l] / n);
            }
        }
    }

    private static LogRank test(double[] observed, double[] expected, double[][] variance, int degrees) {
        RealVector difference = new ArrayRealVector(observed).subtract(new ArrayRealVector(expected));
        RealVector solved = new SingularValueDecomposition(new Array2DRowRealMatrix(variance))
                .getSolver()
                .solve(difference);
        double chiSquare = Math.max(0, solved.dotProduct(difference));
        double p = degrees < 1 ? 1 : 1 - new ChiSquaredDistribution(degrees).cumulativeProbability(chiSquare);
        return new LogRank(chiSquare, degrees, p, observed, expected);
    }
}
