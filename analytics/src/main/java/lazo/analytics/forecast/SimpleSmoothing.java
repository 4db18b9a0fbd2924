package lazo.analytics.forecast;

import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/**
 * Simple exponential smoothing by least squares. Errors are linear in the starting level, so it is solved exactly for each α
 * and only α is searched: a grid against local minima, then Brent.
 *
 * @param alpha within [0.0001, 0.9999]
 * @param level after the last figure
 * @param squares sum of squared one-step errors
 */
record SimpleSmoothing(double alpha, double level, double squares) {
    private static final double LEAST = 1e-4;
    private static final double MOST = 0.9999;
    private static final int GRID = 24;

    static SimpleSmoothing fit(double[] y) {
        int best = 0;
        double[] squares = new double[GRID + 1];
        for (int i = 0; i <= GRID; i++) {
            squares[i] = at(y, alphaOf(i)).squares();
            best = squares[i] < squares[best] ? i : best;
        }
        SimpleSmoothing found = at(y, alphaOf(best));
        double alpha = new BrentOptimizer(1e-9, 1e-12)
                .optimize(
                        new MaxEval(200),
                        new UnivariateObjectiveFunction(a -> at(y, a).squares()),
                        GoalType.MINIMIZE,
                        new SearchInterval(alphaOf(Math.max(0, best - 1)), alphaOf(Math.min(GRID, best + 1))))
                .getPoint();
        SimpleSmoothing refined = at(y, alpha);
        return refined.squares() < found.squares() ? refined : found;
    }

    private static double alphaOf(int i) {
        return LEAST + (MOST - LEAST) * i / GRID;
    }

    /** With e⁰ the errors from l₀ = 0, the error from l₀ is e⁰ₜ − (1−α)ᵗ·l₀. */
    static SimpleSmoothing at(double[] y, double alpha) {
        double level = 0;
        double weight = 1;
        double errors = 0;
        double weights = 0;
        double products = 0;
        for (double value : y) {
            double error = value - level;
            errors += error * error;
            weights += weight * weight;
            products += weight * error;
            level += alpha * error;
            weight *= 1 - alpha;
        }
        double start = products / weights;
        return new SimpleSmoothing(alpha, level + weight * start, Math.max(0, errors - products * start));
    }
}
