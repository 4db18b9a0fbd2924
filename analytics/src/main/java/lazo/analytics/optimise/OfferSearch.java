package lazo.analytics.optimise;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Branch and bound over pairs of customer and offer, depth first, with the bound that fixed prices give: what is made so far, what
 * the places and the budget left are worth, and the best of each customer to come net of prices. Customers whose choice is least clear
 * are decided first; within a customer the offer of largest net value.
 */
final class OfferSearch {
    private static final double EQUAL = 1e-12;

    private final OfferProblem problem;
    private final OfferPrices prices;
    private final OfferPlan first;
    private final int[] pairs;
    private final double[] nets;
    private final int[] customerEnd;
    private final double[] later;

    OfferSearch(OfferProblem problem, OfferPrices prices, OfferPlan first) {
        this.problem = problem;
        this.prices = prices;
        this.first = first;
        int offers = problem.offers();
        Integer[][] byCustomer = new Integer[problem.customers()][];
        Integer[] order = new Integer[problem.customers()];
        double[] clear = new double[problem.customers()];
        for (int customer = 0; customer < order.length; customer++) {
            double[] values = problem.values()[customer];
            order[customer] = customer;
            byCustomer[customer] = IntStream.range(0, offers)
                    .filter(offer -> values[offer] > 0)
                    .boxed()
                    .sorted(Comparator.comparingDouble(offer -> -prices.net(problem, values[offer], offer)))
                    .toArray(Integer[]::new);
            clear[customer] = Double.POSITIVE_INFINITY;
            for (int offer : byCustomer[customer]) {
                clear[customer] = Math.min(clear[customer], Math.abs(prices.net(problem, values[offer], offer)));
            }
        }
        Arrays.sort(order, Comparator.comparingDouble(customer -> clear[customer]));
        int count = Arrays.stream(byCustomer).mapToInt(list -> list.length).sum();
        this.pairs = new int[count];
        this.nets = new double[count];
        this.customerEnd = new int[count];
        this.later = new double[count + 1];
        int at = 0;
        for (int customer : order) {
            int end = at + byCustomer[customer].length;
            for (int offer : byCustomer[customer]) {
                pairs[at] = customer * offers + offer;
                nets[at] = prices.net(problem, problem.values()[customer][offer], offer);
                customerEnd[at++] = end;
            }
        }
        for (int end = count; end > 0; ) {
            int start = end - 1;
            while (start > 0 && customerEnd[start - 1] == end) {
                start--;
            }
            later[start] = later[end] + best(start, end, problem.contacts());
            end = start;
        }
    }

    /** The largest positive nets from {@code from} on, at most {@code contacts} of them. */
    private double best(int from, int end, int contacts) {
        double sum = 0;
        for (int i = from; i < Math.min(end, from + contacts) && nets[i] > 0; i++) {
            sum += nets[i];
        }
        return sum;
    }

    OfferPlan run(long nodes) {
        int offers = problem.offers();
        boolean[] taken = new boolean[pairs.length];
        boolean[] bestTaken = new boolean[0];
        int[] left = problem.capacities().clone();
        int[] contacts = new int[problem.customers()];
        double budget = problem.budget();
        double total = prices.worth(problem);
        double value = 0;
        double best = first.value();
        long looked = 0;
        int at = 0;
        boolean take = true;
        while (looked++ < nodes) {
            boolean open = false;
            if (at == pairs.length) {
                if (value > best) {
                    best = value;
                    bestTaken = taken.clone();
                }
            } else {
                int customer = pairs[at] / offers;
                int offer = pairs[at] % offers;
                double cost = problem.costs()[offer];
                int free = problem.contacts() - contacts[customer];
                double rest = later[customerEnd[at]];
                if (take
                        && free > 0
                        && left[offer] > 0
                        && cost <= budget
                        && above(total + nets[at] + best(at + 1, customerEnd[at], free - 1) + rest, best)) {
                    taken[at] = true;
                    contacts[customer]++;
                    left[offer]--;
                    budget -= cost;
                    total += nets[at];
                    value += problem.values()[customer][offer];
                    open = true;
                } else {
                    open = above(total + best(at + 1, customerEnd[at], free) + rest, best);
                }
            }
            if (open) {
                at++;
                take = true;
            } else {
                do {
                    at--;
                } while (at >= 0 && !taken[at]);
                if (at < 0) {
                    return plan(bestTaken, best, best);
                }
                int customer = pairs[at] / offers;
                int offer = pairs[at] % offers;
                taken[at] = false;
                contacts[customer]--;
                left[offer]++;
                budget += problem.costs()[offer];
                total -= nets[at];
                value -= problem.values()[customer][offer];
                take = false;
            }
        }
        return plan(bestTaken, best, Math.max(best, first.bound()));
    }

    private static boolean above(double bound, double best) {
        return bound > best + EQUAL * Math.max(1, best);
    }

    private OfferPlan plan(boolean[] taken, double best, double bound) {
        if (taken.length == 0) {
            return new OfferPlan(first.offers(), first.value(), Math.max(bound, first.value()), first.prices());
        }
        boolean[] made = new boolean[problem.customers() * problem.offers()];
        for (int i = 0; i < taken.length; i++) {
            made[pairs[i]] = taken[i];
        }
        return new OfferPlan(OfferPlan.lists(made, problem), best, bound, first.prices());
    }
}
