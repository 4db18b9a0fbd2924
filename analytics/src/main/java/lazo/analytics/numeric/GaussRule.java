package lazo.analytics.numeric;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * The rule of Gauss and Legendre on [0, 1]: {@code ∫f ≈ Σ weightᵢ·f(pointᵢ)}, exact for polynomials of degree below 2n.
 *
 * @param points ascending, none of them 0 or 1; not to be changed
 * @param weights of each point, together 1; not to be changed
 */
public record GaussRule(double[] points, double[] weights) {
    private static final ConcurrentMap<Integer, GaussRule> BY_SIZE = new ConcurrentHashMap<>();

    /** The rule of n points, 1 or more. */
    public static GaussRule of(int n) {
        return BY_SIZE.computeIfAbsent(n, size -> {
            GaussIntegrator rule = new GaussIntegratorFactory().legendre(size);
            double[] points = new double[size];
            double[] weights = new double[size];
            Arrays.setAll(points, i -> (1 + rule.getPoint(i)) / 2);
            Arrays.setAll(weights, i -> rule.getWeight(i) / 2);
            return new GaussRule(points, weights);
        });
    }
}
