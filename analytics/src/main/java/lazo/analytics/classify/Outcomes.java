package lazo.analytics.classify;

import java.util.List;

/** Checks shared by every fit and every measure of a yes/no outcome. */
final class Outcomes {
    private Outcomes() {}

    static int count(boolean[] outcomes) {
        int yes = 0;
        for (boolean outcome : outcomes) {
            yes += outcome ? 1 : 0;
        }
        return yes;
    }

    static void requireBothClasses(boolean[] outcomes) {
        int yes = count(outcomes);
        if (yes == 0 || yes == outcomes.length) {
            throw new IllegalArgumentException(
                    "%d of %d outcomes are yes, expected at least one yes and one no".formatted(yes, outcomes.length));
        }
    }

    static void requireSameRows(int rows, boolean[] outcomes) {
        if (rows != outcomes.length) {
            throw new IllegalArgumentException(
                    "%d rows for %d outcomes, expected the same number".formatted(rows, outcomes.length));
        }
    }

    static void requireScores(double[] scores, boolean[] outcomes) {
        requireSameRows(scores.length, outcomes);
        for (double score : scores) {
            if (Double.isNaN(score)) {
                throw new IllegalArgumentException("A score is NaN, expected a number for every row");
            }
        }
    }

    static void requireProbabilities(double[] probabilities, boolean[] outcomes) {
        requireSameRows(probabilities.length, outcomes);
        if (probabilities.length == 0) {
            throw new IllegalArgumentException("0 rows, expected 1 or more");
        }
        for (double p : probabilities) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("Probability is %s, expected 0 to 1".formatted(p));
            }
        }
    }

    static void requireWidth(List<String> names, double[] row) {
        if (row.length != names.size()) {
            throw new IllegalArgumentException("%d values, expected %d".formatted(row.length, names.size()));
        }
    }
}
