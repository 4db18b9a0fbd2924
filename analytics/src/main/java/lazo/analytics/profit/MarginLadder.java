package lazo.analytics.profit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Contribution margin ladder: what is left of the sales of each customer (product, channel …) after each kind of cost.
 * <pre>
 *   margin₀ = sales        marginₛ = marginₛ₋₁ − costₛ
 * </pre>
 * Costs go from what is caused by the single sale (returns, goods) to what serves the customer (delivery, visits, support);
 * whatever no customer causes stays out: it would have to be paid without them too.
 *
 * <p>Units: whole minor units of one currency (cents). Exact: at every step the margins of all customers add up to the total
 * margin. Limits: describes a period that is over; it does not say which cost would end if a customer left. Source: Riebel
 * (1959), Zeitschrift für handelswissenschaftliche Forschung 11, 213-238; Kaplan &amp; Anderson (2004), Harvard Business Review 82.
 *
 * @param names of the sales and of each cost, in order
 * @param amounts {@code amounts[0][customer]} sales, {@code amounts[step][customer]} what the step takes away
 */
public record MarginLadder(List<String> names, long[][] amounts) {

    /**
     * One step of all customers together.
     *
     * @param name of the sales or the cost
     * @param amount sales, or what the step takes away
     * @param margin what is left after it
     */
    public record Step(String name, long amount, long margin) {}

    public MarginLadder {
        names = List.copyOf(names);
        if (names.isEmpty() || names.size() != amounts.length) {
            throw new IllegalArgumentException("%d names for %d rows of amounts, expected as many, 1 or more"
                    .formatted(names.size(), amounts.length));
        }
        for (int step = 1; step < amounts.length; step++) {
            if (amounts[step].length != amounts[0].length) {
                throw new IllegalArgumentException("'%s' has %d amounts, expected %d as '%s'"
                        .formatted(names.get(step), amounts[step].length, amounts[0].length, names.getFirst()));
            }
        }
    }

    /** A ladder with its first rung alone. */
    public static MarginLadder of(String name, long[] sales) {
        return new MarginLadder(List.of(name), new long[][] {sales});
    }

    /** This ladder with one cost more below; a negative amount gives something back. */
    public MarginLadder less(String name, long[] costs) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        long[][] more = Arrays.copyOf(amounts, amounts.length + 1);
        more[amounts.length] = costs;
        return new MarginLadder(longer, more);
    }

    public int size() {
        return amounts[0].length;
    }

    /** What is left of each customer after all costs. */
    public long[] margins() {
        return margins(amounts.length - 1);
    }

    /** What is left of each customer after the first {@code steps} costs; 0 gives the sales. */
    public long[] margins(int steps) {
        if (steps < 0 || steps >= amounts.length) {
            throw new IllegalArgumentException("steps is %d, expected 0 to %d".formatted(steps, amounts.length - 1));
        }
        long[] margins = amounts[0].clone();
        for (int step = 1; step <= steps; step++) {
            for (int customer = 0; customer < margins.length; customer++) {
                margins[customer] = Math.subtractExact(margins[customer], amounts[step][customer]);
            }
        }
        return margins;
    }

    /** All customers together, from sales down to the last margin. */
    public List<Step> totals() {
        List<Step> totals = new ArrayList<>();
        long left = 0;
        for (int step = 0; step < amounts.length; step++) {
            long amount = sum(amounts[step]);
            left = step == 0 ? amount : Math.subtractExact(left, amount);
            totals.add(new Step(names.get(step), amount, left));
        }
        return totals;
    }

    /** Sums that no long can hold are an {@link ArithmeticException}, never a wrong figure. */
    static long sum(long[] amounts) {
        long sum = 0;
        for (long amount : amounts) {
            sum = Math.addExact(sum, amount);
        }
        return sum;
    }
}
