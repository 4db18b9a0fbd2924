package lazo.analytics.classify;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import lazo.analytics.data.FittedModel;

/** A fitted model of a yes/no outcome. The annotations let a model that consists of others be kept as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LogisticRegression.class, name = "logistic-regression"),
    @JsonSubTypes.Type(value = BoostedTrees.class, name = "boosted-trees"),
    @JsonSubTypes.Type(value = RandomForest.class, name = "random-forest")
})
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
