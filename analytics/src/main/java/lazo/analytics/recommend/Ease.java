package lazo.analytics.recommend;

import java.util.Arrays;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * EASE: each item predicted from all others by one ridge regression in closed form. Simple, and hard to beat.
 * <pre>
 *   P = (XᵀX + λI)⁻¹,   B(i, j) = −P(i, j) / P(j, j) for i ≠ j, 0 on the diagonal;   score(j) = Σ B(i, j) over bought i
 * </pre>
 * X is bought / not bought. Larger λ trusts rare pairs less; choose it on a later period.
 *
 * <p>Limits: dense in items: memory 8·items² bytes, time items³/2, so at most 10,000 items (the popular ones will do).
 * Negative weights ("bought this, so not that") are part of it. Source: Steck (2019), WWW, 3251-3257, arXiv 1905.03375.
 *
 * @param weights B, {@code weights[bought][candidate]}
 */
@ModelType(name = "recommend.ease")
public record Ease(double[][] weights, Provenance provenance) implements Recommender {
    private static final int MOST_ITEMS = 10_000;

    /** @param lambda ridge, above 0; hundreds for thousands of customers */
    public static Ease fit(Interactions interactions, double lambda) {
        if (!(lambda > 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("lambda is %s, expected more than 0 and finite".formatted(lambda));
        }
        int count = interactions.itemCount();
        if (count < 1 || count > MOST_ITEMS) {
            throw new IllegalArgumentException("%d items, expected 1 to %d".formatted(count, MOST_ITEMS));
        }
        double[][] weights = new double[count][count];
        for (Interactions.History history : interactions.histories()) {
            for (int left : history.items()) {
                for (int right : history.items()) {
                    weights[left][right]++;
                }
            }
        }
        for (int item = 0; item < count; item++) {
            weights[item][item] += lambda;
        }
        SymmetricInverse.invert(weights);
        double[] own = new double[count];
        Arrays.setAll(own, item -> weights[item][item]);
        for (int bought = 0; bought < count; bought++) {
            for (int candidate = 0; candidate < count; candidate++) {
                weights[bought][candidate] = bought == candidate ? 0 : -weights[bought][candidate] / own[candidate];
            }
        }
        return new Ease(
                weights,
                Provenance.of("EASE (Steck 2019)", interactions.customers()).withSetting("lambda", lambda));
    }

    @Override
    public double[] scores(Interactions.History history) {
        double[] scores = new double[weights.length];
        for (int bought : history.items()) {
            double[] row = weights[bought];
            for (int item = 0; item < scores.length; item++) {
                scores[item] += row[item];
            }
        }
        return scores;
    }

    @Override
    public double contribution(Interactions.History history, int bought, int candidate) {
        return weights[bought][candidate];
    }
}
