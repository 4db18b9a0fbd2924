package lazo.analytics.classify;

import java.util.List;
import lazo.analytics.data.FittedModel;

/** A fitted model of a yes/no outcome. */
public interface Classifier extends FittedModel {
    /** The columns it expects, in order. */
    List<String> names();

    /** The probability of "yes" for one row of {@link #names()}; NaN is a missing value. */
    double probability(double[] row);

    /** Why this probability: what each column adds. */
    Contributions explain(double[] row);

    /** The probability of each row. */
    default double[] probabilities(Features features) {
        if (!features.names().equals(names())) {
            throw new IllegalArgumentException("Columns are %s, expected %s".formatted(features.names(), names()));
        }
        double[] probabilities = new double[features.rows()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = probability(features.row(i));
        }
        return probabilities;
    }
}
