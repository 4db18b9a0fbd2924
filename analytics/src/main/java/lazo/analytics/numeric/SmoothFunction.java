package lazo.analytics.numeric;

/** A function of several variables that knows its own slope. */
@FunctionalInterface
public interface SmoothFunction {
    /**
     * The value at a point.
     *
     * @param point where; not to be changed
     * @param gradient receives ∂f/∂pointᵢ, every entry; same length as {@code point}
     * @return the value; NaN or +∞ means "not defined here", and the search turns back
     */
    double at(double[] point, double[] gradient);
}
