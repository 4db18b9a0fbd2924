package lazo.analytics.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lazo.analytics.Reference;
import lazo.analytics.Samples;
import lazo.analytics.optimise.ConcaveResponse.Hyperbolic;
import lazo.analytics.optimise.ConcaveResponse.Logarithmic;
import lazo.analytics.optimise.ConcaveResponse.Power;
import lazo.analytics.optimise.ConcaveResponse.Saturating;
import org.junit.jupiter.api.Test;

class OptimiseTest {
    private static final List<Saturating> GOLDEN = List.of(
            new Saturating(100, 0.02), new Saturating(80, 0.05), new Saturating(60, 0.1), new Saturating(40, 0.01));

    @Test
    void the_golden_budget_is_divided_as_computed() {
        BudgetAllocation plan = BudgetAllocation.of(GOLDEN, 100);
        String source = "KKT solved in Python, scipy";
        double[] spend = {46.969333, 32.650677, 20.379990, 0};
        for (int channel = 0; channel < 4; channel++) {
            Reference.check(
                    "Budget",
                    "four saturating channels",
                    "spend on channel " + (channel + 1),
                    spend[channel],
                    plan.spend()[channel],
                    5e-7,
                    source);
        }
        Reference.check("Budget", "four saturating channels", "lambda", 0.7817350, plan.marginal(), 5e-8, source);
        Reference.check("Budget", "four saturating channels", "value", 177.461201, plan.value(), 5e-7, source);
        Reference.check(
                "Budget",
                "four saturating channels",
                "value of an equal split",
                160.349419,
                plan.evenValue(),
                5e-7,
                source);
    }

    private static List<ConcaveResponse> channels(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return List.of(
                new Saturating(random.nextDouble(1, 100), random.nextDouble(0.001, 0.2)),
                new Hyperbolic(random.nextDouble(1, 100), random.nextDouble(1, 200)),
                new Logarithmic(random.nextDouble(1, 50), random.nextDouble(0.001, 0.5)),
                new Power(random.nextDouble(0.1, 10), random.nextDouble(0.1, 0.9)));
    }

    @Test
    void an_allocation_meets_the_kkt_conditions() {
        Samples.each(100, draw -> {
            long seed = draw.seed();
            double budget = draw.number(1, 1000);
            List<ConcaveResponse> channels = channels(seed);
            double[] least = {budget / 10, 0, 0, 0};
            double[] most = {budget, budget / 3, budget, budget / 2};
            BudgetAllocation plan = BudgetAllocation.of(channels, budget, least, most);
            assertThat(Arrays.stream(plan.spend()).sum()).isCloseTo(budget, within(1e-9 * budget));
            assertThat(plan.value()).isGreaterThanOrEqualTo(plan.evenValue() - 1e-9);
            for (int i = 0; i < 4; i++) {
                double marginal = channels.get(i).marginal(plan.spend()[i]);
                assertThat(plan.spend()[i]).isBetween(least[i], most[i]);
                if (plan.spend()[i] > least[i] + 1e-6 * budget) {
                    assertThat(marginal).isGreaterThanOrEqualTo(plan.marginal() * (1 - 1e-6));
                }
                if (plan.spend()[i] < most[i] - 1e-6 * budget) {
                    assertThat(marginal).isLessThanOrEqualTo(plan.marginal() * (1 + 1e-6));
                }
            }
        });
    }

    @Test
    void more_budget_brings_more_and_no_channel_less() {
        Samples.each(50, draw -> {
            long seed = draw.seed();
            double budget = draw.number(1, 1000);
            BudgetAllocation before = BudgetAllocation.of(channels(seed), budget);
            BudgetAllocation after = BudgetAllocation.of(channels(seed), 1.5 * budget);
            assertThat(after.value()).isGreaterThan(before.value());
            assertThat(after.marginal()).isLessThanOrEqualTo(before.marginal());
            for (int i = 0; i < 4; i++) {
                assertThat(after.spend()[i]).isGreaterThanOrEqualTo(before.spend()[i] - 1e-9 * budget);
            }
        });
    }

    @Test
    void responses_are_consistent() {
        Samples.each(50, draw -> {
            long seed = draw.seed();
            double spend = draw.number(0.5, 500);
            for (ConcaveResponse response : channels(seed)) {
                assertThat(response.value(0)).isZero();
                double slope = (response.value(spend + 1e-4) - response.value(spend - 1e-4)) / 2e-4;
                assertThat(response.marginal(spend)).isCloseTo(slope, within(1e-6 * (1 + slope)));
                if (response.marginal(spend) > 1e-12) {
                    assertThat(response.spendAt(response.marginal(spend))).isCloseTo(spend, within(1e-3 * spend));
                }
            }
        });
    }

