package lazo.analytics.optimise;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/**
 * What a channel brings for what is spent on it: rising, and each further unit brings less. Value and spend are in the caller's units;
 * spend is 0 or more.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConcaveResponse.Saturating.class, name = "saturating"),
    @JsonSubTypes.Type(value = ConcaveResponse.Hyperbolic.class, name = "hyperbolic"),
    @JsonSubTypes.Type(value = ConcaveResponse.Logarithmic.class, name = "logarithmic"),
    @JsonSubTypes.Type(value = ConcaveResponse.Power.class, name = "power")
})
public sealed interface ConcaveResponse {
    double value(double spend);

    /** What the next unit of spend brings, per unit. */
    double marginal(double spend);

    /** The spend at which the next unit brings {@code price}; 0 when not even the first one does. */
    double spendAt(double price);

    /** {@code ceiling · (1 − e^(−rate·x))}: half the ceiling at ln 2 / rate. */
    record Saturating(double ceiling, double rate) implements ConcaveResponse {
        public Saturating {
            requirePositive("ceiling", ceiling);
            requirePositive("rate", rate);
        }

        /**
         * Least squares on past spend and response, at least three different spends above 0; for each rate the ceiling is solved exactly.
         *
         * @throws IllegalArgumentException also when the response does not flatten within 20 times the largest spend, or does not rise
         */
        public static Saturating fit(double[] spend, double[] response) {
            if (spend.length != response.length) {
                throw new IllegalArgumentException(
                        "%d spends and %d responses, expected as many".formatted(spend.length, response.length));
            }
            for (int i = 0; i < spend.length; i++) {
                if (!(spend[i] >= 0) || !Double.isFinite(spend[i]) || !Double.isFinite(response[i])) {
                    throw new IllegalArgumentException(
                            "spend %s with response %s in row %d, expected finite numbers and spend 0 or more"
                                    .formatted(spend[i], response[i], i));
                }
            }
            long different = Arrays.stream(spend).filter(x -> x > 0).distinct().count();
            if (different < 3) {
                throw new IllegalArgumentException(
                        "%d different spends above 0, expected 3 or more".formatted(different));
            }
            double most = Arrays.stream(spend).max().orElseThrow();
            double low = Math.log(0.05 / most);
            double high =
                    Math.log(50 / Arrays.stream(spend).filter(x -> x > 0).min().orElseThrow());
            double log = new BrentOptimizer(1e-10, 1e-12)
                    .optimize(
                            new MaxEval(500),
                            new UnivariateObjectiveFunction(u -> squares(spend, response, Math.exp(u))),
                            GoalType.MINIMIZE,
                            new SearchInterval(low, high))
                    .getPoint();
            double ceiling = ceiling(spend, response, Math.exp(log));
            if (log - low < 1e-3 || !(ceiling > 0)) {
                throw new IllegalArgumentException(
                        "the response to spends up to %s does not flatten: ceiling %s at rate %s, expected half the ceiling below %s"
                                .formatted(most, ceiling, Math.exp(log), most * Math.log(2) / 0.05));
            }
            return new Saturating(ceiling, Math.exp(log));
        }

        private static double ceiling(double[] spend, double[] response, double rate) {
            double products = 0;
            double squares = 0;
            for (int i = 0; i < spend.length; i++) {
                double share = -Math.expm1(-rate * spend[i]);
                products += share * response[i];
                squares += share * share;
            }
            return products / squares;
        }

        private static double squares(double[] spend, double[] response, double rate) {
            double ceiling = ceiling(spend, response, rate);
            double sum = 0;
            for (int i = 0; i < spend.length; i++) {
                double error = response[i] + ceiling * Math.expm1(-rate * spend[i]);
                sum += error * error;
            }
            return sum;
        }

        @Override
        public double value(double spend) {
            return -ceiling * Math.expm1(-rate * spend);
        }

        @Override
        public double marginal(double spend) {
            return ceiling * rate * Math.exp(-rate * spend);
        }

        @Override
        public double spendAt(double price) {
            return Math.max(0, Math.log(ceiling * rate / price) / rate);
        }
    }

    /** {@code ceiling · x / (x + half)}: half the ceiling at {@code half}. */
    record Hyperbolic(double ceiling, double half) implements ConcaveResponse {
        public Hyperbolic {
            requirePositive("ceiling", ceiling);
            requirePositive("half", half);
        }

        @Override
        public double value(double spend) {
            return ceiling * spend / (spend + half);
        }

        @Override
        public double marginal(double spend) {
            return ceiling * half / ((spend + half) * (spend + half));
        }

        @Override
        public double spendAt(double price) {
            return Math.max(0, Math.sqrt(ceiling * half / price) - half);
        }
    }

    /** {@code scale · ln(1 + rate·x)}: no ceiling, each doubling brings about as much as the one before. */
    record Logarithmic(double scale, double rate) implements ConcaveResponse {
        public Logarithmic {
            requirePositive("scale", scale);
            requirePositive("rate", rate);
        }

        @Override
        public double value(double spend) {
            return scale * Math.log1p(rate * spend);
        }

        @Override
        public double marginal(double spend) {
            return scale * rate / (1 + rate * spend);
        }

        @Override
        public double spendAt(double price) {
            return Math.max(0, scale / price - 1 / rate);
        }
    }

    /** {@code scale · x^elasticity}, elasticity between 0 and 1: the first unit always pays. */
    record Power(double scale, double elasticity) implements ConcaveResponse {
        public Power {
            requirePositive("scale", scale);
            if (!(elasticity > 0 && elasticity < 1)) {
                throw new IllegalArgumentException(
                        "elasticity is %s, expected more than 0 and less than 1".formatted(elasticity));
            }
        }

        @Override
        public double value(double spend) {
            return scale * Math.pow(spend, elasticity);
        }

        @Override
        public double marginal(double spend) {
            return scale * elasticity * Math.pow(spend, elasticity - 1);
        }

        @Override
        public double spendAt(double price) {
            return Math.pow(scale * elasticity / price, 1 / (1 - elasticity));
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s is %s, expected more than 0 and finite".formatted(name, value));
        }
    }
}
