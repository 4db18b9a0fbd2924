package lazo.analytics.classify;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each column adds to one prediction: {@code base + Σ values = the score}, exactly.
 *
 * @param scale what the figures are
 * @param base the score of the average row
 * @param names one per column
 * @param values one per column, same order
 */
public record Contributions(Scale scale, double base, List<String> names, double[] values) {
    /** What contributions add up to. */
    public enum Scale {
        /** ln(p/(1-p)). */
        LOG_ODDS,
        /** p itself. */
        PROBABILITY
    }

    /** One column's part. */
    public record Part(String name, double value) {}

    public Contributions {
        names = List.copyOf(names);
        values = values.clone();
        if (names.size() != values.length) {
            throw new IllegalArgumentException(
                    "%d names for %d values, expected the same number".formatted(names.size(), values.length));
        }
    }

    /** {@code base + Σ values}. */
    public double score() {
        double sum = base;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** The probability these contributions add up to. */
    public double probability() {
        return switch (scale) {
            case LOG_ODDS -> LogOdds.probability(score());
            case PROBABILITY -> Math.clamp(score(), 0, 1);
        };
    }

    /** The parts of largest absolute size first, at most {@code count}, none of size zero. */
    public List<Part> strongest(int count) {
        return IntStream.range(0, values.length)
                .mapToObj(j -> new Part(names.get(j), values[j]))
                .filter(part -> part.value() != 0)
                .sorted(Comparator.comparingDouble((Part part) -> -Math.abs(part.value())))
                .limit(count)
                .toList();
    }

    @Override
    public double[] values() {
        return values.clone();
    }
}