    @Test
    void a_budget_beyond_all_limits_stays_partly_unspent() {
        BudgetAllocation plan = BudgetAllocation.of(GOLDEN, 100, new double[4], new double[] {10, 10, 10, 10});
        assertThat(plan.spend()).containsOnly(10);
        assertThat(plan.marginal()).isZero();
        assertThat(BudgetAllocation.of(GOLDEN, 0).spend()).containsOnly(0);
    }

    @Test
    void a_response_is_learned_from_past_spend() {
        double[] spend = IntStream.range(0, 40).mapToDouble(i -> 5 * i).toArray();
        SplittableRandom random = new SplittableRandom(1);
        double[] response = Arrays.stream(spend)
                .map(x -> 80 * (1 - Math.exp(-0.02 * x)) + random.nextGaussian())
                .toArray();
        Saturating learned = Saturating.fit(spend, response);
        assertThat(learned.ceiling()).isCloseTo(80, within(1.5));
        assertThat(learned.rate()).isCloseTo(0.02, within(0.001));
        double[] straight = Arrays.stream(spend).map(x -> 3 * x).toArray();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Saturating.fit(spend, straight))
                .withMessageContaining("does not flatten");
    }

    private static OfferProblem random(int customers, int offers, boolean limited, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[customers][offers];
        for (double[] row : values) {
            Arrays.setAll(row, offer -> random.nextInt(10) == 0 ? Double.NaN : random.nextDouble(-2, 10) * (1 + offer));
        }
        double[] costs = random.doubles(offers, 1, 5).toArray();
        int[] capacities = random.ints(offers, 1, 1 + customers / 2 + 1).toArray();
        return new OfferProblem(
                values, costs, capacities, 1 + random.nextInt(2), limited ? customers * 1.2 : Double.POSITIVE_INFINITY);
    }

    private static void assertKeepsLimits(OfferProblem problem, OfferPlan plan) {
        int[] used = new int[problem.offers()];
        double spent = 0;
        double value = 0;
        for (int customer = 0; customer < problem.customers(); customer++) {
            assertThat(plan.offers()[customer].length).isLessThanOrEqualTo(problem.contacts());
            for (int offer : plan.offers()[customer]) {
                used[offer]++;
                spent += problem.costs()[offer];
                value += problem.values()[customer][offer];
                assertThat(problem.values()[customer][offer]).isPositive();
            }
        }
        for (int offer = 0; offer < used.length; offer++) {
            assertThat(used[offer]).isLessThanOrEqualTo(problem.capacities()[offer]);
        }
        assertThat(spent).isLessThanOrEqualTo(problem.budget() + 1e-9);
        assertThat(plan.value()).isCloseTo(value, within(1e-9 * (1 + value)));
        assertThat(plan.bound()).isGreaterThanOrEqualTo(plan.value());
        assertThat(plan.gap()).isBetween(0.0, 1.0);
    }

    @Test
    void a_search_finds_the_best_of_all_plans_and_the_greedy_bound_holds() {
        Samples.each(200, draw -> {
            int customers = draw.whole(1, 6);
            int offers = draw.whole(1, 3);
            boolean limited = draw.either();
            long seed = draw.seed();
            OfferProblem problem = random(customers, offers, limited, seed);
            OfferPlan greedy = OfferPlan.greedy(problem);
            OfferPlan found = OfferPlan.search(problem, 1_000_000);
            double best = best(problem, 0, problem.capacities().clone(), problem.budget());
            assertKeepsLimits(problem, greedy);
            assertKeepsLimits(problem, found);
            assertThat(found.value()).isCloseTo(best, within(1e-9 * (1 + best)));
            assertThat(found.gap()).isLessThan(1e-12);
            assertThat(greedy.value()).isLessThanOrEqualTo(best + 1e-9);
            assertThat(greedy.bound()).isGreaterThanOrEqualTo(best - 1e-9);
        });
    }

    /** Every plan there is, one customer after the other. */
    private static double best(OfferProblem problem, int customer, int[] left, double budget) {
        if (customer == problem.customers()) {
            return 0;
        }
        double best = 0;
        for (int mask = 0; mask < 1 << problem.offers(); mask++) {
            double value = 0;
            double cost = 0;
            boolean fits = Integer.bitCount(mask) <= problem.contacts();
            for (int offer = 0; offer < problem.offers(); offer++) {
                if ((mask >> offer & 1) == 1) {
                    fits &= left[offer] > 0 && problem.values()[customer][offer] > 0;
                    value += problem.values()[customer][offer];
                    cost += problem.costs()[offer];
                }
            }
            if (fits && cost <= budget) {
                int[] then = left.clone();
                for (int offer = 0; offer < problem.offers(); offer++) {
                    then[offer] -= mask >> offer & 1;
                }
                best = Math.max(best, value + best(problem, customer + 1, then, budget - cost));
            }
        }
        return best;
    }

    @Test
    void a_search_cut_short_still_says_how_far_it_can_be_off() {
        OfferProblem problem = random(300, 5, true, 4);
        OfferPlan greedy = OfferPlan.greedy(problem);
        OfferPlan some = OfferPlan.search(problem, 300_000);
        assertKeepsLimits(problem, some);
        assertThat(some.value()).isGreaterThanOrEqualTo(greedy.value());
        assertThat(some.bound()).isLessThanOrEqualTo(greedy.bound());
        assertThat(some.gap()).isLessThan(0.02);
        assertThat(OfferPlan.search(problem, 1).value()).isEqualTo(greedy.value());
    }

    @Test
    void a_small_plan_by_hand() {
        double[][] values = {{5, 9, Double.NaN}, {6, 7, 3}, {4, 8, 2}};
        OfferProblem problem = new OfferProblem(values, new double[] {2, 3, 1}, new int[] {1, 1, 3}, 1, 6);
        assertThat(OfferPlan.search(problem, 1_000_000).value()).isEqualTo(17);
        assertThat(OfferPlan.search(problem, 1_000_000).offers()).isDeepEqualTo(new int[][] {{1}, {0}, {2}});
    }

    @Test
    void with_one_offer_and_no_budget_greedy_is_exact_and_proves_it() {
        double[][] values =
                IntStream.range(0, 100).mapToObj(i -> new double[] {i}).toArray(double[][]::new);
        OfferPlan plan = OfferPlan.greedy(
                new OfferProblem(values, new double[] {0}, new int[] {30}, 1, Double.POSITIVE_INFINITY));
        assertThat(plan.value()).isEqualTo(IntStream.range(70, 100).sum());
        assertThat(plan.gap()).isLessThan(0.005);
        OfferPlan free = OfferPlan.greedy(
                new OfferProblem(values, new double[] {0}, new int[] {100}, 1, Double.POSITIVE_INFINITY));
        assertThat(free.gap()).isZero();
    }

    @Test
    void a_large_plan_is_proved_near_the_best() {
        OfferProblem problem = random(50_000, 5, true, 3);
        OfferPlan plan = OfferPlan.greedy(problem);
        assertKeepsLimits(problem, plan);
        assertThat(plan.gap()).isLessThan(0.01);
    }

    @Test
    void nothing_worth_offering_is_an_empty_plan() {
        OfferProblem problem =
                new OfferProblem(new double[][] {{-1, Double.NaN}}, new double[2], new int[] {1, 1}, 1, 0);
        assertThat(OfferPlan.greedy(problem).offers()[0]).isEmpty();
        assertThat(OfferPlan.search(problem, 1_000_000).value()).isZero();
        assertThat(OfferPlan.greedy(problem).gap()).isZero();
    }

    @Test
    void refusals_name_value_and_bound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Saturating(0, 1))
                .withMessageContaining("ceiling is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Power(1, 1))
                .withMessageContaining("elasticity is 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BudgetAllocation.of(GOLDEN, -1))
                .withMessageContaining("budget is -1.0, expected 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BudgetAllocation.of(List.of(), 1))
                .withMessageContaining("0 channels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BudgetAllocation.of(GOLDEN, 1, new double[] {2, 0, 0, 0}, new double[] {1, 1, 1, 1}))
                .withMessageContaining("limits 2.0 to 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Saturating.fit(new double[1], new double[2]))
                .withMessageContaining("1 spends and 2 responses");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Saturating.fit(new double[] {1, 2}, new double[2]))
                .withMessageContaining("2 different spends");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Saturating.fit(new double[] {-1}, new double[1]))
                .withMessageContaining("spend -1.0");
        double[][] one = {{1}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OfferProblem(new double[0][], new double[1], new int[1], 1, 1))
                .withMessageContaining("0 customers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OfferProblem(one, new double[2], new int[2], 1, 1))
                .withMessageContaining("customer 0 has 1 values, expected 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OfferProblem(new double[][] {{1 / 0.0}}, new double[1], new int[1], 1, 1))
                .withMessageContaining("Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OfferProblem(one, new double[] {-1}, new int[1], 1, 1))
                .withMessageContaining("costs -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OfferProblem(one, new double[1], new int[1], 0, 1))
                .withMessageContaining("contacts is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OfferPlan.search(random(2, 3, false, 1), 0))
                .withMessageContaining("nodes is 0");
    }
}
