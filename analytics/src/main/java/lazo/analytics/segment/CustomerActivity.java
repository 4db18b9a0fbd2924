package lazo.analytics.segment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Recency, frequency and money per customer, gathered from purchases.
 *
 * @param customers the customers' numbers, ascending
 * @param recency days since the last purchase
 * @param frequency purchases
 * @param money sum of amounts
 */
public record CustomerActivity(long[] customers, double[] recency, double[] frequency, double[] money) {
    public CustomerActivity {
        int n = customers.length;
        if (n == 0 || recency.length != n || frequency.length != n || money.length != n) {
            throw new IllegalArgumentException(
                    "%d customers, %d recencies, %d frequencies, %d amounts: expected as many, 1 or more"
                            .formatted(n, recency.length, frequency.length, money.length));
        }
    }

    /**
     * @param customers who bought, one per purchase
     * @param days when, as a day number
     * @param amounts for how much, in any currency unit
     * @param today the day recency counts from, not before the last purchase
     */
    public static CustomerActivity of(long[] customers, long[] days, double[] amounts, long today) {
        if (customers.length == 0 || customers.length != days.length || customers.length != amounts.length) {
            throw new IllegalArgumentException("%d customers, %d days and %d amounts, expected as many, 1 or more"
                    .formatted(customers.length, days.length, amounts.length));
        }
        long[] ids = Arrays.stream(customers).distinct().sorted().toArray();
        Map<Long, Integer> place = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            place.put(ids[i], i);
        }
        double[] recency = new double[ids.length];
        double[] frequency = new double[ids.length];
        double[] money = new double[ids.length];
        Arrays.fill(recency, Double.POSITIVE_INFINITY);
        for (int purchase = 0; purchase < customers.length; purchase++) {
            if (days[purchase] > today) {
                throw new IllegalArgumentException("purchase %d is on day %d, expected at most %d (today)"
                        .formatted(purchase, days[purchase], today));
            }
            int at = place.getOrDefault(customers[purchase], -1);
            recency[at] = Math.min(recency[at], today - days[purchase]);
            frequency[at]++;
            money[at] += amounts[purchase];
        }
        return new CustomerActivity(ids, recency, frequency, money);
    }

    public int size() {
        return customers.length;
    }

    /** Share of all money that the {@code share} best customers bring, counting {@code ⌈share·n⌉} of them. */
    public double moneyOfTop(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share is %s, expected 0 to 1".formatted(share));
        }
        double[] sorted = money.clone();
        Arrays.sort(sorted);
        int top = (int) Math.ceil(share * sorted.length - 1e-9);
        double sum = 0;
        for (int i = 0; i < top; i++) {
            sum += sorted[sorted.length - 1 - i];
        }
        return sum / Arrays.stream(sorted).sum();
    }

    /** Gini coefficient of money: 0 when all bring the same, near 1 when one brings all. Money must be 0 or more. */
    public double gini() {
        double[] sorted = money.clone();
        Arrays.sort(sorted);
        if (sorted[0] < 0) {
            throw new IllegalArgumentException("smallest money is %s, expected 0 or more".formatted(sorted[0]));
        }
        double weighted = 0;
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
            sum += sorted[i];
        }
        return sum == 0 ? 0 : weighted / (sorted.length * sum);
    }
}
