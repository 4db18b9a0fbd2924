package lazo.analytics.risk;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Has a customer's rhythm or volume shifted for good? Adds up deviations from normal and alarms when the sum gets too
 * large: quick on small lasting shifts, slow on single outliers.
 * <pre>
 *   up = max(0, up + z − k)      down = max(0, down − z − k)      alarm when either exceeds h;   z = (x − mean)/deviation
 * </pre>
 * Units: k and h in standard deviations; k is half the shift to find. k = 0.5 and h = 5 alarm falsely once in 465
 * observations and find a shift of one deviation in 10.
 * Limits: independent, roughly normal observations; take logarithms of gaps and amounts first.
 * Source: Page (1954), Biometrika 41, 100-115.
 *
 * @param mean of normal times
 * @param deviation of normal times, above 0
 */
public record Cusum(double mean, double deviation, double k, double h) {
    private static final int STATES = 200;
    private static final double LONGEST = 1e12;

    /**
     * How the sums went.
     *
     * @param up sums of rises, one per observation
     * @param down sums of falls, one per observation
     * @param alarm index of the first alarm, -1 without one
     * @param since index at which the sum that alarmed began to grow, -1 without an alarm
     */
    public record Path(double[] up, double[] down, int alarm, int since) {
        /** Whether the alarm was of a fall; false without an alarm. */
        public boolean fell() {
            return alarm >= 0 && down[alarm] > up[alarm];
        }
    }

    public Cusum {
        ControlLimits.requirePositive("deviation", deviation);
        ControlLimits.requirePositive("h", h);
        if (!(k >= 0)) {
            throw new IllegalArgumentException("k is %s, expected 0 or more".formatted(k));
        }
    }

    /** With k = 0.5 and h = 5, mean and deviation from a span known to be normal. */
    public static Cusum of(double[] normal) {
        ControlLimits.Baseline baseline = ControlLimits.baseline(normal);
        return new Cusum(baseline.mean(), baseline.deviation(), 0.5, 5);
    }

    /** Follows observations in time order; NaN leaves the sums as they are. */
    public Path follow(double[] observations) {
        double[] up = new double[observations.length];
        double[] down = new double[observations.length];
        double rise = 0;
        double fall = 0;
        int riseSince = 0;
        int fallSince = 0;
        int alarm = -1;
        int since = -1;
        for (int i = 0; i < observations.length; i++) {
            double z = (observations[i] - mean) / deviation;
            if (!Double.isNaN(z)) {
                riseSince = rise == 0 ? i : riseSince;
                fallSince = fall == 0 ? i : fallSince;
                rise = Math.max(0, rise + z - k);
                fall = Math.max(0, fall - z - k);
            }
            up[i] = rise;
            down[i] = fall;
            if (alarm < 0 && (rise > h || fall > h)) {
                alarm = i;
                since = rise > fall ? riseSince : fallSince;
            }
        }
        return new Path(up, down, alarm, since);
    }

    /**
     * How many observations it takes on average until an alarm, when the mean has shifted by so many deviations; at 0, until
     * a false alarm. Error: about 0.5 %, by a Markov
     * chain of 200 states; at most 1e12. Source: Brook, Evans (1972), Biometrika 59, 539-549.
     */
    public double averageRunLength(double shift) {
        double up = oneSided(shift);
        double down = oneSided(-shift);
        return 1 / (1 / up + 1 / down);
    }

    private double oneSided(double shift) {
        NormalDistribution normal = new NormalDistribution(shift, 1);
        double width = 2 * h / (2 * STATES - 1);
        RealMatrix system = MatrixUtils.createRealIdentityMatrix(STATES);
        for (int from = 0; from < STATES; from++) {
            for (int to = 0; to < STATES; to++) {
                double high = normal.cumulativeProbability((to - from) * width + width / 2 + k);
                double low = to == 0 ? 0 : normal.cumulativeProbability((to - from) * width - width / 2 + k);
                system.addToEntry(from, to, low - high);
            }
        }
        double length = new LUDecomposition(system, Double.MIN_NORMAL)
                .getSolver()
                .solve(new ArrayRealVector(STATES, 1.0))
                .getEntry(0);
        return length > 0 && length < LONGEST ? length : LONGEST;
    }
}
