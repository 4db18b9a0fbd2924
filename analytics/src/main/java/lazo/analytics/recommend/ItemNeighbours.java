package lazo.analytics.recommend;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Item neighbours: items bought by the same people as what this customer bought.
 * <pre>
 *   sim(i, j) = buyers of both / √(buyers of i · buyers of j)          cosine on bought / not bought
 *   score(j)  = Σ sim(i, j) over bought i, where i is among the k nearest of j ({@link Side#OF_CANDIDATE})
 *               or j among the k nearest of i ({@link Side#OF_BOUGHT})
 * </pre>
 * Limits: needs some buyers per item; equal similarities at the edge of the k nearest go to the lower item number.
 * Sources: Sarwar et al. (2001), WWW; Linden, Smith &amp; York (2003), IEEE Internet Computing 7(1), 76-80.
 *
 * @param targets {@code targets[i]}: items that get something from i having been bought
 * @param weights what they get, same shape
 */
@ModelType(name = "recommend.item-neighbours")
public record ItemNeighbours(int[][] targets, double[][] weights, Provenance provenance) implements Recommender {
    /** Whose neighbourhood counts. */
    public enum Side {
        OF_CANDIDATE,
        OF_BOUGHT
    }

    /** With neighbourhoods of the candidate, the standard reading. */
    public static ItemNeighbours fit(Interactions interactions, int neighbours) {
        return fit(interactions, neighbours, Side.OF_CANDIDATE);
    }

    public static ItemNeighbours fit(Interactions interactions, int neighbours, Side side) {
        if (neighbours < 1) {
            throw new IllegalArgumentException("neighbours is %d, expected 1 or more".formatted(neighbours));
        }
        int count = interactions.itemCount();
        int[][] customers = interactions.customersOf();
        int[][] nearest = new int[count][];
        double[][] similarity = new double[count][];
        double[] shared = new double[count];
        for (int item = 0; item < count; item++) {
            Arrays.fill(shared, 0);
            for (int customer : customers[item]) {
                for (int other : interactions.histories()[customer].items()) {
                    shared[other]++;
                }
            }
            int self = item;
            for (int other = 0; other < count; other++) {
                shared[other] = other == self || shared[other] == 0
                        ? 0
                        : shared[other] / Math.sqrt((double) customers[self].length * customers[other].length);
            }
            nearest[item] = IntStream.range(0, count)
                    .filter(other -> shared[other] > 0)
                    .boxed()
                    .sorted(Comparator.comparingDouble(other -> -shared[other]))
                    .limit(neighbours)
                    .mapToInt(other -> other)
                    .toArray();
            similarity[item] = Arrays.stream(nearest[item])
                    .mapToDouble(other -> shared[other])
                    .toArray();
        }
        Provenance provenance = Provenance.of("Item neighbours, cosine (Sarwar et al. 2001)", interactions.customers())
                .withSetting("neighbours", neighbours)
                .withSetting("side", side);
        return side == Side.OF_BOUGHT
                ? new ItemNeighbours(nearest, similarity, provenance)
                : turned(nearest, similarity, provenance);
    }

    private static ItemNeighbours turned(int[][] nearest, double[][] similarity, Provenance provenance) {
        int[] lengths = new int[nearest.length];
        for (int[] list : nearest) {
            for (int other : list) {
                lengths[other]++;
            }
        }
        int[][] targets = new int[nearest.length][];
        double[][] weights = new double[nearest.length][];
        for (int item = 0; item < nearest.length; item++) {
            targets[item] = new int[lengths[item]];
            weights[item] = new double[lengths[item]];
        }
        int[] filled = new int[nearest.length];
        for (int item = 0; item < nearest.length; item++) {
            for (int i = 0; i < nearest[item].length; i++) {
                int from = nearest[item][i];
                targets[from][filled[from]] = item;
                weights[from][filled[from]++] = similarity[item][i];
            }
        }
        return new ItemNeighbours(targets, weights, provenance);
    }

    @Override
    public double[] scores(Interactions.History history) {
        double[] scores = new double[targets.length];
        for (int bought : history.items()) {
            for (int i = 0; i < targets[bought].length; i++) {
                scores[targets[bought][i]] += weights[bought][i];
            }
        }
        return scores;
    }

    @Override
    public double contribution(Interactions.History history, int bought, int candidate) {
        for (int i = 0; i < targets[bought].length; i++) {
            if (targets[bought][i] == candidate) {
                return weights[bought][i];
            }
        }
        return 0;
    }
}
