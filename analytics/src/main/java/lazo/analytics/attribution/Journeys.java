package lazo.analytics.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Paths of touches with how often they ended in a conversion and how often in nothing. Equal paths may be given once with
 * counts, or each on its own. The arrays are not copied: do not write to them afterwards.
 *
 * @param channels names, all different
 * @param paths {@code paths[i]} are indices of channels, oldest touch first, one or more
 * @param conversions conversions of each path, 0 or more
 * @param nulls journeys of each path without conversion, 0 or more
 */
public record Journeys(List<String> channels, int[][] paths, double[] conversions, double[] nulls) {
    public Journeys {
        channels = List.copyOf(channels);
        if (paths.length != conversions.length || paths.length != nulls.length) {
            throw new IllegalArgumentException("%d paths, %d conversions and %d nulls, expected the same number"
                    .formatted(paths.length, conversions.length, nulls.length));
        }
        if (channels.stream().distinct().count() != channels.size()) {
            throw new IllegalArgumentException("Channels %s are not all different".formatted(channels));
        }
        for (int i = 0; i < paths.length; i++) {
            if (paths[i].length == 0) {
                throw new IllegalArgumentException("Path %d has 0 touches, expected 1 or more".formatted(i));
            }
            for (int touch : paths[i]) {
                if (touch < 0 || touch >= channels.size()) {
                    throw new IllegalArgumentException(
                            "Path %d touches channel %d, expected 0 to %d".formatted(i, touch, channels.size() - 1));
                }
            }
            if (!(conversions[i] >= 0) || !(nulls[i] >= 0)) {
                throw new IllegalArgumentException("Path %d has %s conversions and %s nulls, expected 0 or more"
                        .formatted(i, conversions[i], nulls[i]));
            }
        }
    }

    /** Paths as channel names; channels are numbered in alphabetical order. */
    public static Journeys of(List<List<String>> paths, double[] conversions, double[] nulls) {
        Map<String, Integer> numbers = new TreeMap<>();
        paths.forEach(path -> path.forEach(channel -> numbers.put(channel, 0)));
        List<String> channels = new ArrayList<>(numbers.keySet());
        for (int k = 0; k < channels.size(); k++) {
            numbers.put(channels.get(k), k);
        }
        int[][] indices = paths.stream()
                .map(path -> path.stream().mapToInt(numbers::get).toArray())
                .toArray(int[][]::new);
        return new Journeys(channels, indices, conversions, nulls);
    }

    /** All conversions. */
    public double totalConversions() {
        return Arrays.stream(conversions).sum();
    }

    /** The share of journeys that converted. */
    public double conversionRate() {
        double converted = totalConversions();
        return converted / (converted + Arrays.stream(nulls).sum());
    }
}
