package lazo.analytics.value;

/** The log-likelihood of positive parameters over grouped histories, and its slope. */
@FunctionalInterface
interface Likelihood {
    /** The log-likelihood; {@code gradient} receives its slope in the parameters as they are, not in their logarithms. */
    double at(Groups groups, double[] parameters, double[] gradient);
}
