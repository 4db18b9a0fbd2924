package lazo.analytics.value;

import java.util.Arrays;

/**
 * Purchases as they were recorded, one entry per customer and purchase, to be summed up as the models want them.
 *
 * <p>Units: {@code time} in any one unit, any origin. Purchases of one customer at the same time count once. Shapes: sorted by
 * customer, then time; customers are numbered by first appearance. The arrays are not copied.
 *
 * @param customer any number that tells customers apart
 * @param time when the purchase was made
 */
public record PurchaseLog(int[] customer, double[] time) {
    public PurchaseLog {
        if (customer.length != time.length) {
            throw new IllegalArgumentException("customer and time have lengths %d and %d, expected the same"
                    .formatted(customer.length, time.length));
        }
        for (int i = 0; i < time.length; i++) {
            if (!Double.isFinite(time[i])) {
                throw new IllegalArgumentException(
                        "Row %d: time is %s, expected a finite number".formatted(i, time[i]));
            }
            if (i > 0 && (customer[i] < customer[i - 1] || (customer[i] == customer[i - 1] && time[i] < time[i - 1]))) {
                throw new IllegalArgumentException("Row %d: expected rows sorted by customer, then time".formatted(i));
            }
        }
    }

    /**
     * The history, as seen at {@code end}, of every customer whose first purchase was at or before {@code end}.
     *
     * @param unit divides times: 7 turns days into weeks
     */
    public PurchaseHistory until(double end, double unit) {
        return walk(end, end, unit).history();
    }

    /** The history as seen at {@code split} with what the same customers bought after it, up to {@code end}. */
    public HoldOut splitAt(double split, double end, double unit) {
        return walk(split, end, unit);
    }

    /** The times between consecutive purchases up to {@code end}, one array per customer with at least one. */
    public double[][] gaps(double end) {
        double[][] gaps = new double[time.length][];
        int customers = 0;
        int row = 0;
        while (row < time.length) {
            int next = row;
            double[] own = new double[16];
            int count = 0;
            double last = time[row];
            for (; next < time.length && customer[next] == customer[row]; next++) {
                if (time[next] > last && time[next] <= end) {
                    own = count == own.length ? Arrays.copyOf(own, 2 * count) : own;
                    own[count++] = time[next] - last;
                    last = time[next];
                }
            }
            if (count > 0) {
                gaps[customers++] = Arrays.copyOf(own, count);
            }
            row = next;
        }
        return Arrays.copyOf(gaps, customers);
    }

    private HoldOut walk(double split, double end, double unit) {
        if (!(unit > 0)) {
            throw new IllegalArgumentException("unit is %s, expected above 0".formatted(unit));
        }
        if (!(end >= split)) {
            throw new IllegalArgumentException("end is %s, expected at least the split %s".formatted(end, split));
        }
        int[] repeats = new int[time.length];
        int[] later = new int[time.length];
        double[] lastAge = new double[time.length];
        double[] age = new double[time.length];
        double[] logGaps = new double[time.length];
        int n = -1;
        double first = Double.NaN;
        double last = Double.NaN;
        for (int row = 0; row < time.length; row++) {
            double at = time[row];
            boolean isNew = row == 0 || customer[row] != customer[row - 1];
            if (isNew) {
                first = at;
                last = at;
                if (at <= split) {
                    n++;
                    age[n] = (split - first) / unit;
                }
            } else if (at > last && first <= split) {
                if (at <= split) {
                    repeats[n]++;
                    lastAge[n] = (at - first) / unit;
                    logGaps[n] += Math.log((at - last) / unit);
                } else if (at <= end) {
                    later[n]++;
                }
                last = at;
            }
        }
        int size = n + 1;
        PurchaseHistory history = new PurchaseHistory(
                Arrays.copyOf(repeats, size),
                Arrays.copyOf(lastAge, size),
                Arrays.copyOf(age, size),
                Arrays.copyOf(logGaps, size));
        return new HoldOut(history, Arrays.copyOf(later, size), (end - split) / unit);
    }
}
