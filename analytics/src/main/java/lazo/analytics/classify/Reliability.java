package lazo.analytics.classify;

import java.util.ArrayList;
import java.util.List;

/**
 * Does "30 %" happen in 30 of 100 cases? Predictions sorted into bins of equal width, each with what was said and what
 * came.
 * <pre>
 *   ECE = Σ bins  rows/N · |mean prediction − share of yes|
 * </pre>
 * Source: Naeini, Cooper, Hauskrecht (2015), AAAI, 2901-2907.
 *
 * @param bins those with rows, from the lowest prediction
 */
public record Reliability(List<Bin> bins) {
    /**
     * Rows of like prediction.
     *
     * @param predicted mean prediction
     * @param observed share of yes
     */
    public record Bin(int rows, double predicted, double observed) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /** Ten bins. */
    public static Reliability of(double[] probabilities, boolean[] outcomes) {
        return of(probabilities, outcomes, 10);
    }

    public static Reliability of(double[] probabilities, boolean[] outcomes, int bins) {
        Outcomes.requireProbabilities(probabilities, outcomes);
        if (bins < 1) {
            throw new IllegalArgumentException("bins is %d, expected 1 or more".formatted(bins));
        }
        int[] rows = new int[bins];
        double[] predicted = new double[bins];
        double[] yes = new double[bins];
        for (int i = 0; i < outcomes.length; i++) {
            int bin = Math.min((int) (probabilities[i] * bins), bins - 1);
            rows[bin]++;
            predicted[bin] += probabilities[i];
            yes[bin] += outcomes[i] ? 1 : 0;
        }
        List<Bin> used = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            if (rows[bin] > 0) {
                used.add(new Bin(rows[bin], predicted[bin] / rows[bin], yes[bin] / rows[bin]));
            }
        }
        return new Reliability(used);
    }

    /** The expected calibration error. */
    public double error() {
        double apart = 0;
        double rows = 0;
        for (Bin bin : bins) {
            apart += bin.rows() * Math.abs(bin.predicted() - bin.observed());
            rows += bin.rows();
        }
        return apart / rows;
    }
}
