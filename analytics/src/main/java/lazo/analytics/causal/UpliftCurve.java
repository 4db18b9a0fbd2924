package lazo.analytics.causal;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lazo.analytics.numeric.Order;
import org.jspecify.annotations.Nullable;

/**
 * How well an uplift ranking finds the people whom the treatment moves. Two definitions exist in every tool under like
 * names; these are those of scikit-uplift.
 * <pre>
 *   after the k best:   Qini(k) = Y₁ − Y₀·n₁/n₀            uplift(k) = (Y₁/n₁ − Y₀/n₀)·k
 *   coefficient = (area − area of the straight line) / (area of the perfect ranking − area of the straight line)
 * </pre>
 * Y₁, n₁: outcomes and people treated among the k; Y₀, n₀: not treated. Curves have points only where the score changes, so
 * the order of equal scores does not matter. The perfect Qini ranking puts treated buyers first and untreated buyers last;
 * the perfect uplift ranking follows {@code perfect_uplift_curve} of scikit-uplift.
 * Units: 1 is perfect, 0 is chance, below 0 worse. Limits: noisy; see {@link UpliftFinding} before believing one.
 * Source: Radcliffe (2007), Direct Marketing Analytics Journal; scikit-uplift 0.5, {@code qini_auc_score},
 * {@code uplift_auc_score}, {@code uplift_at_k(strategy="overall")}.
 *
 * @param qini the Qini coefficient
 * @param area the coefficient of the uplift curve (AUUC, normalised)
 */
public record UpliftCurve(double qini, double area) {

    /** @param scores larger where the treatment is expected to do more */
    public static UpliftCurve of(double[] scores, boolean[] treated, boolean[] outcomes) {
        requireRows(scores, treated, outcomes);
        return new UpliftCurve(qini(scores, treated, outcomes), area(scores, treated, outcomes));
    }

    /** Qini coefficients of random rankings. */
    static double[] chance(boolean[] treated, boolean[] outcomes, int draws, SplittableRandom random) {
        Scale scale = Scale.of(perfectQini(treated, outcomes), treated, outcomes, UpliftCurve::qiniGain);
        int[] order = IntStream.range(0, treated.length).toArray();
        double[] coefficients = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            for (int k = order.length - 1; k > 0; k--) {
                int other = random.nextInt(k + 1);
                int swapped = order[k];
                order[k] = order[other];
                order[other] = swapped;
            }
            coefficients[draw] = scale.coefficient(under(order, null, treated, outcomes, UpliftCurve::qiniGain));
        }
        return coefficients;
    }

    private static double qini(double[] scores, boolean[] treated, boolean[] outcomes) {
        return coefficient(scores, perfectQini(treated, outcomes), treated, outcomes, UpliftCurve::qiniGain);
    }

    private static double[] perfectQini(boolean[] treated, boolean[] outcomes) {
        double[] perfect = new double[treated.length];
        for (int i = 0; i < perfect.length; i++) {
            perfect[i] = outcomes[i] ? (treated[i] ? 1 : -1) : 0;
        }
        return perfect;
    }

    private static double area(double[] scores, boolean[] treated, boolean[] outcomes) {
        int buyersUntreated = 0;
        int othersTreated = 0;
        for (int i = 0; i < treated.length; i++) {
            buyersUntreated += outcomes[i] && !treated[i] ? 1 : 0;
            othersTreated += !outcomes[i] && treated[i] ? 1 : 0;
        }
        double[] perfect = new double[scores.length];
        for (int i = 0; i < perfect.length; i++) {
            boolean extra = buyersUntreated > othersTreated ? outcomes[i] : treated[i];
            perfect[i] = (outcomes[i] == treated[i] ? 2 : 0) + (extra ? 1 : 0);
        }
        return coefficient(scores, perfect, treated, outcomes, UpliftCurve::upliftGain);
    }

    /** Treated minus control outcome rates among the best {@code share} of the ranking; equal scores in the order given. */
    public static double upliftAt(double share, double[] scores, boolean[] treated, boolean[] outcomes) {
        requireRows(scores, treated, outcomes);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is %s, expected above 0 to 1".formatted(share));
        }
        Counts counts = new Counts();
        int[] order = Order.descending(scores);
        for (int k = 0; k < (int) (scores.length * share); k++) {
            counts.add(treated[order[k]], outcomes[order[k]]);
        }
        return counts.yesTreated / counts.treated - counts.yesControl / counts.control;
    }

    private static final class Counts {
        private double treated;
        private double control;
        private double yesTreated;
        private double yesControl;

        void add(boolean wasTreated, boolean yes) {
            if (wasTreated) {
                treated++;
                yesTreated += yes ? 1 : 0;
            } else {
                control++;
                yesControl += yes ? 1 : 0;
            }
        }
    }

    @FunctionalInterface
    private interface Gain {
        double of(Counts counts);
    }

    private static double qiniGain(Counts counts) {
        return counts.yesTreated - (counts.control == 0 ? 0 : counts.yesControl * counts.treated / counts.control);
    }

    private static double upliftGain(Counts counts) {
        double treated = counts.treated == 0 ? 0 : counts.yesTreated / counts.treated;
        double control = counts.control == 0 ? 0 : counts.yesControl / counts.control;
        return (treated - control) * (counts.treated + counts.control);
    }

    private static double coefficient(
            double[] scores, double[] perfect, boolean[] treated, boolean[] outcomes, Gain gain) {
        return Scale.of(perfect, treated, outcomes, gain)
                .coefficient(under(Order.descending(scores), scores, treated, outcomes, gain));
    }

    /** The areas of chance and of perfection. */
    private record Scale(double straight, double perfect) {
        static Scale of(double[] perfect, boolean[] treated, boolean[] outcomes, Gain gain) {
            Counts all = new Counts();
            for (int i = 0; i < treated.length; i++) {
                all.add(treated[i], outcomes[i]);
            }
            double straight = gain.of(all) * treated.length / 2;
            double best = under(Order.descending(perfect), perfect, treated, outcomes, gain);
            if (best == straight) {
                throw new IllegalArgumentException("No ranking is better than chance: all outcomes are alike");
            }
            return new Scale(straight, best);
        }

        double coefficient(double area) {
            return (area - straight) / (perfect - straight);
        }
    }

    /**
     * The area under a curve, by trapezia.
     *
     * @param scores null where all are different
     */
    private static double under(
            int[] order, double @Nullable [] scores, boolean[] treated, boolean[] outcomes, Gain gain) {
        Counts counts = new Counts();
        double area = 0;
        double height = 0;
        int at = 0;
        for (int k = 0; k < order.length; k++) {
            counts.add(treated[order[k]], outcomes[order[k]]);
            if (scores == null || k + 1 == order.length || scores[order[k + 1]] != scores[order[k]]) {
                double next = gain.of(counts);
                area += (height + next) / 2 * (k + 1 - at);
                height = next;
                at = k + 1;
            }
        }
        return area;
    }

    static void requireRows(double[] scores, boolean[] treated, boolean[] outcomes) {
        if (scores.length != treated.length || treated.length != outcomes.length) {
            throw new IllegalArgumentException("%d scores, %d treatments and %d outcomes, expected the same number"
                    .formatted(scores.length, treated.length, outcomes.length));
        }
        if (Arrays.stream(scores).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("A score is NaN, expected a number for every row");
        }
    }
}
