package lazo.analytics.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.Samples;
import lazo.analytics.data.ModelJson;
import lazo.analytics.recommend.Interactions.History;
import org.hipparchus.distribution.discrete.HypergeometricDistribution;
import org.junit.jupiter.api.Test;

class RecommendTest {
    private static Baskets random(int baskets, int items, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] lists = new int[baskets][];
        for (int basket = 0; basket < baskets; basket++) {
            lists[basket] = random.ints(random.nextInt(6), 0, items).toArray();
        }
        return Baskets.of(lists, items);
    }

    private static boolean holds(Baskets baskets, int basket, int[] set) {
        int[] items = Arrays.copyOfRange(baskets.items(), baskets.starts()[basket], baskets.starts()[basket + 1]);
        return Arrays.stream(set).allMatch(item -> Arrays.stream(items).anyMatch(other -> other == item));
    }

    @Test
    void frequent_sets_are_all_sets_that_counting_by_hand_finds() {
        Samples.each(100, draw -> {
            int count = draw.whole(1, 40);
            long seed = draw.seed();
            Baskets baskets = random(count, 6, seed);
            FrequentItemsets found = FrequentItemsets.find(baskets, 0.1, 10);
            int expected = 0;
            for (int mask = 1; mask < 64; mask++) {
                int bits = mask;
                int[] set = java.util.stream.IntStream.range(0, 6)
                        .filter(item -> (bits >> item & 1) == 1)
                        .toArray();
                int in = 0;
                for (int basket = 0; basket < baskets.size(); basket++) {
                    in += holds(baskets, basket, set) ? 1 : 0;
                }
                if (in >= found.leastCount()) {
                    expected++;
                    int holders = in;
                    assertThat(found.sets())
                            .anyMatch(each -> Arrays.equals(each.items(), set) && each.count() == holders);
                }
            }
            assertThat(found.sets()).hasSize(expected);
        });
    }

    @Test
    void measures_of_rules_keep_their_bounds() {
        Samples.each(100, draw -> {
            int count = draw.whole(5, 60);
            long seed = draw.seed();
            AssociationRules rules = AssociationRules.fit(random(count, 6, seed), 0.05, 0);
            for (AssociationRule rule : rules.rules()) {
                assertThat(rule.support()).isBetween(0.0, 1.0).isLessThanOrEqualTo(rule.coverage() + 1e-12);
                assertThat(rule.confidence()).isBetween(0.0, 1.0);
                assertThat(rule.fisher()).isBetween(0.0, 1.0).isLessThanOrEqualTo(rule.holm());
                assertThat(rule.holm()).isBetween(0.0, 1.0);
                assertThat(rule.lift() > 1).isEqualTo(rule.leverage() > 1e-15);
                assertThat(rule.conviction()).isGreaterThanOrEqualTo(0);
                assertThat(rule.chiSquared()).isBetween(0.0, count + 1e-9);
                assertThat(rule.cosine()).isBetween(0.0, 1.0 + 1e-12);
                assertThat(rule.kulczynski()).isBetween(0.0, 1.0);
            }
            assertThat((long) rules.rules().size()).isEqualTo(rules.candidates());
        });
    }

    @Test
    void fishers_tail_is_that_of_the_hypergeometric_distribution() {
        Samples.each(100, draw -> {
            int all = draw.whole(1, 400);
            int left = draw.whole(0, 400);
            int right = draw.whole(0, 400);
            int both = draw.whole(0, 400);
            int a = Math.min(all, left);
            int b = Math.min(all, right);
            int least = Math.max(0, a + b - all);
            int n = least + both % (Math.min(a, b) - least + 1);
            double expected = new HypergeometricDistribution(all, a, b).upperCumulativeProbability(n);
            double obtained = new Hypergeometric(all).upperTail(a, b, n);
            assertThat(obtained).isCloseTo(expected, within(1e-9 * expected + 1e-300));
        });
    }

    @Test
    void fishers_tail_far_out_is_0_or_1() {
        Hypergeometric large = new Hypergeometric(100_000);
        assertThat(large.upperTail(50_000, 50_000, 40_000)).isZero();
        assertThat(large.upperTail(50_000, 50_000, 10_000)).isEqualTo(1);
        assertThat(large.upperTail(50_000, 50_000, 25_000)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void holm_steps_down() {
        assertThat(AssociationRules.holm(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
        assertThat(AssociationRules.holm(new double[] {0.5, 0.6})).containsExactly(1, 1);
    }

    @Test
    void chance_alone_leaves_no_rule_after_holm() {
        AssociationRules rules = AssociationRules.fit(random(3000, 40, 1), 0.001, 0);
        assertThat(rules.rules().size()).isGreaterThan(500);
        assertThat(rules.rules()).noneMatch(rule -> rule.holm() < 0.01);
    }

    @Test
    void a_rule_without_exception_has_endless_conviction() {
        Baskets baskets = Baskets.of(new int[][] {{0, 1}, {0, 1}, {1}, {}}, 2);
        AssociationRule rule = AssociationRules.fit(baskets, 0.5, 0.9).rules().getFirst();
        assertThat(rule.antecedent()).containsExactly(0);
        assertThat(rule.conviction()).isInfinite();
        AssociationRule always = AssociationRules.fit(Baskets.of(new int[][] {{0, 1}, {0, 1}}, 2), 0.5, 0.5)
                .rules()
                .getFirst();
        assertThat(always.chiSquared()).isZero();
        assertThat(always.fisher()).isEqualTo(1);
    }

    /** Customers 0 to 9 buy items 0 and 1, 10 to 19 items 2 and 3, and everyone item 4; the last one bought item 0 alone. */
    private static Interactions twoTastes() {
        var customers = java.util.stream.IntStream.builder();
        var items = java.util.stream.IntStream.builder();
        for (int customer = 0; customer < 20; customer++) {
            for (int item : customer < 10 ? new int[] {0, 1, 4, 4} : new int[] {2, 3, 4}) {
                customers.add(customer);
                items.add(item);
            }
        }
        customers.add(20);
        items.add(0);
        return Interactions.of(customers.build().toArray(), items.build().toArray(), 21, 5);
    }

    @Test
    void each_recommender_says_what_it_is_for() {
        Interactions data = twoTastes();
        History newcomer = data.histories()[20];
        assertThat(Popularity.fit(data).recommend(newcomer, 1, false))
                .extracting(Recommender.Offer::item)
                .containsExactly(4);
        assertThat(ItemNeighbours.fit(data, 2).recommend(newcomer, 1, false))
                .containsExactly(new Recommender.Offer(1, 10 / Math.sqrt(110), 0));
        assertThat(Ease.fit(data, 1).recommend(newcomer, 1, false))
                .extracting(Recommender.Offer::item, Recommender.Offer::because)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(1, 0));
        assertThat(OwnFrequency.fit(data).recommend(data.histories()[0], 2, true))
                .extracting(Recommender.Offer::item, Recommender.Offer::because)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(4, 4), org.assertj.core.groups.Tuple.tuple(0, 0));
        assertThat(Popularity.fit(data).recommend(newcomer, 99, false))
                .hasSize(4)
                .allMatch(offer -> offer.because() == -1);
    }

    @Test
    void both_sides_of_a_neighbourhood_agree_when_it_holds_everything() {
        Interactions data = twoTastes();
        History history = data.histories()[3];
        assertThat(ItemNeighbours.fit(data, 10, ItemNeighbours.Side.OF_BOUGHT).scores(history))
                .containsExactly(ItemNeighbours.fit(data, 10).scores(history), within(1e-12));
        assertThat(ItemNeighbours.fit(data, 10).contribution(history, 0, 2)).isZero();
    }

    @Test
    void ease_weights_solve_the_ridge_regression_of_each_item() {
        Samples.each(30, draw -> {
            int items = draw.whole(1, 40);
            long seed = draw.seed();
            SplittableRandom random = new SplittableRandom(seed);
            int[] who = random.ints(300, 0, 50).toArray();
            int[] what = random.ints(300, 0, items).toArray();
            Interactions data = Interactions.of(who, what, 50, items);
            double lambda = 2;
            double[][] b = Ease.fit(data, lambda).weights();
            double[][] gram = new double[items][items];
            for (History history : data.histories()) {
                for (int i : history.items()) {
                    for (int j : history.items()) {
                        gram[i][j]++;
                    }
                }
            }
            for (int candidate = 0; candidate < items; candidate++) {
                assertThat(b[candidate][candidate]).isZero();
                for (int i = 0; i < items; i++) {
                    double gradient = -gram[i][candidate] + lambda * b[i][candidate];
                    for (int j = 0; j < items; j++) {
                        gradient += gram[i][j] * b[j][candidate];
                    }
                    if (i != candidate) {
                        assertThat(gradient).isCloseTo(0, within(1e-8));
                    }
                }
            }
        });
    }

    @Test
    void quality_of_a_ranking_by_hand() {
        Interactions before = Interactions.of(new int[] {0, 0, 1, 2}, new int[] {0, 1, 0, 2}, 3, 4);
        Interactions later = Interactions.of(new int[] {0, 1, 1}, new int[] {2, 1, 0}, 3, 4);
        RankingQuality quality = RankingQuality.measure(Popularity.fit(before), before, later, 2, false);
        assertThat(quality.customers()).isEqualTo(2);
        assertThat(quality.hitRate()).isEqualTo(1);
        assertThat(quality.ndcg()).isCloseTo(1, within(1e-12));
        RankingQuality again = RankingQuality.measure(Popularity.fit(before), before, later, 1, true);
        assertThat(again.hitRate()).isEqualTo(0.5);
        assertThat(again.ndcg()).isEqualTo(0.5);
    }

    @Test
    void models_survive_being_written_and_read() {
        Interactions data = twoTastes();
        History history = data.histories()[12];
        for (Recommender model :
                List.of(Popularity.fit(data), OwnFrequency.fit(data), ItemNeighbours.fit(data, 2), Ease.fit(data, 3))) {
            Recommender again = ModelJson.read(ModelJson.write(model), model.getClass());
            assertThat(again.scores(history)).containsExactly(model.scores(history));
        }
        AssociationRules rules = AssociationRules.fit(Baskets.of(new int[][] {{0, 1}, {0, 1}, {1}}, 2), 0.1, 0.1);
        AssociationRules again = ModelJson.read(ModelJson.write(rules), AssociationRules.class);
        assertThat(again.rules()).hasSameSizeAs(rules.rules());
        assertThat(again.rules().getFirst().conviction())
                .isEqualTo(rules.rules().getFirst().conviction());
    }

    @Test
    void refusals_name_value_and_bound() {
        Baskets baskets = Baskets.of(new int[][] {{0}, {0, 1}}, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrequentItemsets.find(baskets, 0, 2))
                .withMessageContaining("support is 0.0, expected more than 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrequentItemsets.find(baskets, 0.5, 0))
                .withMessageContaining("longest is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssociationRules.fit(baskets, 0.5, 1.5))
                .withMessageContaining("confidence is 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssociationRules.fit(baskets, 0.5, 0.5, 1))
                .withMessageContaining("longest is 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baskets.of(new int[][] {{2}}, 2))
                .withMessageContaining("item is 2, expected 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baskets.of(new int[0][], 2))
                .withMessageContaining("starts has 1 entries");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Baskets(new int[] {0, 2, 1}, new int[1], 1))
                .withMessageContaining("starts at 2, expected at most 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interactions.of(new int[] {3}, new int[] {0}, 3, 1))
                .withMessageContaining("customer 3 and item 0, expected 0 to 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interactions.of(new int[1], new int[2], 3, 1))
                .withMessageContaining("1 customers and 2 items");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new History(new int[1], new double[2]))
                .withMessageContaining("1 items and 2 counts");
        Interactions data = twoTastes();
        assertThatIllegalArgumentException().isThrownBy(() -> Ease.fit(data, 0)).withMessageContaining("lambda is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ease.fit(Interactions.of(new int[0], new int[0], 1, 10_001), 1))
                .withMessageContaining("10001 items, expected 1 to 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemNeighbours.fit(data, 0))
                .withMessageContaining("neighbours is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Popularity.fit(data).recommend(data.histories()[0], 0, true))
                .withMessageContaining("count is 0");
        Interactions nothing = Interactions.of(new int[0], new int[0], 21, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankingQuality.measure(Popularity.fit(data), data, nothing, 3, true))
                .withMessageContaining("0 customers bought");
        Interactions other = Interactions.of(new int[0], new int[0], 1, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankingQuality.measure(Popularity.fit(data), data, other, 3, true))
                .withMessageContaining("21 customers and 5 items before, 1 and 5 later");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SymmetricInverse.invert(new double[][] {{0}}))
                .withMessageContaining("pivot is 0.0");
    }
}
