package lazo.analytics.risk;

/**
 * Invoices as columns, in any order. Days are counted from 1970-01-01.
 *
 * @param customer who owes, any number
 * @param issued day of issue
 * @param due day it must be paid by, not before issue
 * @param amount above 0
 * @param settled day it was paid, {@link #OPEN} when it was not (yet)
 */
public record Invoices(int[] customer, int[] issued, int[] due, double[] amount, int[] settled) {
    /** An invoice that is not paid. */
    public static final int OPEN = Integer.MAX_VALUE;

    public Invoices {
        int rows = customer.length;
        if (issued.length != rows || due.length != rows || amount.length != rows || settled.length != rows) {
            throw new IllegalArgumentException("Columns of %d, %d, %d, %d and %d rows, expected the same number"
                    .formatted(rows, issued.length, due.length, amount.length, settled.length));
        }
        for (int i = 0; i < rows; i++) {
            if (due[i] < issued[i]) {
                throw new IllegalArgumentException(
                        "Invoice %d is due on day %d, expected its day of issue, %d, or later"
                                .formatted(i, due[i], issued[i]));
            }
            if (settled[i] < issued[i]) {
                throw new IllegalArgumentException(
                        "Invoice %d was settled on day %d, expected its day of issue, %d, or later"
                                .formatted(i, settled[i], issued[i]));
            }
            if (!(amount[i] > 0)) {
                throw new IllegalArgumentException(
                        "Invoice %d has amount %s, expected above 0".formatted(i, amount[i]));
            }
        }
    }

    public int rows() {
        return customer.length;
    }

    /** Whether an invoice was paid after its due day, or is still unpaid. */
    public boolean late(int i) {
        return settled[i] > due[i];
    }

    /** Whether, by the morning of a day, it was certain that an invoice is late or not late. */
    boolean decidedBy(int i, int day) {
        return settled[i] < day || due[i] < day;
    }
}
