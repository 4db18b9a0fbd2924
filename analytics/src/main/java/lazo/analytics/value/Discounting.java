package lazo.analytics.value;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/** Discounts expected purchases: e^(−δH)·E(H) + δ·∫₀ᴴ e^(−δt)·E(t) dt, by Gauss-Legendre over ln(1 + t/scale). */
final class Discounting {
    private static final GaussIntegrator NODES = new GaussIntegratorFactory().legendre(32);

    private Discounting() {}

    /** @param scale time over which {@code expected} changes its slope */
    static double purchases(DoubleUnaryOperator expected, double scale, double horizon, double rate) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("rate is %s, expected 0 or more and finite".formatted(rate));
        }
        if (!(horizon >= 0) || (Double.isInfinite(horizon) && rate == 0)) {
            throw new IllegalArgumentException(
                    "horizon is %s at rate %s, expected 0 or more, and finite unless the rate is above 0"
                            .formatted(horizon, rate));
        }
        if (rate == 0) {
            return expected.applyAsDouble(horizon);
        }
        double end = Math.min(horizon, 45 / rate);
        double half = Math.log1p(end / scale) / 2;
        double sum = 0;
        for (int i = 0; i < NODES.getNumberOfPoints(); i++) {
            double stretch = Math.exp(half * (1 + NODES.getPoint(i)));
            double t = scale * (stretch - 1);
            sum += NODES.getWeight(i) * half * scale * stretch * Math.exp(-rate * t) * expected.applyAsDouble(t);
        }
        return rate * sum + Math.exp(-rate * end) * expected.applyAsDouble(end);
    }
}
