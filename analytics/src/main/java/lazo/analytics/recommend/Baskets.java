package lazo.analytics.recommend;

import java.util.Arrays;

/**
 * Purchases as sets of items, in compressed form: basket b holds {@code items[starts[b]] … items[starts[b + 1] − 1]}.
 *
 * @param starts ascending, one more than there are baskets, from 0 to {@code items.length}
 * @param items numbers from 0 to {@code itemCount − 1}, each once per basket
 * @param itemCount how many items there are to sell
 */
public record Baskets(int[] starts, int[] items, int itemCount) {
    public Baskets {
        if (starts.length < 2 || starts[0] != 0 || starts[starts.length - 1] != items.length) {
            throw new IllegalArgumentException(
                    "starts has %d entries for %d items, expected 2 or more, from 0 to the number of items"
                            .formatted(starts.length, items.length));
        }
        for (int basket = 0; basket + 1 < starts.length; basket++) {
            if (starts[basket] > starts[basket + 1]) {
                throw new IllegalArgumentException("basket %d starts at %d, expected at most %d"
                        .formatted(basket, starts[basket], starts[basket + 1]));
            }
        }
        for (int item : items) {
            if (item < 0 || item >= itemCount) {
                throw new IllegalArgumentException("item is %d, expected 0 to %d".formatted(item, itemCount - 1));
            }
        }
    }

    /** Baskets from lists of item numbers; an item listed twice counts once. */
    public static Baskets of(int[][] lists, int itemCount) {
        int[] starts = new int[lists.length + 1];
        int[][] distinct = new int[lists.length][];
        for (int basket = 0; basket < lists.length; basket++) {
            distinct[basket] = Arrays.stream(lists[basket]).distinct().toArray();
            starts[basket + 1] = starts[basket] + distinct[basket].length;
        }
        int[] items = new int[starts[lists.length]];
        for (int basket = 0; basket < lists.length; basket++) {
            System.arraycopy(distinct[basket], 0, items, starts[basket], distinct[basket].length);
        }
        return new Baskets(starts, items, itemCount);
    }

    public int size() {
        return starts.length - 1;
    }
}
