package lazo.analytics.classify;

import org.jspecify.annotations.Nullable;

/** A column of raw data: numbers (NaN is missing) or labels (null is missing). */
public sealed interface Column {
    String name();

    int rows();

    /** @param values one per row, NaN where unknown */
    record Numbers(String name, double[] values) implements Column {
        @Override
        public int rows() {
            return values.length;
        }
    }

    /** @param values one per row, null where unknown */
    record Labels(String name, @Nullable String[] values) implements Column {
        @Override
        public int rows() {
            return values.length;
        }
    }
}
