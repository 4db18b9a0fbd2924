package lazo.analytics.classify;

import java.util.List;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Random forest: the mean of many deep trees, each grown on a part of the rows and, at every question, a part of the
 * columns. Needs no tuning, is hard to overfit, and answers with shares of past rows.
 * <pre>
 *   p = 1/K · Σ treeₖ(x)      treeₖ(x) = share of "yes" in the leaf
 * </pre>
 * Rows are drawn without replacement (0.632 of them). Grown by XGBoost in one round, scored and explained here.
 * Error: as {@link BoostedTrees}. Limits: large models; probabilities pulled to the middle; calibrate before quoting them.
 * Source: Breiman (2001), Machine Learning 45, 5-32.
 *
 * @param trees leaf values already divided by the number of trees
 */
@ModelType(name = "random-forest")
public record RandomForest(List<String> names, List<Tree> trees, Provenance provenance) implements Classifier {

    /**
     * How to grow the forest.
     *
     * @param trees number of trees, 1 or more
     * @param leafRows fewest rows in a leaf, 1 or more
     * @param threads processor cores to use, 1 or more
     */
    public record Settings(int trees, int leafRows, int threads, long seed) {
        public Settings {
            Grower.requireFrom("trees", trees, 1);
            Grower.requireFrom("leafRows", leafRows, 1);
            Grower.requireFrom("threads", threads, 1);
        }

        /** 300 trees with 5 rows or more in a leaf, one thread. */
        public static Settings standard(long seed) {
            return new Settings(300, 5, 1, seed);
        }
    }

    public RandomForest {
        names = List.copyOf(names);
        trees = List.copyOf(trees);
        Grower.requireColumns(names, trees);
    }

    public static RandomForest fit(Features features, boolean[] outcomes, Settings settings) {
        return fit(features, outcomes, settings, Monotone.none());
    }

    public static RandomForest fit(Features features, boolean[] outcomes, Settings settings, Monotone monotone) {
        List<Tree> trees = Grower.forest(features, outcomes, settings, monotone);
        Provenance provenance = Grower.provenance("Random forest (Breiman 2001)", features, outcomes)
                .withSeed(settings.seed())
                .withSetting("trees", settings.trees())
                .withSetting("leafRows", settings.leafRows())
                .withSetting("monotone", monotone.toString());
        return new RandomForest(features.names(), trees, provenance);
    }

    @Override
    public double probability(double[] row) {
        Outcomes.requireWidth(names, row);
        double sum = 0;
        for (Tree tree : trees) {
            sum += tree.score(row);
        }
        return Math.clamp(sum, 0, 1);
    }

    /** TreeSHAP: exact Shapley values, adding up to the probability. */
    @Override
    public Contributions explain(double[] row) {
        Outcomes.requireWidth(names, row);
        return TreeShap.explain(Contributions.Scale.PROBABILITY, 0, names, trees, row);
    }
}
