package lazo.analytics.numeric;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The positions of values in order of size; equal values keep their order. */
public final class Order {
    private Order() {}

    public static int[] ascending(double[] values) {
        return by(values, 1);
    }

    public static int[] descending(double[] values) {
        return by(values, -1);
    }

    private static int[] by(double[] values, int sign) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> sign * values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
