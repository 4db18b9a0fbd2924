package lazo.analytics.numeric;

import java.util.Arrays;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The second derivatives of a {@link SmoothFunction}, by central differences of its slope (step 10⁻⁵·max(1, |x|), error
 * of the order 10⁻⁹ relative), and what they say of the precision of an estimate.
 */
public final class Curvature {
    private Curvature() {}

    /** The symmetric matrix ∂²f/∂xᵢ∂xⱼ at a point. */
    public static double[][] at(SmoothFunction function, double... point) {
        int size = point.length;
        double[][] hessian = new double[size][size];
        double[] up = new double[size];
        double[] down = new double[size];
        for (int i = 0; i < size; i++) {
            double step = 1e-5 * Math.max(1, Math.abs(point[i]));
            double[] moved = point.clone();
            moved[i] = point[i] + step;
            function.at(moved, up);
            moved[i] = point[i] - step;
            function.at(moved, down);
            for (int j = 0; j < size; j++) {
                double slope = (up[j] - down[j]) / (2 * step);
                hessian[i][j] += 0.5 * slope;
                hessian[j][i] += 0.5 * slope;
            }
        }
        return hessian;
    }

    /**
     * Standard errors of maximum-likelihood estimates: square roots of the diagonal of the inverse of the curvature of the
     * negative log-likelihood. NaN throughout where that matrix cannot be inverted, NaN in an entry whose variance comes out
     * negative: the data do not determine it.
     */
    public static double[] standardErrors(double[][] negativeLogLikelihoodHessian) {
        int size = negativeLogLikelihoodHessian.length;
        double[] errors = new double[size];
        RealMatrix inverse;
        try {
            inverse = new LUDecomposition(new Array2DRowRealMatrix(negativeLogLikelihoodHessian), 1e-300)
                    .getSolver()
                    .getInverse();
        } catch (MathRuntimeException singular) {
            Arrays.fill(errors, Double.NaN);
            return errors;
        }
        for (int i = 0; i < size; i++) {
            errors[i] = Math.sqrt(inverse.getEntry(i, i));
        }
        return errors;
    }

    /** The inverse of a curvature, or no rows where it does not curve upwards in every direction. */
    static double[][] inverse(double[][] hessian) {
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(hessian), 1e-6, 1e-12)
                    .getSolver()
                    .getInverse()
                    .getData();
        } catch (MathRuntimeException flat) {
            return new double[0][];
        }
    }
}
