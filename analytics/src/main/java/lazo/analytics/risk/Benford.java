package lazo.analytics.risk;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/**
 * Do the first digits of amounts look natural? In amounts that grew by themselves over some powers of ten, 1 leads in 30 %
 * and 9 in 5 %; invented or split amounts do not. A reason to look, never a proof.
 * <pre>
 *   P(d) = log₁₀(1 + 1/d)      χ² = Σ (observed − expected)²/expected, 8 degrees of freedom      MAD = mean |share − P(d)|
 * </pre>
 * Limits: refuses fewer than 300 amounts; prices, fixed fees and amounts under one approval limit do not follow the law.
 * In large data χ² rejects trifles: judge by MAD. Source: Nigrini (2012), Benford's Law, ch. 7 (bounds .006, .012, .015).
 *
 * @param counts amounts that begin with 1 to 9
 */
public record Benford(int[] counts) {
    private static final int FEWEST = 300;

    /** How near the digits are to the law. */
    public enum Conformity {
        CLOSE,
        ACCEPTABLE,
        MARGINAL,
        NONE
    }

    /**
     * A digit seen too often or too seldom.
     *
     * @param share observed
     * @param expected by the law
     * @param z distance in standard deviations, with continuity correction
     */
    public record Digit(int digit, double share, double expected, double z) {}

    public Benford {
        counts = counts.clone();
        if (counts.length != 9) {
            throw new IllegalArgumentException("%d counts, expected 9".formatted(counts.length));
        }
        if (total(counts) < FEWEST) {
            throw new IllegalArgumentException("%d of %d amounts".formatted(total(counts), FEWEST));
        }
    }

    /** Counts the first significant digits; zeros and NaN are left out, signs ignored. */
    public static Benford of(double[] amounts) {
        int[] counts = new int[9];
        for (double amount : amounts) {
            double size = Math.abs(amount);
            if (size > 0 && !Double.isInfinite(size)) {
                counts[firstDigit(size) - 1]++;
            }
        }
        return new Benford(counts);
    }

    private static int firstDigit(double size) {
        for (char c : Double.toString(size).toCharArray()) {
            if (c >= '1' && c <= '9') {
                return c - '0';
            }
        }
        throw new IllegalStateException("No digit in " + size);
    }

    /** The law. */
    public static double expected(int digit) {
        return Math.log10(1 + 1.0 / digit);
    }

    public double chiSquare() {
        double total = total(counts);
        double sum = 0;
        for (int digit = 1; digit <= 9; digit++) {
            double expected = total * expected(digit);
            sum += (counts[digit - 1] - expected) * (counts[digit - 1] - expected) / expected;
        }
        return sum;
    }

    /** The chance of a larger χ² in natural amounts. */
    public double pValue() {
        return 1 - new ChiSquaredDistribution(8).cumulativeProbability(chiSquare());
    }

    public double meanAbsoluteDeviation() {
        double total = total(counts);
        double sum = 0;
        for (int digit = 1; digit <= 9; digit++) {
            sum += Math.abs(counts[digit - 1] / total - expected(digit));
        }
        return sum / 9;
    }

    public Conformity conformity() {
        double deviation = meanAbsoluteDeviation();
        if (deviation <= 0.006) {
            return Conformity.CLOSE;
        }
        if (deviation <= 0.012) {
            return Conformity.ACCEPTABLE;
        }
        return deviation <= 0.015 ? Conformity.MARGINAL : Conformity.NONE;
    }

    /** Digits more than 2.57 deviations (1 in 100) from the law: the reasons of an alert. */
    public List<Digit> suspicious() {
        double total = total(counts);
        List<Digit> digits = new ArrayList<>();
        for (int digit = 1; digit <= 9; digit++) {
            double share = counts[digit - 1] / total;
            double expected = expected(digit);
            double apart = Math.max(0, Math.abs(share - expected) - 1 / (2 * total));
            double z = Math.copySign(apart / Math.sqrt(expected * (1 - expected) / total), share - expected);
            if (Math.abs(z) > 2.57) {
                digits.add(new Digit(digit, share, expected, z));
            }
        }
        return digits;
    }

    private static int total(int[] counts) {
        int total = 0;
        for (int count : counts) {
            total += count;
        }
        return total;
    }

    @Override
    public int[] counts() {
        return counts.clone();
    }
}
