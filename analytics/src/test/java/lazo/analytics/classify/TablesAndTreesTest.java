package lazo.analytics.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.data.ModelJson;
import lazo.analytics.data.Provenance;
import org.junit.jupiter.api.Test;

class TablesAndTreesTest {
    @Test
    void features_are_checked_when_made() {
        assertThatThrownBy(() -> new Features(List.of("a"), new double[2][1])).hasMessageContaining("1 names for 2");
        assertThatThrownBy(() -> new Features(List.of(), new double[0][])).hasMessage("0 columns, expected 1 or more");
        assertThatThrownBy(() -> new Features(List.of("a", "a"), new double[2][1]))
                .hasMessageContaining("not all different");
        assertThatThrownBy(() -> new Features(List.of("a", "b"), new double[][] {{1}, {1, 2}}))
                .hasMessage("Column 'b' has 2 rows, expected 1");
        assertThatThrownBy(() -> new Features(List.of("a"), new double[][] {{1 / 0.0}}))
                .hasMessageContaining("Column 'a' holds Infinity");
        Features features = new Features(List.of("a"), new double[][] {{1, 2, 3}}).and("b", new double[] {4, 5, 6});
        assertThat(features.select(2, 0, 0).columns()[1]).containsExactly(6, 4, 4);
        assertThat(features.row(1)).containsExactly(2, 5);
        assertThat(features.indexOf("b")).isEqualTo(1);
        assertThatThrownBy(() -> features.indexOf("c")).hasMessage("No column 'c' among [a, b]");
    }

    @Test
    void labels_become_columns_and_what_was_never_seen_is_missing() {
        List<Column> seen = List.of(
                new Column.Labels("plan", new String[] {"pro", "basic", null, "team"}),
                new Column.Numbers("age", new double[] {1, 2, 3, Double.NaN}));
        Encoding encoding = Encoding.of(seen);
        Features features = encoding.encode(seen);
        assertThat(features.names()).containsExactly("plan=pro", "plan=team", "age");
        assertThat(features.columns()[0]).containsExactly(1, 0, Double.NaN, 0);
        Features later = encoding.encode(
                List.of(new Column.Labels("plan", new String[] {"gold"}), new Column.Numbers("age", new double[] {7})));
        assertThat(later.row(0)).containsExactly(Double.NaN, Double.NaN, 7);
        assertThatThrownBy(() -> encoding.encode(seen.subList(0, 1))).hasMessage("1 columns, expected 2");
        assertThatThrownBy(() -> encoding.encode(seen.reversed())).hasMessage("Column 0 is 'age', expected 'plan'");
        assertThatThrownBy(() -> encoding.encode(List.of(new Column.Numbers("plan", new double[1]), seen.get(1))))
                .hasMessage("Column 'plan' changed between numbers and labels");
        assertThatThrownBy(() -> Encoding.of(List.of(new Column.Labels("plan", new String[] {"x", "x"}))))
                .hasMessage("Column 'plan' has 1 level(s), expected 2 or more");
        assertThatThrownBy(() -> new Encoding(List.of())).hasMessage("0 fields, expected 1 or more");
    }

    @Test
    void cuts_follow_the_quantiles_and_merge_equal_ones() {
        Cuts quintiles = Cuts.quantiles(new double[] {1, 2, 3, 4, 5, 6, Double.NaN}, 5);
        assertThat(quintiles.points()).containsExactly(2, 3, 4, 5);
        assertThat(quintiles.bin(1.9)).isZero();
        assertThat(quintiles.bin(2)).isEqualTo(1);
        assertThat(quintiles.bin(99)).isEqualTo(4);
        assertThat(Cuts.quantiles(new double[] {0, 0, 0, 0, 9}, 10).bins()).isLessThan(10);
        assertThatThrownBy(() -> quintiles.bin(Double.NaN)).hasMessage("NaN has no bin");
        assertThatThrownBy(() -> Cuts.quantiles(new double[] {Double.NaN}, 5)).hasMessageContaining("0 known values");
        assertThatThrownBy(() -> Cuts.quantiles(new double[] {1}, 1)).hasMessage("bins is 1, expected 2 or more");
        assertThatThrownBy(() -> new Cuts(2, 1)).hasMessageContaining("not increasing");
    }

