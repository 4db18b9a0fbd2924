package lazo.analytics.value;

/**
 * What is known of customers who can buy, or give, once per period: yearly donors, weekly shoppers, attendants of an event.
 *
 * <p>Shapes: one entry per distinct history, with how many customers share it. The arrays are not copied.
 *
 * @param repeats x: periods with a purchase after the first
 * @param last tₓ: the last such period, 1 to {@code periods}; 0 when there was none
 * @param periods n: periods in which the customer could have bought again
 * @param customers how many customers have this history
 */
public record OpportunityHistory(int[] repeats, int[] last, int[] periods, int[] customers) {
    public OpportunityHistory {
        int rows = repeats.length;
        if (last.length != rows || periods.length != rows || customers.length != rows) {
            throw new IllegalArgumentException(
                    "repeats, last, periods and customers have lengths %d, %d, %d and %d, expected the same"
                            .formatted(rows, last.length, periods.length, customers.length));
        }
        for (int i = 0; i < rows; i++) {
            check(i, repeats[i], last[i], periods[i]);
            if (customers[i] < 0) {
                throw new IllegalArgumentException(
                        "Row %d: customers is %d, expected 0 or more".formatted(i, customers[i]));
            }
        }
    }

    static void check(int row, int repeats, int last, int periods) {
        if (repeats < 0 || last < repeats || last > periods || (repeats == 0 && last > 0)) {
            throw new IllegalArgumentException(
                    "Row %d: repeats %d, last %d, periods %d, expected 0 <= repeats <= last <= periods, and last 0 without repeats"
                            .formatted(row, repeats, last, periods));
        }
    }
}
