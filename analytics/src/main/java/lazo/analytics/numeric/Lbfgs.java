package lazo.analytics.numeric;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function whose slope is known: limited-memory BFGS with a line search that meets the strong Wolfe
 * conditions.
 *
 * <pre>
 *   step: x ← x − t·H·∇f(x),   H from the last {@code memory} pairs (Δx, Δ∇f) by the two-loop recursion
 *   Wolfe: f(x+td) ≤ f(x) + 10⁻⁴·t·∇f·d   and   |∇f(x+td)·d| ≤ 0.9·|∇f·d|
 * </pre>
 *
 * With fewer iterations than {@code memory} this is BFGS itself, so it serves four parameters as well as a hundred
 * thousand. Near the minimum the first condition is loosened by 10⁻¹³·|f|, because there rounding hides the decrease.
 *
 * <p>Stops when every |∂f| ≤ {@code slope}·max(1, |f|), or after two steps in a row that lower f by less than
 * {@code decrease}·max(1, |f|). Scale the function to the mean over rows and the parameters to size 1 (logarithms of
 * positive ones). Limits: finds a local minimum; a bound is best kept by a change of variable.
 *
 * <p>Source: Nocedal and Wright (2006), Numerical Optimization, 2nd ed., algorithms 3.5, 3.6, 7.4 and 7.5.
 *
 * @param memory pairs kept
 * @param iterations limit of steps
 * @param slope relative tolerance on the gradient
 * @param decrease relative tolerance on the fall of the value
 */
public record Lbfgs(int memory, int iterations, double slope, double decrease) {
    private static final double ARMIJO = 1e-4;
    private static final double WOLFE = 0.9;
    private static final double ROUNDING = 1e-13;
    private static final int TRIES = 40;

    public Lbfgs {
        if (memory < 1 || iterations < 1) {
            throw new IllegalArgumentException(
                    "memory is %d and iterations is %d, expected at least 1 of each".formatted(memory, iterations));
        }
        if (!(slope >= 0 && decrease >= 0)) {
            throw new IllegalArgumentException(
                    "slope is %s and decrease is %s, expected 0 or more".formatted(slope, decrease));
        }
    }

    /** 20 pairs, 500 steps, 10⁻⁹ on the slope, 10⁻¹⁴ on the decrease. */
    public static Lbfgs standard() {
        return new Lbfgs(20, 500, 1e-9, 1e-14);
    }

    public Minimum minimise(SmoothFunction function, double... start) {
        return new Search(function, new double[0][], start).run();
    }

    /**
     * A search that begins with a first guess of the inverse of the second derivatives, as from a sample of the data: steps of
     * Newton's method, corrected by what they show.
     *
     * @param metric symmetric and positive definite, as wide as {@code start} is long; no rows when there is none
     */
    public Minimum minimise(SmoothFunction function, double[][] metric, double... start) {
        return new Search(function, metric, start).run();
    }

    /** The pair of a step and what it did to the slope. */
    private record Pair(double[] step, double[] turn, double curvature) {}

    private final class Search {
        private final SmoothFunction function;
        private final int size;
        private final Deque<Pair> pairs = new ArrayDeque<>();
        private int evaluations;
        private double[][] metric;
        private boolean bottomless;

        private double[] point;
        private double[] gradient;
        private double value;
        private double[] trial;
        private double[] trialGradient;
        private double trialValue;

        Search(SmoothFunction function, double[][] metric, double[] start) {
            this.function = function;
            this.metric = metric;
            this.size = start.length;
            this.point = start.clone();
            this.gradient = new double[size];
            this.trial = new double[size];
            this.trialGradient = new double[size];
            this.value = ask(point, gradient);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("The function is %s at the start".formatted(value));
            }
        }

        Minimum run() {
            int still = 0;
            for (int iteration = 0; iteration < iterations; iteration++) {
                if (flat()) {
                    return end(true);
                }
                double[] direction = direction();
                double fall = dot(gradient, direction);
                if (!(fall < 0)) {
                    pairs.clear();
                    metric = new double[0][];
                    direction = direction();
                    fall = dot(gradient, direction);
                }
                double before = value;
                double first = pairs.isEmpty() && metric.length == 0 ? Math.min(1, 1 / Math.sqrt(-fall)) : 1;
                if (!search(direction, fall, first)) {
                    if (pairs.isEmpty() && metric.length == 0) {
                        return end(-fall <= 1e-8 * Math.max(1, Math.abs(value)));
                    }
                    pairs.clear();
                    metric = new double[0][];
                    continue;
                }
                keepPair();
                if (bottomless) {
                    return end(false);
                }
                still = before - value <= decrease * Math.max(1, Math.abs(value)) ? still + 1 : 0;
                if (still >= 2 && metric.length == 0) {
                    return end(true);
                }
                if (still >= 2) {
                    // a metric too small also makes for small steps: only without it does a rest count
                    metric = new double[0][];
                    still = 0;
                }
            }
            return end(flat());
        }

        private Minimum end(boolean converged) {
            return new Minimum(point, value, gradient, evaluations, converged);
        }

