package lazo.analytics.classify;

import java.util.stream.IntStream;

/**
 * Predictions for rows the model did not see.
 *
 * @param rows the rows predicted, as indices of the data
 * @param probabilities their predictions
 * @param outcomes what came
 */
public record Validation(int[] rows, double[] probabilities, boolean[] outcomes) {
    /** How a kind of model is fitted. */
    @FunctionalInterface
    public interface Trainer {
        Classifier fit(Features features, boolean[] outcomes);
    }

    /** Every row predicted by a model of the other folds; row i is in fold i mod {@code folds}. */
    public static Validation folds(Features features, boolean[] outcomes, int folds, Trainer trainer) {
        Outcomes.requireSameRows(features.rows(), outcomes);
        if (folds < 2 || folds > outcomes.length) {
            throw new IllegalArgumentException(
                    "folds is %d, expected 2 to the number of rows, %d".formatted(folds, outcomes.length));
        }
        double[] probabilities = new double[outcomes.length];
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            int[] train = IntStream.range(0, outcomes.length)
                    .filter(i -> i % folds != held)
                    .toArray();
            int[] test = IntStream.range(0, outcomes.length)
                    .filter(i -> i % folds == held)
                    .toArray();
            double[] predicted =
                    trainer.fit(features.select(train), pick(outcomes, train)).probabilities(features.select(test));
            for (int k = 0; k < test.length; k++) {
                probabilities[test[k]] = predicted[k];
            }
        }
        return new Validation(IntStream.range(0, outcomes.length).toArray(), probabilities, outcomes);
    }

    /** The honest test of a model that will predict the future: rows in time order, the last {@code share} predicted. */
    public static Validation latest(Features features, boolean[] outcomes, double share, Trainer trainer) {
        Outcomes.requireSameRows(features.rows(), outcomes);
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share is %s, expected between 0 and 1".formatted(share));
        }
        int border = (int) Math.round(outcomes.length * (1 - share));
        int[] train = IntStream.range(0, border).toArray();
        int[] test = IntStream.range(border, outcomes.length).toArray();
        if (train.length == 0 || test.length == 0) {
            throw new IllegalArgumentException("%d rows leave %d to fit and %d to predict, expected 1 or more"
                    .formatted(outcomes.length, train.length, test.length));
        }
        double[] predicted =
                trainer.fit(features.select(train), pick(outcomes, train)).probabilities(features.select(test));
        return new Validation(test, predicted, pick(outcomes, test));
    }

    public Quality quality() {
        return Quality.of(probabilities, outcomes);
    }

    private static boolean[] pick(boolean[] outcomes, int[] rows) {
        boolean[] chosen = new boolean[rows.length];
        for (int k = 0; k < rows.length; k++) {
            chosen[k] = outcomes[rows[k]];
        }
        return chosen;
    }
}
