package lazo.analytics.value;

import lazo.analytics.numeric.GaussRule;

/**
 * The clock by which customers of the {@link GammaGompertzNbd} leave: it runs faster the longer they have been customers.
 *
 * <pre>
 *   w(u) = (e^{bu} − 1)/b,   K(u) = κ + w(u),   κ = β/b;   as b → 0, K(u) → κ + u, the clock of {@link ParetoNbd}
 * </pre>
 *
 * @param aging b
 * @param scale κ
 */
record GompertzClock(double aging, double scale) {
    private static final GaussRule RULE = GaussRule.of(12);
    private static final double NEGLIGIBLE = 38;

    /** K(u)·e^(−bu): the time over which the chance of having left changes. */
    double pace(double u) {
        return paceAfter(Math.expm1(-aging * u));
    }

    private double paceAfter(double fall) {
        return scale * (1 + fall) - fall / aging;
    }

    /** ln K(u). */
    double log(double u) {
        return aging * u + Math.log(pace(u));
    }

    /** All there is to know of the clock at one age. */
    Reading at(double u) {
        double z = aging * u;
        double fall = Math.expm1(-z);
        double pace = paceAfter(fall);
        double share = z < .01 ? .5 - z * (1 / 6.0 - z * (1 / 24.0 - z / 120)) : (z + fall) / (z * z);
        return new Reading(pace, z + Math.log(pace), (1 + fall) / pace, u * u * share / pace);
    }

    /**
     * @param log ln K
     * @param byScale ∂ ln K/∂κ
     * @param byAging ∂ ln K/∂b
     */
    record Reading(double pace, double log, double byScale, double byAging) {}

    /** What is integrated: adds {@code width·weight·f(u)} to its own sums. */
    @FunctionalInterface
    interface Integrand {
        void add(double u, double weight);
    }

    /** Over how long a stretch from u on the integrand is smooth, as far as something beside this clock bounds it. */
    @FunctionalInterface
    interface Stretch {
        double from(double u);
    }

    /**
     * Gauss-Legendre in stretches short beside the distance of every singularity, from {@code from} to {@code to}.
     *
     * @param fall how fast the logarithm of the integrand falls at u, beside (K(u)) to a power; stops where it fell by 38
     */
    void integrate(double from, double to, double power, Stretch stretch, Stretch fall, Integrand integrand) {
        double u = from;
        double fallen = 0;
        while (u < to && fallen < NEGLIGIBLE) {
            double pace = pace(u);
            double rate = fall.from(u) + power / pace;
            double width = Math.min(1.5 * Math.min(stretch.from(u), Math.min(pace, 1 / aging)), 6 / rate);
            double next = u + width < to ? u + width : to;
            for (int i = 0; i < RULE.points().length; i++) {
                integrand.add(u + (next - u) * RULE.points()[i], (next - u) * RULE.weights()[i]);
            }
            fallen += (next - u) * (fall.from(next) + power / Math.max(pace, pace(next)));
            u = next > u ? next : to;
        }
    }
}
