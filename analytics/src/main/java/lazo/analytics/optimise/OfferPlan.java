package lazo.analytics.optimise;

import java.util.Arrays;

/**
 * Who gets which offer so that the whole brings most, under capacities, contact limits and a budget.
 * <pre>
 *   maximise  Σ v(c,o)·x(c,o),  x ∈ {0, 1},  Σₒ x ≤ contacts,  Σ_c x ≤ capacity(o),  Σ cost(o)·x ≤ budget
 *   bound(λ, μ) = Σ capacity·λ + budget·μ + Σ_c (sum of the contacts largest positive v − λₒ − μ·costₒ)   for any λ, μ ≥ 0
 * </pre>
 * {@link #greedy} looks for prices λ, μ that make the bound small, then makes offers in the order of v less prices while they fit. No
 * plan can bring more than {@link #bound}, so {@link #gap} is a proof of how much can be missing. {@link #search} goes on
 * from there by branch and bound until the best plan is proved (1e-12 relative) or enough was looked at. An offer of value 0 or less is never made.
 *
 * <p>Cost: greedy is about 150 passes over customers times offers and one sort. Sources: Fisher (1981), Management Science 27, 1-18
 * (Lagrangian bounds); Kellerer, Pferschy &amp; Pisinger (2004), Knapsack Problems, Springer.
 *
 * @param offers the offers of each customer, ascending; empty for nobody
 * @param value of the whole
 * @param bound that no plan can exceed
 * @param prices λ: what one more place of each offer is worth at most, by the bound
 */
public record OfferPlan(int[][] offers, double value, double bound, double[] prices) {
    /** Share of the bound that the plan may be short of the best, 0 when it is proved best. */
    public double gap() {
        return bound <= 0 ? 0 : Math.max(0, bound - value) / bound;
    }

    /** A plan for any number of customers, with a bound. */
    public static OfferPlan greedy(OfferProblem problem) {
        OfferPrices prices = OfferPrices.search(problem);
        int offers = problem.offers();
        long[] order = order(problem, prices);
        int[] left = problem.capacities().clone();
        int[] contacts = new int[problem.customers()];
        boolean[] made = new boolean[problem.customers() * offers];
        double budget = problem.budget();
        double value = 0;
        for (long entry : order) {
            int pair = (int) entry;
            int customer = pair / offers;
            int offer = pair % offers;
            if (contacts[customer] < problem.contacts() && left[offer] > 0 && problem.costs()[offer] <= budget) {
                contacts[customer]++;
                left[offer]--;
                budget -= problem.costs()[offer];
                value += problem.values()[customer][offer];
                made[pair] = true;
            }
        }
        return new OfferPlan(
                lists(made, problem),
                value,
                Math.max(value, prices.bound()),
                prices.offers().clone());
    }

    /** Pairs of positive value, most valuable after prices first: minus the value as sortable float bits, then the pair. */
    private static long[] order(OfferProblem problem, OfferPrices prices) {
        int offers = problem.offers();
        if ((long) problem.customers() * offers > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("%d customers and %d offers, expected at most %d pairs"
                    .formatted(problem.customers(), offers, Integer.MAX_VALUE));
        }
        long[] order = new long[problem.customers() * offers];
        int count = 0;
        for (int customer = 0; customer < problem.customers(); customer++) {
            for (int offer = 0; offer < offers; offer++) {
                double value = problem.values()[customer][offer];
                if (value > 0) {
                    int bits = Float.floatToIntBits((float) -prices.net(problem, value, offer));
                    long sortable = bits < 0 ? ~bits & 0x7FFFFFFFL : bits | 0x80000000L;
                    order[count++] = (sortable << 31) | ((long) customer * offers + offer);
                }
            }
        }
        long[] used = Arrays.copyOf(order, count);
        Arrays.sort(used);
        for (int i = 0; i < count; i++) {
            used[i] &= 0x7FFFFFFFL;
        }
        return used;
    }

    static int[][] lists(boolean[] made, OfferProblem problem) {
        int offers = problem.offers();
        int[][] lists = new int[problem.customers()][];
        for (int customer = 0; customer < lists.length; customer++) {
            int[] list = new int[offers];
            int count = 0;
            for (int offer = 0; offer < offers; offer++) {
                if (made[customer * offers + offer]) {
                    list[count++] = offer;
                }
            }
            lists[customer] = Arrays.copyOf(list, count);
        }
        return lists;
    }

    /**
     * The best plan, by branch and bound from the greedy one: proved best (gap 0), or the best of the first {@code nodes} decisions with
     * the bound that holds for all.
     *
     * @param nodes most decisions to look at, 1 or more; a million take about a tenth of a second
     */
    public static OfferPlan search(OfferProblem problem, long nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("nodes is %d, expected 1 or more".formatted(nodes));
        }
        OfferPlan greedy = greedy(problem);
        return greedy.gap() == 0 ? greedy : new OfferSearch(problem, OfferPrices.search(problem), greedy).run(nodes);
    }
}
