package lazo.analytics.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.Reference;
import lazo.analytics.classify.Features;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningsTest {
    @ParameterizedTest
    @CsvSource({
        "4, 0, 168",
        "4, .5, 26.6",
        "4, 1, 8.38",
        "4, 2, 3.34",
        "5, 0, 465",
        "5, .5, 38.0",
        "5, 1, 10.4",
        "5, 2, 4.01"
    })
    void average_run_lengths_are_those_of_the_tables(double h, double shift, double expected) {
        Reference.checkRelative(
                "CUSUM",
                "closed form",
                "ARL k=0.5 h=%s shift=%s".formatted(h, shift),
                expected,
                new Cusum(0, 1, .5, h).averageRunLength(shift),
                .006,
                "Montgomery, Statistical Quality Control, table 9.3");
    }

    @Test
    void simulated_false_alarms_come_as_seldom_as_promised() {
        SplittableRandom random = new SplittableRandom(5);
        Cusum chart = new Cusum(10, 2, .5, 4);
        double runs = 0;
        for (int run = 0; run < 1500; run++) {
            double[] x = new double[2500];
            for (int i = 0; i < x.length; i++) {
                x[i] = 10 + 2 * random.nextGaussian();
            }
            int alarm = chart.follow(x).alarm();
            runs += alarm < 0 ? x.length : alarm + 1;
        }
        assertThat(runs / 1500).isBetween(155.0, 181.0);
    }

    @Test
    void a_fall_is_told_from_a_rise_and_dated() {
        double[] x = {0, .1, -.2, 0, -2, -2, -2, -2, -2, -2};
        Cusum.Path path = new Cusum(0, 1, .5, 5).follow(x);
        assertThat(path.alarm()).isEqualTo(7);
        assertThat(path.since()).isEqualTo(4);
        assertThat(path.fell()).isTrue();
        assertThat(path.down()[7]).isEqualTo(6);
        Cusum.Path rise = new Cusum(0, 1, .5, 5).follow(new double[] {3, Double.NaN, 3, 3});
        assertThat(rise.alarm()).isEqualTo(3);
        assertThat(rise.up()).containsExactly(2.5, 2.5, 5, 7.5);
        assertThat(rise.fell()).isFalse();
        assertThat(new Cusum(0, 1, .5, 5).follow(new double[3]).alarm()).isEqualTo(-1);
        assertThat(new Cusum(0, 1, .5, 5).follow(new double[3]).fell()).isFalse();
    }

    /** The worked example of NIST/SEMATECH e-Handbook 6.3.2.4. */
    @Test
    void the_handbooks_moving_average_and_limits_are_reproduced() {
        double[] x = {
            52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4,
            53.6, 52.1
        };
        double[] expected = {
            50.60, 49.52, 50.56, 50.18, 50.16, 49.12, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38,
            49.92, 50.73, 51.23, 51.94, 51.99
        };
        Ewma chart = new Ewma(50, 2.0539, .3, 3);
        Ewma.Path path = chart.follow(x);
        String source = "NIST/SEMATECH e-Handbook 6.3.2.4";
        for (int i : new int[] {0, 1, 4, 9, 19}) {
            Reference.check(
                    "EWMA", "handbook", "average %d".formatted(i + 1), expected[i], path.average()[i], .0051, source);
        }
        Reference.check("EWMA", "handbook", "upper limit", 52.5884, 50 + chart.steadyHalfWidth(), .001, source);
        assertThat(path.halfWidth()[0]).isCloseTo(3 * 2.0539 * .3, within(1e-9));
        assertThat(path.halfWidth()[19]).isCloseTo(chart.steadyHalfWidth(), within(.01));
        assertThat(path.alarm()).isEqualTo(-1);
    }

    @Test
    void a_drift_alarms_and_a_missing_observation_changes_nothing() {
        SplittableRandom random = new SplittableRandom(2);
        double[] normal = new double[40];
        Arrays.setAll(normal, _ -> 5 + random.nextGaussian());
        double[] drifting = new double[30];
        Arrays.setAll(drifting, i -> 5 + .15 * i);
        assertThat(Ewma.of(normal).follow(drifting).alarm()).isBetween(4, 20);
        assertThat(Cusum.of(normal).follow(drifting).alarm()).isBetween(4, 25);
        Ewma.Path path = Ewma.of(normal).follow(new double[] {6, Double.NaN});
        assertThat(path.average()[1]).isEqualTo(path.average()[0]);
        assertThat(path.halfWidth()[1]).isEqualTo(path.halfWidth()[0]);
    }

    @Test
    void charts_refuse_what_they_cannot_judge() {
        assertThatThrownBy(() -> Cusum.of(new double[] {1, 2, Double.NaN}))
                .hasMessage("2 of 8 observations of normal times");
        assertThatThrownBy(() -> Ewma.of(new double[10]))
                .hasMessage("All 10 observations are 0.0, expected some spread");
        assertThatThrownBy(() -> new Cusum(0, 0, .5, 5)).hasMessage("deviation is 0.0, expected above 0 and finite");
        assertThatThrownBy(() -> new Cusum(0, 1, -1, 5)).hasMessage("k is -1.0, expected 0 or more");
        assertThatThrownBy(() -> new Ewma(0, 1, 0, 3)).hasMessage("lambda is 0.0, expected above 0 to 1");
    }

    @Test
    void powers_of_two_follow_benfords_law_and_uniform_amounts_do_not() {
        double[] powers = new double[1000];
        Arrays.setAll(powers, i -> Math.scalb(1.0, i));
        Benford natural = Benford.of(powers);
        int[] published = {301, 176, 125, 97, 79, 69, 56, 52, 45};
        for (int d = 0; d < 9; d++) {
            Reference.check(
                    "Benford",
                    "first 1,000 powers of 2",
                    "first digit " + (d + 1),
                    published[d],
                    natural.counts()[d],
                    0,
                    "OEIS A008952");
        }
        assertThat(natural.conformity()).isEqualTo(Benford.Conformity.CLOSE);
        assertThat(natural.pValue()).isGreaterThan(.99);
        assertThat(natural.suspicious()).isEmpty();
        SplittableRandom random = new SplittableRandom(1);
        double[] flat = new double[2000];
        Arrays.setAll(flat, i -> i % 2 == 0 ? -random.nextDouble(100, 1000) : random.nextDouble(.01, .1));
        Benford invented = Benford.of(flat);
        assertThat(invented.conformity()).isEqualTo(Benford.Conformity.NONE);
        assertThat(invented.pValue()).isLessThan(1e-9);
        assertThat(invented.suspicious()).extracting(Benford.Digit::digit).contains(1, 9);
        assertThat(invented.suspicious().getFirst().z()).isNegative();
        assertThat(invented.suspicious().getLast().z()).isPositive();
    }

    @Test
    void benford_figures_of_a_small_table_are_right() {
        int[] counts = {150, 88, 62, 49, 40, 34, 29, 25, 23};
        Benford benford = new Benford(counts);
        double chi = 0;
        double apart = 0;
        for (int d = 1; d <= 9; d++) {
            double e = 500 * Math.log10(1 + 1.0 / d);
            chi += (counts[d - 1] - e) * (counts[d - 1] - e) / e;
            apart += Math.abs(counts[d - 1] - e) / 500 / 9;
        }
        assertThat(benford.chiSquare()).isCloseTo(chi, within(1e-9));
        assertThat(benford.meanAbsoluteDeviation()).isCloseTo(apart, within(1e-12));
        assertThat(new Benford(new int[] {320, 165, 115, 92, 80, 65, 58, 55, 50}).conformity())
                .isEqualTo(Benford.Conformity.ACCEPTABLE);
        assertThat(new Benford(new int[] {240, 196, 145, 108, 89, 67, 58, 51, 46}).conformity())
                .isEqualTo(Benford.Conformity.MARGINAL);
        assertThatThrownBy(() -> Benford.of(new double[] {0, Double.NaN, 5})).hasMessage("1 of 300 amounts");
        assertThatThrownBy(() -> new Benford(new int[8])).hasMessage("8 counts, expected 9");
    }

    @Test
    void planted_outliers_are_isolated_first_for_the_right_reason() {
        SplittableRandom random = new SplittableRandom(9);
        double[][] columns = new double[3][256];
        for (int j = 0; j < 3; j++) {
            Arrays.setAll(columns[j], _ -> random.nextGaussian());
        }
        columns[1][17] = 9;
        columns[2][200] = -8;
        Features features = new Features(List.of("amount", "discount", "hour"), columns);
        IsolationForest forest = IsolationForest.fit(features, 11);
        double[] scores = forest.scores(features);
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        assertThat(Math.min(scores[17], scores[200])).isGreaterThan(sorted[253]).isGreaterThan(.6);
        assertThat(sorted[128]).isLessThan(.5);
        assertThat(forest.reasons(features.row(17), 1).getFirst().column()).isEqualTo("discount");
        assertThat(forest.reasons(features.row(200), 3).getFirst().column()).isEqualTo("hour");
        assertThat(forest.reasons(features.row(200), 3).stream()
                        .mapToDouble(IsolationForest.Reason::share)
                        .sum())
                .isCloseTo(1, within(1e-12));
        IsolationForest read = ModelJson.read(ModelJson.write(forest), IsolationForest.class);
        assertThat(read.scores(features)).containsExactly(scores);
        assertThat(IsolationForest.fit(features, 11).scores(features)).containsExactly(scores);
    }

    @Test
    void the_usual_path_length_is_that_of_the_paper() {
        Reference.check(
                "Isolation forest",
                "closed form",
                "c(256)",
                10.244770920,
                IsolationForest.usualLength(256),
                1e-8,
                "scikit-learn _average_path_length");
        assertThat(IsolationForest.usualLength(2)).isEqualTo(1);
        assertThat(IsolationForest.usualLength(1)).isZero();
    }

    @Test
    void identical_and_missing_rows_are_no_outliers() {
        Features same =
                new Features(List.of("a", "b"), new double[][] {{4, 4, 4}, {Double.NaN, Double.NaN, Double.NaN}});
        IsolationForest forest = IsolationForest.fit(same, 10, 3, 1);
        assertThat(forest.score(new double[] {4, 0})).isCloseTo(.5, within(1e-12));
        assertThat(forest.reasons(new double[] {4, 0}, 3)).isEmpty();
        Features some = new Features(List.of("a"), new double[][] {{1, 2, 3, Double.NaN}});
        IsolationForest filled = IsolationForest.fit(some, 10, 4, 1);
        assertThat(filled.score(new double[] {Double.NaN})).isEqualTo(filled.score(new double[] {2}));
        assertThatThrownBy(() -> filled.score(new double[2])).hasMessage("2 values, expected 1");
        assertThatThrownBy(() -> filled.scores(same)).hasMessageContaining("expected [a]");
        assertThatThrownBy(() -> IsolationForest.fit(some, 0, 4, 1)).hasMessageContaining("0 trees of 4 rows");
        assertThatThrownBy(() -> IsolationForest.fit(some.select(0), 1)).hasMessage("1 rows, expected 2 or more");
    }
}
