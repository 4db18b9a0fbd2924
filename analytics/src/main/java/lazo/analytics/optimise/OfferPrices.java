package lazo.analytics.optimise;

import java.util.Arrays;

/** Prices of places and of the budget that make the bound on every plan small, by subgradient steps. */
final class OfferPrices {
    private static final int PASSES = 150;

    private double[] offers;
    private double budget;
    private double bound = Double.POSITIVE_INFINITY;

    private OfferPrices(int offers) {
        this.offers = new double[offers];
    }

    double net(OfferProblem problem, double value, int offer) {
        return value - offers[offer] - budget * problem.costs()[offer];
    }

    double bound() {
        return bound;
    }

    double[] offers() {
        return offers;
    }

    /** What all places and the budget are worth at these prices. */
    double worth(OfferProblem problem) {
        double worth = Double.isFinite(problem.budget()) ? budget * problem.budget() : 0;
        for (int offer = 0; offer < offers.length; offer++) {
            worth += offers[offer] * problem.capacities()[offer];
        }
        return worth;
    }

    static OfferPrices search(OfferProblem problem) {
        boolean limited = Double.isFinite(problem.budget());
        OfferPrices at = new OfferPrices(problem.offers());
        OfferPrices best = new OfferPrices(problem.offers());
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
        double bound = worth(problem);
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
