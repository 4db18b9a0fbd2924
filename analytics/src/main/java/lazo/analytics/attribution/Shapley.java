package lazo.analytics.attribution;

/**
 * Shapley values over sets of channels: each channel gets its average gain over all orders in which channels could have
 * joined. Exact for any number of channels, because the worth of a set is made of unanimity games.
 * <pre>
 *   v(S) = conversions of paths that touch no channel outside S
 *   φ(c) = Σ paths touching c   conversions / number of channels touched
 * </pre>
 * Order and repetition of touches do not count. The credits add up to all conversions (efficiency).
 * Source: Shapley (1953); Zhao, Mahboobi, Bagheri (2018), arXiv:1804.05327, the simplified form.
 */
public final class Shapley {
    private Shapley() {}

    public static Credits credit(Journeys journeys) {
        double[] credits = new double[journeys.channels().size()];
        for (int i = 0; i < journeys.paths().length; i++) {
            boolean[] touched = new boolean[credits.length];
            int count = 0;
            for (int touch : journeys.paths()[i]) {
                count += touched[touch] ? 0 : 1;
                touched[touch] = true;
            }
            for (int c = 0; c < credits.length; c++) {
                credits[c] += touched[c] ? journeys.conversions()[i] / count : 0;
            }
        }
        return new Credits(journeys.channels(), credits);
    }
}
