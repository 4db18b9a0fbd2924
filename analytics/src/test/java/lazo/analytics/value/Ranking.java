package lazo.analytics.value;

import java.util.Arrays;

/** Measures of how well scores put customers in order. */
final class Ranking {
    private Ranking() {}

    /** Area under the ROC curve, ties half. */
    static double auc(double[] score, boolean[] positive) {
        Integer[] order = new Integer[score.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(score[a], score[b]));
        double rankSum = 0;
        double positives = 0;
        for (int i = 0; i < order.length; ) {
            int next = i;
            while (next < order.length && score[order[next]] == score[order[i]]) {
                next++;
            }
            double rank = (i + 1 + next) / 2.0;
            for (int j = i; j < next; j++) {
                if (positive[order[j]]) {
                    rankSum += rank;
                    positives++;
                }
            }
            i = next;
        }
        return (rankSum - positives * (positives + 1) / 2) / (positives * (score.length - positives));
    }

    /** Share of a total that falls to the tenth with the highest scores. */
    static double topDecileShare(double[] score, double[] value) {
        Integer[] order = new Integer[score.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(score[b], score[a]));
        double top = 0;
        for (int i = 0; i < order.length / 10; i++) {
            top += value[order[i]];
        }
        return top / Arrays.stream(value).sum();
    }
}
