package lazo.analytics.classify;

import java.util.Arrays;

/**
 * Has a column, or a score, moved since the model was fitted? Look at both figures: with many equal values all quantile
 * bins may coincide and the stability index see nothing.
 * <pre>
 *   PSI = Σ bins (now − then) · ln(now/then)      KS = max |F now − F then|
 * </pre>
 * Limits: by convention PSI below 0.10 is stable, from 0.25 on the population is another one; it grows with the number
 * of bins and in small samples. Source: Siddiqi (2006), Credit Risk Scorecards, ch. 9.
 *
 * @param stability the population stability index
 * @param gap the two-sample Kolmogorov-Smirnov statistic
 */
public record Drift(double stability, double gap) {
    private static final double FLOOR = 1e-4;

    /** What to do about it. */
    public enum Verdict {
        STABLE,
        WATCH,
        MOVED
    }

    /** Compares a column's values at training with those of now, in ten quantile bins of the former; NaN left out. */
    public static Drift between(double[] then, double[] now) {
        Cuts cuts = Cuts.quantiles(then, 10);
        return new Drift(stability(shares(then, cuts), shares(now, cuts)), gap(then, now));
    }

    /** The population stability index of two sets of shares; a share of 0 counts as 0.0001. */
    public static double stability(double[] then, double[] now) {
        if (then.length != now.length) {
            throw new IllegalArgumentException(
                    "%d shares then and %d now, expected the same number".formatted(then.length, now.length));
        }
        double sum = 0;
        for (int k = 0; k < then.length; k++) {
            double expected = Math.max(then[k], FLOOR);
            double actual = Math.max(now[k], FLOOR);
            sum += (actual - expected) * Math.log(actual / expected);
        }
        return sum;
    }

    /** STABLE below 0.10 in both figures, MOVED from 0.25 in either, otherwise WATCH. */
    public Verdict verdict() {
        double worst = Math.max(stability, gap);
        if (worst < 0.10) {
            return Verdict.STABLE;
        }
        return worst < 0.25 ? Verdict.WATCH : Verdict.MOVED;
    }

    private static double[] shares(double[] values, Cuts cuts) {
        double[] shares = new double[cuts.bins()];
        double known = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                shares[cuts.bin(value)]++;
                known++;
            }
        }
        if (known == 0) {
            throw new IllegalArgumentException("0 known values, expected 1 or more");
        }
        for (int k = 0; k < shares.length; k++) {
            shares[k] /= known;
        }
        return shares;
    }

    private static double gap(double[] then, double[] now) {
        double[] a = sorted(then);
        double[] b = sorted(now);
        double gap = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double at = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= at) {
                i++;
            }
            while (j < b.length && b[j] <= at) {
                j++;
            }
            gap = Math.max(gap, Math.abs(i / (double) a.length - j / (double) b.length));
        }
        return gap;
    }

    private static double[] sorted(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }
}
