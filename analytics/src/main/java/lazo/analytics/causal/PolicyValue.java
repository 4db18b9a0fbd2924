package lazo.analytics.causal;

import java.util.Arrays;
import java.util.SplittableRandom;
import lazo.analytics.classify.Interval;

/**
 * What a rule for treating people earns against treating nobody, read off an experiment in which everybody was treated by
 * chance: among those the rule would treat, treated minus control.
 * <pre>
 *   profit per person = share chosen · ((mean outcome treated − mean outcome control, among the chosen)·margin − cost)
 * </pre>
 * Units: money per person of the experiment. Error: percentile bootstrap over people. Limits: judge a rule on people its
 * model did not see; the future must be like the experiment. Keep a random hold-out group in use.
 *
 * @param share of people the rule treats
 * @param profit per person against treating nobody
 * @param interval of the profit
 * @param overAll profit per person against treating everybody
 * @param overAllInterval of the latter
 */
public record PolicyValue(double share, double profit, Interval interval, double overAll, Interval overAllInterval) {

    /**
     * What an outcome and a treatment are worth.
     *
     * @param margin money per outcome
     * @param cost money per treatment, 0 or more
     */
    public record Terms(double margin, double cost) {
        public Terms {
            if (!(cost >= 0) || Double.isNaN(margin)) {
                throw new IllegalArgumentException(
                        "margin is %s and cost %s, expected numbers, cost 0 or more".formatted(margin, cost));
            }
        }

        /** Treat where uplift·margin exceeds the cost. */
        public boolean[] choose(double[] uplifts) {
            boolean[] chosen = new boolean[uplifts.length];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = uplifts[i] * margin > cost;
            }
            return chosen;
        }
    }

    /** @param draws bootstrap samples, 100 or more */
    public static PolicyValue of(
            boolean[] chosen, boolean[] treated, boolean[] outcomes, Terms terms, double level, int draws, long seed) {
        if (chosen.length != treated.length || treated.length != outcomes.length || chosen.length == 0) {
            throw new IllegalArgumentException(
                    "%d choices, %d treatments and %d outcomes, expected the same number, 1 or more"
                            .formatted(chosen.length, treated.length, outcomes.length));
        }
        if (draws < 100) {
            throw new IllegalArgumentException("draws is %d, expected 100 or more".formatted(draws));
        }
        int[] kinds = new int[chosen.length];
        int[] counts = new int[8];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = (chosen[i] ? 4 : 0) + (treated[i] ? 2 : 0) + (outcomes[i] ? 1 : 0);
            counts[kinds[i]]++;
        }
        double profit = profit(counts, 4, terms);
        double overAll = profit - profit(merged(counts), 0, terms);
        SplittableRandom random = new SplittableRandom(seed);
        double[] profits = new double[draws];
        double[] overAlls = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            int[] drawn = new int[8];
            for (int k = 0; k < kinds.length; k++) {
                drawn[kinds[random.nextInt(kinds.length)]]++;
            }
            profits[draw] = profit(drawn, 4, terms);
            overAlls[draw] = profits[draw] - profit(merged(drawn), 0, terms);
        }
        return new PolicyValue(
                (counts[4] + counts[5] + counts[6] + counts[7]) / (double) kinds.length,
                profit,
                percentiles(profits, level),
                overAll,
                percentiles(overAlls, level));
    }

    /** Profit per person of treating those whose counts start at {@code at}; 0 where no comparison is possible. */
    private static double profit(int[] counts, int at, Terms terms) {
        double people = Arrays.stream(counts).sum();
        double control = counts[at] + counts[at + 1];
        double treated = counts[at + 2] + counts[at + 3];
        if (control == 0 || treated == 0) {
            return 0;
        }
        double uplift = counts[at + 3] / treated - counts[at + 1] / control;
        return (control + treated) / people * (uplift * terms.margin() - terms.cost());
    }

    private static int[] merged(int[] counts) {
        int[] merged = new int[4];
        for (int kind = 0; kind < 8; kind++) {
            merged[kind % 4] += counts[kind];
        }
        return merged;
    }

    private static Interval percentiles(double[] values, double level) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int skipped = (int) Math.floor((1 - level) / 2 * sorted.length);
        return new Interval(sorted[skipped], sorted[sorted.length - 1 - skipped], level);
    }
}
