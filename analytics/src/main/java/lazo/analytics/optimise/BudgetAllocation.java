package lazo.analytics.optimise;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The division of a budget that brings most: the next euro brings the same in every channel that gets one.
 * <pre>
 *   maximise Σ fᵢ(xᵢ)   subject to   Σ xᵢ ≤ budget,   leastᵢ ≤ xᵢ ≤ mostᵢ
 *   KKT: one λ ≥ 0 with  fᵢ'(xᵢ) = λ inside the limits,  ≤ λ at the least,  ≥ λ at the most;   xᵢ = clamp(fᵢ'⁻¹(λ))
 * </pre>
 * Σ xᵢ(λ) falls with λ, so λ is found by bisection. Error: spend to 1e-9 of the budget; the optimum is global, since every fᵢ is
 * concave. Limits: as good as the responses; channels are taken not to help each other. Source: Boyd &amp; Vandenberghe (2004),
 * Convex Optimization, 5.5.3 (water-filling).
 *
 * @param spend per channel
 * @param value of the whole
 * @param marginal λ: what one more unit of budget would bring; 0 when the limits leave budget unspent
 * @param evenValue of an even division within the limits, for comparison
 */
public record BudgetAllocation(double[] spend, double value, double marginal, double evenValue) {
    private static final double LARGEST_LOG = 700;
    private static final int STEPS = 200;

    /** Without limits but 0. */
    public static BudgetAllocation of(List<? extends ConcaveResponse> channels, double budget) {
        double[] most = new double[channels.size()];
        Arrays.fill(most, Double.POSITIVE_INFINITY);
        return of(channels, budget, new double[channels.size()], most);
    }

    /**
     * @param least per channel, 0 or more, together at most the budget
     * @param most per channel, at least its least; may be infinite
     */
    public static BudgetAllocation of(
            List<? extends ConcaveResponse> channels, double budget, double[] least, double[] most) {
        require(channels.size(), budget, least, most);
        DoubleFunction<double[]> even = logLevel -> clamped(i -> Math.exp(-logLevel), least, most);
        double evenValue = value(channels, spent(even, budget, least, most).spend());
        Division best = spent(
                logPrice -> clamped(i -> channels.get(i).spendAt(Math.exp(logPrice)), least, most),
                budget,
                least,
                most);
        return new BudgetAllocation(best.spend(), value(channels, best.spend()), best.price(), evenValue);
    }

    private record Division(double[] spend, double price) {}

    private interface PerChannel {
        double at(int channel);
    }

    private static double[] clamped(PerChannel spend, double[] least, double[] most) {
        double[] clamped = new double[least.length];
        Arrays.setAll(clamped, i -> Math.clamp(spend.at(i), least[i], most[i]));
        return clamped;
    }

    /** Bisects the logarithm at which the division, which falls with it, spends the budget. */
    private static Division spent(DoubleFunction<double[]> division, double budget, double[] least, double[] most) {
        if (Arrays.stream(most).sum() <= budget) {
            return new Division(most.clone(), 0);
        }
        double low = -LARGEST_LOG;
        double high = LARGEST_LOG;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (Arrays.stream(division.apply(middle)).sum() > budget) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double[] spend = division.apply(high);
        double left = budget - Arrays.stream(spend).sum();
        for (int i = 0; i < spend.length && left > 0; i++) {
            double more = spend[i] > least[i] ? Math.min(left, most[i] - spend[i]) : 0;
            spend[i] += more;
            left -= more;
        }
        return new Division(spend, Math.exp(high));
    }

    private static double value(List<? extends ConcaveResponse> channels, double[] spend) {
        double value = 0;
        for (int i = 0; i < spend.length; i++) {
            value += channels.get(i).value(spend[i]);
        }
        return value;
    }

    private static void require(int channels, double budget, double[] least, double[] most) {
        if (channels == 0 || least.length != channels || most.length != channels) {
            throw new IllegalArgumentException("%d channels, %d least and %d most spends, expected as many, 1 or more"
                    .formatted(channels, least.length, most.length));
        }
        for (int i = 0; i < channels; i++) {
            if (!(least[i] >= 0 && least[i] <= most[i])) {
                throw new IllegalArgumentException("channel %d has limits %s to %s, expected 0 or more, ascending"
                        .formatted(i, least[i], most[i]));
            }
        }
        double needed = Arrays.stream(least).sum();
        if (!(budget >= needed) || Double.isInfinite(budget)) {
            throw new IllegalArgumentException(
                    "budget is %s, expected %s (the least spends together) or more and finite"
                            .formatted(budget, needed));
        }
    }
}
