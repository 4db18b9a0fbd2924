package lazo.analytics.classify;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.Order;

/**
 * Turns scores that rank well into probabilities that are right. Fit it on rows the model did not see.
 *
 * <p>Few outcomes: {@link Platt}. A thousand or more, or a bend that no sigmoid has: {@link Isotonic}.
 * Source: Niculescu-Mizil, Caruana (2005), ICML, 625-632.
 */
public sealed interface Calibration extends FittedModel {
    /** The calibrated probability of a score. */
    double probability(double score);

    /** The calibrated probability of each score. */
    default double[] probabilities(double[] scores) {
        return Arrays.stream(scores).map(this::probability).toArray();
    }

    /**
     * Platt's sigmoid: {@code p = 1/(1+e^−(offset + slope·score))}, best on scores in log-odds. Targets are (n₊+1)/(n₊+2)
     * and 1/(n₋+2), so separable scores stay finite. Source: Platt (1999); Lin, Lin, Weng (2007), Machine Learning 68, 267-276.
     */
    @ModelType(name = "platt-calibration")
    record Platt(double slope, double offset, Provenance provenance) implements Calibration {
        public static Platt fit(double[] scores, boolean[] outcomes) {
            Outcomes.requireScores(scores, outcomes);
            Outcomes.requireBothClasses(outcomes);
            double yes = Outcomes.count(outcomes);
            double no = outcomes.length - yes;
            Sigmoid sigmoid = Sigmoid.fit(scores, outcomes, (yes + 1) / (yes + 2), 1 / (no + 2));
            return new Platt(
                    sigmoid.slope(),
                    sigmoid.offset(),
                    Provenance.of("Platt calibration (Platt 1999; Lin, Lin, Weng 2007)", outcomes.length));
        }

        @Override
        public double probability(double score) {
            return LogOdds.probability(offset + slope * score);
        }
    }

    /**
     * Isotonic regression: the rising step function nearest to the outcomes, by pooling adjacent violators; straight lines
     * between the centres of steps, flat beyond the ends. Source: Zadrozny, Elkan (2002), KDD, 694-699.
     *
     * @param scores rising centres of the steps
     * @param levels their probabilities, rising
     */
    @ModelType(name = "isotonic-calibration")
    record Isotonic(double[] scores, double[] levels, Provenance provenance) implements Calibration {
        public Isotonic {
            scores = scores.clone();
            levels = levels.clone();
            if (scores.length == 0 || scores.length != levels.length) {
                throw new IllegalArgumentException("%d scores for %d levels, expected the same number, 1 or more"
                        .formatted(scores.length, levels.length));
            }
        }

        private record Step(double scoreSum, double yes, double rows) {
            Step with(Step other) {
                return new Step(scoreSum + other.scoreSum, yes + other.yes, rows + other.rows);
            }

            double level() {
                return yes / rows;
            }
        }

        public static Isotonic fit(double[] scores, boolean[] outcomes) {
            Outcomes.requireScores(scores, outcomes);
            Outcomes.requireBothClasses(outcomes);
            int[] order = Order.ascending(scores);
            Deque<Step> steps = new ArrayDeque<>();
            int start = 0;
            while (start < order.length) {
                double score = scores[order[start]];
                double yes = 0;
                int end = start;
                while (end < order.length && scores[order[end]] == score) {
                    yes += outcomes[order[end]] ? 1 : 0;
                    end++;
                }
                Step step = new Step(score * (end - start), yes, end - start);
                while (!steps.isEmpty() && steps.getLast().level() >= step.level()) {
                    step = steps.removeLast().with(step);
                }
                steps.addLast(step);
                start = end;
            }
            double[] centres = new double[steps.size()];
            double[] levels = new double[steps.size()];
            Iterator<Step> rising = steps.iterator();
            for (int k = 0; k < centres.length; k++) {
                Step step = rising.next();
                centres[k] = step.scoreSum() / step.rows();
                levels[k] = step.level();
            }
            return new Isotonic(
                    centres,
                    levels,
                    Provenance.of("Isotonic calibration (Zadrozny, Elkan 2002)", outcomes.length)
                            .withQuality("steps", centres.length));
        }

        @Override
        public double probability(double score) {
            int found = Arrays.binarySearch(scores, score);
            if (found >= 0) {
                return levels[found];
            }
            int above = -found - 1;
            if (above == 0) {
                return levels[0];
            }
            if (above == scores.length) {
                return levels[scores.length - 1];
            }
            double part = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
            return levels[above - 1] + part * (levels[above] - levels[above - 1]);
        }

        @Override
        public double[] scores() {
            return scores.clone();
        }

        @Override
        public double[] levels() {
            return levels.clone();
        }
    }
}
