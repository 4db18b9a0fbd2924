package lazo.analytics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelJson;
import lazo.analytics.numeric.Lbfgs;
import lazo.analytics.numeric.MaximumLikelihood;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PurchaseInputsTest {
    private static PurchaseHistory one(int repeats, double lastAge, double age) {
        return new PurchaseHistory(new int[] {repeats}, new double[] {lastAge}, new double[] {age}, new double[] {0});
    }

    private static PurchaseHistory same(int size, int repeats, double lastAge, double age) {
        int[] x = new int[size];
        double[] last = new double[size];
        double[] ages = new double[size];
        Arrays.fill(x, repeats);
        Arrays.fill(last, lastAge);
        Arrays.fill(ages, age);
        return new PurchaseHistory(x, last, ages, new double[size]);
    }

    @Nested
    class Logs {
        private final PurchaseLog log =
                new PurchaseLog(new int[] {7, 7, 7, 7, 8, 9, 9, 9}, new double[] {0, 14, 14, 70, 3, 50, 57, 99});

        @Test
        void are_summed_up_as_seen_at_a_moment() {
            PurchaseHistory history = log.until(56, 7);

            assertThat(history.repeats()).containsExactly(1, 0, 0);
            assertThat(history.lastAge()).containsExactly(2, 0, 0);
            assertThat(history.age()).containsExactly(8, 53 / 7.0, 6 / 7.0);
            assertThat(history.logGaps()[0]).isCloseTo(Math.log(2), within(1e-15));
        }

        @Test
        void are_split_into_what_was_and_what_came() {
            HoldOut split = log.splitAt(20, 70, 1);

            assertThat(split.history().size()).isEqualTo(2);
            assertThat(split.history().repeats()).containsExactly(1, 0);
            assertThat(split.later()).containsExactly(1, 0);
            assertThat(split.span()).isEqualTo(50);
            assertThat(log.splitAt(50, 98, 1).later()).containsExactly(1, 0, 1);
        }

        @Test
        void give_the_times_between_purchases() {
            assertThat(log.gaps(98)).isDeepEqualTo(new double[][] {{14, 56}, {7}});
            double[] weekly = new double[50];
            Arrays.setAll(weekly, i -> 7.0 * i);
            assertThat(new PurchaseLog(new int[50], weekly).gaps(1000)[0])
                    .hasSize(49)
                    .containsOnly(7);
        }

        @Test
        void must_be_sorted_and_complete() {
            assertThatThrownBy(() -> new PurchaseLog(new int[] {2, 1}, new double[] {0, 0}))
                    .hasMessageContaining("Row 1: expected rows sorted");
            assertThatThrownBy(() -> new PurchaseLog(new int[] {1, 1}, new double[] {5, 4}))
                    .hasMessageContaining("Row 1: expected rows sorted");
            assertThatThrownBy(() -> new PurchaseLog(new int[] {1}, new double[] {Double.NaN}))
                    .hasMessageContaining("Row 0: time is NaN");
            assertThatThrownBy(() -> new PurchaseLog(new int[1], new double[2])).hasMessageContaining("1 and 2");
            assertThatThrownBy(() -> log.until(5, 0)).hasMessageContaining("unit is 0.0");
            assertThatThrownBy(() -> log.splitAt(5, 4, 1)).hasMessageContaining("end is 4.0");
        }
    }

    @Nested
    class Histories {
        @Test
        void must_be_possible() {
            assertThatThrownBy(() -> one(-1, 0, 5)).hasMessageContaining("repeats is -1");
            assertThatThrownBy(() -> one(1, 6, 5)).hasMessageContaining("lastAge is 6.0, expected 0 to its age 5.0");
            assertThatThrownBy(() -> one(1, 0, 5)).hasMessageContaining("lastAge is 0.0 with 1 repeats");
            assertThatThrownBy(() -> one(0, 1, 5)).hasMessageContaining("lastAge is 1.0 with 0 repeats");
            assertThatThrownBy(() -> one(0, 0, Double.NaN)).hasMessageContaining("age is NaN");
            assertThatThrownBy(() -> one(0, 0, Double.POSITIVE_INFINITY)).hasMessageContaining("age is Infinity");
            assertThatThrownBy(() -> new PurchaseHistory(new int[1], new double[2], new double[1]))
                    .hasMessageContaining("lengths 1, 2 and 1");
            assertThatThrownBy(() -> new PurchaseHistory(new int[1], new double[1], new double[1], new double[2]))
                    .hasMessageContaining("logGaps has length 2");
            assertThatThrownBy(() ->
                            new PurchaseHistory(new int[1], new double[1], new double[1], new double[] {Double.NaN}))
                    .hasMessageContaining("logGaps is NaN");
            assertThatThrownBy(() -> new HoldOut(one(0, 0, 5), new int[2], 1)).hasMessageContaining("length 2");
            assertThatThrownBy(() -> new HoldOut(one(0, 0, 5), new int[1], -1)).hasMessageContaining("span is -1");
            assertThatThrownBy(() -> new HoldOut(one(0, 0, 5), new int[] {-1}, 1))
                    .hasMessageContaining("later is -1");
        }

        @Test
        void that_are_equal_are_counted_once() {
            SplittableRandom random = new SplittableRandom(1);
            int size = 200_000;
            int[] x = new int[size];
            double[] last = new double[size];
            double[] age = new double[size];
            for (int i = 0; i < size; i++) {
                x[i] = random.nextInt(3);
                age[i] = 10 + random.nextInt(20);
                last[i] = x[i] == 0 ? 0 : 1 + random.nextInt(9);
            }
            PurchaseHistory history = new PurchaseHistory(x, last, age);

            Groups groups = Groups.of(history);

            assertThat(groups.size()).isEqualTo(20 + 2 * 20 * 9);
            assertThat(groups.customers()).isEqualTo(size);
            assertThat(groups.rate())
                    .isCloseTo(history.totalRepeats() / Arrays.stream(age).sum(), within(1e-12));
            assertThat(groups.every(7).size()).isEqualTo((groups.size() + 6) / 7);
        }

        @Test
        void at_instants_that_hardly_repeat_are_left_apart_and_mean_the_same() {
            PurchaseHistory all = instants(50_000);
            BetaGeometricNbd model = BetaGeometricNbd.of(.7, 6, .9, 3);
            double sum = 0;
            for (int from = 0; from < 50_000; from += 10_000) {
                PurchaseHistory some = new PurchaseHistory(
                        Arrays.copyOfRange(all.repeats(), from, from + 10_000),
                        Arrays.copyOfRange(all.lastAge(), from, from + 10_000),
                        Arrays.copyOfRange(all.age(), from, from + 10_000));
                sum += model.logLikelihood(some);
            }

            Groups groups = Groups.of(all);

            assertThat(groups.size()).isEqualTo(50_000);
            assertThat(groups.customers()).isEqualTo(50_000);
            assertThat(groups.every(10).times()).hasSizeLessThan(10_001);
            assertThat(model.logLikelihood(all)).isCloseTo(sum, within(1e-6));
        }

        @Test
        void in_great_number_are_fitted_by_way_of_a_sample_to_the_same_parameters() {
            PurchaseHistory all = instants(50_000);
            Groups groups = Groups.of(all);
            Likelihood likelihood = BetaGeometric.likelihood(1, false);
            double[] low = {1e-5, 1e-5, 1e-5, 1e-5};
            double[] high = {1e5, 1e6, 1e5, 1e5};
            MaximumLikelihood direct =
                    new MaximumLikelihood((p, g) -> likelihood.at(groups, p, g), all.size(), low, high);
            double[] plain = direct.from(new double[] {.5, 5, .5, 2}, new Lbfgs(20, 500, 1e-11, 0))
                    .parameters();

            BetaGeometricNbd model = BetaGeometricNbd.fit(all);

            double[] sampled = {model.r(), model.alpha(), model.a(), model.b()};
            for (int i = 0; i < 4; i++) {
                assertThat(sampled[i]).isCloseTo(plain[i], within(1e-6 * plain[i]));
            }
            assertThat(model.provenance().quality().get("evaluations")).isLessThan(12);
            assertThat(ModelJson.write(BetaGeometricNbd.fit(all))).isEqualTo(ModelJson.write(model));
        }

        private static PurchaseHistory instants(int size) {
            return SimulatedCustomers.betaGeometric(size, 1, .8, 6, .8, 2.5, false, 13, 5)
                    .history();
        }
    }

    @ParameterizedTest
    @EnumSource(PurchaseFamily.class)
    void a_single_customer_or_many_equal_ones_give_finite_forecasts(PurchaseFamily family) {
        for (PurchaseHistory history : new PurchaseHistory[] {
            one(3, 20, 30), one(1, 30, 30), one(10_000, 99, 100), same(50, 2, 10, 30), same(50, 1, 1, 1)
        }) {
            PurchaseModel model = family.fit(history);

            assertThat(model.provenance().quality().get("logLikelihood")).isFinite();
            for (double span : new double[] {0, 1, 1000}) {
                assertThat(model.expectedPurchases(span)).isFinite().isNotNegative();
                assertThat(model.expectedPurchases(history, span)[0]).isFinite().isNotNegative();
                assertThat(model.probabilityOfPurchases(0, span)).isBetween(0.0, 1.0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PurchaseFamily.class)
    void customers_who_never_came_back_are_refused(PurchaseFamily family) {
        assertThatThrownBy(() -> family.fit(same(25, 0, 0, 30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 repeat purchases among 25 customers, expected at least 1");
    }

    @Test
    void regularity_needs_the_times_between_purchases() {
        PurchaseHistory bare = new PurchaseHistory(new int[] {2}, new double[] {3}, new double[] {9});

        assertThatThrownBy(() -> MbgCnbdK.fit(bare)).hasMessageContaining("logGaps is empty, expected 1 entries");
        assertThat(MbgCnbdK.fit(bare, 2).k()).isEqualTo(2);
    }

    @Test
    void parameters_and_arguments_out_of_bounds_are_named() {
        assertThatThrownBy(() -> BetaGeometricNbd.of(0, 1, 1, 1)).hasMessageContaining("r is 0.0");
        assertThatThrownBy(() -> MbgCnbdK.of(0, 1, 1, 1, 1)).hasMessageContaining("k is 0");
        assertThatThrownBy(() -> MbgCnbdK.of(101, 1, 1, 1, 1)).hasMessageContaining("k is 101");
        assertThatThrownBy(() -> ParetoNbd.of(1, 1, 1, Double.NaN)).hasMessageContaining("beta is NaN");
        assertThatThrownBy(() -> ParetoNbd.of(0, 1, 1, 1)).hasMessage("r is 0.0, expected above 0 and finite");
        assertThatThrownBy(() -> ParetoNbd.of(1, -1, 1, 1)).hasMessage("alpha is -1.0, expected above 0 and finite");
        assertThatThrownBy(() -> ParetoNbd.of(1, 1, 0, 1)).hasMessage("s is 0.0, expected above 0 and finite");
        for (int bad = 0; bad < 5; bad++) {
            double[] p = {1, 1, 1, 1, 1};
            p[bad] = -1;
            String name = List.of("r", "alpha", "b", "s", "beta").get(bad);
            assertThatThrownBy(() -> GammaGompertzNbd.of(p[0], p[1], p[2], p[3], p[4]))
                    .hasMessage(name + " is -1.0, expected above 0 and finite");
        }
        assertThatThrownBy(() -> GammaGompertzNbd.of(1, 1, 1e-300, 1, 1e300))
                .hasMessageContaining("beta / b is Infinity");
        assertThatThrownBy(() -> Nbd.of(0, 1)).hasMessageContaining("r is 0.0");
        assertThatThrownBy(() -> Nbd.of(1, 0)).hasMessageContaining("alpha is 0.0");
        assertThatThrownBy(() -> GammaGamma.of(0, 2, 1)).hasMessageContaining("p is 0.0");
        assertThatThrownBy(() -> GammaGamma.of(1, 2, 0)).hasMessageContaining("gamma is 0.0");
        assertThatThrownBy(() -> GammaGamma.of(1, 1, 1)).hasMessageContaining("q is 1.0");
        for (int bad = 0; bad < 4; bad++) {
            double[] p = {1, 1, 1, 1};
            p[bad] = 0;
            String greek = List.of("alpha", "beta", "gamma", "delta").get(bad);
            assertThatThrownBy(() -> BetaGeometricBetaBinomial.of(p[0], p[1], p[2], p[3]))
                    .hasMessage(greek + " is 0.0, expected above 0 and finite");
            String latin = List.of("r", "alpha", "a", "b").get(bad);
            assertThatThrownBy(() -> BetaGeometricNbd.of(p[0], p[1], p[2], p[3]))
                    .hasMessageStartingWith(latin + " is");
            assertThatThrownBy(() -> ModifiedBetaGeometricNbd.of(p[0], p[1], p[2], p[3]))
                    .hasMessageStartingWith(latin + " is");
            assertThatThrownBy(() -> MbgCnbdK.of(2, p[0], p[1], p[2], p[3])).hasMessageStartingWith(latin + " is");
        }
        assertThatThrownBy(() -> Nbd.of(1, Double.POSITIVE_INFINITY)).hasMessageContaining("alpha is Infinity");
        for (PurchaseModel model : new PurchaseModel[] {
            Nbd.of(1, 1), ParetoNbd.of(1, 1, 1, 1), BetaGeometricNbd.of(1, 1, 1, 1), GammaGompertzNbd.of(1, 1, 1, 1, 1)
        }) {
            assertThatThrownBy(() -> model.expectedPurchases(-1)).hasMessageContaining("span is -1.0");
            assertThatThrownBy(() -> model.expectedPurchases(1, 0, 3, 1)).hasMessageContaining("lastAge is 0.0");
            assertThat(model.probabilityOfPurchases(-1, 1, 2, 3, 1)).isZero();
        }
    }

    @Test
    void models_survive_being_kept() {
        PurchaseHistory history = PurchaseData.cdnowSample().cdnowHoldOut().history();
        for (PurchaseFamily family : PurchaseFamily.values()) {
            PurchaseModel model = family.fit(history).withWindow("1997-01-01..1997-09-30");
            assertThat(kept(model)).isEqualTo(model);
            assertThat(model.provenance().rows()).isEqualTo(2357);
            assertThat(model.provenance().window()).contains("1997-01-01..1997-09-30");
            assertThat(model.provenance().settings()).containsEntry("converged", "true");
        }
        assertThat(kept(GammaGamma.of(6, 4, 15).withWindow("w")))
                .isEqualTo(GammaGamma.of(6, 4, 15).withWindow("w"));
        HiatusRule rule = HiatusRule.of(3).withWindow("w");
        assertThat(kept(rule)).isEqualTo(rule);
        BetaGeometricBetaBinomial donors =
                BetaGeometricBetaBinomial.fit(Donations.read()).withWindow("1996..2001");
        assertThat(kept(donors)).isEqualTo(donors);
    }

    private static FittedModel kept(FittedModel model) {
        return ModelJson.read(ModelJson.write(model), model.getClass());
    }

    @Nested
    class RulesOfThumb {
        @Test
        void own_rate_goes_on_and_is_0_for_who_came_today() {
            PurchaseHistory history =
                    new PurchaseHistory(new int[] {4, 0, 0}, new double[] {9, 0, 0}, new double[] {10, 5, 0});

            assertThat(Baselines.ownRate(history, 5)).containsExactly(2, 0, 0);
        }

        @Test
        void errors_are_means_of_distances() {
            assertThat(Baselines.meanAbsoluteError(new double[] {1, 2}, new int[] {0, 4}))
                    .isEqualTo(1.5);
            assertThatThrownBy(() -> Baselines.meanAbsoluteError(new double[0], new int[0]))
                    .hasMessageContaining("lengths 0 and 0");
            assertThatThrownBy(() -> Baselines.meanAbsoluteError(new double[1], new int[2]))
                    .hasMessageContaining("lengths 1 and 2");
        }

        @Test
        void the_best_hiatus_tells_most_customers_right() {
            HoldOut split = PurchaseData.cdnowSample().cdnowHoldOut();

            HiatusRule rule = HiatusRule.fit(split);

            assertThat(rule.accuracy(split))
                    .isCloseTo(rule.provenance().quality().get("accuracy"), within(1e-12));
            for (double weeks = 0; weeks < 40; weeks += 1 / 7.0) {
                assertThat(HiatusRule.of(weeks).accuracy(split)).isLessThanOrEqualTo(rule.accuracy(split));
            }
            assertThat(rule.active(10, 10 + rule.hiatus())).isTrue();
            assertThat(rule.active(10, 10.1 + rule.hiatus())).isFalse();
            assertThatThrownBy(() -> HiatusRule.of(-1)).hasMessageContaining("hiatus is -1.0");
            assertThatThrownBy(() -> HiatusRule.fit(new HoldOut(same(0, 0, 0, 0), new int[0], 1)))
                    .hasMessageContaining("0 customers");
        }

        @Test
        void regularity_is_1_by_chance_and_k_for_erlang_gaps() {
            for (int k : new int[] {1, 4}) {
                SplittableRandom random = new SplittableRandom(k);
                double[][] gaps = new double[4000][3];
                for (double[] own : gaps) {
                    for (int i = 0; i < own.length; i++) {
                        for (int stage = 0; stage < k; stage++) {
                            own[i] -= Math.log(1 - random.nextDouble());
                        }
                    }
                }
                Regularity found = Regularity.of(gaps);
                assertThat(found.k()).isCloseTo(k, within(2 * found.standardError()));
                assertThat(found.customers()).isEqualTo(4000);
            }
        }

        @Test
        void regularity_is_endless_for_clockwork_and_unknown_for_few() {
            double[][] weekly = new double[20][];
            Arrays.fill(weekly, new double[] {7, 7});

            assertThat(Regularity.of(weekly).k()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThatThrownBy(() -> Regularity.of(new double[][] {{1, 2}, {1}}))
                    .hasMessage("1 customers with two gaps between purchases, expected at least 10");
        }
    }

    @Nested
    class Amounts {
        @Test
        void true_parameters_lie_near_the_estimate() {
            SplittableRandom random = new SplittableRandom(2);
            int size = 20_000;
            int[] x = new int[size];
            double[] mean = new double[size];
            for (int i = 0; i < size; i++) {
                x[i] = 1 + random.nextInt(6);
                double scale = 1 / erlang(random, 4);
                mean[i] = 15 * erlang(random, 6 * x[i]) * scale / x[i];
            }

            GammaGamma found = GammaGamma.fit(x, mean);

            assertThat(found.p()).isCloseTo(6, within(.3));
            assertThat(found.q()).isCloseTo(4, within(.15));
            assertThat(found.gamma()).isCloseTo(15, within(1.0));
            assertThat(found.correlation()).isCloseTo(0, within(.02));
            assertThat(found.expectedAmount(0, Double.NaN)).isCloseTo(found.dataMean(), within(.5));
        }

        private double erlang(SplittableRandom random, int k) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum -= Math.log(1 - random.nextDouble());
            }
            return sum;
        }

        @Test
        void more_purchases_move_the_expectation_from_everybody_to_the_customer() {
            GammaGamma model = GammaGamma.of(6.25, 3.74, 15.44);
            double before = model.expectedAmount(0, Double.NaN);
            for (int x : new int[] {1, 2, 5, 20, 10_000}) {
                double now = model.expectedAmount(x, 100);
                assertThat(now).isBetween(before, 100.0);
                before = now;
            }
            assertThat(model.expectedAmount(new int[] {0, 1}, new double[] {Double.NaN, 100}))
                    .containsExactly(model.expectedAmount(0, 0), model.expectedAmount(1, 100));
        }

        @Test
        void totals_have_a_distribution() {
            GammaGamma model = GammaGamma.of(6.25, 3.74, 15.44);

            assertThat(model.probabilityTotalAtMost(-1, 2, 1, 30)).isZero();
            assertThat(model.probabilityTotalAtMost(0, 0, 1, 30)).isEqualTo(1);
            assertThat(model.probabilityTotalAtMost(1e9, 3, 0, Double.NaN)).isCloseTo(1, within(1e-9));
            double mean = 0;
            for (double v = .05; v < 20_000; v += .1) {
                mean += .1 * (1 - model.probabilityTotalAtMost(v, 2, 3, 30));
            }
            assertThat(mean).isCloseTo(2 * model.expectedAmount(3, 30), within(.01));
        }

        @Test
        void a_mean_that_does_not_exist_is_replaced_by_the_mean_of_the_data() {
            GammaGamma wild =
                    new GammaGamma(.5, .4, 10, 0, 55, GammaGamma.of(1, 2, 3).provenance());

            assertThat(wild.expectedAmount(1, 80)).isEqualTo(55);
            assertThat(wild.expectedAmount(0, Double.NaN)).isEqualTo(55);
            assertThat(wild.expectedAmount(2, 80)).isPositive();
        }

        @Test
        void too_few_or_equal_amounts_are_refused() {
            assertThatThrownBy(() -> GammaGamma.fit(new int[] {1, 2, 0}, new double[] {5, 0, 7}))
                    .hasMessage("1 customers with an amount above 0, expected at least 3");
            assertThatThrownBy(() -> GammaGamma.fit(new int[] {1, 2, 3}, new double[] {5, 5, 5}))
                    .hasMessage("All 3 means are 5.0, expected some to differ");
            assertThatThrownBy(() -> GammaGamma.fit(new int[1], new double[2])).hasMessageContaining("1 and 2");
            assertThatThrownBy(() -> GammaGamma.of(1, 1, 1)).hasMessageContaining("q is 1.0, expected above 1");
            GammaGamma model = GammaGamma.of(6, 4, 15);
            assertThatThrownBy(() -> model.expectedAmount(1, Double.NaN)).hasMessageContaining("mean is NaN");
            assertThatThrownBy(() -> model.expectedAmount(-1, 1)).hasMessageContaining("purchases is -1");
        }

        @Test
        void customers_without_amounts_are_left_out_and_counted() {
            GammaGamma found =
                    GammaGamma.fit(new int[] {1, 2, 3, 4, 0, 1}, new double[] {10, 20, 15, 12, Double.NaN, -3});

            assertThat(found.provenance().rows()).isEqualTo(4);
            assertThat(found.provenance().settings()).containsEntry("leftOut", "2");
            assertThat(found.expectedAmount(1, 12)).isFinite().isPositive();
        }
    }

    @Nested
    class Opportunities {
        private final BetaGeometricBetaBinomial model = BetaGeometricBetaBinomial.of(1.204, .750, .657, 2.783);

        @Test
        void chances_add_to_1_and_their_mean_is_the_expectation() {
            for (int last = 0; last <= 6; last++) {
                int x = Math.min(2, last);
                double sum = 0;
                double mean = 0;
                for (int n = 0; n <= 5; n++) {
                    double chance = model.probabilityOfPurchases(n, x, last, 6, 5);
                    assertThat(chance).isBetween(0.0, 1.0);
                    sum += chance;
                    mean += n * chance;
                }
                assertThat(sum).isCloseTo(1, within(1e-12));
                assertThat(mean).isCloseTo(model.expectedPurchases(x, last, 6, 5), within(1e-12));
            }
            assertThat(model.probabilityOfPurchases(6, 2, 3, 6, 5)).isZero();
            assertThat(model.probabilityOfPurchases(-1, 2, 3, 6, 5)).isZero();
        }

        @Test
        void a_recent_purchase_makes_it_certain_that_the_customer_is_active() {
            assertThat(model.probabilityActive(1, 6, 6)).isEqualTo(1);
            double before = 1;
            for (int last = 5; last >= 1; last--) {
                double active = model.probabilityActive(1, last, 6);
                assertThat(active).isBetween(0.0, before);
                before = active;
            }
        }

        @Test
        void discounted_purchases_are_the_discounted_sum() {
            double sum = 0;
            for (int i = 1; i < 2000; i++) {
                sum += (model.expectedPurchases(2, 4, 6, i) - model.expectedPurchases(2, 4, 6, i - 1))
                        / Math.pow(1.1, i);
            }
            assertThat(model.discountedPurchases(2, 4, 6, .1)).isCloseTo(sum, within(1e-9));
            assertThat(model.expectedPurchases(3)).isEqualTo(model.expectedPurchases(0, 0, 0, 3));
        }

        @Test
        void impossible_histories_are_refused() {
            assertThatThrownBy(() -> model.probabilityActive(3, 2, 6)).hasMessageContaining("repeats 3, last 2");
            assertThatThrownBy(() -> model.expectedPurchases(0, 0, 6, -1)).hasMessageContaining("ahead is -1");
            assertThatThrownBy(() -> model.discountedPurchases(0, 0, 6, 0)).hasMessageContaining("rate is 0.0");
            int[] zero = {0};
            assertThatThrownBy(() -> new OpportunityHistory(zero, zero, zero, new int[] {-1}))
                    .hasMessageContaining("customers is -1");
            assertThatThrownBy(() -> new OpportunityHistory(zero, zero, zero, new int[2]))
                    .hasMessageContaining("lengths 1, 1, 1 and 2");
            assertThatThrownBy(() -> BetaGeometricBetaBinomial.fit(
                            new OpportunityHistory(zero, zero, new int[] {6}, new int[] {40})))
                    .hasMessage("0 repeat purchases among 40 customers, expected at least 1");
            assertThatThrownBy(() -> BetaGeometricBetaBinomial.of(1, 1, 0, 1)).hasMessageContaining("gamma is 0.0");
        }

        @Test
        void rows_without_customers_change_nothing() {
            OpportunityHistory donors = Donations.read();
            int rows = donors.repeats().length;
            int[] x = Arrays.copyOf(donors.repeats(), rows + 1);
            int[] last = Arrays.copyOf(donors.last(), rows + 1);
            int[] periods = Arrays.copyOf(donors.periods(), rows + 1);
            int[] customers = Arrays.copyOf(donors.customers(), rows + 1);
            periods[rows] = 60;

            BetaGeometricBetaBinomial found =
                    BetaGeometricBetaBinomial.fit(new OpportunityHistory(x, last, periods, customers));

            assertThat(found).isEqualTo(BetaGeometricBetaBinomial.fit(donors));
        }
    }
}
