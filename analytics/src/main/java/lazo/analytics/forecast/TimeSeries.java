package lazo.analytics.forecast;

import java.util.Arrays;

/**
 * Figures at equal steps of time, oldest first.
 *
 * @param values one figure per step; NaN where it is not known, otherwise within ±1e100
 * @param period steps in a season: 12 for months in a year, 7 for days in a week, 1 for no season
 */
public record TimeSeries(double[] values, int period) {
    private static final double LARGEST = 1e100;

    public TimeSeries {
        if (values.length == 0) {
            throw new IllegalArgumentException("series has 0 values, expected 1 or more");
        }
        if (period < 1) {
            throw new IllegalArgumentException("period is %d, expected 1 or more".formatted(period));
        }
        for (int t = 0; t < values.length; t++) {
            if (Math.abs(values[t]) > LARGEST) {
                throw new IllegalArgumentException(
                        "value %d is %s, expected a figure between ±%s".formatted(t, values[t], LARGEST));
            }
        }
        values = values.clone();
    }

    public int length() {
        return values.length;
    }

    /** How many values are not known (NaN). */
    public int missing() {
        return (int) Arrays.stream(values).filter(Double::isNaN).count();
    }

    /** The first {@code length} steps. */
    public TimeSeries head(int length) {
        if (length < 1 || length > values.length) {
            throw new IllegalArgumentException("length is %d, expected 1 to %d".formatted(length, values.length));
        }
        return new TimeSeries(Arrays.copyOf(values, length), period);
    }

    /**
     * This series without gaps: a gap takes the straight line between its neighbours (with a season: between the same
     * season's neighbours, one period away, when both are known); gaps at the ends repeat the nearest known figure.
     *
     * @throws IllegalArgumentException when no value at all is known
     */
    public TimeSeries filled() {
        if (missing() == values.length) {
            throw new IllegalArgumentException("0 of %d values are known, expected 1 or more".formatted(values.length));
        }
        double[] full = values.clone();
        if (period > 1) {
            for (int t = period; t + period < values.length; t++) {
                if (Double.isNaN(values[t])) {
                    full[t] = (values[t - period] + values[t + period]) / 2;
                }
            }
        }
        int before = -1;
        for (int t = 0; t < full.length; t++) {
            if (!Double.isNaN(full[t])) {
                fillBetween(full, before, t);
                before = t;
            }
        }
        fillBetween(full, before, full.length);
        return new TimeSeries(full, period);
    }

    private static void fillBetween(double[] full, int before, int after) {
        for (int t = before + 1; t < after; t++) {
            if (before < 0) {
                full[t] = full[after];
            } else if (after == full.length) {
                full[t] = full[before];
            } else {
                full[t] = full[before] + (full[after] - full[before]) * (t - before) / (after - before);
            }
        }
    }

    /** The values, once it is sure that there are enough of them and none is missing. */
    double[] complete(int least, String purpose) {
        int gaps = missing();
        if (gaps > 0) {
            throw new IllegalArgumentException("%d of %d values are missing, expected 0 for %s: fill them with filled()"
                    .formatted(gaps, values.length, purpose));
        }
        if (values.length < least) {
            throw new IllegalArgumentException(
                    "series has %d values, expected %d or more for %s".formatted(values.length, least, purpose));
        }
        return values;
    }

    double smallest() {
        return Arrays.stream(values).min().orElseThrow();
    }
}
