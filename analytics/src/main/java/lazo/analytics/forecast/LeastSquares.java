package lazo.analytics.forecast;

import java.util.Arrays;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.ValueAndJacobianFunction;
import org.hipparchus.util.Pair;

/** Levenberg-Marquardt with a forward-difference Jacobian, keeping the best point seen whatever the optimiser thinks of it. */
final class LeastSquares {
    private static final int EVALUATIONS = 300;
    private static final double STEP = 1e-6;
    private static final double OUTSIDE = 1e12;

    /** Residuals at a point. */
    interface Residuals {
        /** Fills {@code into}; false when the point is outside the domain. */
        boolean at(double[] point, double[] into);
    }

    private LeastSquares() {}

    static double[] minimise(Residuals residuals, double[] start, int count) {
        Descent descent = new Descent(residuals, count, start.clone());
        var problem = new LeastSquaresBuilder()
                .model(descent)
                .target(new double[count])
                .start(start)
                .lazyEvaluation(true)
                .maxEvaluations(EVALUATIONS)
                .maxIterations(EVALUATIONS)
                .build();
        try {
            new LevenbergMarquardtOptimizer()
                    .withCostRelativeTolerance(1e-10)
                    .withParameterRelativeTolerance(1e-9)
                    .withOrthoTolerance(1e-10)
                    .optimize(problem);
        } catch (MathRuntimeException stopped) {
            return descent.best;
        }
        return descent.best;
    }

    private static final class Descent implements ValueAndJacobianFunction {
        private final Residuals residuals;
        private final int count;
        private double[] best;
        private double bestSquares = Double.POSITIVE_INFINITY;

        Descent(Residuals residuals, int count, double[] start) {
            this.residuals = residuals;
            this.count = count;
            this.best = start;
        }

        @Override
        public Pair<RealVector, RealMatrix> value(RealVector point) {
            double[] at = point.toArray();
            return new Pair<>(computeValue(at), computeJacobian(at));
        }

        @Override
        public RealVector computeValue(double[] point) {
            double[] values = values(point);
            double squares = 0;
            for (double value : values) {
                squares += value * value;
            }
            if (squares < bestSquares) {
                bestSquares = squares;
                best = point.clone();
            }
            return new ArrayRealVector(values, false);
        }

        @Override
        public RealMatrix computeJacobian(double[] point) {
            double[] here = values(point);
            double[][] jacobian = new double[count][point.length];
            for (int column = 0; column < point.length; column++) {
                double[] moved = point.clone();
                double step = STEP * Math.max(1, Math.abs(point[column]));
                moved[column] += step;
                double[] there = values(moved);
                for (int row = 0; row < count; row++) {
                    jacobian[row][column] = (there[row] - here[row]) / step;
                }
            }
            return new Array2DRowRealMatrix(jacobian, false);
        }

        private double[] values(double[] point) {
            double[] values = new double[count];
            if (!residuals.at(point, values)) {
                Arrays.fill(values, OUTSIDE);
            }
            for (int row = 0; row < count; row++) {
                values[row] = Double.isFinite(values[row]) ? Math.clamp(values[row], -OUTSIDE, OUTSIDE) : OUTSIDE;
            }
            return values;
        }
    }
}
