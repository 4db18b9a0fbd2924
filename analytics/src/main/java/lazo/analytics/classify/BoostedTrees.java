package lazo.analytics.classify;

import java.util.List;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Gradient-boosted trees: as {@link LogisticRegression}, where columns interact or act in steps and a validation shows that
 * it pays. Each tree corrects the log-odds left by those before it.
 * <pre>
 *   ln(p/(1−p)) = base + Σ treeₖ(x)
 * </pre>
 * Missing values (NaN) go to the side that fitted them best. Columns declared to rise or fall never act the other way,
 * which keeps "more late payments, less risk" out of a credit decision. Grown by XGBoost; scored and explained here, so a
 * kept model needs no native library, and any number of threads may use it.
 * Error: scores agree with XGBoost's within 1e-5. Limits: needs hundreds of outcomes; does not extrapolate beyond the data.
 * Source: Chen, Guestrin (2016), KDD, 785-794.
 *
 * @param base log-odds before the first tree
 */
@ModelType(name = "boosted-trees")
public record BoostedTrees(List<String> names, double base, List<Tree> trees, Provenance provenance)
        implements Classifier {

    /**
     * How to grow the trees.
     *
     * @param rounds number of trees, 1 or more
     * @param depth questions from root to leaf at most, 1 to 30
     * @param learningRate the share of each correction that is taken, above 0 to 1
     * @param leafWeight smallest sum of p(1−p) in a leaf
     * @param ridge pull of leaf values to zero
     * @param rowShare rows drawn for each tree, above 0 to 1
     * @param columnShare columns drawn for each tree, above 0 to 1
     * @param threads processor cores to use, 1 or more
     */
    public record Settings(
            int rounds,
            int depth,
            double learningRate,
            double leafWeight,
            double ridge,
            double rowShare,
            double columnShare,
            int threads,
            long seed) {
        public Settings {
            Grower.requireFrom("rounds", rounds, 1);
            Grower.requireFrom("depth", depth, 1);
            Grower.requireFrom("threads", threads, 1);
            if (depth > 30) {
                throw new IllegalArgumentException("depth is %d, expected at most 30".formatted(depth));
            }
            Grower.requireShare("learningRate", learningRate);
            Grower.requireShare("rowShare", rowShare);
            Grower.requireShare("columnShare", columnShare);
            if (!(leafWeight >= 0) || !(ridge >= 0)) {
                throw new IllegalArgumentException(
                        "leafWeight is %s and ridge is %s, expected 0 or more".formatted(leafWeight, ridge));
            }
        }

        /** 200 trees of depth 3, learning rate 0.1, one thread: a sound start for customer data. */
        public static Settings standard(long seed) {
            return new Settings(200, 3, 0.1, 1, 1, 1, 1, 1, seed);
        }

        public Settings withRounds(int value) {
            return new Settings(value, depth, learningRate, leafWeight, ridge, rowShare, columnShare, threads, seed);
        }

        public Settings withDepth(int value) {
            return new Settings(rounds, value, learningRate, leafWeight, ridge, rowShare, columnShare, threads, seed);
        }

        public Settings withThreads(int value) {
            return new Settings(rounds, depth, learningRate, leafWeight, ridge, rowShare, columnShare, value, seed);
        }
    }

    public BoostedTrees {
        names = List.copyOf(names);
        trees = List.copyOf(trees);
        Grower.requireColumns(names, trees);
    }

    public static BoostedTrees fit(Features features, boolean[] outcomes, Settings settings) {
        return fit(features, outcomes, settings, Monotone.none());
    }

    public static BoostedTrees fit(Features features, boolean[] outcomes, Settings settings, Monotone monotone) {
        List<Tree> trees = Grower.boost(features, outcomes, settings, monotone);
        Provenance provenance = Grower.provenance("Gradient-boosted trees (Chen, Guestrin 2016)", features, outcomes)
                .withSeed(settings.seed())
                .withSetting("rounds", settings.rounds())
                .withSetting("depth", settings.depth())
                .withSetting("learningRate", settings.learningRate())
                .withSetting("leafWeight", settings.leafWeight())
                .withSetting("ridge", settings.ridge())
                .withSetting("rowShare", settings.rowShare())
                .withSetting("columnShare", settings.columnShare())
                .withSetting("monotone", monotone.toString());
        return new BoostedTrees(features.names(), 0, trees, provenance);
    }

    /** ln(p/(1−p)) of a row. */
    public double logOdds(double[] row) {
        Outcomes.requireWidth(names, row);
        double sum = base;
        for (Tree tree : trees) {
            sum += tree.score(row);
        }
        return sum;
    }

    @Override
    public double probability(double[] row) {
        return LogOdds.probability(logOdds(row));
    }

    /** TreeSHAP: exact Shapley values, adding up to the log-odds. */
    @Override
    public Contributions explain(double[] row) {
        Outcomes.requireWidth(names, row);
        return TreeShap.explain(Contributions.Scale.LOG_ODDS, base, names, trees, row);
    }
}
