package lazo.analytics.numeric;

/**
 * Where a search ended.
 *
 * @param point the best point seen
 * @param value the function there
 * @param gradient its slope there
 * @param evaluations how often the function was asked
 * @param converged whether a tolerance was met, rather than the limit of iterations
 */
public record Minimum(double[] point, double value, double[] gradient, int evaluations, boolean converged) {}
