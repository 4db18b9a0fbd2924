package lazo.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import lazo.analytics.attribution.Journeys;
import lazo.analytics.attribution.MarkovChain;
import lazo.analytics.attribution.Shapley;
import lazo.analytics.causal.Arm;
import lazo.analytics.causal.Effect;
import lazo.analytics.causal.Experiment;
import lazo.analytics.causal.UpliftModel;
import lazo.analytics.classify.BoostedTrees;
import lazo.analytics.classify.Classifier;
import lazo.analytics.classify.Column;
import lazo.analytics.classify.Features;
import lazo.analytics.classify.LogisticRegression;
import lazo.analytics.classify.NaiveBayes;
import lazo.analytics.classify.RandomForest;
import lazo.analytics.experience.DriverAnalysis;
import lazo.analytics.experience.NetPromoterScore;
import lazo.analytics.experience.SurveyScore;
import lazo.analytics.forecast.ForecastMethod;
import lazo.analytics.forecast.TimeSeries;
import lazo.analytics.optimise.BudgetAllocation;
import lazo.analytics.optimise.ConcaveResponse;
import lazo.analytics.optimise.OfferPlan;
import lazo.analytics.optimise.OfferProblem;
import lazo.analytics.recommend.AssociationRules;
import lazo.analytics.recommend.Baskets;
import lazo.analytics.recommend.Ease;
import lazo.analytics.recommend.Interactions;
import lazo.analytics.recommend.ItemNeighbours;
import lazo.analytics.recommend.OwnFrequency;
import lazo.analytics.recommend.Popularity;
import lazo.analytics.recommend.Recommender;
import lazo.analytics.risk.Benford;
import lazo.analytics.risk.Cusum;
import lazo.analytics.risk.IsolationForest;
import lazo.analytics.risk.Scorecard;
import lazo.analytics.segment.CustomerActivity;
import lazo.analytics.segment.GaussianMixture;
import lazo.analytics.segment.KMeans;
import lazo.analytics.segment.Rfm;
import lazo.analytics.survival.Covariates;
import lazo.analytics.survival.CoxModel;
import lazo.analytics.survival.Durations;
import lazo.analytics.survival.KaplanMeier;
import lazo.analytics.survival.ShiftedBetaGeometric;
import lazo.analytics.survival.Weibull;
import lazo.analytics.value.BetaGeometricBetaBinomial;
import lazo.analytics.value.BetaGeometricNbd;
import lazo.analytics.value.GammaGamma;
import lazo.analytics.value.GammaGompertzNbd;
import lazo.analytics.value.MbgCnbdK;
import lazo.analytics.value.ModifiedBetaGeometricNbd;
import lazo.analytics.value.Nbd;
import lazo.analytics.value.OpportunityHistory;
import lazo.analytics.value.ParetoNbd;
import lazo.analytics.value.PurchaseHistory;
import lazo.analytics.value.PurchaseModel;
import org.junit.jupiter.api.Test;

/** At the edge of what data can be, every family gives finite figures or refuses with the figure it found. */
class BoundariesTest {
    private static final List<Function<PurchaseHistory, PurchaseModel>> PURCHASES = List.of(
            BetaGeometricNbd::fit,
            ModifiedBetaGeometricNbd::fit,
            ParetoNbd::fit,
            GammaGompertzNbd::fit,
            Nbd::fit,
            history -> MbgCnbdK.fit(history, 2));

    private static final List<BiTrainer> CLASSIFIERS = List.of(
            LogisticRegression::fit,
            (features, y) -> BoostedTrees.fit(
                    features, y, BoostedTrees.Settings.standard(1).withRounds(10)),
            (features, y) -> RandomForest.fit(features, y, new RandomForest.Settings(10, 1, 1, 1)));

    private interface BiTrainer {
        Classifier fit(Features features, boolean[] outcomes);
    }

    /** All finite, or an IllegalArgumentException whose message holds a figure. */
    private static void finiteOrRefused(Supplier<double[]> work) {
        double[] figures;
        try {
            figures = work.get();
        } catch (IllegalArgumentException refusal) {
            assertThat(refusal).hasMessageMatching("(?s).*(\\d|NaN|∞|Infinity).*");
            return;
        }
        assertThat(Arrays.stream(figures)).allMatch(Double::isFinite);
    }

    private static double[] probabilities(DoubleStream figures) {
        double[] all = figures.toArray();
        assertThat(Arrays.stream(all)).allMatch(p -> p >= 0 && p <= 1);
        return all;
    }

