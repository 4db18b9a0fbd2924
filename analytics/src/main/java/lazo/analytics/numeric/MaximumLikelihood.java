package lazo.analytics.numeric;

import java.util.Arrays;

/**
 * Finds the positive parameters of greatest likelihood. Works on their logarithms and keeps them within bounds, so that a
 * likelihood which grows towards a limit ends at finite parameters close to that limit.
 *
 * @param logLikelihood of the parameters as they are, with its slope in them
 * @param rows observations behind it; the search works on the mean
 * @param low lower bound of each parameter, above 0
 * @param high upper bound of each parameter
 */
public record MaximumLikelihood(SmoothFunction logLikelihood, double rows, double[] low, double[] high) {
    private static final Lbfgs STANDARD = new Lbfgs(20, 500, 1e-9, 1e-12);

    public MaximumLikelihood {
        if (!(rows > 0)) {
            throw new IllegalArgumentException("rows is %s, expected above 0".formatted(rows));
        }
        for (int i = 0; i < low.length; i++) {
            if (!(low[i] > 0 && low[i] <= high[i])) {
                throw new IllegalArgumentException(
                        "Bounds of parameter %d are %s and %s, expected 0 < low <= high".formatted(i, low[i], high[i]));
            }
        }
    }

    /**
     * Where the search ended.
     *
     * @param parameters within the bounds
     * @param logLikelihood of them
     * @param evaluations how often the likelihood was computed
     * @param converged whether a tolerance was met
     */
    public record Estimate(double[] parameters, double logLikelihood, int evaluations, boolean converged) {}

    public Estimate from(double... start) {
        return from(start, STANDARD);
    }

    /** A search with tolerances of the caller's choice. */
    public Estimate from(double[] start, Lbfgs search) {
        return estimate(search.minimise(this::meanLoss, logs(start)));
    }

    /** A search from a point near which the curvature is known; see {@link #metric}. */
    public Estimate from(double[] start, double[][] metric) {
        return estimate(STANDARD.minimise(this::meanLoss, metric, logs(start)));
    }

    /** What {@link #from(double[], double[][])} takes, of this likelihood or of one like it, over a sample perhaps. */
    public double[][] metric(double... parameters) {
        return Curvature.inverse(Curvature.at(this::meanLoss, logs(parameters)));
    }

    private double[] logs(double[] parameters) {
        double[] logs = new double[parameters.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(Math.clamp(parameters[i], low[i], high[i]));
        }
        return logs;
    }

    private Estimate estimate(Minimum found) {
        return new Estimate(bounded(found.point()), -found.value() * rows, found.evaluations(), found.converged());
    }

    /** Standard errors of the parameters at the maximum; NaN where the data do not determine one. */
    public double[] standardErrors(double... parameters) {
        double[] ones = new double[parameters.length];
        Arrays.fill(ones, 1);
        SmoothFunction lossOfMultiples = (multiples, gradient) -> {
            double[] p = parameters.clone();
            for (int i = 0; i < p.length; i++) {
                p[i] *= multiples[i];
            }
            double value = logLikelihood.at(p, gradient);
            for (int i = 0; i < p.length; i++) {
                gradient[i] *= -parameters[i];
            }
            return -value;
        };
        double[] errors = Curvature.standardErrors(Curvature.at(lossOfMultiples, ones));
        for (int i = 0; i < errors.length; i++) {
            errors[i] *= parameters[i];
        }
        return errors;
    }

    private double meanLoss(double[] logs, double[] gradient) {
        double[] p = bounded(logs);
        double value = logLikelihood.at(p, gradient);
        for (int i = 0; i < p.length; i++) {
            boolean free = logs[i] > Math.log(low[i]) && logs[i] < Math.log(high[i]);
            gradient[i] *= free ? -p[i] / rows : 0;
        }
        return -value / rows;
    }

    private double[] bounded(double[] logs) {
        double[] p = new double[logs.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.clamp(Math.exp(logs[i]), low[i], high[i]);
        }
        return p;
    }
}
