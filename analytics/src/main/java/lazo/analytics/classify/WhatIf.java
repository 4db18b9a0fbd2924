package lazo.analytics.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One thing changed, the rest as it is: "one more purchase: 0.31 → 0.18". It describes the model, not the world: whether
 * causing the change causes the effect is a question for {@code analytics.causal}.
 *
 * @param column what changes
 * @param from its value now
 * @param to its value then
 * @param before the probability now
 * @param after the probability then
 */
public record WhatIf(String column, double from, double to, double before, double after) {
    /**
     * A change that can be made.
     *
     * @param step added to the column each time, not 0
     * @param most how often at most, 1 or more
     */
    public record Lever(String column, double step, int most) {
        public Lever {
            if (step == 0 || Double.isNaN(step)) {
                throw new IllegalArgumentException(
                        "step of '%s' is %s, expected a number but 0".formatted(column, step));
            }
            Grower.requireFrom("most", most, 1);
        }
    }

    /** Each lever pulled once, the largest fall of the probability first. Columns with no known value are left out. */
    public static List<WhatIf> steps(Classifier model, double[] row, List<Lever> levers) {
        List<WhatIf> answers = new ArrayList<>();
        for (Lever lever : levers) {
            int j = index(model, lever);
            if (!Double.isNaN(row[j])) {
                answers.add(pulled(model, row, lever, j, 1));
            }
        }
        answers.sort(Comparator.comparingDouble(answer -> answer.after - answer.before));
        return answers;
    }

    /**
     * The fewest pulls of one lever that bring the probability to {@code target}, from wherever it is now; of several levers
     * the one that goes furthest. Empty when none gets there.
     */
    public static Optional<WhatIf> reach(Classifier model, double[] row, List<Lever> levers, double target) {
        boolean down = model.probability(row) > target;
        int longest = levers.stream().mapToInt(Lever::most).max().orElse(0);
        for (int times = 1; times <= longest; times++) {
            Optional<WhatIf> best = Optional.empty();
            for (Lever lever : levers) {
                int j = index(model, lever);
                if (times > lever.most() || Double.isNaN(row[j])) {
                    continue;
                }
                WhatIf answer = pulled(model, row, lever, j, times);
                double beyond = down ? target - answer.after : answer.after - target;
                boolean better = best.map(other -> Math.abs(answer.after - target) > Math.abs(other.after - target))
                        .orElse(true);
                if (beyond >= 0 && better) {
                    best = Optional.of(answer);
                }
            }
            if (best.isPresent()) {
                return best;
            }
        }
        return Optional.empty();
    }

    private static int index(Classifier model, Lever lever) {
        int j = model.names().indexOf(lever.column());
        if (j < 0) {
            throw new IllegalArgumentException("No column '%s' among %s".formatted(lever.column(), model.names()));
        }
        return j;
    }

    private static WhatIf pulled(Classifier model, double[] row, Lever lever, int j, int times) {
        double[] changed = row.clone();
        changed[j] = row[j] + times * lever.step();
        return new WhatIf(lever.column(), row[j], changed[j], model.probability(row), model.probability(changed));
    }
}
