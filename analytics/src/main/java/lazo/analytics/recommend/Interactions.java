package lazo.analytics.recommend;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who bought what how often, one row per customer.
 *
 * @param histories one per customer
 * @param itemCount how many items there are to sell
 */
public record Interactions(History[] histories, int itemCount) {
    /**
     * What one customer bought.
     *
     * @param items ascending, each once
     * @param counts how often, same order, above 0
     */
    public record History(int[] items, double[] counts) {
        public History {
            if (items.length != counts.length) {
                throw new IllegalArgumentException(
                        "%d items and %d counts, expected as many".formatted(items.length, counts.length));
            }
        }

        boolean holds(int item) {
            return Arrays.binarySearch(items, item) >= 0;
        }
    }

    /** From purchases, one customer and item per line; a line that comes twice counts twice. */
    public static Interactions of(int[] customers, int[] items, int customerCount, int itemCount) {
        if (customers.length != items.length) {
            throw new IllegalArgumentException(
                    "%d customers and %d items, expected as many".formatted(customers.length, items.length));
        }
        Map<Integer, TreeMap<Integer, Double>> rows = new TreeMap<>();
        for (int line = 0; line < customers.length; line++) {
            if (customers[line] < 0
                    || customers[line] >= customerCount
                    || items[line] < 0
                    || items[line] >= itemCount) {
                throw new IllegalArgumentException("line %d has customer %d and item %d, expected 0 to %d and 0 to %d"
                        .formatted(line, customers[line], items[line], customerCount - 1, itemCount - 1));
            }
            rows.computeIfAbsent(customers[line], customer -> new TreeMap<>()).merge(items[line], 1.0, Double::sum);
        }
        History[] histories = new History[customerCount];
        Arrays.setAll(histories, customer -> {
            TreeMap<Integer, Double> row = rows.getOrDefault(customer, new TreeMap<>());
            return new History(
                    row.keySet().stream().mapToInt(item -> item).toArray(),
                    row.values().stream().mapToDouble(count -> count).toArray());
        });
        return new Interactions(histories, itemCount);
    }

    public int customers() {
        return histories.length;
    }

    /** How many customers bought each item. */
    double[] buyers() {
        double[] buyers = new double[itemCount];
        for (History history : histories) {
            for (int item : history.items()) {
                buyers[item]++;
            }
        }
        return buyers;
    }

    /** For each item its buyers, ascending. */
    int[][] customersOf() {
        int[][] customers = new int[itemCount][];
        double[] buyers = buyers();
        Arrays.setAll(customers, item -> new int[(int) buyers[item]]);
        int[] filled = new int[itemCount];
        for (int customer = 0; customer < histories.length; customer++) {
            for (int item : histories[customer].items()) {
                customers[item][filled[item]++] = customer;
            }
        }
        return customers;
    }
}