    @Test
    void purchases_of_one_customer_of_equal_ones_and_of_ten_thousand() {
        for (Function<PurchaseHistory, PurchaseModel> family : PURCHASES) {
            for (int customers : new int[] {1, 2, 50}) {
                for (int repeats : new int[] {1, 7, 10_000}) {
                    int[] x = new int[customers];
                    double[] last = new double[customers];
                    double[] age = new double[customers];
                    Arrays.fill(x, repeats);
                    Arrays.fill(last, 20);
                    Arrays.fill(age, 30);
                    finiteOrRefused(() -> {
                        PurchaseModel model = family.apply(new PurchaseHistory(x, last, age));
                        return DoubleStream.concat(
                                        DoubleStream.of(
                                                model.expectedPurchases(10),
                                                model.expectedPurchases(repeats, 20, 30, 10),
                                                model.discountedPurchases(repeats, 20, 30, 52, .002)),
                                        Arrays.stream(probabilities(DoubleStream.of(
                                                model.probabilityOfPurchases(0, 10),
                                                model.probabilityOfPurchases(1, repeats, 20, 30, 10)))))
                                .toArray();
                    });
                }
            }
        }
    }

    @Test
    void purchases_of_one_time_buyers_alone_are_refused() {
        PurchaseHistory once = new PurchaseHistory(new int[3], new double[3], new double[] {10, 20, 30});
        for (Function<PurchaseHistory, PurchaseModel> family : PURCHASES) {
            assertThatThrownBy(() -> family.apply(once))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("0 repeat purchases among 3 customers, expected at least 1");
        }
        assertThatThrownBy(() -> BetaGeometricBetaBinomial.fit(
                        new OpportunityHistory(new int[1], new int[1], new int[] {6}, new int[] {9})))
                .hasMessage("0 repeat purchases among 9 customers, expected at least 1");
    }

    @Test
    void opportunities_and_amounts() {
        for (int[] one : new int[][] {{1, 1, 6}, {6, 6, 6}, {10_000, 10_000, 10_000}, {5_000, 9_000, 10_000}}) {
            finiteOrRefused(() -> {
                BetaGeometricBetaBinomial model = BetaGeometricBetaBinomial.fit(new OpportunityHistory(
                        new int[] {one[0]}, new int[] {one[1]}, new int[] {one[2]}, new int[] {1}));
                return new double[] {model.expectedPurchases(one[0], one[1], one[2], 5), model.alpha(), model.delta()};
            });
        }
        finiteOrRefused(() ->
                new double[] {GammaGamma.fit(new int[] {3}, new double[] {20}).p()});
        finiteOrRefused(() -> new double[] {
            GammaGamma.fit(new int[] {1, 2, 3}, new double[] {20, 20, 20}).p()
        });
        finiteOrRefused(() -> {
            GammaGamma model = GammaGamma.fit(new int[] {10_000, 1, 2}, new double[] {20, 1e-6, 1e9});
            return new double[] {model.expectedAmount(10_000, 20), model.expectedAmount(1, 1e9)};
        });
    }

    @Test
    void survival_of_one_of_equal_times_and_of_nobody_who_left() {
        double[][] times = {{5}, {5, 5, 5}, {1, 2, 3}, {1e-9, 1e9, 1}};
        for (double[] time : times) {
            for (boolean left : new boolean[] {true, false}) {
                boolean[] ended = new boolean[time.length];
                Arrays.fill(ended, left);
                Durations durations = new Durations(time, ended);
                finiteOrRefused(() -> probabilities(DoubleStream.of(
                        KaplanMeier.fit(durations).at(0),
                        KaplanMeier.fit(durations).at(Arrays.stream(time).min().orElseThrow()))));
                finiteOrRefused(() ->
                        probabilities(DoubleStream.of(Weibull.fit(durations).survival(2))));
                finiteOrRefused(() -> new double[] {
                    CoxModel.fit(durations, new Covariates(List.of("same"), new double[][] {new double[time.length]}))
                            .effect("same")
                            .coefficient()
                });
                // everybody who leaves early has the trait: the likelihood grows without end
                finiteOrRefused(() -> new double[] {
                    CoxModel.fit(durations, new Covariates(List.of("sure"), new double[][] {
                                Arrays.stream(time).map(t -> t < 2 ? 1 : 0).toArray()
                            }))
                            .effect("sure")
                            .coefficient()
                });
            }
        }
        for (double[] survivors : new double[][] {{100, 100, 100}, {100, 50, 50}, {100, 0, 0}, {1, 1}, {5, 4, 3}}) {
            finiteOrRefused(() -> {
                ShiftedBetaGeometric model = ShiftedBetaGeometric.fit(survivors);
                return probabilities(DoubleStream.of(model.survival(3), model.survival(10_000), model.retention(7)));
            });
        }
    }

