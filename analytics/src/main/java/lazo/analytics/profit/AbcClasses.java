package lazo.analytics.profit;

/**
 * ABC classes: the few that bring most (A), those that bring the next part (B), and the many that bring the rest (C).
 * <pre>
 *   class of i by the share of all those before it:  below a → A;  below b → B;  else C
 * </pre>
 * So the one that crosses a border still belongs above it, and class A brings at least its share. Equal values are always of
 * one class. Whoever brings nothing, or costs money, is C and does not count in the whole.
 *
 * <p>Units: whole ones. Limits: borders are a convention, and a class does not say why. Source: Dickie (1951), Factory Management and
 * Maintenance 109, 92-94.
 *
 * @param classes one per customer or product, same order as the values
 * @param counts how many of A, B and C
 * @param values what each class brings; of C less what it costs
 */
public record AbcClasses(Grade[] classes, int[] counts, long[] values) {
    /** From the few that bring most to the many that bring little. */
    public enum Grade {
        A,
        B,
        C
    }

    /** With the usual borders: 80 % and 95 %. */
    public static AbcClasses of(long[] values) {
        return of(values, .80, .95);
    }

    /** @param a share of all that class A brings, @param b that A and B bring together; 0 &lt; a ≤ b ≤ 1 */
    public static AbcClasses of(long[] values, double a, double b) {
        if (!(a > 0 && a <= b && b <= 1)) {
            throw new IllegalArgumentException("borders are %s and %s, expected 0 < a <= b <= 1".formatted(a, b));
        }
        WhaleCurve curve = WhaleCurve.of(values);
        long whole = curve.peak();
        Grade[] classes = new Grade[values.length];
        int[] counts = new int[3];
        long[] sums = new long[3];
        long before = 0;
        for (int i = 0; i < values.length; i++) {
            int at = curve.order()[i];
            if (i > 0 && values[at] < values[curve.order()[i - 1]]) {
                before = curve.curve()[i - 1];
            }
            Grade grade = Grade.C;
            if (values[at] > 0 && before < b * whole) {
                grade = before < a * whole ? Grade.A : Grade.B;
            }
            classes[at] = grade;
            counts[grade.ordinal()]++;
            sums[grade.ordinal()] += values[at];
        }
        return new AbcClasses(classes, counts, sums);
    }

    public int count(Grade grade) {
        return counts[grade.ordinal()];
    }

    public long value(Grade grade) {
        return values[grade.ordinal()];
    }
}
