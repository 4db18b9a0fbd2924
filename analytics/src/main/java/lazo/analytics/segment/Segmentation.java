package lazo.analytics.segment;

/** A way to put customers into numbered segments. */
public interface Segmentation {
    int segments();

    /** The segment of each customer, 0 to {@code segments() − 1}, same order in and out. */
    int[] assign(Features data);
}
