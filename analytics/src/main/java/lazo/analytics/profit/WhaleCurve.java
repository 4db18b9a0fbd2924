package lazo.analytics.profit;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Cumulated profit from the most to the least profitable customer: it rises above the final profit as long as customers earn
 * money and falls back along those who cost it, the back of a whale.
 * <pre>
 *   curve(i) = profit₍₁₎ + … + profit₍ᵢ₎      profits in descending order;  curve(n) = all profit
 * </pre>
 * Its peak is what the same company would earn without the customers who cost money, all else equal.
 *
 * <p>Units: whole minor units. Limits: who costs money this year may be new, or keep a machine busy: look before acting. Source:
 * Kaplan &amp; Narayanan (2001), Journal of Cost Management 15(5), 5-15.
 *
 * @param order customers by profit, the best first; equal ones in their own order
 * @param curve cumulated profit along that order
 */
public record WhaleCurve(int[] order, long[] curve) {
    public WhaleCurve {
        if (order.length == 0 || order.length != curve.length) {
            throw new IllegalArgumentException(
                    "%d customers and %d sums, expected as many, 1 or more".formatted(order.length, curve.length));
        }
    }

    /** @param profits one per customer, of {@link MarginLadder#margins()} */
    public static WhaleCurve of(long[] profits) {
        Integer[] ranked = new Integer[profits.length];
        Arrays.setAll(ranked, i -> i);
        Arrays.sort(ranked, Comparator.comparingLong((Integer i) -> profits[i]).reversed());
        int[] order = Arrays.stream(ranked).mapToInt(Integer::intValue).toArray();
        long[] curve = new long[order.length];
        long sum = 0;
        for (int i = 0; i < order.length; i++) {
            sum = Math.addExact(sum, profits[order[i]]);
            curve[i] = sum;
        }
        return new WhaleCurve(order, curve);
    }

    /** All profit: where the curve ends. */
    public long total() {
        return curve[curve.length - 1];
    }

    /** Profit of those who earn money: the highest point of the curve, 0 when nobody does. */
    public long peak() {
        return Math.max(0, Arrays.stream(curve).max().orElseThrow());
    }

    /** How many earn money. */
    public int profitable() {
        int count = 0;
        while (count < curve.length && curve[count] > (count == 0 ? 0 : curve[count - 1])) {
            count++;
        }
        return count;
    }

    /** What is lost on those who cost money: peak − total, 0 or more. */
    public long lost() {
        return Math.subtractExact(peak(), total());
    }

    /** Share of all profit that the best {@code share} of customers bring, ⌈share·n⌉ of them; above 1 where others lose it again. */
    public double ofTop(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share is %s, expected 0 to 1".formatted(share));
        }
        if (total() <= 0) {
            throw new IllegalArgumentException(
                    "all profit is %d, expected more than 0 to take shares of".formatted(total()));
        }
        int top = (int) Math.ceil(share * curve.length - 1e-9);
        return top == 0 ? 0 : (double) curve[top - 1] / total();
    }
}
