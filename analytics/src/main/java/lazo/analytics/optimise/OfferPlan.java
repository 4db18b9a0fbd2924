package lazo.analytics.optimise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * Who gets which offer so that the whole brings most, under capacities, contact limits and a budget.
 * <pre>
 *   maximise  Σ v(c,o)·x(c,o),  x ∈ {0, 1},  Σₒ x ≤ contacts,  Σ_c x ≤ capacity(o),  Σ cost(o)·x ≤ budget
 *   bound(λ, μ) = Σ capacity·λ + budget·μ + Σ_c (sum of the contacts largest positive v − λₒ − μ·costₒ)   for any λ, μ ≥ 0
 * </pre>
 * {@link #greedy} looks for prices λ, μ that make the bound small, then makes offers in the order of v less prices while they fit. No
 * plan can bring more than {@link #bound}, so {@link #gap} is a proof of how much can be missing. {@link #exact} solves small problems to
 * the optimum. An offer of value 0 or less is never made.
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
    private static final int PASSES = 150;
    private static final int MOST_PAIRS_EXACT = 5_000;

    /** Share of the bound that the plan may be short of the best, 0 when it is proved best. */
    public double gap() {
        return bound <= 0 ? 0 : Math.max(0, bound - value) / bound;
    }

    /** A plan for any number of customers, with a bound. */
    public static OfferPlan greedy(OfferProblem problem) {
        Prices prices = Prices.search(problem);
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
        return new OfferPlan(lists(made, problem), value, Math.max(value, prices.bound), prices.offers.clone());
    }

    /** Pairs of positive value, most valuable after prices first: minus the value as sortable float bits, then the pair. */
    private static long[] order(OfferProblem problem, Prices prices) {
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

    private static int[][] lists(boolean[] made, OfferProblem problem) {
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

    /** The best plan, by branch and bound (ojAlgo); at most 5,000 pairs of customer and offer. */
    public static OfferPlan exact(OfferProblem problem) {
        int offers = problem.offers();
        long pairs = (long) problem.customers() * offers;
        if (pairs > MOST_PAIRS_EXACT) {
            throw new IllegalArgumentException("%d pairs of customer and offer, expected at most %d: use greedy"
                    .formatted(pairs, MOST_PAIRS_EXACT));
        }
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        Expression budget = model.newExpression("budget");
        List<Expression> capacities = new ArrayList<>();
        for (int offer = 0; offer < offers; offer++) {
            capacities.add(model.newExpression("capacity " + offer).upper(problem.capacities()[offer]));
        }
        List<Choice> choices = new ArrayList<>();
        for (int customer = 0; customer < problem.customers(); customer++) {
            Expression contacts = model.newExpression("contacts " + customer).upper(problem.contacts());
            for (int offer = 0; offer < offers; offer++) {
                double value = problem.values()[customer][offer];
                if (value > 0) {
                    Variable made =
                            model.newVariable(customer + " " + offer).binary().weight(value);
                    contacts.set(made, 1);
                    capacities.get(offer).set(made, 1);
                    budget.set(made, problem.costs()[offer]);
                    choices.add(new Choice(customer * offers + offer, made));
                }
            }
        }
        if (Double.isFinite(problem.budget())) {
            budget.upper(problem.budget());
        }
        Optimisation.Result result = model.maximise();
        if (!choices.isEmpty() && !result.getState().isOptimal()) {
            throw new IllegalStateException("the solver ended %s, expected OPTIMAL".formatted(result.getState()));
        }
        boolean[] made = new boolean[(int) pairs];
        double value = 0;
        for (Choice choice : choices) {
            if (choice.made.getValue().doubleValue() > 0.5) {
                made[choice.pair] = true;
                value += problem.values()[choice.pair / offers][choice.pair % offers];
            }
        }
        return new OfferPlan(lists(made, problem), value, value, Prices.search(problem).offers);
    }

    private record Choice(int pair, Variable made) {}

    /** Prices of places and budget, by subgradient steps on the bound. */
    private static final class Prices {
        private double[] offers;
        private double budget;
        private double bound = Double.POSITIVE_INFINITY;

        private Prices(int offers) {
            this.offers = new double[offers];
        }

        double net(OfferProblem problem, double value, int offer) {
            return value - offers[offer] - budget * problem.costs()[offer];
        }

        static Prices search(OfferProblem problem) {
            boolean limited = Double.isFinite(problem.budget());
            Prices at = new Prices(problem.offers());
            Prices best = new Prices(problem.offers());
            double step = averageBest(problem);
            for (int pass = 0; pass < PASSES; pass++) {
                double[] demand = new double[problem.offers()];
                double bound = at.bound(problem, demand);
                if (bound < best.bound) {
                    best.bound = bound;
                    best.offers = at.offers.clone();
                    best.budget = at.budget;
                }
                double spent = 0;
                for (int offer = 0; offer < demand.length; offer++) {
                    spent += demand[offer] * problem.costs()[offer];
                    double excess = demand[offer] - problem.capacities()[offer];
                    double size = Math.max(1, Math.max(demand[offer], problem.capacities()[offer]));
                    at.offers[offer] = Math.max(0, at.offers[offer] + step * excess / size);
                }
                if (limited) {
                    double unit = Arrays.stream(problem.costs()).max().orElseThrow();
                    double excess = (spent - problem.budget()) / Math.max(1e-300, Math.max(spent, problem.budget()));
                    at.budget = unit == 0 ? 0 : Math.max(0, at.budget + step / unit * excess);
                }
                step *= 0.97;
            }
            return best;
        }

        private static double averageBest(OfferProblem problem) {
            double sum = 0;
            for (double[] row : problem.values()) {
                double most = 0;
                for (double value : row) {
                    most = value > most ? value : most;
                }
                sum += most;
            }
            return sum / problem.customers();
        }

        /** The bound at these prices; adds up what customers would ask for. */
        private double bound(OfferProblem problem, double[] demand) {
            double bound = Double.isFinite(problem.budget()) ? budget * problem.budget() : 0;
            for (int offer = 0; offer < offers.length; offer++) {
                bound += offers[offer] * problem.capacities()[offer];
            }
            double[] nets = new double[offers.length];
            for (double[] row : problem.values()) {
                for (int offer = 0; offer < nets.length; offer++) {
                    double net = row[offer] > 0 ? net(problem, row[offer], offer) : 0;
                    nets[offer] = Math.max(0, net);
                }
                for (int contact = 0; contact < problem.contacts(); contact++) {
                    int most = 0;
                    for (int offer = 1; offer < nets.length; offer++) {
                        most = nets[offer] > nets[most] ? offer : most;
                    }
                    if (!(nets[most] > 0)) {
                        break;
                    }
                    bound += nets[most];
                    demand[most]++;
                    nets[most] = 0;
                }
            }
            return bound;
        }
    }
}
