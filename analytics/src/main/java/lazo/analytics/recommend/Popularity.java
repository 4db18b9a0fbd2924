package lazo.analytics.recommend;

import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * What most customers buy: the bar every other recommender must clear, and the answer for a customer who has bought nothing yet.
 *
 * @param buyers customers per item
 */
@ModelType(name = "recommend.popularity")
public record Popularity(double[] buyers, Provenance provenance) implements Recommender {
    public static Popularity fit(Interactions interactions) {
        return new Popularity(interactions.buyers(), Provenance.of("Popularity", interactions.customers()));
    }

    @Override
    public double[] scores(Interactions.History history) {
        return buyers.clone();
    }

    @Override
    public double contribution(Interactions.History history, int bought, int candidate) {
        return 0;
    }
}
