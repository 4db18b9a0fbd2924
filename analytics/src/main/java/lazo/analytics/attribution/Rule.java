package lazo.analytics.attribution;

import java.util.Arrays;

/**
 * Attribution by a fixed rule: easy to tell, blind to what touches do. Show several side by side.
 */
public sealed interface Rule {
    /** The weight of each touch of a path, adding up to 1. */
    double[] weights(int touches);

    /** Shares the conversions of all journeys out. */
    default Credits credit(Journeys journeys) {
        double[] credits = new double[journeys.channels().size()];
        for (int i = 0; i < journeys.paths().length; i++) {
            int[] path = journeys.paths()[i];
            double[] weights = weights(path.length);
            for (int k = 0; k < path.length; k++) {
                credits[path[k]] += journeys.conversions()[i] * weights[k];
            }
        }
        return new Credits(journeys.channels(), credits);
    }

    /** All to the first touch: who brings people in? */
    record First() implements Rule {
        @Override
        public double[] weights(int touches) {
            double[] weights = new double[touches];
            weights[0] = 1;
            return weights;
        }
    }

    /** All to the last touch: who closes? */
    record Last() implements Rule {
        @Override
        public double[] weights(int touches) {
            double[] weights = new double[touches];
            weights[touches - 1] = 1;
            return weights;
        }
    }

    /** Equal parts to all touches. */
    record Linear() implements Rule {
        @Override
        public double[] weights(int touches) {
            double[] weights = new double[touches];
            Arrays.fill(weights, 1.0 / touches);
            return weights;
        }
    }

    /**
     * Fixed parts to the first and the last touch, the rest in equal parts to those between; where there are none, first and
     * last share the rest in proportion to their parts.
     *
     * @param first part of the first touch, for example 0.4
     * @param last part of the last touch; with the first at most 1 and above 0
     */
    record Position(double first, double last) implements Rule {
        /** 40 / 20 / 40. */
        public static final Position STANDARD = new Position(0.4, 0.4);

        public Position {
            if (!(first >= 0) || !(last >= 0) || !(first + last > 0 && first + last <= 1)) {
                throw new IllegalArgumentException(
                        "Parts are %s and %s, expected 0 or more with a sum above 0 to 1".formatted(first, last));
            }
        }

        @Override
        public double[] weights(int touches) {
            double[] weights = new double[touches];
            if (touches == 1) {
                weights[0] = 1;
            } else if (touches == 2) {
                weights[0] = first / (first + last);
                weights[1] = last / (first + last);
            } else {
                Arrays.fill(weights, (1 - first - last) / (touches - 2));
                weights[0] = first;
                weights[touches - 1] = last;
            }
            return weights;
        }
    }

    /**
     * Each touch counts half as much as the one {@code halfLife} touches after it. Where the times of touches are known use
     * {@link TimeDecay}.
     */
    record Decay(double halfLife) implements Rule {
        public Decay {
            TimeDecay.requireHalfLife(halfLife);
        }

        @Override
        public double[] weights(int touches) {
            double[] ages = new double[touches];
            for (int k = 0; k < touches; k++) {
                ages[k] = touches - 1 - k;
            }
            return TimeDecay.weights(ages, halfLife);
        }
    }
}
