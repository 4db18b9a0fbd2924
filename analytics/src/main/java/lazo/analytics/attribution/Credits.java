package lazo.analytics.attribution;

import java.util.Arrays;
import java.util.List;

/**
 * How the conversions are shared out; the shares add up to all of them.
 *
 * @param channels names
 * @param conversions one per channel
 */
public record Credits(List<String> channels, double[] conversions) {
    public Credits {
        channels = List.copyOf(channels);
        conversions = conversions.clone();
        if (channels.size() != conversions.length) {
            throw new IllegalArgumentException("%d channels for %d credits, expected the same number"
                    .formatted(channels.size(), conversions.length));
        }
    }

    /** The conversions credited to a channel. */
    public double of(String channel) {
        int index = channels.indexOf(channel);
        if (index < 0) {
            throw new IllegalArgumentException("No channel '%s' among %s".formatted(channel, channels));
        }
        return conversions[index];
    }

    /** Their sum. */
    public double total() {
        return Arrays.stream(conversions).sum();
    }

    @Override
    public double[] conversions() {
        return conversions.clone();
    }
}
