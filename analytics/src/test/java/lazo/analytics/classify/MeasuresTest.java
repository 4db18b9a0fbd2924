package lazo.analytics.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lazo.analytics.Reference;
import lazo.analytics.Samples;
import lazo.analytics.data.ModelJson;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuresTest {
    private static final boolean[] YNYN = {true, false, true, false};

    @Test
    void auc_counts_pairs_in_the_right_order_and_ties_half() {
        assertThat(Auc.of(new double[] {4, 3, 2, 1}, YNYN).value()).isEqualTo(.75);
        assertThat(Auc.of(new double[] {1, 1, 1, 1}, YNYN).value()).isEqualTo(.5);
        assertThat(Auc.of(new double[] {2, 2, 3, 1}, YNYN).value()).isEqualTo(.875);
        Auc perfect = Auc.of(new double[] {9, 1, 8, 2}, YNYN);
        assertThat(perfect.value()).isEqualTo(1);
        assertThat(perfect.standardError()).isZero();
        assertThat(perfect.yes()).isEqualTo(2);
        assertThat(perfect.no()).isEqualTo(2);
    }

    @Test
    void auc_and_its_error_equal_their_definitions() {
        Samples.each(60, draw -> {
            long seed = draw.seed();
            SplittableRandom random = new SplittableRandom(seed);
            int rows = 4 + random.nextInt(40);
            double[] a = new double[rows];
            double[] b = new double[rows];
            boolean[] y = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                y[i] = i < 2 || (i > 3 && random.nextBoolean());
                a[i] = random.nextInt(6) + (y[i] ? 1 : 0);
                b[i] = random.nextInt(9);
            }
            double[][] va = placements(a, y);
            double[][] vb = placements(b, y);
            Auc auc = Auc.of(a, y);
            assertThat(auc.value()).isCloseTo(mean(va[0]), within(1e-12));
            assertThat(auc.standardError())
                    .isCloseTo(
                            Math.sqrt(
                                    covariance(va[0], va[0]) / va[0].length + covariance(va[1], va[1]) / va[1].length),
                            within(1e-12));
            double variance = 0;
            for (int c = 0; c < 2; c++) {
                variance += (covariance(va[c], va[c]) + covariance(vb[c], vb[c]) - 2 * covariance(va[c], vb[c]))
                        / va[c].length;
            }
            Auc.Comparison compared = Auc.compare(a, b, y);
            assertThat(compared.standardError()).isCloseTo(Math.sqrt(variance), within(1e-7));
            assertThat(compared.difference()).isCloseTo(mean(va[0]) - mean(vb[0]), within(1e-12));
            assertThat(compared.pValue()).isBetween(0.0, 1.0);
            Interval interval = auc.interval(.95);
            assertThat(interval.low()).isBetween(0.0, auc.value());
            assertThat(interval.high()).isBetween(auc.value(), 1.0);
        });
    }

    private static double[][] placements(double[] s, boolean[] y) {
        double[][] placements = new double[2][];
        for (int c = 0; c < 2; c++) {
            boolean own = c == 0;
            int[] mine = IntStream.range(0, s.length).filter(i -> y[i] == own).toArray();
            int[] theirs = IntStream.range(0, s.length).filter(i -> y[i] != own).toArray();
            placements[c] = IntStream.of(mine)
                    .mapToDouble(i -> IntStream.of(theirs)
                            .mapToDouble(j -> s[i] == s[j] ? .5 : (s[i] > s[j]) == own ? 1 : 0)
                            .average()
                            .orElseThrow())
                    .toArray();
        }
        return placements;
    }

    private static double mean(double[] v) {
        return Arrays.stream(v).average().orElseThrow();
    }

    private static double covariance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - mean(a)) * (b[i] - mean(b));
        }
        return sum / (a.length - 1);
    }

    @Test
    void the_auc_interval_covers_the_truth_as_often_as_promised() {
        SplittableRandom random = new SplittableRandom(3);
        double truth = .760250; // Φ(1/√2)
        int inside = 0;
        for (int run = 0; run < 300; run++) {
            double[] s = new double[120];
            boolean[] y = new boolean[120];
            for (int i = 0; i < s.length; i++) {
                y[i] = i % 3 == 0;
                s[i] = random.nextGaussian() + (y[i] ? 1 : 0);
            }
            inside += Auc.of(s, y).interval(.95).contains(truth) ? 1 : 0;
        }
        assertThat(inside / 300.0).isBetween(.915, .98);
    }

    @Test
    void equal_scores_are_no_difference_and_a_better_one_is_seen() {
        SplittableRandom random = new SplittableRandom(3);
        double[] good = new double[400];
        double[] bad = new double[400];
        boolean[] y = new boolean[400];
        for (int i = 0; i < 400; i++) {
            y[i] = i % 2 == 0;
            good[i] = random.nextGaussian() + (y[i] ? 2 : 0);
            bad[i] = random.nextGaussian() + (y[i] ? .2 : 0);
        }
        assertThat(Auc.compare(good, good, y).pValue()).isEqualTo(1);
        Auc.Comparison compared = Auc.compare(good, bad, y);
        assertThat(compared.pValue()).isLessThan(1e-6);
        assertThat(compared.interval(.95).low()).isPositive();
        assertThat(compared.first().value()).isGreaterThan(compared.second().value());
    }

    @Test
    void a_single_row_of_a_class_makes_the_interval_everything() {
        Auc auc = Auc.of(new double[] {1, 2, 3}, new boolean[] {true, false, false});
        assertThat(auc.standardError()).isInfinite();
        assertThat(auc.interval(.95)).isEqualTo(new Interval(0, 1, .95));
    }

    @Test
    void brier_lift_and_separation_on_four_rows() {
        double[] p = {.9, .8, .3, .1};
        assertThat(Quality.brier(p, YNYN)).isCloseTo((.01 + .64 + .49 + .01) / 4, within(1e-15));
        assertThat(Quality.lift(p, YNYN, .25)).isEqualTo(2);
        assertThat(Quality.lift(p, YNYN, .5)).isEqualTo(1);
        assertThat(Quality.lift(p, YNYN, .01)).isEqualTo(2);
        assertThat(Quality.lift(p, YNYN, 1)).isEqualTo(1);
        assertThat(Quality.separation(p, YNYN)).isEqualTo(.5);
        assertThat(Quality.separation(new double[] {4, 1, 3, 2}, YNYN)).isEqualTo(1);
        assertThat(Quality.separation(new double[] {1, 1, 1, 1}, YNYN)).isZero();
    }

    @Test
    void separation_counts_each_class_by_its_own_size() {
        boolean[] y = {true, false, true, false, false};
        assertThat(Quality.separation(new double[] {5, 4, 3, 2, 1}, y)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(Quality.separation(new double[] {1, 2, 3, 4, 5}, y)).isCloseTo(2 / 3.0, within(1e-15));
    }

    @Test
    void rows_tied_at_the_border_count_in_proportion() {
        double[] scores = {5, 1, 1, 1};
        assertThat(Quality.lift(scores, new boolean[] {false, true, true, false}, .75))
                .isCloseTo(2 * 2 / 3.0 / 3 * 4 / 2, within(1e-15));
        assertThat(Quality.lift(scores, new boolean[] {false, true, true, false}, .5))
                .isCloseTo((0 + 2 / 3.0) / 2 * 4 / 2, within(1e-15));
    }

    @Test
    void calibration_error_is_the_weighted_gap_of_the_bins() {
        Reliability reliability =
                Reliability.of(new double[] {.05, .15, .95, 1}, new boolean[] {false, true, true, true});
        assertThat(reliability.bins()).hasSize(3);
        assertThat(reliability.bins().getLast()).isEqualTo(new Reliability.Bin(2, .975, 1));
        assertThat(reliability.error()).isCloseTo((.05 + .85 + 2 * .025) / 4, within(1e-15));
        assertThat(Reliability.of(new double[] {0, 1}, new boolean[] {false, true})
                        .error())
                .isZero();
        assertThat(Reliability.of(new double[] {.2, .8}, new boolean[] {false, true}, 1)
                        .error())
                .isCloseTo(0, within(1e-15));
    }

    @Test
    void the_calibration_slope_is_one_when_right_and_one_half_when_twice_too_extreme() {
        SplittableRandom random = new SplittableRandom(11);
        double[] right = new double[20000];
        double[] extreme = new double[right.length];
        boolean[] y = new boolean[right.length];
        for (int i = 0; i < y.length; i++) {
            double z = 1.5 * random.nextGaussian() - 1;
            right[i] = LogOdds.probability(z);
            extreme[i] = LogOdds.probability(2 * z);
            y[i] = random.nextDouble() < right[i];
        }
        assertThat(Quality.calibrationSlope(right, y)).isCloseTo(1, within(.04));
        assertThat(Quality.calibrationSlope(extreme, y)).isCloseTo(.5, within(.02));
        assertThat(Quality.calibrationSlope(new double[] {0, 1, .5, .5}, YNYN)).isFinite();
        Quality quality = Quality.of(right, y);
        assertThat(quality.rows()).isEqualTo(20000);
        assertThat(quality.calibrationError()).isLessThan(.02);
        assertThat(Release.decide(quality, 5)).isEqualTo(new Release.Granted());
    }

    @Test
    void the_golden_stability_index_is_reproduced() {
        double[] then = new double[10];
        Arrays.fill(then, .1);
        double[] now = {.08, .09, .10, .11, .12, .10, .10, .10, .10, .10};
        Reference.check("PSI", "golden", "ten bins", .0101160091, Drift.stability(then, now), 5e-11, "closed form");
    }

    @ParameterizedTest
    @CsvSource({
        "age, .2175, .1235",
        "campaign, .0263, .0653",
        "pdays, .5671, .1575",
        "euribor3m, 8.5978, .9879",
        "previous, 0, .3376"
    })
    void drift_of_the_bank_columns_is_reproduced(String column, double stability, double gap) {
        double[] values = DataSet.Known.BANK.load().data().numbers(column);
        int border = (int) (values.length * .8);
        Drift drift = Drift.between(Arrays.copyOf(values, border), Arrays.copyOfRange(values, border, values.length));
        String source = "numpy/scipy, first 80 % against last 20 %";
        Reference.check("PSI", "BANK", column, stability, drift.stability(), 6e-5, source);
        Reference.check("KS of two samples", "BANK", column, gap, drift.gap(), 6e-5, source);
    }

    @Test
    void drift_has_three_verdicts_and_sees_what_one_figure_misses() {
        assertThat(new Drift(.05, .05).verdict()).isEqualTo(Drift.Verdict.STABLE);
        assertThat(new Drift(.10, .05).verdict()).isEqualTo(Drift.Verdict.WATCH);
        assertThat(new Drift(0, .3376).verdict()).isEqualTo(Drift.Verdict.MOVED);
        assertThat(Drift.between(new double[] {1, 2, Double.NaN}, new double[] {1, 2}))
                .isEqualTo(new Drift(0, 0));
        assertThatThrownBy(() -> Drift.between(new double[] {1}, new double[] {Double.NaN}))
                .hasMessage("0 known values, expected 1 or more");
        assertThatThrownBy(() -> Drift.stability(new double[2], new double[3]))
                .hasMessage("2 shares then and 3 now, expected the same number");
    }

    @Test
    void platt_finds_the_sigmoid_behind_the_scores_and_stays_finite_on_separable_ones() {
        SplittableRandom random = new SplittableRandom(2);
        double[] scores = new double[20000];
        boolean[] y = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextGaussian();
            y[i] = random.nextDouble() < LogOdds.probability(-1 + .5 * scores[i]);
        }
        Calibration.Platt platt = Calibration.Platt.fit(scores, y);
        assertThat(platt.slope()).isCloseTo(.5, within(.05));
        assertThat(platt.offset()).isCloseTo(-1, within(.05));
        Calibration.Platt separable = Calibration.Platt.fit(new double[] {4, 1, 3, 2}, YNYN);
        assertThat(separable.slope()).isFinite().isPositive();
        // With two of each class the targets are 3/4 and 1/4, and the smoothed likelihood is flat at its optimum.
        assertThat(separable.probability(4)).isBetween(.5, .99);
        assertThat(ModelJson.read(ModelJson.write(platt), Calibration.Platt.class))
                .isEqualTo(platt);
    }

    @Test
    void the_likelihood_is_flat_at_the_sigmoid_it_fits_whatever_the_unit_of_the_scores() {
        Samples.each(40, draw -> {
            int rows = draw.whole(6, 60);
            double unit = draw.one(List.of(1e-6, 1.0, 1e6));
            double[] scores = new double[rows];
            boolean[] y = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                scores[i] = unit * draw.number(-3, 5);
                y[i] = i == 0 || (i > 1 && draw.either());
            }
            int yes = Outcomes.count(y);
            double high = (yes + 1.0) / (yes + 2);
            double low = 1.0 / (rows - yes + 2);
            Calibration.Platt platt = Calibration.Platt.fit(scores, y);
            double missed = 0;
            double missedByScore = 0;
            for (int i = 0; i < rows; i++) {
                double error = platt.probability(scores[i]) - (y[i] ? high : low);
                missed += error / rows;
                missedByScore += error * scores[i] / unit / rows;
            }
            assertThat(missed).isCloseTo(0, within(1e-7));
            assertThat(missedByScore).isCloseTo(0, within(1e-7));
        });
        Calibration.Platt nothingToSee = Calibration.Platt.fit(new double[4], YNYN);
        assertThat(nothingToSee.slope()).isZero();
        assertThat(nothingToSee.probability(7)).isEqualTo(.5);
    }

    @Test
    void isotonic_pools_violators_and_joins_the_steps() {
        Calibration.Isotonic isotonic = Calibration.Isotonic.fit(
                new double[] {1, 2, 3, 4, 5, 6}, new boolean[] {false, true, false, true, true, true});
        assertThat(isotonic.scores()).containsExactly(1, 2.5, 5);
        assertThat(isotonic.levels()).containsExactly(0, .5, 1);
        assertThat(isotonic.probabilities(new double[] {-9, 1, 1.75, 2.5, 3.75, 5, 99}))
                .containsExactly(0, 0, .25, .5, .75, 1, 1);
        Calibration.Isotonic read = ModelJson.read(ModelJson.write(isotonic), Calibration.Isotonic.class);
        assertThat(read.levels()).containsExactly(isotonic.levels());
        assertThatThrownBy(() -> new Calibration.Isotonic(new double[0], new double[0], read.provenance()))
                .hasMessageContaining("1 or more");
    }

    @Test
    void isotonic_rises_and_keeps_the_total() {
        Samples.each(60, draw -> {
            long seed = draw.seed();
            SplittableRandom random = new SplittableRandom(seed);
            int rows = 3 + random.nextInt(60);
            double[] scores = new double[rows];
            boolean[] y = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                scores[i] = random.nextInt(20);
                y[i] = i == 0 || (i > 1 && random.nextInt(20) < scores[i]);
            }
            Calibration.Isotonic isotonic = Calibration.Isotonic.fit(scores, y);
            double previous = 0;
            for (double s = -1; s < 22; s += .25) {
                double p = isotonic.probability(s);
                assertThat(p).isBetween(previous, 1.0);
                previous = p;
            }
            assertThat(isotonic.levels()).isSorted();
            assertThat(isotonic.scores()).isSorted();
        });
    }

    @Test
    void too_little_evidence_is_answered_with_what_is_missing() {
        boolean[] closed = new boolean[34];
        Arrays.fill(closed, 0, 12, true);
        List<Evidence.Shortfall> missing = Evidence.STANDARD.missing(closed, 3);
        assertThat(missing)
                .extracting(Evidence.Shortfall::toString)
                .containsExactly("34 of 60 outcomes", "12 of 30 positive outcomes");
        Evidence.Answer<String> answer = Evidence.STANDARD.fit(closed, 3, () -> "model");
        assertThat(answer).isEqualTo(new Evidence.Answer.Refused<String>(missing));
        boolean[] enough = new boolean[60];
        Arrays.fill(enough, 0, 40, true);
        assertThat(Evidence.STANDARD.missing(enough, 0)).isEmpty();
        assertThat(Evidence.STANDARD.missing(enough, 2)).isEmpty();
        assertThat(Evidence.STANDARD.missing(enough, 3))
                .containsExactly(new Evidence.Shortfall("negative outcomes", 20, 30));
        assertThat(Evidence.STANDARD.fit(enough, 2, () -> "model")).isEqualTo(new Evidence.Answer.Fitted<>("model"));
        assertThatThrownBy(() -> Evidence.STANDARD.missing(enough, -1))
                .hasMessage("parameters is -1, expected 0 or more");
    }

    @Test
    void a_model_that_could_be_a_coin_is_withheld_with_reasons() {
        SplittableRandom random = new SplittableRandom(2);
        double[] p = random.doubles(80).toArray();
        boolean[] y = new boolean[80];
        for (int i = 0; i < 80; i++) {
            y[i] = i % 4 == 0;
        }
        assertThat(Release.decide(Quality.of(p, y), 5))
                .isInstanceOfSatisfying(
                        Release.Withheld.class,
                        withheld -> assertThat(withheld.reasons())
                                .hasSize(3)
                                .anyMatch(reason -> reason.contains("expected above 0.5 throughout"))
                                .anyMatch(reason -> reason.equals("20 of 50 outcomes for 5.0 parameters"))
                                .anyMatch(reason -> reason.contains("expected below the base rate's 0.1875")));
    }

    @Test
    void measures_refuse_what_is_no_probability() {
        assertThatThrownBy(() -> Quality.brier(new double[] {1.2}, new boolean[1]))
                .hasMessage("Probability is 1.2, expected 0 to 1");
        assertThatThrownBy(() -> Quality.brier(new double[] {Double.NaN}, new boolean[1]))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Reliability.of(new double[0], new boolean[0]))
                .hasMessage("0 rows, expected 1 or more");
        assertThatThrownBy(() -> Reliability.of(new double[1], new boolean[1], 0))
                .hasMessage("bins is 0, expected 1 or more");
        assertThatThrownBy(() -> Auc.of(new double[] {Double.NaN, 1}, new boolean[] {true, false}))
                .hasMessageContaining("A score is NaN");
        assertThatThrownBy(() -> Auc.of(new double[2], new boolean[2])).hasMessageContaining("0 of 2 outcomes are yes");
        double[] unknown = {1, Double.NaN, 0, 1};
        for (ThrowingCallable measure : List.<ThrowingCallable>of(
                () -> Quality.lift(unknown, YNYN, .5),
                () -> Quality.separation(unknown, YNYN),
                () -> Calibration.Platt.fit(unknown, YNYN),
                () -> Calibration.Isotonic.fit(unknown, YNYN))) {
            assertThatThrownBy(measure).hasMessageContaining("A score is NaN");
        }
        assertThatThrownBy(() -> Quality.calibrationSlope(unknown, YNYN)).hasMessageContaining("Probability is NaN");
        for (ThrowingCallable measure : List.<ThrowingCallable>of(
                () -> Quality.lift(new double[2], new boolean[2], .5),
                () -> Quality.separation(new double[2], new boolean[2]),
                () -> Quality.calibrationSlope(new double[2], new boolean[2]),
                () -> Calibration.Platt.fit(new double[2], new boolean[2]),
                () -> Calibration.Isotonic.fit(new double[2], new boolean[2]))) {
            assertThatThrownBy(measure).hasMessageContaining("0 of 2 outcomes are yes");
        }
        assertThatThrownBy(() -> Quality.lift(new double[4], YNYN, 0))
                .hasMessage("share is 0.0, expected above 0 to 1");
        assertThatThrownBy(() -> new Interval(0, 1, 1)).hasMessage("level is 1.0, expected between 0 and 1");
        assertThatThrownBy(() -> new Interval(2, 1, .9)).hasMessageContaining("expected low at most high");
        assertThat(Interval.quantile(.95)).isCloseTo(1.959964, within(1e-6));
        assertThat(Interval.around(1, 2, .95).low()).isCloseTo(1 - 2 * 1.959964, within(1e-5));
    }

    @Test
    void log_odds_know_no_overflow() {
        assertThat(LogOdds.probability(1000)).isEqualTo(1);
        assertThat(LogOdds.probability(-1000)).isZero();
        assertThat(LogOdds.probability(0)).isEqualTo(.5);
        assertThat(LogOdds.of(LogOdds.probability(-3.7))).isCloseTo(-3.7, within(1e-12));
        assertThat(LogOdds.softplus(800)).isEqualTo(800);
        assertThat(LogOdds.softplus(-800)).isZero();
    }

    @Test
    void release_holds_each_bound_where_it_says() {
        Auc good = new Auc(.8, .05, 50, 50);
        assertThat(Release.decide(quality(100, 50, good, .2), 5)).isEqualTo(new Release.Granted());
        assertThat(Release.decide(quality(100, 51, good, .2), 5))
                .isEqualTo(new Release.Withheld(List.of("49 of 50 outcomes for 5.0 parameters")));
        assertThat(Release.decide(quality(100, 49, good, .2), 5))
                .isEqualTo(new Release.Withheld(List.of("49 of 50 outcomes for 5.0 parameters")));
        assertThat(Release.decide(quality(100, 50, good, .25), 1))
                .isEqualTo(new Release.Withheld(List.of("Brier 0.2500, expected below the base rate's 0.2500")));
        assertThat(Release.decide(quality(100, 20, good, .15), 1)).isEqualTo(new Release.Granted());
        assertThat(Release.decide(quality(100, 50, new Auc(.5, 0, 50, 50), .2), 1))
                .isEqualTo(new Release.Withheld(List.of("AUC 0.500 to 0.500, expected above 0.5 throughout")));
    }

    private static Quality quality(int rows, int yes, Auc auc, double brier) {
        return new Quality(rows, yes, auc, brier, 0, 1, 2, .5);
    }

    @Test
    void evidence_and_intervals_hold_their_bounds() {
        assertThatThrownBy(() -> new Evidence(0, 1, 0)).hasMessage("outcomes is 0, expected 1 or more");
        assertThatThrownBy(() -> new Evidence(1, 0, 0)).hasMessage("rarer is 0, expected 1 or more");
        assertThatThrownBy(() -> new Evidence(1, 1, -1)).hasMessage("perParameter is -1, expected 0 or more");
        boolean[] even = new boolean[20];
        Arrays.fill(even, 0, 10, true);
        assertThat(Evidence.STANDARD.missing(even, 0).getLast().toString()).isEqualTo("10 of 20 positive outcomes");
        assertThat(new Interval(1, 1, .5).contains(1)).isTrue();
        assertThat(new Interval(1, 2, .5).contains(2)).isTrue();
        assertThat(new Interval(1, 2, .5).contains(2.1)).isFalse();
        assertThat(new Interval(1, 2, .5).contains(.9)).isFalse();
        assertThat(Interval.around(1, 2, .95).high()).isCloseTo(1 + 2 * 1.959964, within(1e-5));
        assertThatThrownBy(() -> Interval.quantile(0)).hasMessage("level is 0.0, expected between 0 and 1");
        assertThatThrownBy(() -> Interval.quantile(1)).hasMessage("level is 1.0, expected between 0 and 1");
        assertThat(new Drift(.1, 0).verdict()).isEqualTo(Drift.Verdict.WATCH);
        assertThat(new Drift(.25, 0).verdict()).isEqualTo(Drift.Verdict.MOVED);
        assertThat(new Drift(.249, 0).verdict()).isEqualTo(Drift.Verdict.WATCH);
    }

    @Test
    void cuts_are_increasing_quantiles() {
        assertThat(Cuts.quantiles(new double[] {4, Double.NaN, 1, 2, 3}, 2).points())
                .containsExactly(2.5);
        assertThat(Cuts.quantiles(new double[] {1, 2, 3, 4}, 3).points()).containsExactly(2, 3);
        assertThat(Cuts.quantiles(new double[] {10, 20}, 4).points()).containsExactly(12.5, 15, 17.5);
        assertThatThrownBy(() -> new Cuts(1, 1)).hasMessage("Cut points [1.0, 1.0] are not increasing numbers");
        assertThatThrownBy(() -> new Cuts(2, 1)).hasMessageContaining("not increasing");
        assertThatThrownBy(() -> new Cuts(Double.NaN)).hasMessageContaining("not increasing");
        assertThatThrownBy(() -> Cuts.quantiles(new double[1], 1)).hasMessage("bins is 1, expected 2 or more");
        assertThatThrownBy(() -> new Cuts(1).bin(Double.NaN)).hasMessage("NaN has no bin");
    }

    @Test
    void rows_and_outcomes_must_be_as_many() {
        for (ThrowingCallable measure : List.<ThrowingCallable>of(
                () -> Auc.of(new double[3], YNYN),
                () -> Quality.brier(new double[3], YNYN),
                () -> Quality.lift(new double[3], YNYN, .5),
                () -> Calibration.Platt.fit(new double[3], YNYN))) {
            assertThatThrownBy(measure).hasMessage("3 rows for 4 outcomes, expected the same number");
        }
    }
}
