package lazo.analytics.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import lazo.analytics.data.Provenance;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Grows trees with XGBoost and brings them home as {@link Tree}s. The only class that knows the library. */
final class Grower {
    private static final String VERSION = "2.1.4";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Grower() {}

    static List<Tree> boost(Features features, boolean[] outcomes, BoostedTrees.Settings settings, Monotone monotone) {
        Map<String, Object> parameters = common(features, monotone, settings.threads(), settings.seed());
        parameters.put("objective", "binary:logistic");
        parameters.put("base_score", 0.5);
        parameters.put("max_depth", settings.depth());
        parameters.put("eta", settings.learningRate());
        parameters.put("min_child_weight", settings.leafWeight());
        parameters.put("lambda", settings.ridge());
        parameters.put("subsample", settings.rowShare());
        parameters.put("colsample_bytree", settings.columnShare());
        return grow(features, outcomes, parameters, settings.rounds());
    }

    /** With squared error, no pull and a base of 0, a leaf's value is the mean of its outcomes: a forest of shares. */
    static List<Tree> forest(Features features, boolean[] outcomes, RandomForest.Settings settings, Monotone monotone) {
        Map<String, Object> parameters = common(features, monotone, settings.threads(), settings.seed());
        parameters.put("objective", "reg:squarederror");
        parameters.put("base_score", 0);
        parameters.put("num_parallel_tree", settings.trees());
        parameters.put("max_depth", 24);
        parameters.put("eta", 1);
        parameters.put("min_child_weight", settings.leafRows());
        parameters.put("lambda", 0);
        parameters.put("subsample", 0.632);
        parameters.put("colsample_bynode", Math.sqrt(features.width()) / features.width());
        return grow(features, outcomes, parameters, 1);
    }

    private static Map<String, Object> common(Features features, Monotone monotone, int threads, long seed) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("tree_method", "hist");
        parameters.put("nthread", threads);
        parameters.put("seed", Math.floorMod(seed, 1L << 31));
        parameters.put("verbosity", 0);
        if (!monotone.directions().isEmpty()) {
            monotone.directions().keySet().forEach(features::indexOf);
            StringJoiner constraints = new StringJoiner(",", "(", ")");
            for (String name : features.names()) {
                constraints.add(
                        switch (monotone.directions().get(name)) {
                            case RISING -> "1";
                            case FALLING -> "-1";
                            case null -> "0";
                        });
            }
            parameters.put("monotone_constraints", constraints.toString());
        }
        return parameters;
    }

    private static List<Tree> grow(Features features, boolean[] outcomes, Map<String, Object> parameters, int rounds) {
        Outcomes.requireSameRows(features.rows(), outcomes);
        Outcomes.requireBothClasses(outcomes);
        if ((long) features.rows() * features.width() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("%d rows x %d columns, expected at most 2,147,483,639 cells"
                    .formatted(features.rows(), features.width()));
        }
        try {
            DMatrix matrix = new DMatrix(cells(features), features.rows(), features.width(), Float.NaN);
            try {
                float[] labels = new float[outcomes.length];
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = outcomes[i] ? 1 : 0;
                }
                matrix.setLabel(labels);
                Booster booster = XGBoost.train(matrix, parameters, rounds, Map.of(), null, null);
                try {
                    return trees(booster.toByteArray("json"));
                } finally {
                    booster.dispose();
                }
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError failed) {
            throw new IllegalStateException("XGBoost refused: " + failed.getMessage(), failed);
        }
    }

    private static float[] cells(Features features) {
        int width = features.width();
        float[] cells = new float[features.rows() * width];
        for (int j = 0; j < width; j++) {
            double[] column = features.columns()[j];
            for (int i = 0; i < column.length; i++) {
                cells[i * width + j] = (float) column[i];
            }
        }
        return cells;
    }

    private static List<Tree> trees(byte[] model) {
        List<Tree> trees = new ArrayList<>();
        JsonNode grown = JSON.readTree(model).at("/learner/gradient_booster/model/trees");
        for (JsonNode node : grown) {
            trees.add(tree(node));
        }
        return trees;
    }

    private static Tree tree(JsonNode node) {
        int[] left = ints(node.get("left_children"));
        int[] right = ints(node.get("right_children"));
        int[] feature = ints(node.get("split_indices"));
        double[] conditions = doubles(node.get("split_conditions"));
        double[] value = new double[left.length];
        float[] threshold = new float[left.length];
        boolean[] missingLeft = new boolean[left.length];
        int[] defaults = ints(node.get("default_left"));
        for (int i = 0; i < left.length; i++) {
            if (left[i] < 0) {
                feature[i] = -1;
                right[i] = -1;
                value[i] = (float) conditions[i];
            } else {
                threshold[i] = (float) conditions[i];
                missingLeft[i] = defaults[i] != 0;
            }
        }
        return new Tree(feature, threshold, left, right, missingLeft, value, doubles(node.get("sum_hessian")));
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).isBoolean()
                    ? (array.get(i).asBoolean() ? 1 : 0)
                    : array.get(i).asInt();
        }
        return values;
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    static Provenance provenance(String method, Features features, boolean[] outcomes) {
        return Provenance.of(method, features.rows())
                .withLibrary("xgboost4j", VERSION)
                .withQuality("outcomes", Outcomes.count(outcomes));
    }

    static void requireColumns(List<String> names, List<Tree> trees) {
        for (Tree tree : trees) {
            for (int asked : tree.feature()) {
                if (asked >= names.size()) {
                    throw new IllegalArgumentException("A tree asks column %d of %d".formatted(asked, names.size()));
                }
            }
        }
    }

    static void requireFrom(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("%s is %d, expected %d or more".formatted(name, value, least));
        }
    }

    static void requireShare(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException("%s is %s, expected above 0 to 1".formatted(name, value));
        }
    }
}