        private boolean flat() {
            double steepest = 0;
            for (double g : gradient) {
                steepest = Math.max(steepest, Math.abs(g));
            }
            return steepest <= slope * Math.max(1, Math.abs(value));
        }

        private double ask(double[] at, double[] into) {
            evaluations++;
            double found = function.at(at, into);
            if (Double.isNaN(found)) {
                return Double.POSITIVE_INFINITY;
            }
            for (double g : into) {
                if (!Double.isFinite(g)) {
                    return Double.POSITIVE_INFINITY;
                }
            }
            return found;
        }

        /** −H·∇f by the two-loop recursion. */
        private double[] direction() {
            double[] d = new double[size];
            for (int i = 0; i < size; i++) {
                d[i] = -gradient[i];
            }
            double[] weights = new double[pairs.size()];
            int w = 0;
            for (Pair pair : pairs) {
                weights[w] = dot(pair.step, d) / pair.curvature;
                add(d, -weights[w++], pair.turn);
            }
            Pair newest = pairs.peekFirst();
            if (metric.length > 0) {
                double[] turned = new double[size];
                for (int i = 0; i < size; i++) {
                    turned[i] = dot(metric[i], d);
                }
                d = turned;
            } else if (newest != null) {
                double scale = newest.curvature / dot(newest.turn, newest.turn);
                for (int i = 0; i < size; i++) {
                    d[i] *= scale;
                }
            }
            Iterator<Pair> oldestFirst = pairs.descendingIterator();
            while (oldestFirst.hasNext()) {
                Pair pair = oldestFirst.next();
                add(d, weights[--w] - dot(pair.turn, d) / pair.curvature, pair.step);
            }
            return d;
        }

        private void keepPair() {
            double[] step = new double[size];
            double[] turn = new double[size];
            for (int i = 0; i < size; i++) {
                step[i] = trial[i] - point[i];
                turn[i] = trialGradient[i] - gradient[i];
            }
            double curvature = dot(step, turn);
            if (curvature > 1e-14 * Math.sqrt(dot(step, step) * dot(turn, turn))) {
                pairs.addFirst(new Pair(step, turn, curvature));
                if (pairs.size() > memory) {
                    pairs.removeLast();
                }
            }
            double[] spare = point;
            point = trial;
            trial = spare;
            spare = gradient;
            gradient = trialGradient;
            trialGradient = spare;
            value = trialValue;
        }

        /** Leaves the accepted step in {@code trial}; false when no step along this direction will do. */
        private boolean search(double[] direction, double fall, double first) {
            double slack = ROUNDING * Math.abs(value);
            double low = 0;
            double lowValue = value;
            double lowSlope = fall;
            double high = Double.NaN;
            double highValue = Double.NaN;
            double highSlope = Double.NaN;
            double step = first;
            for (int attempt = 0; attempt < TRIES; attempt++) {
                double slopeHere = probe(direction, step);
                boolean tooHigh = !(trialValue <= value + ARMIJO * step * fall + slack)
                        || (low > 0 && !(trialValue <= lowValue + slack));
                if (tooHigh) {
                    high = step;
                    highValue = trialValue;
                    highSlope = slopeHere;
                } else if (Math.abs(slopeHere) <= -WOLFE * fall) {
                    return true;
                } else {
                    if (slopeHere * ((Double.isNaN(high) ? step + 1 : high) - low) >= 0) {
                        high = low;
                        highValue = lowValue;
                        highSlope = lowSlope;
                    }
                    low = step;
                    lowValue = trialValue;
                    lowSlope = slopeHere;
                }
                if (Double.isNaN(high)) {
                    step *= 4;
                } else if (Math.abs(high - low) <= 1e-15 * Math.max(1, Math.abs(low))) {
                    break;
                } else {
                    step = between(low, lowValue, lowSlope, high, highValue, highSlope);
                }
            }
            if (low > 0) {
                bottomless = Double.isNaN(high);
                probe(direction, low);
                return trialValue <= value + slack;
            }
            return false;
        }

        private double probe(double[] direction, double step) {
            for (int i = 0; i < size; i++) {
                trial[i] = point[i] + step * direction[i];
            }
            trialValue = ask(trial, trialGradient);
            return dot(trialGradient, direction);
        }
    }

    /** Minimum of the cubic through both ends, kept away from them; the middle where there is no such cubic. */
    private static double between(
            double low, double lowValue, double lowSlope, double high, double highValue, double highSlope) {
        double middle = 0.5 * (low + high);
        if (!Double.isFinite(highValue) || !Double.isFinite(highSlope)) {
            return low + 0.1 * (high - low);
        }
        double d1 = lowSlope + highSlope - 3 * (lowValue - highValue) / (low - high);
        double d2 = Math.signum(high - low) * Math.sqrt(Math.max(0, d1 * d1 - lowSlope * highSlope));
        double step = high - (high - low) * (highSlope + d2 - d1) / (highSlope - lowSlope + 2 * d2);
        double margin = 0.1 * Math.abs(high - low);
        boolean inside = step > Math.min(low, high) + margin && step < Math.max(low, high) - margin;
        return inside ? step : middle;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double times, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * what[i];
        }
    }
}
