package lazo.analytics.value;

/** What needs no model. A model that does not beat these is not worth its trouble, so its results stand beside them. */
public final class Baselines {
    private Baselines() {}

    /** Everybody goes on at their own rate: x/T·t, and 0 for a customer of age 0. */
    public static double[] ownRate(PurchaseHistory history, double span) {
        BetaGeometric.checkSpan(span);
        double[] expected = new double[history.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = history.age()[i] > 0 ? history.repeats()[i] / history.age()[i] * span : 0;
        }
        return expected;
    }

    /** Mean absolute difference between what was expected and what came. */
    public static double meanAbsoluteError(double[] expected, int[] came) {
        if (expected.length != came.length || expected.length == 0) {
            throw new IllegalArgumentException("expected and came have lengths %d and %d, expected the same, above 0"
                    .formatted(expected.length, came.length));
        }
        double sum = 0;
        for (int i = 0; i < came.length; i++) {
            sum += Math.abs(expected[i] - came[i]);
        }
        return sum / came.length;
    }
}
