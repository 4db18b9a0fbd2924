package lazo.analytics.risk;

import java.util.Arrays;

/** Normal times of a control chart. */
final class ControlLimits {
    private static final int FEWEST = 8;

    private ControlLimits() {}

    record Baseline(double mean, double deviation) {}

    static Baseline baseline(double[] normal) {
        double[] known = Arrays.stream(normal).filter(v -> !Double.isNaN(v)).toArray();
        if (known.length < FEWEST) {
            throw new IllegalArgumentException("%d of %d observations of normal times".formatted(known.length, FEWEST));
        }
        double mean = Arrays.stream(known).average().orElseThrow();
        double squares = Arrays.stream(known).map(v -> (v - mean) * (v - mean)).sum();
        double deviation = Math.sqrt(squares / (known.length - 1));
        if (deviation == 0) {
            throw new IllegalArgumentException(
                    "All %d observations are %s, expected some spread".formatted(known.length, mean));
        }
        return new Baseline(mean, deviation);
    }

    static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s is %s, expected above 0 and finite".formatted(name, value));
        }
    }
}