    /** A step in a, a valley in b that a constraint must flatten. */
    private static LogisticRegressionTest.Drawn draw(int rows) {
        SplittableRandom random = new SplittableRandom(6);
        double[][] columns = new double[2][rows];
        boolean[] outcomes = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            columns[0][i] = random.nextDouble();
            columns[1][i] = random.nextDouble();
            double p = (columns[0][i] > .5 ? .6 : .2) + (Math.abs(columns[1][i] - .5) > .3 ? .2 : 0);
            outcomes[i] = random.nextDouble() < p;
        }
        return new LogisticRegressionTest.Drawn(new Features(List.of("a", "b"), columns), outcomes);
    }

    @Test
    void a_constrained_column_never_acts_the_other_way() {
        LogisticRegressionTest.Drawn drawn = draw(3000);
        BoostedTrees.Settings settings = BoostedTrees.Settings.standard(1).withRounds(60);
        BoostedTrees free = BoostedTrees.fit(drawn.features(), drawn.outcomes(), settings);
        BoostedTrees rising = BoostedTrees.fit(
                drawn.features(), drawn.outcomes(), settings, Monotone.none().rising("b"));
        BoostedTrees falling = BoostedTrees.fit(
                drawn.features(), drawn.outcomes(), settings, Monotone.none().falling("b"));
        assertThat(falls(free)).isPositive();
        assertThat(falls(rising)).isZero();
        assertThat(rises(free)).isPositive();
        assertThat(rises(falling)).isZero();
        RandomForest forest = RandomForest.fit(
                drawn.features(),
                drawn.outcomes(),
                new RandomForest.Settings(20, 20, 1, 1),
                Monotone.none().rising("b"));
        assertThat(falls(forest)).isZero();
        assertThat(rising.provenance().settings()).containsEntry("monotone", "{b=RISING}");
        assertThatThrownBy(() -> BoostedTrees.fit(
                        drawn.features(),
                        drawn.outcomes(),
                        settings,
                        Monotone.none().rising("x")))
                .hasMessage("No column 'x' among [a, b]");
    }

    private static int falls(Classifier model) {
        int falls = 0;
        for (double a = .05; a < 1; a += .1) {
            for (double b = 0; b < .99; b += .01) {
                falls += model.probability(new double[] {a, b + .01}) < model.probability(new double[] {a, b}) - 1e-9
                        ? 1
                        : 0;
            }
        }
        return falls;
    }

    private static int rises(Classifier model) {
        int rises = 0;
        for (double a = .05; a < 1; a += .1) {
            for (double b = 0; b < .99; b += .01) {
                rises += model.probability(new double[] {a, b + .01}) > model.probability(new double[] {a, b}) + 1e-9
                        ? 1
                        : 0;
            }
        }
        return rises;
    }

    @Test
    void equal_seeds_grow_equal_trees() {
        LogisticRegressionTest.Drawn drawn = draw(300);
        BoostedTrees.Settings settings = new BoostedTrees.Settings(10, 3, .3, 1, 1, .7, .5, 1, 42).withThreads(1);
        String first = ModelJson.write(BoostedTrees.fit(drawn.features(), drawn.outcomes(), settings));
        BoostedTrees again = BoostedTrees.fit(drawn.features(), drawn.outcomes(), settings);
        BoostedTrees read = ModelJson.read(first, BoostedTrees.class);
        assertThat(again.probabilities(drawn.features())).containsExactly(read.probabilities(drawn.features()));
    }

    @Test
    void where_a_step_hides_trees_win_the_choice_and_where_none_does_the_plain_model_stays() {
        SplittableRandom random = new SplittableRandom(12);
        int rows = 3000;
        double[][] columns = new double[2][rows];
        boolean[] crossed = new boolean[rows];
        boolean[] plain = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            columns[0][i] = random.nextGaussian();
            columns[1][i] = random.nextGaussian();
            crossed[i] = random.nextDouble() < (columns[0][i] * columns[1][i] > 0 ? .7 : .2);
            plain[i] = random.nextDouble() < LogOdds.probability(columns[0][i] - columns[1][i]);
        }
        Features features = new Features(List.of("a", "b"), columns);
        BoostedTrees.Settings settings = BoostedTrees.Settings.standard(3).withRounds(50);
        assertThat(ModelChoice.between(features, crossed, .3, settings).boostedWins())
                .isTrue();
        assertThat(ModelChoice.between(features, plain, .3, settings).boostedWins())
                .isFalse();
    }

    @Test
    void settings_out_of_range_are_refused() {
        BoostedTrees.Settings standard = BoostedTrees.Settings.standard(1);
        assertThatThrownBy(() -> standard.withRounds(0)).hasMessage("rounds is 0, expected 1 or more");
        assertThatThrownBy(() -> standard.withDepth(31)).hasMessage("depth is 31, expected at most 30");
        assertThatThrownBy(() -> standard.withThreads(0)).hasMessage("threads is 0, expected 1 or more");
        assertThatThrownBy(() -> new BoostedTrees.Settings(1, 1, 0, 1, 1, 1, 1, 1, 1))
                .hasMessage("learningRate is 0.0, expected above 0 to 1");
        assertThatThrownBy(() -> new BoostedTrees.Settings(1, 1, .1, -1, 1, 1, 1, 1, 1))
                .hasMessageContaining("leafWeight is -1.0");
        assertThatThrownBy(() -> new RandomForest.Settings(1, 0, 1, 1)).hasMessage("leafRows is 0, expected 1 or more");
        Tree stump = new Tree(
                new int[] {3, -1, -1},
                new float[3],
                new int[] {1, -1, -1},
                new int[] {2, -1, -1},
                new boolean[3],
                new double[3],
                new double[3]);
        assertThatThrownBy(() -> new BoostedTrees(List.of("a"), 0, List.of(stump), Provenance.of("x", 1)))
                .hasMessage("A tree asks column 3 of 1");
        assertThatThrownBy(() -> new Tree(
                        new int[1], new float[2], new int[1], new int[1], new boolean[1], new double[1], new double[1]))
                .hasMessageContaining("differ in length");
    }

    @Test
    void one_thing_changed_tells_the_way_to_a_lower_risk() {
        LogisticRegressionTest.Drawn drawn = LogisticRegressionTest.draw(2000, 4);
        LogisticRegression model = LogisticRegression.fit(drawn.features(), drawn.outcomes());
        double[] row = {1, 3, Double.NaN};
        List<WhatIf.Lever> levers =
                List.of(new WhatIf.Lever("a", .5, 3), new WhatIf.Lever("b", 1, 5), new WhatIf.Lever("c", 1, 5));
        List<WhatIf> steps = WhatIf.steps(model, row, levers);
        assertThat(steps).extracting(WhatIf::column).containsExactly("b", "a");
        assertThat(steps.getFirst().after()).isLessThan(steps.getFirst().before());
        assertThat(steps.getFirst().to()).isEqualTo(4);
        WhatIf lower = WhatIf.reach(model, row, levers, .4).orElseThrow();
        assertThat(lower.column()).isEqualTo("b");
        assertThat(lower.after()).isLessThanOrEqualTo(.4);
        assertThat(model.probability(new double[] {1, lower.to() - 1, Double.NaN}))
                .isGreaterThan(.4);
        WhatIf higher = WhatIf.reach(model, row, levers, .7).orElseThrow();
        assertThat(higher.column()).isEqualTo("a");
        assertThat(higher.after()).isGreaterThanOrEqualTo(.7);
        assertThat(WhatIf.reach(model, row, levers, .0001)).isEmpty();
        assertThat(WhatIf.reach(model, row, List.of(), .1)).isEmpty();
        assertThatThrownBy(() -> WhatIf.steps(model, row, List.of(new WhatIf.Lever("x", 1, 1))))
                .hasMessageContaining("No column 'x'");
        assertThatThrownBy(() -> new WhatIf.Lever("x", 0, 1)).hasMessageContaining("expected a number but 0");
    }

    @Test
    void naive_bayes_explains_itself_exactly_and_skips_the_unknown() {
        List<Column> columns = List.of(
                new Column.Labels("city", new String[] {"A", "A", "B", "B", null, "A"}),
                new Column.Numbers("age", new double[] {1, 2, 3, 4, 5, Double.NaN}));
        boolean[] outcomes = {true, true, false, false, true, false};
        NaiveBayes model = NaiveBayes.fit(columns, outcomes);
        double[] p = model.probabilities(columns);
        for (int i = 0; i < p.length; i++) {
            assertThat(model.explain(columns, i).probability()).isCloseTo(p[i], within(1e-12));
        }
        assertThat(model.explain(columns, 4).values()[0]).isZero();
        assertThat(model.explain(columns, 5).values()[1]).isZero();
        // City A: two of three known yes and one of three known no, 0.1 added.
        assertThat(model.explain(columns, 0).values()[0])
                .isCloseTo(Math.log(2.1 / 1.1) - Math.log(2.2 / 3.2), within(1e-12));
        List<Column> strange = List.of(
                new Column.Labels("city", new String[] {"Z"}), new Column.Numbers("age", new double[] {Double.NaN}));
        assertThat(model.probabilities(strange)).containsExactly(.5);
        NaiveBayes read = ModelJson.read(ModelJson.write(model), NaiveBayes.class);
        assertThat(read.probabilities(columns)).containsExactly(p);
        assertThatThrownBy(() -> model.probabilities(columns.reversed())).hasMessageContaining("expected 'city'");
        assertThatThrownBy(() -> new NaiveBayes(1, List.of(), model.provenance()))
                .hasMessageContaining("share is 1.0");
    }

    @Test
    void validation_predicts_each_row_once_and_never_from_itself() {
        LogisticRegressionTest.Drawn drawn = LogisticRegressionTest.draw(50, 4);
        Validation folds = Validation.folds(drawn.features(), drawn.outcomes(), 5, LogisticRegression::fit);
        assertThat(folds.rows()).hasSize(50);
        assertThat(folds.quality().rows()).isEqualTo(50);
        Validation latest = Validation.latest(drawn.features(), drawn.outcomes(), .2, LogisticRegression::fit);
        assertThat(latest.rows()).containsExactly(40, 41, 42, 43, 44, 45, 46, 47, 48, 49);
        assertThat(latest.outcomes()[0]).isEqualTo(drawn.outcomes()[40]);
        assertThatThrownBy(() -> Validation.folds(drawn.features(), drawn.outcomes(), 1, LogisticRegression::fit))
                .hasMessage("folds is 1, expected 2 to the number of rows, 50");
        assertThatThrownBy(() -> Validation.latest(drawn.features(), drawn.outcomes(), 1, LogisticRegression::fit))
                .hasMessage("share is 1.0, expected between 0 and 1");
        assertThatThrownBy(() -> Validation.latest(drawn.features(), drawn.outcomes(), .001, LogisticRegression::fit))
                .hasMessageContaining("50 to fit and 0 to predict");
        assertThatThrownBy(() -> new Contributions(Contributions.Scale.LOG_ODDS, 0, List.of("a"), new double[2]))
                .hasMessageContaining("1 names for 2 values");
    }
}