    @Test
    void classes_that_are_empty_separable_or_alike_in_every_column() {
        int rows = 40;
        double[] separating = new double[rows];
        double[] constant = new double[rows];
        double[] unknown = new double[rows];
        boolean[] half = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            half[i] = i % 2 == 0;
            separating[i] = half[i] ? 1e6 : -1e6;
            constant[i] = 3;
            unknown[i] = Double.NaN;
        }
        Features features = new Features(List.of("a", "b", "c"), new double[][] {separating, constant, unknown});
        Features same = new Features(List.of("b"), new double[][] {constant});
        for (BiTrainer family : CLASSIFIERS) {
            assertThatThrownBy(() -> family.fit(features, new boolean[rows]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 of 40 outcomes are yes");
            assertThatThrownBy(() -> family.fit(new Features(List.of("a"), new double[][] {{1}}), new boolean[] {true}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 of 1 outcomes are yes");
            for (Features any : List.of(features, same)) {
                finiteOrRefused(
                        () -> probabilities(Arrays.stream(family.fit(any, half).probabilities(any))));
            }
        }
        List<Column> columns = List.of(new Column.Numbers("a", separating), new Column.Numbers("b", constant));
        assertThatThrownBy(() -> NaiveBayes.fit(columns, new boolean[rows])).hasMessageContaining("0 of 40 outcomes");
        finiteOrRefused(
                () -> probabilities(Arrays.stream(NaiveBayes.fit(columns, half).probabilities(columns))));
        finiteOrRefused(() -> new double[] {
            Scorecard.fit(columns, half, Scorecard.Scale.STANDARD, 0)
                    .characteristics()
                    .size()
        });
        finiteOrRefused(() -> new double[] {
            Scorecard.fit(columns, new boolean[rows], Scorecard.Scale.STANDARD, 0)
                    .characteristics()
                    .size()
        });
    }

    @Test
    void odd_records_among_one_among_equal_ones_and_with_huge_figures() {
        for (double[] values : new double[][] {{5}, {5, 5, 5, 5}, {1e-300, 1e300, 1, 2}}) {
            Features features = new Features(List.of("a"), new double[][] {values});
            finiteOrRefused(() ->
                    probabilities(Arrays.stream(IsolationForest.fit(features, 1).scores(features))));
            finiteOrRefused(
                    () -> probabilities(DoubleStream.of(Benford.of(values).pValue())));
            finiteOrRefused(() -> Cusum.of(values).follow(values).up());
        }
    }

    @Test
    void experiments_with_one_person_without_any_and_without_spread() {
        for (long people : new long[] {0, 1, 2, 10_000}) {
            for (long yes : new long[] {0, people}) {
                finiteOrRefused(() -> {
                    Effect effect = new Effect(Arm.ofCounts(yes, people), Arm.ofCounts(0, 1));
                    probabilities(DoubleStream.of(effect.pValue()));
                    return new double[] {
                        effect.difference(), effect.interval(.95).low()
                    };
                });
            }
        }
        for (double[] values : new double[][] {{}, {3}, {3, 3}, {3, 3, 3, 3}}) {
            finiteOrRefused(() -> {
                Effect effect = new Effect(Arm.ofValues(values), Arm.ofValues(values));
                return new double[] {effect.difference(), effect.pValue()};
            });
        }
        boolean[] nobody = new boolean[6];
        finiteOrRefused(() -> {
            Features features = new Features(List.of("a"), new double[][] {{1, 2, 3, 4, 5, 6}});
            return UpliftModel.TwoModels.fit(new Experiment(features, nobody, nobody), LogisticRegression::fit)
                    .uplifts(features);
        });
    }

    @Test
    void credits_of_one_path_of_one_channel_and_of_paths_that_never_convert() {
        double[][] conversions = {{1}, {0}, {1e9}};
        for (double[] each : conversions) {
            Journeys journeys = Journeys.of(List.of(List.of("only")), each, new double[] {0});
            finiteOrRefused(() -> Shapley.credit(journeys).conversions());
            for (int order = 1; order <= 3; order++) {
                int memory = order;
                finiteOrRefused(() -> MarkovChain.fit(journeys, memory).credit().conversions());
            }
        }
        finiteOrRefused(() -> Shapley.credit(Journeys.of(List.of(), new double[0], new double[0]))
                .conversions());
        finiteOrRefused(() -> MarkovChain.fit(Journeys.of(List.of(), new double[0], new double[0]), 1)
                .credit()
                .conversions());
    }

    @Test
    void series_of_one_figure_of_equal_ones_and_of_none_sold() {
        double[] zeros = new double[36];
        double[] equal = zeros.clone();
        Arrays.fill(equal, 10_000);
        double[] once = zeros.clone();
        once[17] = 5;
        for (double[] values : new double[][] {{7}, {7, 7}, zeros, equal, once}) {
            for (ForecastMethod method : ForecastMethod.values()) {
                finiteOrRefused(() -> {
                    var forecast = method.fit(new TimeSeries(values, 12)).forecast(6, .8);
                    assertThat(forecast.lower()[0]).doesNotContain(Double.NaN);
                    return forecast.mean();
                });
            }
        }
    }

    @Test
    void segments_of_one_customer_and_of_equal_ones() {
        for (int rows : new int[] {1, 2, 30}) {
            double[] same = new double[rows];
            Arrays.fill(same, 4);
            var data = new lazo.analytics.segment.Features(List.of("a", "b"), new double[][] {same, same});
            finiteOrRefused(() -> KMeans.fit(data, 1, 2, 1).centres()[0]);
            finiteOrRefused(() -> KMeans.fit(data, 2, 2, 1).centres()[1]);
            finiteOrRefused(() -> GaussianMixture.fit(data, GaussianMixture.Shape.values()[0], 1, 1)
                    .probabilities(data)[0]);
            finiteOrRefused(() -> {
                CustomerActivity activity = new CustomerActivity(new long[rows], same, same, same);
                return Arrays.stream(Rfm.quantiles(activity, 5).score(activity).money())
                        .asDoubleStream()
                        .toArray();
            });
        }
    }

    @Test
    void recommendations_from_one_customer_from_nobody_and_from_equal_baskets() {
        List<Function<Interactions, Recommender>> families = List.of(
                Popularity::fit, OwnFrequency::fit, data -> Ease.fit(data, 10), data -> ItemNeighbours.fit(data, 3));
        Interactions.History nothing = new Interactions.History(new int[0], new double[0]);
        for (Interactions data : List.of(
                Interactions.of(new int[] {0}, new int[] {1}, 1, 2),
                Interactions.of(new int[0], new int[0], 1, 2),
                Interactions.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}, 2, 2))) {
            for (Function<Interactions, Recommender> family : families) {
                finiteOrRefused(() -> family.apply(data).scores(data.histories()[0]));
                finiteOrRefused(() -> family.apply(data).scores(nothing));
            }
        }
        for (int[][] lists : new int[][][] {{}, {{}}, {{0}}, {{0, 1}, {0, 1}, {0, 1}}}) {
            finiteOrRefused(() -> {
                AssociationRules rules = AssociationRules.fit(Baskets.of(lists, 2), .5, .5);
                return rules.rules().stream().mapToDouble(rule -> rule.lift()).toArray();
            });
        }
    }

    @Test
    void plans_for_one_channel_without_budget_and_for_offers_worth_nothing() {
        for (double budget : new double[] {0, 1e-9, 1e9}) {
            finiteOrRefused(() -> BudgetAllocation.of(List.of(new ConcaveResponse.Saturating(100, .02)), budget)
                    .spend());
        }
        for (double value : new double[] {0, -5, Double.NaN, 1e12}) {
            finiteOrRefused(() -> {
                OfferPlan plan = OfferPlan.greedy(
                        new OfferProblem(new double[][] {{value}}, new double[] {1}, new int[] {1}, 1, 1));
                return new double[] {plan.value(), plan.bound()};
            });
        }
    }

    @Test
    void surveys_of_one_answer_of_none_and_of_equal_ones() {
        for (double[] answers : new double[][] {{}, {10}, {0, 0, 0}, new double[500]}) {
            finiteOrRefused(() -> switch (NetPromoterScore.of(answers)) {
                case SurveyScore.Measured<NetPromoterScore> m ->
                    new double[] {m.score().score(), m.score().interval().lower()};
                case SurveyScore.NotEnoughAnswers<NetPromoterScore> _ -> new double[0];
            });
        }
        double[] same = new double[100];
        SplittableRandom random = new SplittableRandom(1);
        double[] any = random.doubles(100).toArray();
        for (double[] outcome : List.of(same, any)) {
            finiteOrRefused(() -> {
                DriverAnalysis found = DriverAnalysis.fit(
                        List.of("a", "b"), new double[][] {any, same}, outcome, DriverAnalysis.Settings.standard(1));
                return new double[] {found.rSquared()};
            });
        }
    }
}
