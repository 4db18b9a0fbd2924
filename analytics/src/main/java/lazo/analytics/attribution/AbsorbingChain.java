package lazo.analytics.attribution;

import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The chance to convert from the start of a chain, by solving (I − Q)·x = r: directly up to 600 states, beyond by
 * Gauss-Seidel sweeps, which converge because every state leads out.
 *
 * @param next states each state leads to
 * @param share with which probability
 * @param convert probability of a conversion straight from each state
 * @param newest the channel each state was entered through, -1 at the start
 */
record AbsorbingChain(int[][] next, double[][] share, double[] convert, int[] newest) {
    private static final int DIRECT = 600;
    private static final int MOST_SWEEPS = 100_000;
    private static final double SETTLED = 1e-15;

    /** @param removed a channel that ends every journey in nothing, -1 for none */
    double absorption(int removed) {
        return convert.length <= DIRECT ? direct(removed) : sweeps(removed);
    }

    private double direct(int removed) {
        int states = convert.length;
        RealMatrix system = MatrixUtils.createRealIdentityMatrix(states);
        double[] straight = new double[states];
        for (int s = 0; s < states; s++) {
            if (newest[s] != removed || removed < 0) {
                straight[s] = convert[s];
                for (int k = 0; k < next[s].length; k++) {
                    system.addToEntry(s, next[s][k], -share[s][k]);
                }
            }
        }
        return new LUDecomposition(system)
                .getSolver()
                .solve(new ArrayRealVector(straight, false))
                .getEntry(0);
    }

    private double sweeps(int removed) {
        double[] x = new double[convert.length];
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double moved = 0;
            for (int s = x.length - 1; s >= 0; s--) {
                if (newest[s] == removed && removed >= 0) {
                    continue;
                }
                double sum = convert[s];
                double self = 0;
                for (int k = 0; k < next[s].length; k++) {
                    if (next[s][k] == s) {
                        self = share[s][k];
                    } else {
                        sum += share[s][k] * x[next[s][k]];
                    }
                }
                double value = sum / (1 - self);
                moved = Math.max(moved, Math.abs(value - x[s]));
                x[s] = value;
            }
            if (moved < SETTLED) {
                return x[0];
            }
        }
        throw new IllegalStateException("No solution after %d sweeps".formatted(MOST_SWEEPS));
    }
}
