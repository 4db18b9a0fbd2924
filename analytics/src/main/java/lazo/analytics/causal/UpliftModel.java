package lazo.analytics.causal;

import java.util.ArrayList;
import java.util.List;
import lazo.analytics.classify.Classifier;
import lazo.analytics.classify.Features;
import lazo.analytics.classify.LogisticRegression;
import lazo.analytics.classify.Validation;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * By how much does the treatment change the probability of a person's outcome? Ranks whom to treat; not who will buy
 * anyway. Judge it by {@link UpliftCurve} and {@link UpliftFinding} on people it did not see.
 *
 * <p>Start with {@link TwoModels}; {@link OneModel} borrows strength where one arm is small, {@link CrossModel} where the
 * arms differ much in size. Limits: treated by chance only. Source: Künzel, Sekhon, Bickel, Yu (2019), PNAS 116,
 * 4156-4165.
 */
public sealed interface UpliftModel extends FittedModel {
    /** The columns it expects, in order. */
    List<String> names();

    /** P(outcome | treated) − P(outcome | not treated) of a row, -1 to 1. */
    double uplift(double[] row);

    /** The uplift of each row. */
    default double[] uplifts(Features features) {
        if (!features.names().equals(names())) {
            throw new IllegalArgumentException("Columns are %s, expected %s".formatted(features.names(), names()));
        }
        double[] uplifts = new double[features.rows()];
        for (int i = 0; i < uplifts.length; i++) {
            uplifts[i] = uplift(features.row(i));
        }
        return uplifts;
    }

    /** T-learner: one model of the treated, one of the others; uplift is their difference. */
    @ModelType(name = "uplift-two-models")
    record TwoModels(Classifier treated, Classifier control, Provenance provenance) implements UpliftModel {
        public static TwoModels fit(Experiment experiment, Validation.Trainer trainer) {
            return new TwoModels(
                    model(experiment, true, trainer),
                    model(experiment, false, trainer),
                    Provenance.of("T-learner (Künzel et al. 2019)", experiment.treated().length));
        }

        private static Classifier model(Experiment experiment, boolean treated, Validation.Trainer trainer) {
            int[] rows = experiment.rows(treated);
            return trainer.fit(experiment.features().select(rows), Experiment.pick(experiment.outcomes(), rows));
        }

        @Override
        public List<String> names() {
            return treated.names();
        }

        @Override
        public double uplift(double[] row) {
            return treated.probability(row) - control.probability(row);
        }
    }

    /**
     * S-learner: one model of all, with the treatment as a column and, so that it may act differently on different people, the
     * product of the treatment with every column.
     */
    @ModelType(name = "uplift-one-model")
    record OneModel(List<String> names, Classifier model, Provenance provenance) implements UpliftModel {
        private static final String TREATED = "treated";

        public OneModel {
            names = List.copyOf(names);
        }

        public static OneModel fit(Experiment experiment, Validation.Trainer trainer) {
            Features features = experiment.features();
            int width = features.width();
            double[][] columns = new double[2 * width + 1][features.rows()];
            List<String> names = new ArrayList<>(features.names());
            names.add(TREATED);
            for (int j = 0; j < width; j++) {
                names.add(TREATED + " x " + features.names().get(j));
            }
            for (int i = 0; i < features.rows(); i++) {
                double[] wide = wide(features.row(i), experiment.treated()[i]);
                for (int j = 0; j < wide.length; j++) {
                    columns[j][i] = wide[j];
                }
            }
            return new OneModel(
                    features.names(),
                    trainer.fit(new Features(names, columns), experiment.outcomes()),
                    Provenance.of("S-learner with interactions (Künzel et al. 2019)", features.rows()));
        }

        private static double[] wide(double[] row, boolean treated) {
            double[] wide = new double[2 * row.length + 1];
            System.arraycopy(row, 0, wide, 0, row.length);
            wide[row.length] = treated ? 1 : 0;
            for (int j = 0; j < row.length; j++) {
                wide[row.length + 1 + j] = treated ? row[j] : 0;
            }
            return wide;
        }

        @Override
        public double uplift(double[] row) {
            return model.probability(wide(row, true)) - model.probability(wide(row, false));
        }
    }

    /**
     * X-learner: each arm's model predicts what the people of the other arm missed; the differences are fitted by ridge
     * regression and weighed by the share treated, so that the larger arm helps the smaller.
     *
     * @param share of people treated
     */
    @ModelType(name = "uplift-cross-model")
    record CrossModel(RidgeRegression onTreated, RidgeRegression onControl, double share, Provenance provenance)
            implements UpliftModel {
        public static CrossModel fit(Experiment experiment, Validation.Trainer trainer) {
            TwoModels first = TwoModels.fit(experiment, trainer);
            int[] treated = experiment.rows(true);
            int[] control = experiment.rows(false);
            return new CrossModel(
                    gains(experiment, treated, first.control(), 1),
                    gains(experiment, control, first.treated(), -1),
                    treated.length / (double) experiment.treated().length,
                    Provenance.of("X-learner (Künzel et al. 2019)", experiment.treated().length));
        }

        private static RidgeRegression gains(Experiment experiment, int[] rows, Classifier other, int sign) {
            Features features = experiment.features().select(rows);
            double[] expected = other.probabilities(features);
            double[] gains = new double[rows.length];
            for (int k = 0; k < rows.length; k++) {
                gains[k] = sign * ((experiment.outcomes()[rows[k]] ? 1 : 0) - expected[k]);
            }
            return RidgeRegression.fit(features, gains, 1);
        }

        @Override
        public List<String> names() {
            return onTreated.names();
        }

        @Override
        public double uplift(double[] row) {
            double uplift = share * onControl.predict(row) + (1 - share) * onTreated.predict(row);
            return Math.clamp(uplift, -1, 1);
        }
    }

    /** {@link TwoModels} of ridge logistic regressions. */
    static TwoModels plain(Experiment experiment) {
        return TwoModels.fit(experiment, LogisticRegression::fit);
    }
}
