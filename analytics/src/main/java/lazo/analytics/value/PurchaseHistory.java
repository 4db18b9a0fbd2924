package lazo.analytics.value;

/**
 * What is known of each customer's purchases: how many after the first, when the last one was, and how long ago the first
 * one was. Everything else about the past is irrelevant to models whose purchases come at a constant rate.
 *
 * <p>Units: all times in one unit of the caller's choice (weeks, days), counted from the customer's first purchase. Purchases
 * within one period count once, so {@code repeats} is the number of further periods with a purchase. Shapes: one entry per
 * customer, same order throughout. The arrays are not copied and must not be changed afterwards.
 *
 * @param repeats x: purchases after the first
 * @param lastAge tₓ: age of the customer at the last purchase; 0 when there was no repeat
 * @param age T: age of the customer when observation ended
 * @param logGaps Σ ln(time between consecutive purchases), needed only by {@link MbgCnbdK}; empty when not known
 */
public record PurchaseHistory(int[] repeats, double[] lastAge, double[] age, double[] logGaps) {
    public PurchaseHistory {
        if (lastAge.length != repeats.length || age.length != repeats.length) {
            throw new IllegalArgumentException("repeats, lastAge and age have lengths %d, %d and %d, expected the same"
                    .formatted(repeats.length, lastAge.length, age.length));
        }
        if (logGaps.length != 0 && logGaps.length != repeats.length) {
            throw new IllegalArgumentException(
                    "logGaps has length %d, expected 0 or %d".formatted(logGaps.length, repeats.length));
        }
        for (int i = 0; i < repeats.length; i++) {
            check(i, repeats[i], lastAge[i], age[i]);
            if (logGaps.length > 0 && !Double.isFinite(logGaps[i])) {
                throw new IllegalArgumentException(
                        "Customer %d: logGaps is %s, expected a finite number".formatted(i, logGaps[i]));
            }
        }
    }

    /** Histories without the times between purchases. */
    public PurchaseHistory(int[] repeats, double[] lastAge, double[] age) {
        this(repeats, lastAge, age, new double[0]);
    }

    static void check(int row, int repeats, double lastAge, double age) {
        if (repeats < 0) {
            throw new IllegalArgumentException(
                    "Customer %d: repeats is %d, expected 0 or more".formatted(row, repeats));
        }
        if (!(age >= 0) || Double.isInfinite(age)) {
            throw new IllegalArgumentException(
                    "Customer %d: age is %s, expected 0 or more and finite".formatted(row, age));
        }
        if (!(lastAge >= 0 && lastAge <= age)) {
            throw new IllegalArgumentException(
                    "Customer %d: lastAge is %s, expected 0 to its age %s".formatted(row, lastAge, age));
        }
        if (repeats == 0 ? lastAge > 0 : lastAge == 0) {
            throw new IllegalArgumentException("Customer %d: lastAge is %s with %d repeats, expected %s"
                    .formatted(row, lastAge, repeats, repeats == 0 ? "0" : "above 0"));
        }
    }

    /** Number of customers. */
    public int size() {
        return repeats.length;
    }

    /** Repeat purchases of all customers together. */
    public long totalRepeats() {
        long total = 0;
        for (int x : repeats) {
            total += x;
        }
        return total;
    }
}
