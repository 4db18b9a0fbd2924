package lazo.analytics.classify;

import java.util.ArrayList;
import java.util.List;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Ridge logistic regression: how likely is "yes", and what speaks for it? The default model: calibrated by itself, every
 * prediction a plain sum, an interval for each figure.
 * <pre>
 *   ln(p/(1−p)) = a + Σ wⱼ·zⱼ      zⱼ = (xⱼ − meanⱼ)/sdⱼ over the training rows
 *   (a, w) minimise  −log likelihood + λ/2 · Σ (wⱼ − priorⱼ)²
 * </pre>
 * Units: w in log-odds per standard deviation; {@link #coefficients} also gives log-odds per unit. Shapes: one weight per
 * column. A missing value (NaN) counts as the mean, so it adds nothing. The base a is not penalised.
 * Error: Newton steps until no weight moves by more than 1e-10. Intervals are those of the normal approximation at the
 * optimum, covariance (XᵀVX + λI)⁻¹: they include the pull of the penalty and are a little narrow when λ is large.
 * Limits: straight lines in log-odds, no interactions but those the caller adds. λ above 0 keeps separable data finite.
 * Source: le Cessie, van Houwelingen (1992), Applied Statistics 41(1), 191-201; λ = 1/C of scikit-learn.
 *
 * @param base a, the log-odds of the average row
 * @param weights w, per standard deviation
 * @param covariance of (a, w), the base first
 */
@ModelType(name = "logistic-regression")
public record LogisticRegression(
        List<String> names,
        double[] means,
        double[] deviations,
        double base,
        double[] weights,
        double[][] covariance,
        Provenance provenance)
        implements Classifier {

    /**
     * A column's effect with everything else equal.
     *
     * @param perUnit log-odds per unit of the column
     * @param perDeviation log-odds per standard deviation, to compare columns
     * @param standardError of {@code perUnit}
     */
    public record Coefficient(String name, double perUnit, double perDeviation, double standardError) {
        /** The factor by which one more unit multiplies the odds. */
        public double oddsRatio() {
            return Math.exp(perUnit);
        }

        /** The interval of {@link #oddsRatio}. */
        public Interval oddsRatioInterval(double level) {
            double half = Interval.quantile(level) * standardError;
            return new Interval(Math.exp(perUnit - half), Math.exp(perUnit + half), level);
        }

        /** Two-sided p-value of "no effect", by the normal approximation. */
        public double pValue() {
            return standardError == 0
                    ? 1
                    : 2 * new NormalDistribution().cumulativeProbability(-Math.abs(perUnit) / standardError);
        }
    }

    public LogisticRegression {
        names = List.copyOf(names);
        int width = names.size();
        if (means.length != width
                || deviations.length != width
                || weights.length != width
                || covariance.length != width + 1) {
            throw new IllegalArgumentException(
                    "%d names for %d weights, expected the same number".formatted(width, weights.length));
        }
        means = means.clone();
        deviations = deviations.clone();
        weights = weights.clone();
        covariance = covariance.clone();
    }

    /** Fits with a penalty of 1, which suits a few dozen columns and a hundred rows or more. */
    public static LogisticRegression fit(Features features, boolean[] outcomes) {
        return fit(features, outcomes, 1);
    }

    /** @param ridge λ, above 0; the larger, the closer the weights stay to zero */
    public static LogisticRegression fit(Features features, boolean[] outcomes, double ridge) {
        return RidgeLogistic.fit(features, outcomes, ridge, null);
    }

    /**
     * Fits a small set of rows around a model of a larger one (all teams, last year): weights, per unit, are pulled to those of
     * the larger model instead of to zero.
     *
     * @param prior a model of the same columns
     * @param ridge λ, above 0; as if λ rows per squared weight spoke for the prior
     */
    public static LogisticRegression fitAround(
            LogisticRegression prior, Features features, boolean[] outcomes, double ridge) {
        if (!prior.names.equals(features.names())) {
            throw new IllegalArgumentException(
                    "Columns are %s, expected those of the prior %s".formatted(features.names(), prior.names));
        }
        return RidgeLogistic.fit(features, outcomes, ridge, prior);
    }

    @Override
    public double probability(double[] row) {
        return LogOdds.probability(logOdds(row));
    }

    private double logOdds(double[] row) {
        Outcomes.requireWidth(names, row);
        double sum = base;
        for (int j = 0; j < row.length; j++) {
            sum += weights[j] * standardised(row, j);
        }
        return sum;
    }

    private double standardised(double[] row, int j) {
        return Double.isNaN(row[j]) ? 0 : (row[j] - means[j]) / deviations[j];
    }

    /** Exact: each part is wⱼ·zⱼ and they add up to the log-odds. */
    @Override
    public Contributions explain(double[] row) {
        Outcomes.requireWidth(names, row);
        double[] parts = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            parts[j] = weights[j] * standardised(row, j);
        }
        return new Contributions(Contributions.Scale.LOG_ODDS, base, names, parts);
    }

    /** The interval of the probability itself (how well the model knows it), not of the outcome. */
    public Interval interval(double[] row, double level) {
        double z = logOdds(row);
        double[] x = new double[row.length + 1];
        x[0] = 1;
        for (int j = 0; j < row.length; j++) {
            x[j + 1] = standardised(row, j);
        }
        double variance = 0;
        for (int j = 0; j < x.length; j++) {
            for (int k = 0; k < x.length; k++) {
                variance += x[j] * covariance[j][k] * x[k];
            }
        }
        double half = Interval.quantile(level) * Math.sqrt(Math.max(variance, 0));
        return new Interval(LogOdds.probability(z - half), LogOdds.probability(z + half), level);
    }

    /** One per column, in column order. */
    public List<Coefficient> coefficients() {
        List<Coefficient> list = new ArrayList<>();
        for (int j = 0; j < weights.length; j++) {
            list.add(new Coefficient(
                    names.get(j),
                    weights[j] / deviations[j],
                    weights[j],
                    Math.sqrt(covariance[j + 1][j + 1]) / deviations[j]));
        }
        return list;
    }

    @Override
    public double[] means() {
        return means.clone();
    }

    @Override
    public double[] deviations() {
        return deviations.clone();
    }

    @Override
    public double[] weights() {
        return weights.clone();
    }

    @Override
    public double[][] covariance() {
        return covariance.clone();
    }
}
