package lazo.analytics.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import lazo.analytics.Reference;
import lazo.analytics.Samples;
import lazo.analytics.data.ModelJson;
import lazo.analytics.data.Provenance;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TreeShapTest {
    private static final List<String> NAMES =
            List.of("duration", "amount", "age", "instrate", "residence", "ncredits", "chk", "sav");
    private static final String SOURCE = "xgboost 1.7 TreeSHAP, brute-force Shapley";

    private static BoostedTrees golden() {
        try (InputStream dump = TreeShapTest.class.getResourceAsStream("/data/golden-shap/xgb_trees.json")) {
            List<Tree> trees = new ArrayList<>();
            for (JsonNode root : JsonMapper.builder().build().readTree(dump)) {
                trees.add(tree(root));
            }
            return new BoostedTrees(NAMES, 0, trees, Provenance.of("golden", 1000));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Tree tree(JsonNode root) {
        List<JsonNode> nodes = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        collect(root, nodes, ids);
        int size = nodes.size();
        int[] feature = new int[size];
        float[] threshold = new float[size];
        int[] left = new int[size];
        int[] right = new int[size];
        boolean[] missingLeft = new boolean[size];
        double[] value = new double[size];
        double[] cover = new double[size];
        for (int k = 0; k < size; k++) {
            JsonNode node = nodes.get(k);
            cover[k] = node.get("cover").asDouble();
            if (node.has("leaf")) {
                feature[k] = -1;
                left[k] = -1;
                right[k] = -1;
                value[k] = (float) node.get("leaf").asDouble();
            } else {
                feature[k] = Integer.parseInt(node.get("split").asString().substring(1));
                threshold[k] = (float) node.get("split_condition").asDouble();
                left[k] = ids.indexOf(node.get("yes").asInt());
                right[k] = ids.indexOf(node.get("no").asInt());
                missingLeft[k] = node.get("missing").asInt() == node.get("yes").asInt();
            }
        }
        return new Tree(feature, threshold, left, right, missingLeft, value, cover);
    }

    private static void collect(JsonNode node, List<JsonNode> nodes, List<Integer> ids) {
        nodes.add(node);
        ids.add(node.get("nodeid").asInt());
        if (node.has("children")) {
            node.get("children").forEach(child -> collect(child, nodes, ids));
        }
    }

    private static double[][] matrix(DataSet data, List<String> columns) {
        double[][] rows = new double[data.rows().size()][columns.size()];
        for (int j = 0; j < columns.size(); j++) {
            double[] column = data.numbers(columns.get(j));
            for (int i = 0; i < rows.length; i++) {
                rows[i][j] = column[i];
            }
        }
        return rows;
    }

    @Test
    void golden_margins_are_reproduced() {
        BoostedTrees model = golden();
        double[][] rows = matrix(DataSet.read("golden-shap/X.csv", ','), NAMES);
        double[] margins = DataSet.read("golden-shap/margin.csv", ',').numbers("margin");
        double worst = 0;
        for (int i = 0; i < rows.length; i++) {
            worst = Math.max(worst, Math.abs(model.logOdds(rows[i]) - margins[i]));
        }
        Reference.check(
                "Boosted trees", "golden-shap", "margin, row 0", -2.2774105, model.logOdds(rows[0]), 1e-6, SOURCE);
        Reference.check("Boosted trees", "golden-shap", "largest error of 1,000 margins", 0, worst, 1e-6, SOURCE);
    }

    @Test
    void golden_contributions_are_reproduced() {
        BoostedTrees model = golden();
        double[][] rows = matrix(DataSet.read("golden-shap/X.csv", ','), NAMES);
        double[][] expected = matrix(DataSet.read("golden-shap/treeshap_first100.csv", ','), NAMES);
        double worst = 0;
        double additivity = 0;
        for (int i = 0; i < expected.length; i++) {
            Contributions explained = model.explain(rows[i]);
            additivity = Math.max(additivity, Math.abs(explained.score() - model.logOdds(rows[i])));
            for (int j = 0; j < NAMES.size(); j++) {
                worst = Math.max(worst, Math.abs(explained.values()[j] - expected[i][j]));
            }
        }
        Reference.check(
                "TreeSHAP",
                "golden-shap",
                "bias",
                -.923460,
                model.explain(rows[0]).base(),
                1e-6,
                SOURCE);
        Reference.check("TreeSHAP", "golden-shap", "largest error of 100 x 8 contributions", 0, worst, 1e-6, SOURCE);
        Reference.check("TreeSHAP", "golden-shap", "largest additivity error", 0, additivity, 1e-12, SOURCE);
        double[] first = {-1.122701, -.009271, -.624072, .106026, -.004157, -.242647, .718341, -.175470};
        for (int j = 0; j < first.length; j++) {
            Reference.check(
                    "TreeSHAP",
                    "golden-shap",
                    "row 0, " + NAMES.get(j),
                    first[j],
                    model.explain(rows[0]).values()[j],
                    1e-6,
                    SOURCE);
        }
    }

    @Test
    void golden_mean_importance_is_reproduced() {
        BoostedTrees model = golden();
        double[][] rows = matrix(DataSet.read("golden-shap/X.csv", ','), NAMES);
        double[] mean = new double[NAMES.size()];
        for (double[] row : rows) {
            double[] parts = model.explain(row).values();
            for (int j = 0; j < mean.length; j++) {
                mean[j] += Math.abs(parts[j]) / rows.length;
            }
        }
        Map.of("chk", .73119, "duration", .31901, "amount", .30919, "age", .18216, "sav", .17574, "instrate", .11614)
                .forEach((name, expected) -> Reference.check(
                        "TreeSHAP",
                        "golden-shap",
                        "mean size of the part of " + name,
                        expected,
                        mean[NAMES.indexOf(name)],
                        6e-6,
                        SOURCE));
    }

    @Test
    void parts_equal_brute_force_shapley_values() {
        SplittableRandom random = new SplittableRandom(4);
        DataSet.Loaded data = DataSet.Known.GERMAN.load();
        int width = 9;
        Features few = new Features(
                data.features().names().subList(0, width),
                Arrays.copyOf(data.features().columns(), width));
        BoostedTrees model = BoostedTrees.fit(
                few,
                data.outcomes(),
                BoostedTrees.Settings.standard(1).withRounds(5).withDepth(6));
        for (int k = 0; k < 10; k++) {
            double[] row = few.row(random.nextInt(few.rows()));
            assertThat(model.explain(row).values())
                    .usingComparatorWithPrecision(1e-9)
                    .containsExactly(bruteForce(model, row));
        }
    }

    /** Columns asked again on a path, branches that no row took, leaves at the root: whatever a tree may be. */
    @Test
    void parts_of_any_trees_equal_brute_force_shapley_values() {
        Samples.each(150, draw -> {
            int width = draw.whole(1, 6);
            List<Tree> trees = draw.some(0, 3, each -> randomTree(each, width, each.whole(0, 7)));
            double[] row = new double[width];
            Arrays.setAll(row, _ -> draw.either() ? draw.number(0, 1) : Double.NaN);
            List<String> names = NAMES.subList(0, width);
            BoostedTrees model = new BoostedTrees(names, .25, trees, Provenance.of("random", 1));
            Contributions explained = model.explain(row);
            assertThat(explained.values()).usingComparatorWithPrecision(1e-9).containsExactly(bruteForce(model, row));
            assertThat(explained.score()).isCloseTo(model.logOdds(row), within(1e-9));
            double base = .25;
            for (Tree tree : trees) {
                base += expected(tree, 0, row, 0);
            }
            assertThat(explained.base()).isCloseTo(base, within(1e-9));
        });
    }

    private static Tree randomTree(Samples draw, int width, int depth) {
        int most = (2 << depth) - 1;
        int[] feature = new int[most];
        float[] threshold = new float[most];
        int[] left = new int[most];
        int[] right = new int[most];
        boolean[] missingLeft = new boolean[most];
        double[] value = new double[most];
        double[] cover = new double[most];
        cover[0] = 100;
        for (int node = 0; node < most; node++) {
            boolean leaf = 2 * node + 2 >= most;
            feature[node] = leaf ? -1 : draw.whole(0, width - 1);
            threshold[node] = (float) draw.number(0, 1);
            left[node] = leaf ? -1 : 2 * node + 1;
            right[node] = leaf ? -1 : 2 * node + 2;
            missingLeft[node] = draw.either();
            value[node] = draw.number(-1, 1);
            if (!leaf) {
                cover[left[node]] = cover[node] * draw.number(0, 1);
                cover[right[node]] = cover[node] - cover[left[node]];
            }
        }
        return new Tree(feature, threshold, left, right, missingLeft, value, cover);
    }

    private static double[] bruteForce(BoostedTrees model, double[] row) {
        int width = row.length;
        double[] worth = new double[1 << width];
        for (int known = 0; known < worth.length; known++) {
            for (Tree tree : model.trees()) {
                worth[known] += expected(tree, 0, row, known);
            }
        }
        double[] parts = new double[width];
        double[] factorial = new double[width + 1];
        factorial[0] = 1;
        for (int k = 1; k <= width; k++) {
            factorial[k] = k * factorial[k - 1];
        }
        for (int j = 0; j < width; j++) {
            for (int set = 0; set < worth.length; set++) {
                if ((set >> j & 1) == 0) {
                    int size = Integer.bitCount(set);
                    parts[j] += factorial[size]
                            * factorial[width - size - 1]
                            / factorial[width]
                            * (worth[set | 1 << j] - worth[set]);
                }
            }
        }
        return parts;
    }

    private static double expected(Tree tree, int node, double[] row, int known) {
        int asked = tree.feature()[node];
        if (asked < 0) {
            return tree.value()[node];
        }
        if ((known >> asked & 1) == 1) {
            return expected(tree, tree.next(node, row), row, known);
        }
        int left = tree.left()[node];
        int right = tree.right()[node];
        if (tree.cover()[node] == 0) {
            return 0;
        }
        return (tree.cover()[left] * expected(tree, left, row, known)
                        + tree.cover()[right] * expected(tree, right, row, known))
                / tree.cover()[node];
    }

    @Test
    void scores_and_parts_agree_with_the_library_missing_values_included() throws XGBoostError {
        SplittableRandom random = new SplittableRandom(9);
        int rows = 600;
        int width = 6;
        float[] cells = new float[rows * width];
        float[] labels = new float[rows];
        double[][] columns = new double[width][rows];
        boolean[] outcomes = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                double value = random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian();
                columns[j][i] = value;
                cells[i * width + j] = (float) value;
            }
            double z = Double.isNaN(columns[0][i]) ? 2 : columns[0][i] + (columns[1][i] > 0 ? columns[2][i] : 0);
            outcomes[i] = random.nextDouble() < LogOdds.probability(2 * (Double.isNaN(z) ? -1 : z));
            labels[i] = outcomes[i] ? 1 : 0;
        }
        BoostedTrees.Settings settings =
                BoostedTrees.Settings.standard(3).withRounds(30).withDepth(5);
        Features features = new Features(List.of("a", "b", "c", "d", "e", "f"), columns);
        BoostedTrees model = BoostedTrees.fit(features, outcomes, settings);

        DMatrix matrix = new DMatrix(cells, rows, width, Float.NaN);
        matrix.setLabel(labels);
        Booster booster = XGBoost.train(
                matrix,
                Map.of(
                        "objective",
                        "binary:logistic",
                        "base_score",
                        0.5,
                        "max_depth",
                        5,
                        "eta",
                        0.1,
                        "seed",
                        3,
                        "nthread",
                        1,
                        "tree_method",
                        "hist",
                        "lambda",
                        1,
                        "verbosity",
                        0),
                30,
                Map.of(),
                null,
                null);
        float[][] margins = booster.predict(matrix, true);
        float[][] parts = booster.predictContrib(matrix, 0);
        for (int i = 0; i < rows; i++) {
            double[] row = features.row(i);
            assertThat(model.logOdds(row)).isCloseTo(margins[i][0], within(1e-5));
            Contributions explained = model.explain(row);
            assertThat(explained.base()).isCloseTo(parts[i][width], within(1e-4));
            for (int j = 0; j < width; j++) {
                assertThat(explained.values()[j]).isCloseTo(parts[i][j], within(1e-4));
            }
        }
        booster.dispose();
        matrix.dispose();
    }

    @Test
    void a_forest_explains_its_probability_and_survives_being_kept() {
        DataSet.Loaded data = DataSet.Known.GERMAN.load();
        RandomForest forest =
                RandomForest.fit(data.features(), data.outcomes(), new RandomForest.Settings(30, 10, 1, 5));
        RandomForest read = ModelJson.read(ModelJson.write(forest), RandomForest.class);
        for (int i = 0; i < 50; i++) {
            double[] row = data.features().row(i);
            Contributions explained = forest.explain(row);
            assertThat(explained.probability()).isCloseTo(forest.probability(row), within(1e-9));
            assertThat(read.probability(row)).isEqualTo(forest.probability(row));
        }
        double share = .3;
        assertThat(DoubleStream.of(forest.probabilities(data.features()))
                        .average()
                        .orElseThrow())
                .isCloseTo(share, within(.02));
    }

    @Test
    void a_boosted_model_survives_being_kept() {
        BoostedTrees model = golden();
        BoostedTrees read = ModelJson.read(ModelJson.write(model), BoostedTrees.class);
        double[][] rows = matrix(DataSet.read("golden-shap/X.csv", ','), NAMES);
        for (double[] row : rows) {
            assertThat(read.logOdds(row)).isEqualTo(model.logOdds(row));
        }
    }

    @Test
    void a_tree_must_lead_downwards_and_ask_known_columns() {
        Tree loop = null;
        try {
            loop = new Tree(
                    new int[] {0},
                    new float[1],
                    new int[] {0},
                    new int[] {0},
                    new boolean[1],
                    new double[1],
                    new double[1]);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("expected later nodes");
        }
        assertThat(loop).isNull();
    }
}
