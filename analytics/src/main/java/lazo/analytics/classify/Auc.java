package lazo.analytics.classify;

import java.util.Arrays;
import java.util.stream.IntStream;
import lazo.analytics.numeric.Order;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Area under the ROC curve: the chance that a row that became "yes" was scored above one that became "no", ties counting
 * half. 0.5 is a coin, 1 is perfect order; says nothing of calibration.
 * <pre>
 *   AUC = (Σ midranks of yes / m − (m+1)/2) / n        variance = s²(yes placements)/m + s²(no placements)/n
 * </pre>
 * Error: exact, O(N log N). Limits: an AUC of exactly 0 or 1 has a standard error of 0, which says too much of a small
 * sample; with a single row of a class the standard error is infinite and the interval is [0, 1].
 * Source: DeLong, DeLong, Clarke-Pearson (1988), Biometrics 44, 837-845; ranks after Sun, Xu (2014), IEEE SPL 21.
 *
 * @param yes rows with outcome yes
 * @param no rows with outcome no
 */
public record Auc(double value, double standardError, int yes, int no) {

    /**
     * Two scores of the same rows.
     *
     * @param difference first minus second
     * @param pValue two-sided, of "no difference"
     */
    public record Comparison(Auc first, Auc second, double difference, double standardError, double pValue) {
        public Interval interval(double level) {
            return Interval.around(difference, standardError, level);
        }
    }

    /** @param scores any figures that are larger where "yes" is likelier */
    public static Auc of(double[] scores, boolean[] outcomes) {
        return placements(scores, outcomes).auc();
    }

    /** Compares champion and challenger on the same rows, allowing for their correlation. */
    public static Comparison compare(double[] first, double[] second, boolean[] outcomes) {
        Placements a = placements(first, outcomes);
        Placements b = placements(second, outcomes);
        Auc one = a.auc();
        Auc two = b.auc();
        double variance = variance(minus(a.yes, b.yes)) / a.yes.length + variance(minus(a.no, b.no)) / a.no.length;
        double error = Math.sqrt(variance);
        double difference = one.value - two.value;
        double p =
                difference == 0 ? 1 : 2 * new NormalDistribution().cumulativeProbability(-Math.abs(difference) / error);
        return new Comparison(one, two, difference, error, p);
    }

    /** Value ± z·standard error, kept within [0, 1]. */
    public Interval interval(double level) {
        double half = Interval.quantile(level) * standardError;
        return new Interval(Math.max(0, value - half), Math.min(1, value + half), level);
    }

    /** For each row, the share of the other class it is on the right side of. */
    private record Placements(double[] yes, double[] no) {
        Auc auc() {
            double mean = Arrays.stream(yes).average().orElseThrow();
            double error = Math.sqrt(variance(yes) / yes.length + variance(no) / no.length);
            return new Auc(mean, error, yes.length, no.length);
        }
    }

    private static Placements placements(double[] scores, boolean[] outcomes) {
        Outcomes.requireScores(scores, outcomes);
        Outcomes.requireBothClasses(outcomes);
        double[] all = midranks(scores);
        int[] yesRows = rows(outcomes, true);
        int[] noRows = rows(outcomes, false);
        double[] amongYes = midranks(pick(scores, yesRows));
        double[] amongNo = midranks(pick(scores, noRows));
        double[] yes = new double[yesRows.length];
        double[] no = new double[noRows.length];
        for (int i = 0; i < yes.length; i++) {
            yes[i] = (all[yesRows[i]] - amongYes[i]) / no.length;
        }
        for (int i = 0; i < no.length; i++) {
            no[i] = 1 - (all[noRows[i]] - amongNo[i]) / yes.length;
        }
        return new Placements(yes, no);
    }

    private static int[] rows(boolean[] outcomes, boolean wanted) {
        return IntStream.range(0, outcomes.length)
                .filter(i -> outcomes[i] == wanted)
                .toArray();
    }

    private static double[] pick(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> values[i]).toArray();
    }

    private static double[] midranks(double[] values) {
        int[] order = Order.ascending(values);
        double[] ranks = new double[values.length];
        int start = 0;
        while (start < order.length) {
            int end = start;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int k = start; k < end; k++) {
                ranks[order[k]] = (start + end + 1) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static double variance(double[] values) {
        if (values.length < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }
}
