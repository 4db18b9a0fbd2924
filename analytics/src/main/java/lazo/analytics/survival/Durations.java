package lazo.analytics.survival;

import java.util.Arrays;

/**
 * How long each subject was observed, and whether that ended with the event (left, was arrested) or only with the observation.
 *
 * <p>Units: one time unit of the caller's choice. Shapes: one entry per subject. The arrays are not copied and must not be
 * changed afterwards.
 *
 * @param time time under observation, above 0 and finite
 * @param ended whether the event came at that time; otherwise the time is censored
 */
public record Durations(double[] time, boolean[] ended) {
    public Durations {
        if (time.length != ended.length) {
            throw new IllegalArgumentException(
                    "time and ended have lengths %d and %d, expected the same".formatted(time.length, ended.length));
        }
        if (time.length == 0) {
            throw new IllegalArgumentException("0 durations, expected at least 1");
        }
        for (int i = 0; i < time.length; i++) {
            if (!(time[i] > 0) || Double.isInfinite(time[i])) {
                throw new IllegalArgumentException(
                        "Subject %d: time is %s, expected above 0 and finite".formatted(i, time[i]));
            }
        }
    }

    public int size() {
        return time.length;
    }

    /** How many events were seen. */
    public int events() {
        int events = 0;
        for (boolean end : ended) {
            events += end ? 1 : 0;
        }
        return events;
    }

    /** Rows in order of time; at equal times the events come first. */
    int[] order() {
        Integer[] rows = new Integer[time.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        Arrays.sort(rows, (a, b) -> {
            int byTime = Double.compare(time[a], time[b]);
            return byTime != 0 ? byTime : Boolean.compare(ended[b], ended[a]);
        });
        int[] order = new int[rows.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = rows[i];
        }
        return order;
    }
}
