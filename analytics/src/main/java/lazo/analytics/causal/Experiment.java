package lazo.analytics.causal;

import java.util.Arrays;
import java.util.stream.IntStream;
import lazo.analytics.classify.Features;

/**
 * People of an experiment: what was known of each before, who was treated (by chance), and what came.
 *
 * @param features known before the treatment
 * @param treated one per row
 * @param outcomes one per row
 */
public record Experiment(Features features, boolean[] treated, boolean[] outcomes) {
    public Experiment {
        if (features.rows() != treated.length || treated.length != outcomes.length) {
            throw new IllegalArgumentException("%d rows, %d treatments and %d outcomes, expected the same number"
                    .formatted(features.rows(), treated.length, outcomes.length));
        }
        int count = 0;
        for (boolean t : treated) {
            count += t ? 1 : 0;
        }
        if (count == 0 || count == treated.length) {
            throw new IllegalArgumentException(
                    "%d of %d rows are treated, expected some of both".formatted(count, treated.length));
        }
    }

    /** The rows of these indices. */
    public Experiment select(int... rows) {
        return new Experiment(features.select(rows), pick(treated, rows), pick(outcomes, rows));
    }

    /** Treated minus control over everybody. */
    public Effect effect() {
        return new Effect(arm(true), arm(false));
    }

    private Arm arm(boolean wanted) {
        int[] rows = rows(wanted);
        return Arm.ofCounts(Arrays.stream(rows).filter(i -> outcomes[i]).count(), rows.length);
    }

    int[] rows(boolean wanted) {
        return IntStream.range(0, treated.length)
                .filter(i -> treated[i] == wanted)
                .toArray();
    }

    static boolean[] pick(boolean[] values, int[] rows) {
        boolean[] chosen = new boolean[rows.length];
        for (int k = 0; k < rows.length; k++) {
            chosen[k] = values[rows[k]];
        }
        return chosen;
    }
}
