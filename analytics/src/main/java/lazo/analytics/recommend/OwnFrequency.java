package lazo.analytics.recommend;

import java.util.Arrays;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * What this customer buys most often, ties by popularity. Where people buy again what they bought before (groceries, supplies) no
 * cleverer method beats it for repeat purchases; it has nothing to say about new ones.
 * <pre>
 *   score = times bought + buyers / (1 + most buyers)
 * </pre>
 *
 * @param popularity {@code buyers / (1 + most buyers)} per item, below 1
 */
@ModelType(name = "recommend.own-frequency")
public record OwnFrequency(double[] popularity, Provenance provenance) implements Recommender {
    public static OwnFrequency fit(Interactions interactions) {
        double[] buyers = interactions.buyers();
        double most = Arrays.stream(buyers).max().orElse(0);
        return new OwnFrequency(
                Arrays.stream(buyers).map(count -> count / (1 + most)).toArray(),
                Provenance.of("Own frequency", interactions.customers()));
    }

    @Override
    public double[] scores(Interactions.History history) {
        double[] scores = popularity.clone();
        for (int i = 0; i < history.items().length; i++) {
            scores[history.items()[i]] += history.counts()[i];
        }
        return scores;
    }

    @Override
    public double contribution(Interactions.History history, int bought, int candidate) {
        int place = bought == candidate ? Arrays.binarySearch(history.items(), bought) : -1;
        return place < 0 ? 0 : history.counts()[place];
    }
}
