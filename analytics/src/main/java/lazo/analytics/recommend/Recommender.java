package lazo.analytics.recommend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import lazo.analytics.data.FittedModel;
import lazo.analytics.recommend.Interactions.History;

/** A fitted way to say what a customer may buy next. */
public sealed interface Recommender extends FittedModel permits Popularity, OwnFrequency, ItemNeighbours, Ease {
    /** One score per item: higher is likelier; scores of different models do not compare. */
    double[] scores(History history);

    /** What having bought {@code bought} adds to the score of {@code candidate}; 0 where the model does not reason so. */
    double contribution(History history, int bought, int candidate);

    /**
     * One offer.
     *
     * @param because the bought item that speaks most for it, or −1 when none does
     */
    record Offer(int item, double score, int because) {}

    /**
     * The best {@code count} items, best first; equal scores by item number. With {@code again} items bought before may be offered.
     * Fewer come back when there are not enough items left.
     */
    default List<Offer> recommend(History history, int count, boolean again) {
        if (count < 1) {
            throw new IllegalArgumentException("count is %d, expected 1 or more".formatted(count));
        }
        double[] scores = scores(history);
        Comparator<Integer> worstFirst = Comparator.<Integer>comparingDouble(item -> scores[item])
                .thenComparing(Comparator.<Integer>naturalOrder().reversed());
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        for (int item = 0; item < scores.length; item++) {
            if (again || !history.holds(item)) {
                best.add(item);
                if (best.size() > count) {
                    best.poll();
                }
            }
        }
        List<Integer> items = new ArrayList<>(best);
        items.sort(worstFirst.reversed());
        return items.stream()
                .map(item -> new Offer(item, scores[item], because(history, item)))
                .toList();
    }

    private int because(History history, int candidate) {
        return Arrays.stream(history.items())
                .boxed()
                .filter(bought -> contribution(history, bought, candidate) > 0)
                .max(Comparator.comparingDouble(bought -> contribution(history, bought, candidate)))
                .orElse(-1);
    }
}
