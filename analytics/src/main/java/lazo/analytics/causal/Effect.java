package lazo.analytics.causal;

import lazo.analytics.classify.Interval;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * What a treatment changed: treated minus control, of two arms formed by chance.
 * <pre>
 *   difference = mean₁ − mean₀      standard error = √(s₁²/n₁ + s₀²/n₀)
 *   interval: amounts Welch's t;  yes/no Newcombe's hybrid of two Wilson intervals
 * </pre>
 * Units: those of the outcome. Limits: for one look at a size fixed in advance; who looks earlier needs
 * {@link SequentialGuard}. Source: Welch (1947), Biometrika 34, 28-35; Newcombe (1998), Statistics in Medicine 17,
 * 873-890, method 10.
 */
public record Effect(Arm treated, Arm control) {
    public Effect {
        if (treated.binary() != control.binary()) {
            throw new IllegalArgumentException("One arm has yes/no outcomes and the other amounts, expected the same");
        }
    }

    public double difference() {
        return treated.mean() - control.mean();
    }

    /** Difference over the mean of the control; NaN where that is 0. */
    public double relative() {
        return control.mean() == 0 ? Double.NaN : difference() / control.mean();
    }

    public double standardError() {
        return Math.sqrt(treated.errorSquared() + control.errorSquared());
    }

    /** The interval of the difference. */
    public Interval interval(double level) {
        if (!treated.binary()) {
            double error = standardError();
            double half =
                    error == 0 ? 0 : new TDistribution(degrees()).inverseCumulativeProbability(0.5 + level / 2) * error;
            return new Interval(difference() - half, difference() + half, level);
        }
        Interval one = wilson(treated, level);
        Interval zero = wilson(control, level);
        double below = Math.hypot(treated.mean() - one.low(), zero.high() - control.mean());
        double above = Math.hypot(one.high() - treated.mean(), control.mean() - zero.low());
        return new Interval(difference() - below, difference() + above, level);
    }

    /** Two-sided p-value of "no effect": Welch's t for amounts, the pooled z for yes/no. */
    public double pValue() {
        if (treated.binary()) {
            double people = treated.people() + (double) control.people();
            double pooled = (treated.mean() * treated.people() + control.mean() * control.people()) / people;
            double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / treated.people() + 1.0 / control.people()));
            return error == 0 ? 1 : 2 * new NormalDistribution().cumulativeProbability(-Math.abs(difference()) / error);
        }
        double error = standardError();
        if (error == 0) {
            return difference() == 0 ? 1 : 0;
        }
        return 2 * new TDistribution(degrees()).cumulativeProbability(-Math.abs(difference()) / error);
    }

    /** Welch-Satterthwaite degrees of freedom. */
    private double degrees() {
        double a = treated.errorSquared();
        double b = control.errorSquared();
        return (a + b) * (a + b) / (a * a / (treated.people() - 1) + b * b / (control.people() - 1));
    }

    private static Interval wilson(Arm arm, double level) {
        double z = Interval.quantile(level);
        double n = arm.people();
        double centre = (arm.mean() + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.sqrt(arm.variance() / n + z * z / (4 * n * n));
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half), level);
    }

    /**
     * People needed in each of two equal arms to see a difference between two shares.
     *
     * @param level of the test, for example 0.95
     * @param power the chance to see it, for example 0.8
     */
    public static long peopleNeeded(double control, double treated, double level, double power) {
        requireShare("control", control);
        requireShare("treated", treated);
        requireShare("power", power);
        if (control == treated) {
            throw new IllegalArgumentException("Both shares are %s, expected different ones".formatted(control));
        }
        double z = Interval.quantile(level) + new NormalDistribution().inverseCumulativeProbability(power);
        double spread = control * (1 - control) + treated * (1 - treated);
        return (long) Math.ceil(z * z * spread / ((treated - control) * (treated - control)));
    }

    /**
     * The chance of a split at least as uneven as this one, had it been planned as {@code plannedShare}: below 0.001 the
     * experiment is broken.
     */
    public double splitPValue(double plannedShare) {
        requireShare("plannedShare", plannedShare);
        double people = treated.people() + (double) control.people();
        double apart = Math.abs(treated.people() - people * plannedShare);
        return 2
                * new NormalDistribution()
                        .cumulativeProbability(-apart / Math.sqrt(people * plannedShare * (1 - plannedShare)));
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("%s is %s, expected between 0 and 1".formatted(name, value));
        }
    }
}
