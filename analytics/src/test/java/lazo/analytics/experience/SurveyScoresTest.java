package lazo.analytics.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import lazo.analytics.Reference;
import lazo.analytics.Samples;
import lazo.analytics.experience.SurveyScore.Measured;
import lazo.analytics.experience.SurveyScore.NotEnoughAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurveyScoresTest {
    @Test
    void the_golden_survey_gives_the_known_score_error_and_interval() {
        NetPromoterScore nps = measured(NetPromoterScore.of(
                answers(new int[] {10, 9, 8, 7, 6, 5, 3, 0}, new int[] {50, 20, 30, 20, 10, 15, 10, 5})));

        String source = "closed form";
        Reference.check("NPS", "golden survey, n = 160", "score", 18.75, nps.score(), 1e-9, source);
        Reference.check("NPS", "golden survey, n = 160", "standard error", 6.385255, nps.standardError(), 5e-7, source);
        Reference.check(
                "NPS",
                "golden survey, n = 160",
                "Wald lower",
                6.235130,
                nps.wald().lower(),
                5e-7,
                source);
        Reference.check(
                "NPS",
                "golden survey, n = 160",
                "Wald upper",
                31.264870,
                nps.wald().upper(),
                5e-7,
                source);
        assertThat(nps.answers()).isEqualTo(160);
        assertThat(nps.passives()).isEqualTo(50);
        assertThat(nps.interval().contains(nps.score())).isTrue();
    }

    @Test
    void the_score_interval_is_that_of_tango() {
        NetPromoterScore nps =
                measured(NetPromoterScore.of(answers(new int[] {10, 8, 0}, new int[] {48, 460, 41}), 30, 0.9));

        String source = "R PropCIs scoreci.mp (Tango 1998), as quoted to two digits";
        Reference.check(
                "NPS",
                "48 and 41 of 549, 90 %",
                "score interval lower",
                -1.57,
                nps.interval().lower(),
                5e-3,
                source);
        Reference.check(
                "NPS",
                "48 and 41 of 549, 90 %",
                "score interval upper",
                4.14,
                nps.interval().upper(),
                5e-3,
                source);
    }

    @ParameterizedTest
    @CsvSource({"81,263,0.255289,0.366210", "15,148,0.062386,0.160487", "0,20,0,0.161125", "1,29,0.006113,0.171755"})
    void wilsons_interval_is_the_published_one(long successes, long n, double lower, double upper) {
        Proportion share = Proportion.of(successes, n, 0.95);

        String data = successes + " of " + n;
        String source = "Newcombe 1998";
        Reference.check(
                "Wilson interval", data, "lower", lower, share.interval().lower(), 5e-7, source);
        Reference.check(
                "Wilson interval", data, "upper", upper, share.interval().upper(), 5e-7, source);
        assertThat(share.share()).isEqualTo(successes / (double) n);
    }

    @Test
    void a_small_survey_says_how_many_answers_are_missing_instead_of_a_score() {
        double[] few = {10, 9, Double.NaN, 3};

        assertThat(NetPromoterScore.of(few)).isEqualTo(new NotEnoughAnswers<NetPromoterScore>(3, 30));
        assertThat(SatisfactionScore.of(new double[] {5, Double.NaN}))
                .isEqualTo(new NotEnoughAnswers<SatisfactionScore>(1, 30));
        assertThat(EffortScore.of(new double[] {})).isEqualTo(new NotEnoughAnswers<EffortScore>(0, 30));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 10})
    void when_all_answer_alike_the_interval_still_has_width_and_stays_in_bounds(int answer) {
        double[] answers = new double[40];
        Arrays.fill(answers, answer);

        NetPromoterScore nps = measured(NetPromoterScore.of(answers));

        assertThat(nps.interval().lower()).isBetween(-100.0, nps.score());
        assertThat(nps.interval().upper()).isBetween(nps.score(), 100.0);
        assertThat(nps.interval().upper() - nps.interval().lower()).isGreaterThan(5);
        assertThat(nps.wald().upper() - nps.wald().lower()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0.9,0.05,15", "0.6,0.1,30", "0.3,0.3,50", "0.02,0.02,30"})
    void the_score_interval_covers_as_promised_where_walds_may_not(double promoters, double detractors, int n) {
        SplittableRandom random = new SplittableRandom(4711);
        int covered = 0;
        int samples = 2000;
        for (int sample = 0; sample < samples; sample++) {
            double[] answers = new double[n];
            for (int i = 0; i < n; i++) {
                double draw = random.nextDouble();
                answers[i] = draw < promoters ? 10 : draw < promoters + detractors ? 0 : 8;
            }
            NetPromoterScore nps = measured(NetPromoterScore.of(answers, 2, 0.95));
            covered += nps.interval().contains(100 * (promoters - detractors)) ? 1 : 0;
        }

        assertThat(covered / (double) samples).isGreaterThan(0.93);
    }

    @Test
    void a_change_is_clear_only_when_the_surveys_are_large_enough() {
        NetPromoterScore before = measured(NetPromoterScore.of(answers(new int[] {10, 8, 0}, new int[] {30, 40, 30})));
        NetPromoterScore after = measured(NetPromoterScore.of(answers(new int[] {10, 8, 0}, new int[] {40, 40, 20})));
        NetPromoterScore large =
                measured(NetPromoterScore.of(answers(new int[] {10, 8, 0}, new int[] {4000, 4000, 2000})));

        assertThat(after.since(before).difference()).isCloseTo(20, within(1e-9));
        assertThat(after.since(before).clear()).isFalse();
        assertThat(large.since(measured(
                                NetPromoterScore.of(answers(new int[] {10, 8, 0}, new int[] {3000, 4000, 3000}))))
                        .clear())
                .isTrue();
        assertThat(before.since(before).interval().contains(0)).isTrue();
    }

    @Test
    void satisfaction_is_the_share_of_the_two_best_points() {
        SatisfactionScore csat =
                measured(SatisfactionScore.of(answers(new int[] {1, 2, 3, 4, 5}, new int[] {4, 6, 10, 30, 30})));

        assertThat(csat.satisfied().share()).isEqualTo(0.75);
        assertThat(csat.mode()).isEqualTo(5);
        assertThat(csat.satisfied().interval())
                .isEqualTo(Proportion.of(60, 80, 0.95).interval());
    }

    @Test
    void effort_has_students_interval_and_the_shares_at_both_ends() {
        EffortScore ces =
                measured(EffortScore.of(answers(new int[] {1, 4, 5, 7}, new int[] {5, 10, 10, 15}), 30, 0.95));

        assertThat(ces.mean()).isCloseTo(5, within(1e-12));
        double deviation = Math.sqrt((5 * 16 + 10 + 15 * 4) / 39.0);
        assertThat(ces.interval().upper()).isCloseTo(5 + 2.022691 * deviation / Math.sqrt(40), within(1e-5));
        assertThat(ces.easy().share()).isEqualTo(25 / 40.0);
        assertThat(ces.hard().share()).isEqualTo(5 / 40.0);
        double[] same = new double[30];
        Arrays.fill(same, 7);
        assertThat(measured(EffortScore.of(same)).interval()).isEqualTo(new Interval(7, 7, 0.95));
    }

    @Test
    void answers_and_settings_out_of_bounds_are_refused_naming_them() {
        assertThatThrownBy(() -> NetPromoterScore.of(new double[] {3, 11}))
                .hasMessageContaining("answers[1] is 11.0")
                .hasMessageContaining("0..10");
        assertThatThrownBy(() -> NetPromoterScore.of(new double[] {3.5})).hasMessageContaining("3.5");
        assertThatThrownBy(() -> SatisfactionScore.of(new double[] {0})).hasMessageContaining("1..5");
        assertThatThrownBy(() -> SatisfactionScore.of(new double[] {1}, 2, 30, 0.95))
                .hasMessageContaining("highest is 2");
        assertThatThrownBy(() -> NetPromoterScore.of(new double[] {1}, 1, 0.95)).hasMessageContaining("minimum is 1");
        assertThatThrownBy(() -> EffortScore.of(new double[] {1}, 30, 1)).hasMessageContaining("confidence is 1.0");
        assertThatThrownBy(() -> Proportion.of(3, 2, 0.95)).hasMessageContaining("3 of 2");
        assertThatThrownBy(() -> new Interval(2, 1, 0.95)).hasMessageContaining("lower is 2.0");
    }

    @Test
    void wilsons_interval_holds_the_share_inside_zero_and_one() {
        Samples.each(200, draw -> {
            int n = draw.whole(1, 5000);
            int part = draw.whole(0, 5000);
            Proportion share = Proportion.of(part % (n + 1), n, 0.95);

            assertThat(share.interval().lower()).isBetween(0.0, share.share());
            assertThat(share.interval().upper()).isBetween(share.share(), 1.0);
        });
    }

    @Test
    void any_survey_has_a_score_inside_its_interval_inside_the_scale() {
        Samples.each(200, draw -> {
            int promoters = draw.whole(0, 60);
            int passives = draw.whole(0, 60);
            int detractors = draw.whole(0, 60);
            double[] answers = answers(new int[] {9, 7, 6}, new int[] {promoters + 1, passives + 1, detractors});

            NetPromoterScore nps = measured(NetPromoterScore.of(answers, 2, 0.95));

            assertThat(nps.interval().lower()).isBetween(-100.0, nps.score());
            assertThat(nps.interval().upper()).isBetween(nps.score(), 100.0);
        });
    }

    private static <S> S measured(SurveyScore<S> score) {
        return switch (score) {
            case Measured<S> found -> found.score();
            case NotEnoughAnswers<S> few -> throw new AssertionError(few);
        };
    }

    private static double[] answers(int[] points, int[] counts) {
        double[] answers = new double[Arrays.stream(counts).sum()];
        int at = 0;
        for (int i = 0; i < points.length; i++) {
            Arrays.fill(answers, at, at + counts[i], points[i]);
            at += counts[i];
        }
        return answers;
    }
}
