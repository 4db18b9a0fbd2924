package lazo.analytics.profit;

import java.util.Arrays;

/**
 * Whose is a common cost? Each customer (order, product …) bears its share of what drives the cost: minutes, calls, parcels.
 * <pre>
 *   partᵢ = round(pool · Dᵢ/D) − round(pool · Dᵢ₋₁/D)      Dᵢ = d₁ + … + dᵢ,  D = all of them
 * </pre>
 * Rounding the running sums instead of the parts leaves every part less than one minor unit from its exact share and makes all
 * of them add up to the pool; no use, no cost.
 *
 * <p>Error: below one cent for each. Limits: a driver that does not cause the cost moves it around without telling anything.
 * Source: Kaplan &amp; Anderson (2004), Time-Driven Activity-Based Costing, Harvard Business Review 82(11), 131-138.
 *
 * @param parts what each bears, in minor units
 * @param unused cost of capacity that nobody used; never charged to customers
 */
public record CostAllocation(long[] parts, long unused) {
    private static final long MOST = 1L << 53;

    /** All of the pool goes to those who use it. */
    public static CostAllocation inFull(long pool, double[] drivers) {
        double used = used(drivers);
        if (!(used > 0) && pool != 0) {
            throw new IllegalArgumentException(
                    "the drivers of a cost of %d add up to %s, expected more than 0".formatted(pool, used));
        }
        return share(pool, drivers, used);
    }

    /** At the cost of capacity: a minute costs pool/capacity, and what is not used stays unused. */
    public static CostAllocation byCapacity(long pool, double capacity, double[] drivers) {
        double used = used(drivers);
        if (!(capacity > 0 && capacity < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("capacity is %s, expected a finite number above 0".formatted(capacity));
        }
        if (used > capacity * (1 + 1e-9)) {
            throw new IllegalArgumentException(
                    "%s used of a capacity of %s, expected at most that".formatted(used, capacity));
        }
        return share(pool, drivers, Math.max(capacity, used));
    }

    private static double used(double[] drivers) {
        double used = 0;
        for (int i = 0; i < drivers.length; i++) {
            if (!(drivers[i] >= 0 && drivers[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "driver %d is %s, expected a finite number, 0 or more".formatted(i, drivers[i]));
            }
            used += drivers[i];
        }
        return used;
    }

    private static CostAllocation share(long pool, double[] drivers, double whole) {
        if (pool > MOST || pool < -MOST || !(whole < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "pool is %d over %s, expected a cost within ±%d over a finite number".formatted(pool, whole, MOST));
        }
        long[] parts = new long[drivers.length];
        double upTo = 0;
        long given = 0;
        for (int i = 0; i < drivers.length; i++) {
            if (drivers[i] > 0) {
                upTo += drivers[i];
                long next = Math.round(pool * (upTo / whole));
                parts[i] = next - given;
                given = next;
            }
        }
        return new CostAllocation(parts, pool - given);
    }

    /** What those who use it bear together: the pool without what is unused. */
    public long allocated() {
        return Arrays.stream(parts).sum();
    }
}
