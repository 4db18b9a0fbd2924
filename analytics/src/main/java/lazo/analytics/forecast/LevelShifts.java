package lazo.analytics.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * When did the ground move? Finds the steps at which a series changed to another lasting level.
 * <pre>
 *   minimise  Σ over segments Σ (yₜ − mean of the segment)² / σ²  +  3·log n per change      (exact, by dynamic programming)
 *   σ = 1.4826 · median |yₜ − yₜ₋₁ − median| / √2, times √((1+ρ)/(1−ρ)) for errors with lag-one correlation ρ &gt; 0
 * </pre>
 * A season, where there is one, is taken out first. ρ is measured about the levels found without it, and the search is run again
 * with the wider σ, so that slow swings are not taken for a row of shifts.
 *
 * <p>Limits: a steady trend looks like a staircase: take it out first. Changes shorter than {@code shortest} steps are left as
 * outliers. Cost: n² additions. Sources: Jackson et al. (2005), IEEE Signal Processing Letters 12, 105-108; Zhang &amp; Siegmund
 * (2007), Biometrics 63, 22-32 (the penalty); Lavielle &amp; Moulines (2000), Journal of Time Series Analysis 21, 33-59.
 *
 * @param shifts oldest first
 * @param deviation σ as used, in units of the series
 * @param correlation ρ of neighbouring errors
 */
public record LevelShifts(List<Shift> shifts, double deviation, double correlation) {
    private static final double PENALTY = 3;
    private static final double MAD_TO_DEVIATION = 1.4826;
    private static final double MOST_CORRELATED = 0.95;

    /**
     * @param at the first step of the new level, counted from 0
     * @param before mean of the segment before
     * @param after mean of the segment after
     * @param standardError of {@code after − before}
     */
    public record Shift(int at, double before, double after, double standardError) {
        public double size() {
            return after - before;
        }
    }

    public LevelShifts {
        shifts = List.copyOf(shifts);
    }

    /** @param shortest least steps of a level, 2 or more */
    public static LevelShifts find(TimeSeries series, int shortest) {
        if (shortest < 2) {
            throw new IllegalArgumentException("shortest is %d, expected 2 or more".formatted(shortest));
        }
        double[] y = series.complete(2 * shortest, "level shifts");
        boolean seasonal = SeasonalPattern.isSeasonal(y, series.period());
        double[] flat = seasonal ? SeasonalPattern.of(y, series.period(), false).adjusted(y) : y;
        double sigma = deviation(flat);
        if (sigma == 0) {
            sigma = 1e-9 * Math.max(1, Arrays.stream(flat).map(Math::abs).max().orElseThrow());
        }
        List<Integer> starts = segments(flat, sigma, shortest);
        double rho = correlation(flat, starts);
        if (rho > 0) {
            sigma *= Math.sqrt((1 + rho) / (1 - rho));
            starts = segments(flat, sigma, shortest);
        }
        return new LevelShifts(shifts(flat, starts, sigma), sigma, rho);
    }

    private static double deviation(double[] y) {
        double[] steps = new double[y.length - 1];
        for (int t = 1; t < y.length; t++) {
            steps[t - 1] = y[t] - y[t - 1];
        }
        double middle = median(steps);
        double spread =
                median(Arrays.stream(steps).map(d -> Math.abs(d - middle)).toArray());
        return MAD_TO_DEVIATION * spread / Math.sqrt(2);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** First steps of the segments of the cheapest cut, the first of them 0. */
    private static List<Integer> segments(double[] y, double sigma, int shortest) {
        int n = y.length;
        double shiftedBy = y[0];
        double[] sums = new double[n + 1];
        double[] squares = new double[n + 1];
        for (int t = 0; t < n; t++) {
            double v = (y[t] - shiftedBy) / sigma;
            sums[t + 1] = sums[t] + v;
            squares[t + 1] = squares[t] + v * v;
        }
        double penalty = PENALTY * Math.log(n);
        double[] cost = new double[n + 1];
        int[] from = new int[n + 1];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        cost[0] = -penalty;
        for (int end = shortest; end <= n; end++) {
            for (int start = 0; start <= end - shortest; start++) {
                if (cost[start] < Double.POSITIVE_INFINITY) {
                    double sum = sums[end] - sums[start];
                    double within = squares[end] - squares[start] - sum * sum / (end - start);
                    double total = cost[start] + Math.max(0, within) + penalty;
                    if (total < cost[end]) {
                        cost[end] = total;
                        from[end] = start;
                    }
                }
            }
        }
        List<Integer> starts = new ArrayList<>();
        for (int end = n; end > 0; end = from[end]) {
            starts.add(from[end]);
        }
        Collections.reverse(starts);
        return starts;
    }

    private static double correlation(double[] y, List<Integer> starts) {
        double products = 0;
        double squares = 0;
        for (int segment = 0; segment < starts.size(); segment++) {
            int start = starts.get(segment);
            int end = segment + 1 < starts.size() ? starts.get(segment + 1) : y.length;
            double mean = mean(y, start, end);
            for (int t = start; t < end; t++) {
                squares += (y[t] - mean) * (y[t] - mean);
                products += t > start ? (y[t] - mean) * (y[t - 1] - mean) : 0;
            }
        }
        return squares == 0 ? 0 : Math.clamp(products / squares, 0, MOST_CORRELATED);
    }

    private static List<Shift> shifts(double[] y, List<Integer> starts, double sigma) {
        List<Shift> shifts = new ArrayList<>();
        for (int segment = 1; segment < starts.size(); segment++) {
            int earlier = starts.get(segment - 1);
            int at = starts.get(segment);
            int end = segment + 1 < starts.size() ? starts.get(segment + 1) : y.length;
            shifts.add(new Shift(
                    at,
                    mean(y, earlier, at),
                    mean(y, at, end),
                    sigma * Math.sqrt(1.0 / (at - earlier) + 1.0 / (end - at))));
        }
        return shifts;
    }

    private static double mean(double[] y, int start, int end) {
        return Arrays.stream(y, start, end).average().orElseThrow();
    }
}
