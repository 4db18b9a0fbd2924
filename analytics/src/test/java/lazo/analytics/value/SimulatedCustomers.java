package lazo.analytics.value;

import java.util.SplittableRandom;

/** Draws customers from the stories the models tell, so that fits can be checked against known parameters. */
final class SimulatedCustomers {
    private final SplittableRandom random;
    private final int[] repeats;
    private final int[] later;
    private final double[] lastAge;
    private final double[] age;
    private final double[] logGaps;
    private final double span;

    private SimulatedCustomers(int size, double span, long seed) {
        this.random = new SplittableRandom(seed);
        this.repeats = new int[size];
        this.later = new int[size];
        this.lastAge = new double[size];
        this.age = new double[size];
        this.logGaps = new double[size];
        this.span = span;
    }

    /** Leaves after each purchase with probability Beta(a, b); k events make a purchase. Ages are uniform in 20..60. */
    static HoldOut betaGeometric(
            int size, int k, double r, double alpha, double a, double b, boolean leavesAtOnce, double span, long seed) {
        SimulatedCustomers base = new SimulatedCustomers(size, span, seed);
        for (int i = 0; i < size; i++) {
            double rate = base.gamma(r) / alpha;
            double u = base.gamma(a);
            double leaves = u / (u + base.gamma(b));
            int stages = k;
            base.live(i, leavesAtOnce ? leaves : 0, leaves, () -> base.erlang(stages) / rate, Double.POSITIVE_INFINITY);
        }
        return base.holdOut();
    }

    static HoldOut pareto(int size, double r, double alpha, double s, double beta, double span, long seed) {
        SimulatedCustomers base = new SimulatedCustomers(size, span, seed);
        for (int i = 0; i < size; i++) {
            double rate = base.gamma(r) / alpha;
            double life = base.erlang(1) / (base.gamma(s) / beta);
            base.live(i, 0, 0, () -> base.erlang(1) / rate, life);
        }
        return base.holdOut();
    }

    /** Lives of which each has its own Gompertz hazard b·η·e^(bu). */
    static HoldOut gompertz(int size, double r, double alpha, double b, double s, double beta, double span, long seed) {
        SimulatedCustomers base = new SimulatedCustomers(size, span, seed);
        for (int i = 0; i < size; i++) {
            double rate = base.gamma(r) / alpha;
            double life = Math.log1p(base.erlang(1) / (base.gamma(s) / beta)) / b;
            base.live(i, 0, 0, () -> base.erlang(1) / rate, life);
        }
        return base.holdOut();
    }

    static HoldOut neverLeaving(int size, double r, double alpha, double span, long seed) {
        return pareto(size, r, alpha, 1, 1e30, span, seed);
    }

    private interface Gap {
        double draw();
    }

    private void live(int i, double leavesAtFirst, double leaves, Gap gap, double life) {
        age[i] = random.nextDouble(20, 60);
        boolean active = random.nextDouble() >= leavesAtFirst;
        double at = 0;
        while (active) {
            double next = at + gap.draw();
            if (next > Math.min(life, age[i] + span)) {
                return;
            }
            if (next <= age[i]) {
                repeats[i]++;
                logGaps[i] += Math.log(next - at);
                lastAge[i] = next;
            } else {
                later[i]++;
            }
            at = next;
            active = random.nextDouble() >= leaves;
        }
    }

    private HoldOut holdOut() {
        return new HoldOut(new PurchaseHistory(repeats, lastAge, age, logGaps), later, span);
    }

    private double erlang(int k) {
        double product = 1;
        for (int i = 0; i < k; i++) {
            product *= 1 - random.nextDouble();
        }
        return -Math.log(product);
    }

    /** Marsaglia and Tsang (2000), raised from shape + 1. */
    private double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double z = random.nextGaussian();
            double v = Math.pow(1 + c * z, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
