package lazo.analytics.recommend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All sets of items bought together in at least so many baskets.
 *
 * <p>Depth-first with occurrence deliver (Eclat's vertical lists, counted as in LCM): items are numbered from the rarest up; for a set,
 * one walk over the rest of its baskets counts every longer set at once, a second walk hands each of them its list of baskets. Work is
 * the sum over frequent sets of what follows them in their baskets; memory one list per level. Sources: Zaki (2000), IEEE Transactions
 * on Knowledge and Data Engineering 12, 372-390; Uno, Kiyomi &amp; Arimura (2004), FIMI.
 *
 * @param sets in the order found
 * @param baskets how many baskets there were
 * @param leastCount baskets a set must be in
 */
public record FrequentItemsets(List<Itemset> sets, int baskets, int leastCount) {
    /** @param items ascending; @param count baskets that hold them all */
    public record Itemset(int[] items, int count) {}

    public FrequentItemsets {
        sets = List.copyOf(sets);
    }

    /**
     * @param leastSupport share of baskets, above 0 and at most 1; rounded up to whole baskets
     * @param longest most items in a set, 1 or more
     */
    public static FrequentItemsets find(Baskets baskets, double leastSupport, int longest) {
        if (!(leastSupport > 0 && leastSupport <= 1)) {
            throw new IllegalArgumentException(
                    "support is %s, expected more than 0 and at most 1".formatted(leastSupport));
        }
        if (longest < 1) {
            throw new IllegalArgumentException("longest is %d, expected 1 or more".formatted(longest));
        }
        int least = Math.max(1, (int) Math.ceil(leastSupport * baskets.size() - 1e-9));
        return new FrequentItemsets(new Search(baskets, least, longest).run(), baskets.size(), least);
    }

    private static final class Search {
        private static final int END = -1;
        private static final int[] NONE = {};

        private final int least;
        private final int longest;
        private final int[] itemOf;
        private final int[] counts;
        private final int[] cells;
        private final int[] prefix;
        private final int[][] tallies;
        private final List<Itemset> found = new ArrayList<>();

        Search(Baskets baskets, int least, int longest) {
            this.least = least;
            int[] all = new int[baskets.itemCount()];
            for (int item : baskets.items()) {
                all[item]++;
            }
            Integer[] frequent = IntStream.range(0, all.length)
                    .filter(item -> all[item] >= least)
                    .boxed()
                    .sorted(Comparator.comparingInt((Integer item) -> all[item]).thenComparingInt(item -> item))
                    .toArray(Integer[]::new);
            this.itemOf = Arrays.stream(frequent).mapToInt(item -> item).toArray();
            this.counts = Arrays.stream(itemOf).map(item -> all[item]).toArray();
            this.longest = Math.min(longest, itemOf.length);
            this.prefix = new int[this.longest];
            this.tallies = new int[this.longest][0];
            int[] rank = new int[all.length];
            Arrays.fill(rank, END);
            for (int i = 0; i < itemOf.length; i++) {
                rank[itemOf[i]] = i;
            }
            int[] kept = new int[baskets.items().length + baskets.size()];
            int at = 0;
            for (int basket = 0; basket < baskets.size(); basket++) {
                int from = at;
                for (int i = baskets.starts()[basket]; i < baskets.starts()[basket + 1]; i++) {
                    int number = rank[baskets.items()[i]];
                    if (number != END) {
                        kept[at++] = number;
                    }
                }
                Arrays.sort(kept, from, at);
                kept[at++] = END;
            }
            this.cells = Arrays.copyOf(kept, at);
        }

        List<Itemset> run() {
            int[][] places = new int[itemOf.length][];
            Arrays.setAll(places, i -> new int[counts[i]]);
            int[] filled = new int[itemOf.length];
            for (int cell = 0; cell < cells.length; cell++) {
                int number = cells[cell];
                if (number != END) {
                    places[number][filled[number]++] = cell;
                }
            }
            for (int number = 0; number < itemOf.length; number++) {
                extend(number, places[number], 0);
            }
            return found;
        }

        /** Takes the set {@code prefix + number}, whose last item stands at {@code places}, and all sets that begin with it. */
        private void extend(int number, int[] places, int depth) {
            prefix[depth] = number;
            int[] items = new int[depth + 1];
            for (int i = 0; i <= depth; i++) {
                items[i] = itemOf[prefix[i]];
            }
            Arrays.sort(items);
            found.add(new Itemset(items, places.length));
            if (depth + 1 == longest) {
                return;
            }
            int[] tally = tallies[depth].length == 0 ? new int[itemOf.length] : tallies[depth];
            tallies[depth] = tally;
            for (int place : places) {
                for (int cell = place + 1; cells[cell] != END; cell++) {
                    tally[cells[cell]]++;
                }
            }
            int[][] next = new int[itemOf.length - number - 1][0];
            boolean any = false;
            for (int other = number + 1; other < itemOf.length; other++) {
                if (tally[other] >= least) {
                    next[other - number - 1] = new int[tally[other]];
                    any = true;
                }
                tally[other] = 0;
            }
            if (!any) {
                return;
            }
            for (int place : places) {
                for (int cell = place + 1; cells[cell] != END; cell++) {
                    int other = cells[cell];
                    int[] list = next[other - number - 1];
                    if (list.length > 0) {
                        list[tally[other]++] = cell;
                    }
                }
            }
            Arrays.fill(tally, number + 1, itemOf.length, 0);
            for (int other = number + 1; other < itemOf.length; other++) {
                int[] list = next[other - number - 1];
                if (list.length > 0) {
                    next[other - number - 1] = NONE;
                    extend(other, list, depth + 1);
                }
            }
        }
    }
}
