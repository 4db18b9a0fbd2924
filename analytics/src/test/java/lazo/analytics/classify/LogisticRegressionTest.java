package lazo.analytics.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lazo.analytics.Samples;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
    record Drawn(Features features, boolean[] outcomes) {}

    /** Log-odds −0.5 + 1·a − 0.7·b, c without effect. */
    static Drawn draw(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] columns = new double[3][rows];
        boolean[] outcomes = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            columns[0][i] = random.nextGaussian();
            columns[1][i] = 3 + 2 * random.nextGaussian();
            columns[2][i] = random.nextDouble();
            double z = -.5 + columns[0][i] - .35 * (columns[1][i] - 3);
            outcomes[i] = random.nextDouble() < LogOdds.probability(z);
        }
        return new Drawn(new Features(List.of("a", "b", "c"), columns), outcomes);
    }

    @Test
    void true_coefficients_lie_within_their_intervals_as_often_as_promised() {
        double[] truth = {1, -.35, 0};
        int inside = 0;
        for (int run = 0; run < 60; run++) {
            Drawn drawn = draw(600, run);
            List<LogisticRegression.Coefficient> found = LogisticRegression.fit(drawn.features(), drawn.outcomes(), .01)
                    .coefficients();
            for (int j = 0; j < 3; j++) {
                if (found.get(j).oddsRatioInterval(.95).contains(Math.exp(truth[j]))) {
                    inside++;
                }
            }
        }
        assertThat(inside / 180.0).isBetween(.91, .99);
    }

    @Test
    void standard_errors_match_the_spread_over_samples() {
        double[] found = new double[200];
        double promised = 0;
        for (int run = 0; run < found.length; run++) {
            Drawn drawn = draw(400, 1000 + run);
            LogisticRegression.Coefficient a = LogisticRegression.fit(drawn.features(), drawn.outcomes(), .01)
                    .coefficients()
                    .getFirst();
            found[run] = a.perUnit();
            promised += a.standardError() / found.length;
        }
        double mean =
                IntStream.range(0, 200).mapToDouble(i -> found[i]).average().orElseThrow();
        double variance = IntStream.range(0, 200)
                        .mapToDouble(i -> Math.pow(found[i] - mean, 2))
                        .sum()
                / 199;
        assertThat(promised / Math.sqrt(variance)).isBetween(.85, 1.15);
    }

    @Test
    void a_column_without_effect_has_a_large_p_value_and_a_real_one_a_small() {
        Drawn drawn = draw(1000, 5);
        List<LogisticRegression.Coefficient> found =
                LogisticRegression.fit(drawn.features(), drawn.outcomes()).coefficients();
        assertThat(found.get(0).pValue()).isLessThan(1e-6);
        assertThat(found.get(2).pValue()).isGreaterThan(.05);
        assertThat(found.get(0).oddsRatio()).isBetween(2.2, 3.3);
        assertThat(found.get(0).name()).isEqualTo("a");
        assertThat(found.get(1).perDeviation()).isCloseTo(found.get(1).perUnit() * 2, within(.05));
    }

    @Test
    void contributions_add_up_to_the_log_odds_and_a_missing_value_adds_nothing() {
        Drawn drawn = draw(300, 8);
        LogisticRegression model = LogisticRegression.fit(drawn.features(), drawn.outcomes());
        double[] row = {1.5, Double.NaN, .2};
        Contributions why = model.explain(row);
        assertThat(why.probability()).isCloseTo(model.probability(row), within(1e-14));
        assertThat(why.values()[1]).isZero();
        assertThat(why.strongest(5))
                .extracting(Contributions.Part::name)
                .first()
                .isEqualTo("a");
        assertThat(why.strongest(5)).hasSize(2);
        assertThat(why.strongest(1)).hasSize(1);
    }

    @Test
    void the_interval_of_a_prediction_holds_it_and_widens_away_from_the_data() {
        Drawn drawn = draw(300, 8);
        LogisticRegression model = LogisticRegression.fit(drawn.features(), drawn.outcomes());
        double[] usual = {0, 3, .5};
        double[] strange = {0, 3, 20};
        assertThat(model.interval(usual, .9).contains(model.probability(usual))).isTrue();
        assertThat(width(model.interval(strange, .9))).isGreaterThan(3 * width(model.interval(usual, .9)));
    }

    @Test
    void intervals_of_predictions_cover_the_truth_as_often_as_promised() {
        double[] row = {1, 1, .5};
        double truth = LogOdds.probability(-.5 + 1 + .7);
        int inside = 0;
        for (int run = 0; run < 200; run++) {
            Drawn drawn = draw(400, 2000 + run);
            inside += LogisticRegression.fit(drawn.features(), drawn.outcomes(), .01)
                            .interval(row, .9)
                            .contains(truth)
                    ? 1
                    : 0;
        }
        assertThat(inside / 200.0).isBetween(.84, .96);
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }

    @Test
    void separable_constant_and_missing_columns_give_finite_answers() {
        Samples.each(40, draw -> {
            int rows = draw.whole(2, 30);
            long seed = draw.seed();
            SplittableRandom random = new SplittableRandom(seed);
            double[][] columns = new double[4][rows];
            boolean[] outcomes = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                outcomes[i] = i % 2 == 0;
                columns[0][i] = outcomes[i] ? 1e6 : -1e6;
                columns[1][i] = 4;
                columns[2][i] = Double.NaN;
                columns[3][i] = random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian();
            }
            LogisticRegression model =
                    LogisticRegression.fit(new Features(List.of("sep", "const", "empty", "some"), columns), outcomes);
            for (int i = 0; i < rows; i++) {
                double[] row = {columns[0][i], columns[1][i], columns[2][i], columns[3][i]};
                assertThat(model.probability(row)).isBetween(0.0, 1.0);
                assertThat(model.interval(row, .95).low()).isBetween(0.0, 1.0);
                assertThat(model.probability(row) > .5).isEqualTo(outcomes[i]);
            }
            assertThat(model.coefficients().get(1).perUnit()).isCloseTo(0, within(1e-12));
        });
    }

    @Test
    void a_small_team_is_pulled_to_the_model_of_all_teams() {
        Drawn all = draw(5000, 1);
        Drawn small = draw(25, 2);
        LogisticRegression prior = LogisticRegression.fit(all.features(), all.outcomes());
        double alone = distance(prior, LogisticRegression.fit(small.features(), small.outcomes(), .1));
        double weak = distance(prior, LogisticRegression.fitAround(prior, small.features(), small.outcomes(), 2));
        double strong = distance(prior, LogisticRegression.fitAround(prior, small.features(), small.outcomes(), 1e6));
        assertThat(weak).isLessThan(alone);
        assertThat(strong).isLessThan(.001);
    }

    private static double distance(LogisticRegression a, LogisticRegression b) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
            sum += Math.abs(
                    a.coefficients().get(j).perUnit() - b.coefficients().get(j).perUnit());
        }
        return sum;
    }

    @Test
    void a_stronger_pull_leaves_fewer_effective_parameters() {
        Drawn drawn = draw(300, 3);
        double loose = LogisticRegression.fit(drawn.features(), drawn.outcomes(), 1e-6)
                .provenance()
                .quality()
                .get("effectiveParameters");
        double tight = LogisticRegression.fit(drawn.features(), drawn.outcomes(), 1e4)
                .provenance()
                .quality()
                .get("effectiveParameters");
        assertThat(loose).isCloseTo(4, within(1e-4));
        assertThat(tight).isCloseTo(1, within(.05));
    }

    @Test
    void a_kept_model_answers_the_same() {
        Drawn drawn = draw(100, 3);
        LogisticRegression model = LogisticRegression.fit(drawn.features(), drawn.outcomes());
        LogisticRegression read = ModelJson.read(ModelJson.write(model), LogisticRegression.class);
        assertThat(read.probabilities(drawn.features())).containsExactly(model.probabilities(drawn.features()));
        assertThat(read.provenance().settings()).containsEntry("ridge", "1.0");
    }

    @Test
    void refusals_name_value_and_bound() {
        Drawn drawn = draw(10, 3);
        Features features = drawn.features();
        assertThatThrownBy(() -> LogisticRegression.fit(features, new boolean[10]))
                .hasMessage("0 of 10 outcomes are yes, expected at least one yes and one no");
        assertThatThrownBy(() -> LogisticRegression.fit(features, new boolean[9]))
                .hasMessage("10 rows for 9 outcomes, expected the same number");
        assertThatThrownBy(() -> LogisticRegression.fit(features, drawn.outcomes(), 0))
                .hasMessage("ridge is 0.0, expected above 0 and finite");
        LogisticRegression model = LogisticRegression.fit(features, drawn.outcomes());
        assertThatThrownBy(() -> model.probability(new double[2])).hasMessage("2 values, expected 3");
        Features other = new Features(List.of("x", "b", "c"), features.columns());
        assertThatThrownBy(() -> model.probabilities(other)).hasMessageContaining("expected [a, b, c]");
        assertThatThrownBy(() -> LogisticRegression.fitAround(model, other, drawn.outcomes(), 1))
                .hasMessageContaining("those of the prior");
        assertThatThrownBy(() -> new LogisticRegression(
                        List.of("a"),
                        new double[2],
                        new double[1],
                        0,
                        new double[1],
                        new double[2][2],
                        model.provenance()))
                .hasMessageContaining("expected the same number");
    }
}
