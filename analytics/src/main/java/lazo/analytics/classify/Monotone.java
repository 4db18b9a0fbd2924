package lazo.analytics.classify;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Columns that may move a prediction one way only.
 *
 * @param directions direction by column name; the others are free
 */
public record Monotone(Map<String, Direction> directions) {
    /** Which way the probability may move as the column grows. */
    public enum Direction {
        RISING,
        FALLING
    }

    public Monotone {
        directions = Collections.unmodifiableMap(new TreeMap<>(directions));
    }

    /** Every column is free. */
    public static Monotone none() {
        return new Monotone(Map.of());
    }

    public Monotone rising(String column) {
        return and(column, Direction.RISING);
    }

    public Monotone falling(String column) {
        return and(column, Direction.FALLING);
    }

    private Monotone and(String column, Direction direction) {
        Map<String, Direction> more = new TreeMap<>(directions);
        more.put(column, direction);
        return new Monotone(more);
    }

    @Override
    public String toString() {
        return directions.toString();
    }
}
