package lazo.analytics.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One segment in figures and words: how large it is, in what it differs from everyone, and the shortest rule that finds it.
 * <pre>
 *   lift   = mean in the segment / mean of all             2 means twice the average; NaN when the mean of all is 0
 *   effect = (mean in the segment − mean of the rest) / deviation of all    comparable between features
 * </pre>
 *
 * @param segment its number
 * @param size customers
 * @param share of all customers
 * @param traits one per feature, the largest effect first
 * @param rule of a tree of few questions, one segment against the rest
 */
public record SegmentProfile(int segment, int size, double share, List<Trait> traits, Rule rule) {
    public record Trait(String feature, double mean, double lift, double effect) {}

    public SegmentProfile {
        traits = List.copyOf(traits);
    }

    /** Profiles of all segments, with rules of up to {@code depth} questions (1 to 4). Use the columns people know, not the standardised ones. */
    public static List<SegmentProfile> of(Features data, int[] segments, int depth) {
        if (segments.length != data.rows()) {
            throw new IllegalArgumentException(
                    "%d segments for %d customers, expected as many".formatted(segments.length, data.rows()));
        }
        if (depth < 1 || depth > 4) {
            throw new IllegalArgumentException("depth is %d, expected 1 to 4".formatted(depth));
        }
        int count = 0;
        for (int segment : segments) {
            if (segment < 0) {
                throw new IllegalArgumentException("segment is %d, expected 0 or more".formatted(segment));
            }
            count = Math.max(count, segment + 1);
        }
        List<SegmentProfile> profiles = new ArrayList<>();
        for (int segment = 0; segment < count; segment++) {
            int size = 0;
            for (int other : segments) {
                size += other == segment ? 1 : 0;
            }
            if (size > 0) {
                profiles.add(new SegmentProfile(
                        segment,
                        size,
                        (double) size / segments.length,
                        traits(data, segments, segment, size),
                        ShallowTree.rule(data, segments, segment, depth)));
            }
        }
        return List.copyOf(profiles);
    }

    private static List<Trait> traits(Features data, int[] segments, int segment, int size) {
        List<Trait> traits = new ArrayList<>();
        for (int feature = 0; feature < data.width(); feature++) {
            double[] column = data.columns()[feature];
            double all = Features.mean(column);
            double inside = 0;
            double squares = 0;
            for (int row = 0; row < column.length; row++) {
                inside += segments[row] == segment ? column[row] : 0;
                squares += (column[row] - all) * (column[row] - all);
            }
            double mean = inside / size;
            double rest = size == column.length ? all : (all * column.length - inside) / (column.length - size);
            double deviation = Math.sqrt(squares / column.length);
            traits.add(new Trait(
                    data.names().get(feature),
                    mean,
                    all == 0 ? Double.NaN : mean / all,
                    deviation == 0 ? 0 : (mean - rest) / deviation));
        }
        traits.sort(Comparator.comparingDouble((Trait trait) -> -Math.abs(trait.effect())));
        return traits;
    }

    /** A sentence for a manager, in Spanish or English: size, the strongest trait, the rule and how far it holds. */
    public String inWords(Locale locale) {
        Trait first = traits.getFirst();
        String sentence = locale.getLanguage().equals("es")
                ? "%.0f %% de los clientes; %s %.1f veces la media. Regla: %s (reúne al %.0f %% y acierta en el %.0f %%)."
                : "%.0f %% of customers; %s %.1f times the average. Rule: %s (finds %.0f %% of them and is right for %.0f %%).";
        return String.format(
                locale,
                sentence,
                100 * share,
                first.feature(),
                first.lift(),
                rule.inWords(locale),
                100 * rule.covered(),
                100 * rule.precise());
    }
}
