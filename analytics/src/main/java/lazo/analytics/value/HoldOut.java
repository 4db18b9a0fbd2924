package lazo.analytics.value;

/**
 * Histories as seen at one moment, and what the same customers bought in the span after it.
 *
 * @param history as seen at the split
 * @param later purchases after the split, one entry per customer
 * @param span how long was observed after the split, in the unit of the history
 */
public record HoldOut(PurchaseHistory history, int[] later, double span) {
    public HoldOut {
        if (later.length != history.size()) {
            throw new IllegalArgumentException(
                    "later has length %d, expected %d".formatted(later.length, history.size()));
        }
        if (!(span >= 0) || Double.isInfinite(span)) {
            throw new IllegalArgumentException("span is %s, expected 0 or more and finite".formatted(span));
        }
        for (int i = 0; i < later.length; i++) {
            if (later[i] < 0) {
                throw new IllegalArgumentException(
                        "Customer %d: later is %d, expected 0 or more".formatted(i, later[i]));
            }
        }
    }
}
