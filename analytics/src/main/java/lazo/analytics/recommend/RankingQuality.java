package lazo.analytics.recommend;

import java.util.Arrays;
import java.util.List;

/**
 * How well a recommender would have done in a later period.
 * <pre>
 *   HitRate@n = share of customers with a hit among their n offers
 *   NDCG@n    = mean of  Σ over hits 1/log₂(1 + rank)  /  the same for a perfect list of min(n, bought later) items
 * </pre>
 * Only customers who bought something that counts in the later period are judged. Source: Järvelin &amp; Kekäläinen (2002), ACM
 * Transactions on Information Systems 20, 422-446.
 *
 * @param customers how many were judged
 */
public record RankingQuality(double hitRate, double ndcg, int customers) {
    /**
     * @param before what the model knows, one history per customer
     * @param later what they bought then, same customers
     * @param n offers per customer
     * @param again whether items bought before may be offered and count; if not, only new items do
     */
    public static RankingQuality measure(
            Recommender model, Interactions before, Interactions later, int n, boolean again) {
        if (before.customers() != later.customers() || before.itemCount() != later.itemCount()) {
            throw new IllegalArgumentException("%d customers and %d items before, %d and %d later, expected as many"
                    .formatted(before.customers(), before.itemCount(), later.customers(), later.itemCount()));
        }
        double hits = 0;
        double gains = 0;
        int judged = 0;
        for (int customer = 0; customer < before.customers(); customer++) {
            Interactions.History known = before.histories()[customer];
            int[] relevant = Arrays.stream(later.histories()[customer].items())
                    .filter(item -> again || !known.holds(item))
                    .toArray();
            if (known.items().length > 0 && relevant.length > 0) {
                List<Recommender.Offer> offers = model.recommend(known, n, again);
                double gain = 0;
                double ideal = 0;
                for (int rank = 0; rank < n; rank++) {
                    double worth = Math.log(2) / Math.log(rank + 2);
                    ideal += rank < relevant.length ? worth : 0;
                    boolean hit = rank < offers.size()
                            && Arrays.binarySearch(relevant, offers.get(rank).item()) >= 0;
                    gain += hit ? worth : 0;
                }
                judged++;
                hits += gain > 0 ? 1 : 0;
                gains += gain / ideal;
            }
        }
        if (judged == 0) {
            throw new IllegalArgumentException("0 customers bought something that counts later, expected 1 or more");
        }
        return new RankingQuality(hits / judged, gains / judged, judged);
    }
}
