package lazo.analytics.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SurvivalTest {
    private static Durations durations(double[] time, int... ended) {
        boolean[] events = new boolean[ended.length];
        for (int i = 0; i < ended.length; i++) {
            events[i] = ended[i] == 1;
        }
        return new Durations(time, events);
    }

    @Nested
    class Curve {
        private final KaplanMeier curve =
                KaplanMeier.fit(durations(new double[] {6, 6, 6, 6, 7, 9, 10, 10, 11}, 1, 1, 1, 0, 1, 0, 1, 0, 0));

        @Test
        void steps_down_at_each_event_by_the_share_of_those_at_risk() {
            assertThat(curve.time()).containsExactly(6, 7, 10);
            assertThat(curve.atRisk()).containsExactly(9, 5, 3);
            assertThat(curve.events()).containsExactly(3, 1, 1);
            assertThat(curve.at(5.99)).isEqualTo(1);
            assertThat(curve.at(6)).isCloseTo(6 / 9.0, within(1e-12));
            assertThat(curve.at(8)).isCloseTo(6 / 9.0 * 4 / 5, within(1e-12));
            assertThat(curve.at(11)).isCloseTo(6 / 9.0 * 4 / 5 * 2 / 3, within(1e-12));
        }

        @Test
        void says_nothing_beyond_the_longest_duration() {
            assertThat(curve.at(11.1)).isNaN();
            assertThat(curve.at(12, .95).low()).isNaN();
            assertThatThrownBy(() -> curve.meanTime(12)).hasMessageContaining("until is 12.0, expected 0 to 11.0");
        }

        @Test
        void intervals_hold_the_share_and_stay_between_0_and_1() {
            for (double t = 6; t <= 11; t++) {
                KaplanMeier.Share share = curve.at(t, .95);
                assertThat(share.low()).isBetween(0.0, share.share());
                assertThat(share.high()).isBetween(share.share(), 1.0);
            }
            assertThat(curve.at(1, .95)).isEqualTo(new KaplanMeier.Share(1, 1, 1));
            assertThatThrownBy(() -> curve.at(6, 1)).hasMessageContaining("coverage is 1.0");
        }

        @Test
        void mean_time_is_the_area_and_the_median_the_time_when_half_have_left() {
            assertThat(curve.meanTime(6)).isEqualTo(6);
            assertThat(curve.meanTime(7)).isCloseTo(6 + 6 / 9.0, within(1e-12));
            assertThat(curve.meanTime(0)).isZero();
            assertThat(curve.timeUntil(.5)).isEqualTo(10);
            assertThat(curve.timeUntil(.1)).isEqualTo(Double.POSITIVE_INFINITY);
        }

        @Test
        void ends_at_0_when_everybody_left() {
            KaplanMeier all = KaplanMeier.fit(durations(new double[] {1, 2}, 1, 1));

            assertThat(all.at(2)).isZero();
            assertThat(all.at(100)).isZero();
            assertThat(all.at(2, .9)).isEqualTo(new KaplanMeier.Share(0, 0, 0));
        }

        @Test
        void stays_at_1_when_nobody_left() {
            assertThat(KaplanMeier.fit(durations(new double[] {3}, 0)).at(2)).isEqualTo(1);
        }
    }

    @Nested
    class Comparison {
        @Test
        void groups_with_the_same_times_do_not_differ() {
            LogRank test = LogRank.of(
                    durations(new double[] {1, 1, 2, 2, 3, 3}, 1, 1, 1, 1, 0, 0), new int[] {0, 1, 0, 1, 0, 1}, 2);

            assertThat(test.chiSquare()).isCloseTo(0, within(1e-20));
            assertThat(test.pValue()).isCloseTo(1, within(1e-9));
            assertThat(test.expected()).containsExactly(2, 2);
        }

        @Test
        void three_groups_have_two_degrees_of_freedom_and_an_empty_one_does_not_count() {
            SplittableRandom random = new SplittableRandom(5);
            int size = 300;
            double[] time = new double[size];
            boolean[] ended = new boolean[size];
            int[] group = new int[size];
            for (int i = 0; i < size; i++) {
                group[i] = i % 3;
                time[i] = -Math.log(1 - random.nextDouble()) * (group[i] == 2 ? 3 : 1);
                ended[i] = random.nextDouble() < .8;
            }
            Durations durations = new Durations(time, ended);

            LogRank test = LogRank.of(durations, group, 3);
            LogRank withEmpty = LogRank.of(durations, group, 4);

            assertThat(test.degreesOfFreedom()).isEqualTo(2);
            assertThat(test.pValue()).isLessThan(1e-6);
            assertThat(withEmpty.degreesOfFreedom()).isEqualTo(2);
            assertThat(withEmpty.chiSquare()).isCloseTo(test.chiSquare(), within(1e-8));
            assertThat(test.observed()[0] + test.observed()[1] + test.observed()[2])
                    .isCloseTo(test.expected()[0] + test.expected()[1] + test.expected()[2], within(1e-9));
        }

        @Test
        void a_single_group_cannot_be_compared() {
            assertThat(LogRank.of(durations(new double[] {1, 2}, 1, 1), new int[] {0, 0}, 2)
                            .pValue())
                    .isEqualTo(1);
        }

        @Test
        void refuses_what_is_no_grouping() {
            Durations two = durations(new double[] {1, 2}, 1, 1);
            assertThatThrownBy(() -> LogRank.of(two, new int[] {0}, 2)).hasMessageContaining("length 1, expected 2");
            assertThatThrownBy(() -> LogRank.of(two, new int[] {0, 0}, 1)).hasMessageContaining("groups is 1");
            assertThatThrownBy(() -> LogRank.of(two, new int[] {0, 2}, 2)).hasMessageContaining("group is 2");
        }
    }

    @Nested
    class ProportionalHazards {
        private final Rossi rossi = Rossi.read();
        private final CoxModel model = CoxModel.fit(rossi.durations(), rossi.covariates());

        @Test
        void a_mean_subject_follows_the_baseline_and_more_risk_stays_shorter() {
            double[] mean =
                    model.effects().stream().mapToDouble(CoxModel.Effect::mean).toArray();
            double[] older = mean.clone();
            older[1] += 10;

            assertThat(model.logRisk(mean)).isZero();
            assertThat(model.survival(0, mean)).isEqualTo(1);
            assertThat(model.survival(52, mean))
                    .isCloseTo(Math.exp(-model.baselineHazard()[model.time().length - 1]), within(1e-15));
            assertThat(model.survival(30.5, mean)).isEqualTo(model.survival(30, mean));
            assertThat(model.survival(52, older)).isGreaterThan(model.survival(52, mean));
            assertThat(model.effect("age").hazardRatio()).isCloseTo(.944, within(.001));
        }

        @Test
        void the_baseline_hazard_only_grows() {
            for (int i = 1; i < model.time().length; i++) {
                assertThat(model.baselineHazard()[i]).isGreaterThan(model.baselineHazard()[i - 1]);
            }
        }

        @Test
        void units_of_a_covariate_do_not_matter() {
            double[][] columns = rossi.covariates().columns().clone();
            columns[1] =
                    Arrays.stream(columns[1]).map(age -> 1e6 + 365.25 * age).toArray();

            CoxModel inDays = CoxModel.fit(
                    rossi.durations(), new Covariates(rossi.covariates().names(), columns));

            assertThat(inDays.effect("age").coefficient() * 365.25)
                    .isCloseTo(model.effect("age").coefficient(), within(1e-8));
            assertThat(inDays.logLikelihood()).isCloseTo(model.logLikelihood(), within(1e-7));
        }

        @Test
        void true_effects_lie_within_two_standard_errors() {
            SplittableRandom random = new SplittableRandom(11);
            int size = 5000;
            double[][] columns = new double[2][size];
            double[] time = new double[size];
            boolean[] ended = new boolean[size];
            for (int i = 0; i < size; i++) {
                columns[0][i] = random.nextGaussian();
                columns[1][i] = random.nextInt(2);
                double rate = Math.exp(.5 * columns[0][i] - .7 * columns[1][i]);
                time[i] = Math.ceil(-Math.log(1 - random.nextDouble()) / rate * 20);
                ended[i] = time[i] <= 40;
                time[i] = Math.min(time[i], 40);
            }

            CoxModel found =
                    CoxModel.fit(new Durations(time, ended), new Covariates(List.of("spend", "contract"), columns));

            assertThat(found.effect("spend").coefficient())
                    .isCloseTo(.5, within(2 * found.effect("spend").standardError()));
            assertThat(found.effect("contract").coefficient())
                    .isCloseTo(-.7, within(2 * found.effect("contract").standardError()));
            assertThat(found.proportionality().getLast().pValue()).isGreaterThan(.01);
        }

        @Test
        void an_effect_that_fades_is_found_by_the_test() {
            SplittableRandom random = new SplittableRandom(12);
            int size = 4000;
            double[][] columns = new double[1][size];
            double[] time = new double[size];
            boolean[] ended = new boolean[size];
            for (int i = 0; i < size; i++) {
                columns[0][i] = i % 2;
                double draw = -Math.log(1 - random.nextDouble());
                double early = columns[0][i] == 1 ? 3 : 1;
                time[i] = draw < early ? draw / early : 1 + draw - early;
                ended[i] = true;
            }

            CoxModel found = CoxModel.fit(new Durations(time, ended), new Covariates(List.of("new"), columns));

            assertThat(found.proportionality().getFirst().pValue()).isLessThan(1e-6);
        }

        @Test
        void refuses_data_that_determine_no_effect() {
            Durations few = durations(new double[] {1, 2, 3}, 1, 0, 0);
            Durations four = durations(new double[] {1, 2, 3, 4}, 1, 1, 1, 1);
            assertThatThrownBy(() -> CoxModel.fit(few, covariate("a", 1, 2, 3)))
                    .hasMessageContaining("1 events for 1 covariates");
            assertThatThrownBy(() -> CoxModel.fit(four, covariate("a", 1, 2)))
                    .hasMessageContaining("2 rows of covariates for 4 durations");
            assertThatThrownBy(() -> CoxModel.fit(four, covariate("a", 5, 5, 5, 5)))
                    .hasMessageContaining("Covariate 'a' is 5.0 for everybody");
            Durations separated = durations(new double[] {1, 2, 3, 4, 5, 6}, 1, 1, 1, 0, 0, 0);
            assertThatThrownBy(() -> CoxModel.fit(separated, covariate("gone", 1, 1, 1, 0, 0, 0)))
                    .hasMessageContaining("separates those who leave");
            double[] same = {1, 4, 2, 3};
            assertThatThrownBy(() -> CoxModel.fit(four, new Covariates(List.of("a", "b"), new double[][] {same, same})))
                    .hasMessageContaining("depend on each other");
            assertThatThrownBy(() -> model.effect("height")).hasMessageContaining("no covariate 'height'");
            assertThatThrownBy(() -> model.logRisk(1)).hasMessageContaining("1 covariates, expected 7");
        }

        private Covariates covariate(String name, double... values) {
            return new Covariates(List.of(name), new double[][] {values});
        }

        @Test
        void covariates_must_be_complete() {
            assertThatThrownBy(() -> covariate("a", 1, Double.NaN)).hasMessageContaining("row 1: value is NaN");
            assertThatThrownBy(() -> new Covariates(List.of("a", "b"), new double[][] {{1}, {1, 2}}))
                    .hasMessageContaining("Column 'b' has 2 rows, expected 1");
            assertThatThrownBy(() -> new Covariates(List.of("a"), new double[][] {}))
                    .hasMessageContaining("1 names for 0 columns");
        }
    }

    @Nested
    class Extrapolation {
        @Test
        void weibull_recovers_its_parameters() {
            SplittableRandom random = new SplittableRandom(3);
            int size = 3000;
            double[] time = new double[size];
            boolean[] ended = new boolean[size];
            for (int i = 0; i < size; i++) {
                double life = 12 * Math.pow(-Math.log(1 - random.nextDouble()), 1 / .8);
                time[i] = Math.min(life, 10);
                ended[i] = life <= 10;
            }

            Weibull found = Weibull.fit(new Durations(time, ended));

            assertThat(found.shape()).isCloseTo(.8, within(2 * found.shapeError()));
            assertThat(found.scale()).isCloseTo(12, within(2 * found.scaleError()));
        }

        @Test
        void weibull_formulas_agree_with_each_other() {
            Weibull model = Weibull.fit(Rossi.read().durations());

            assertThat(model.survival(0)).isEqualTo(1);
            assertThat(model.survival(model.median())).isCloseTo(.5, within(1e-12));
            assertThat(model.survivalFrom(20, 30)).isCloseTo(model.survival(50) / model.survival(20), within(1e-12));
            double slope = (Math.log(model.survival(20)) - Math.log(model.survival(20 + 1e-5))) / 1e-5;
            assertThat(model.hazard(20)).isCloseTo(slope, within(1e-6));
            double area = 0;
            for (double t = .05; t < 3000; t += .1) {
                area += model.survival(t) * .1;
            }
            assertThat(model.mean()).isCloseTo(area, within(1e-3));
        }

        @Test
        void weibull_stays_finite_when_everybody_leaves_at_once() {
            Weibull found = Weibull.fit(durations(new double[] {5, 5, 5}, 1, 1, 1));

            assertThat(found.survival(4)).isCloseTo(1, within(1e-6));
            assertThat(found.mean()).isCloseTo(5, within(.05));
            assertThatThrownBy(() -> Weibull.fit(durations(new double[] {5, 5}, 1, 0)))
                    .hasMessageContaining("1 events, expected at least 2");
        }

        @Test
        void contracts_are_renewed_more_often_the_older_they_are() {
            ShiftedBetaGeometric model = ShiftedBetaGeometric.of(.668, 3.806);

            double survival = 1;
            for (int t = 1; t < 20; t++) {
                survival *= model.retention(t);
                assertThat(model.survival(t)).isCloseTo(survival, within(1e-12));
                assertThat(model.retention(t + 1)).isGreaterThan(model.retention(t));
            }
        }

        @Test
        void discounted_lifetimes_are_the_discounted_sums() {
            ShiftedBetaGeometric model = ShiftedBetaGeometric.of(.704, 1.182);
            double lifetime = 0;
            double residual = 0;
            for (int t = 0; t < 3000; t++) {
                lifetime += model.survival(t) / Math.pow(1.1, t);
                residual += t < 3 ? 0 : model.survival(t) / model.survival(2) / Math.pow(1.1, t - 3);
            }

            assertThat(model.discountedLifetime(.1)).isCloseTo(lifetime, within(1e-10));
            assertThat(model.discountedResidual(3, .1)).isCloseTo(residual, within(1e-10));
        }

        @Test
        void several_cohorts_are_fitted_together() {
            double[] lost = new double[6];
            double[] stayed = new double[6];
            ShiftedBetaGeometric truth = ShiftedBetaGeometric.of(.9, 3);
            for (int cohort = 1; cohort <= 6; cohort++) {
                for (int t = 1; t <= cohort; t++) {
                    lost[t - 1] += 1e6 * (truth.survival(t - 1) - truth.survival(t));
                }
                stayed[cohort - 1] += 1e6 * truth.survival(cohort);
            }

            ShiftedBetaGeometric found = ShiftedBetaGeometric.fit(lost, stayed);

            assertThat(found.alpha()).isCloseTo(.9, within(1e-3));
            assertThat(found.beta()).isCloseTo(3, within(3e-3));
        }

        @Test
        void equal_chances_of_leaving_end_at_finite_parameters() {
            ShiftedBetaGeometric found = ShiftedBetaGeometric.fit(1000, 900, 810, 729);

            assertThat(found.retention(10)).isCloseTo(.9, within(1e-3));
            assertThat(found.discountedLifetime(.1)).isBetween(5.0, 6.0);
        }

        @Test
        void refuses_what_no_cohort_can_show() {
            assertThatThrownBy(() -> ShiftedBetaGeometric.fit(100, 90)).hasMessageContaining("1 renewals");
            assertThatThrownBy(() -> ShiftedBetaGeometric.fit()).hasMessageContaining("0 renewals");
            assertThatThrownBy(() -> ShiftedBetaGeometric.fit(100, 90, 95)).hasMessageContaining("95.0 after 90.0");
            assertThatThrownBy(() -> ShiftedBetaGeometric.fit(100, 100, 100)).hasMessageContaining("0 of 100.0");
            assertThatThrownBy(() -> ShiftedBetaGeometric.fit(new double[1], new double[2]))
                    .hasMessageContaining("lengths 1 and 2");
            ShiftedBetaGeometric model = ShiftedBetaGeometric.of(1, 1);
            assertThatThrownBy(() -> model.survival(-1)).hasMessageContaining("renewals is -1");
            assertThatThrownBy(() -> model.retention(0)).hasMessageContaining("renewal is 0");
            assertThatThrownBy(() -> model.discountedLifetime(0)).hasMessageContaining("rate is 0.0");
            assertThatThrownBy(() -> ShiftedBetaGeometric.of(0, 1)).hasMessageContaining("alpha is 0.0");
        }
    }

    @Test
    void durations_must_be_positive_and_complete() {
        assertThatThrownBy(() -> durations(new double[] {0}, 1)).hasMessageContaining("time is 0.0");
        assertThatThrownBy(() -> durations(new double[] {Double.NaN}, 1)).hasMessageContaining("time is NaN");
        assertThatThrownBy(() -> durations(new double[] {1}, 1, 0)).hasMessageContaining("lengths 1 and 2");
        assertThatThrownBy(() -> durations(new double[] {})).hasMessageContaining("0 durations");
        assertThatThrownBy(() -> new Weibull(-1, 1, 0, 0, null)).hasMessageContaining("shape is -1.0");
    }

    @Test
    void models_survive_being_kept() {
        Rossi rossi = Rossi.read();
        Weibull weibull = Weibull.fit(rossi.durations()).withWindow("weeks 0..52");
        ShiftedBetaGeometric contract = ShiftedBetaGeometric.fit(1000, 869, 743).withWindow("2001..2003");

        assertThat(kept(weibull, Weibull.class)).isEqualTo(weibull);
        assertThat(kept(contract, ShiftedBetaGeometric.class)).isEqualTo(contract);
        CoxModel cox = CoxModel.fit(rossi.durations(), rossi.covariates()).withWindow("weeks 0..52");
        CoxModel read = kept(cox, CoxModel.class);
        assertThat(read.effects()).isEqualTo(cox.effects());
        assertThat(read.survival(30, 1, 20, 1, 0, 0, 1, 3)).isEqualTo(cox.survival(30, 1, 20, 1, 0, 0, 1, 3));
        KaplanMeier curve = KaplanMeier.fit(rossi.durations()).withWindow("weeks 0..52");
        assertThat(kept(curve, KaplanMeier.class).at(30, .9)).isEqualTo(curve.at(30, .9));
    }

    private static <M extends FittedModel> M kept(M model, Class<M> type) {
        return ModelJson.read(ModelJson.write(model), type);
    }
}
