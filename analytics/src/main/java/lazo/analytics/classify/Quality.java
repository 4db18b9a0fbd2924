package lazo.analytics.classify;

import java.util.Arrays;
import lazo.analytics.numeric.Order;

/**
 * How good predictions were, on rows the model did not see.
 *
 * @param auc order of the rows, with its interval
 * @param brier mean squared error of the probability, 0 is perfect
 * @param calibrationError see {@link Reliability#error}, ten bins
 * @param calibrationSlope 1 when right; below 1 the predictions are too extreme, above 1 too timid
 * @param lift share of yes among the tenth with the highest prediction, divided by the share among all
 * @param separation the Kolmogorov-Smirnov statistic: largest gap between the classes' distributions of scores
 */
public record Quality(
        int rows,
        int yes,
        Auc auc,
        double brier,
        double calibrationError,
        double calibrationSlope,
        double lift,
        double separation) {

    public static Quality of(double[] probabilities, boolean[] outcomes) {
        return new Quality(
                outcomes.length,
                Outcomes.count(outcomes),
                Auc.of(probabilities, outcomes),
                brier(probabilities, outcomes),
                Reliability.of(probabilities, outcomes).error(),
                calibrationSlope(probabilities, outcomes),
                lift(probabilities, outcomes, 0.1),
                separation(probabilities, outcomes));
    }

    /** 1/N · Σ (p − y)². Source: Brier (1950), Monthly Weather Review 78, 1-3. */
    public static double brier(double[] probabilities, boolean[] outcomes) {
        Outcomes.requireProbabilities(probabilities, outcomes);
        double sum = 0;
        for (int i = 0; i < outcomes.length; i++) {
            double error = probabilities[i] - (outcomes[i] ? 1 : 0);
            sum += error * error;
        }
        return sum / outcomes.length;
    }

    /**
     * The share of yes among the highest scores, over the share among all. Rows tied at the border count in proportion.
     *
     * @param share of the rows taken, above 0 to 1; the count is rounded down, but at least one
     */
    public static double lift(double[] scores, boolean[] outcomes, double share) {
        Outcomes.requireScores(scores, outcomes);
        Outcomes.requireBothClasses(outcomes);
        Grower.requireShare("share", share);
        int taken = Math.max(1, (int) (outcomes.length * share));
        int[] order = Order.descending(scores);
        double border = scores[order[taken - 1]];
        double above = 0;
        double yesAbove = 0;
        double tied = 0;
        double yesTied = 0;
        for (int i = 0; i < scores.length; i++) {
            int yes = outcomes[i] ? 1 : 0;
            if (scores[i] > border) {
                above++;
                yesAbove += yes;
            } else if (scores[i] == border) {
                tied++;
                yesTied += yes;
            }
        }
        double found = yesAbove + yesTied * (taken - above) / tied;
        return found / taken * outcomes.length / Outcomes.count(outcomes);
    }

    /** max |F(score | yes) − F(score | no)|. */
    public static double separation(double[] scores, boolean[] outcomes) {
        Outcomes.requireScores(scores, outcomes);
        Outcomes.requireBothClasses(outcomes);
        int[] order = Order.descending(scores);
        double yes = Outcomes.count(outcomes);
        double no = outcomes.length - yes;
        double gap = 0;
        double seenYes = 0;
        double seenNo = 0;
        for (int k = 0; k < order.length; k++) {
            if (outcomes[order[k]]) {
                seenYes++;
            } else {
                seenNo++;
            }
            if (k + 1 == order.length || scores[order[k + 1]] != scores[order[k]]) {
                gap = Math.max(gap, Math.abs(seenYes / yes - seenNo / no));
            }
        }
        return gap;
    }

    /** The slope of a logistic regression of the outcome on ln(p/(1−p)). Source: Cox (1958), Biometrika 45, 562-565. */
    public static double calibrationSlope(double[] probabilities, boolean[] outcomes) {
        Outcomes.requireProbabilities(probabilities, outcomes);
        Outcomes.requireBothClasses(outcomes);
        double[] logOdds = Arrays.stream(probabilities)
                .map(p -> LogOdds.of(Math.clamp(p, 1e-9, 1 - 1e-9)))
                .toArray();
        return Sigmoid.fit(logOdds, outcomes, 1, 0).slope();
    }
}
