package lazo.analytics.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import lazo.analytics.Reference;
import lazo.analytics.Samples;
import lazo.analytics.classify.DataSet;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionTest {
    private static final String FILE = "channel-attribution/PathData.csv.gz";

    /** The 10,000 paths of the R package ChannelAttribution. */
    @Nested
    @EnabledIf("lazo.analytics.attribution.AttributionTest#present")
    class OfPathData {
        private static final String EXACT = "exact, (I-Q)x=r";
        private static final String PACKAGE = "ChannelAttribution 2.2.4";
        private final Journeys journeys = pathData();

        @ParameterizedTest
        @CsvSource({
            "alpha,  6308, 8447, 7574.72, 7627.944",
            "iota,   4606, 3355, 3857.10, 3505.044",
            "eta,    3164, 4167, 3539.95, 3613.656",
            "beta,   2831, 989,  2083.50, 1982.739",
            "theta,  1606, 653,  1022.80, 1190.963",
            "lambda, 902,  1207, 1035.26, 987.782"
        })
        void rules_and_shapley_values_are_reproduced(
                String channel, double first, double last, double linear, double shapley) {
            check("First touch", channel, first, new Rule.First().credit(journeys), 1e-9, PACKAGE);
            check("Last touch", channel, last, new Rule.Last().credit(journeys), 1e-9, PACKAGE);
            check("Linear", channel, linear, new Rule.Linear().credit(journeys), .0051, PACKAGE);
            check("Shapley", channel, shapley, Shapley.credit(journeys), 5.1e-4, "definition over channel sets");
        }

        @ParameterizedTest
        @CsvSource({"alpha, 7444.8238", "iota, 3944.9482", "eta, 3618.7961"})
        void the_position_rule_is_reproduced(String channel, double expected) {
            check(
                    "Position 40/20/40",
                    channel,
                    expected,
                    Rule.Position.STANDARD.credit(journeys),
                    5.1e-5,
                    "recomputed");
        }

        @ParameterizedTest
        @CsvSource({
            "alpha,  .55839949, 5344.9477",
            "iota,   .40583500, 3884.6147",
            "eta,    .34902633, 3340.8474",
            "beta,   .26403854, 2527.3522",
            "theta,  .20601046, 1971.9129",
            "lambda, .13402212, 1282.8472"
        })
        void removal_effects_are_exact(String channel, double removal, double credit) {
            MarkovChain chain = MarkovChain.fit(journeys, 1);
            Reference.check(
                    "Markov order 1",
                    "PathData",
                    "removal of " + channel,
                    removal,
                    chain.removal(channel),
                    5.1e-9,
                    EXACT);
            check("Markov order 1", channel, credit, chain.credit(), 5.1e-5, EXACT);
        }

        @ParameterizedTest
        @CsvSource({
            "epsilon, 599.5707",
            "zeta, 381.0626",
            "kappa, 274.3633",
            "gamma, 171.1454",
            "delta, 4.6136",
            "mi, 1.7224"
        })
        void credits_of_small_channels_are_exact(String channel, double credit) {
            check(
                    "Markov order 1",
                    channel,
                    credit,
                    MarkovChain.fit(journeys, 1).credit(),
                    5.1e-5,
                    EXACT);
        }

        @Test
        void the_chance_to_convert_equals_the_observed_rate_at_any_order() {
            for (int order = 1; order <= 4; order++) {
                MarkovChain chain = MarkovChain.fit(journeys, order);
                Reference.check(
                        "Markov order " + order,
                        "PathData",
                        "conversion rate",
                        .22384513559686,
                        chain.rate(),
                        1e-12,
                        EXACT);
                assertThat(chain.credit().total()).isCloseTo(19_785, within(1e-7));
            }
        }

        @Test
        void the_file_is_the_one_published() {
            check("conversions", 19_785, journeys.totalConversions());
            check("paths without conversion", 68_602, DataSet.read(FILE, ',').numbers("total_null"));
            check("value of conversions", 74_802.97, DataSet.read(FILE, ',').numbers("total_conversion_value"));
            check("paths", 10_000, journeys.paths().length);
        }

        private static void check(String figure, double expected, double... obtained) {
            double sum = Arrays.stream(obtained).sum();
            Reference.check("data", "PathData", figure, expected, sum, .005, PACKAGE);
        }

        @ParameterizedTest
        @CsvSource({
            "alpha,  5355.90",
            "iota,   3887.60",
            "eta,    3350.78",
            "beta,   2526.73",
            "theta,  1967.12",
            "lambda, 1288.15"
        })
        void the_package_simulates_what_is_solved_here(String channel, double simulated) {
            check(
                    "Markov order 1, simulated",
                    channel,
                    simulated,
                    MarkovChain.fit(journeys, 1).credit(),
                    .005 * simulated,
                    PACKAGE + ", Monte Carlo ±0.5 %");
        }

        @Test
        void the_package_simulates_what_is_solved_here_at_higher_orders() {
            check(
                    "Markov order 2, simulated",
                    "alpha",
                    5604.5,
                    MarkovChain.fit(journeys, 2).credit(),
                    28,
                    PACKAGE + ", Monte Carlo ±0.5 %");
            check(
                    "Markov order 3, simulated",
                    "alpha",
                    5765.5,
                    MarkovChain.fit(journeys, 3).credit(),
                    29,
                    PACKAGE + ", Monte Carlo ±0.5 %");
        }

        private void check(
                String model, String channel, double expected, Credits credits, double tolerance, String source) {
            Reference.check(
                    model, "PathData", "conversions of " + channel, expected, credits.of(channel), tolerance, source);
            assertThat(credits.total()).isCloseTo(19_785, within(1e-6));
        }
    }

    static boolean present() {
        return DataSet.present(FILE);
    }

    private static Journeys pathData() {
        DataSet data = DataSet.read(FILE, ',');
        List<List<String>> paths = Arrays.stream(data.text("path"))
                .map(path -> List.of(path.split(" > ")))
                .toList();
        return Journeys.of(paths, data.numbers("total_conversions"), data.numbers("total_null"));
    }

    private static Journeys draw(long seed, int channels) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = 2 + random.nextInt(30);
        int[][] paths = new int[rows][];
        double[] conversions = new double[rows];
        double[] nulls = new double[rows];
        for (int i = 0; i < rows; i++) {
            paths[i] = random.ints(1 + random.nextInt(6), 0, channels).toArray();
            conversions[i] = random.nextInt(4);
            nulls[i] = random.nextInt(6);
        }
        conversions[0] = 1;
        List<String> names = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            names.add("c" + c);
        }
        return new Journeys(names, paths, conversions, nulls);
    }

    @Test
    void credits_of_every_model_add_up_to_the_conversions() {
        Samples.each(100, draw -> {
            long seed = draw.seed();
            Journeys journeys = draw(seed, 4);
            double total = journeys.totalConversions();
            List<Credits> all = new ArrayList<>(List.of(
                    new Rule.First().credit(journeys),
                    new Rule.Last().credit(journeys),
                    new Rule.Linear().credit(journeys),
                    Rule.Position.STANDARD.credit(journeys),
                    new Rule.Position(.3, .1).credit(journeys),
                    new Rule.Decay(2).credit(journeys),
                    Shapley.credit(journeys)));
            for (int order = 1; order <= 3; order++) {
                MarkovChain chain = MarkovChain.fit(journeys, order);
                all.add(chain.credit());
                assertThat(chain.rate()).isCloseTo(journeys.conversionRate(), within(1e-12));
                assertThat(Arrays.stream(chain.removals()).allMatch(removal -> removal >= 0 && removal <= 1))
                        .isTrue();
            }
            for (Credits credits : all) {
                assertThat(credits.total()).isCloseTo(total, within(1e-9));
                assertThat(Arrays.stream(credits.conversions()).min().orElseThrow())
                        .isNotNegative();
            }
        });
    }

    @Test
    void shapley_credits_equal_the_average_over_all_orders() {
        Samples.each(40, draw -> {
            long seed = draw.seed();
            Journeys journeys = draw(seed, 4);
            double[] expected = new double[4];
            double[] factorial = {1, 1, 2, 6, 24};
            for (int c = 0; c < 4; c++) {
                for (int set = 0; set < 16; set++) {
                    if ((set >> c & 1) == 0) {
                        int size = Integer.bitCount(set);
                        expected[c] += factorial[size]
                                * factorial[3 - size]
                                / 24
                                * (worth(journeys, set | 1 << c) - worth(journeys, set));
                    }
                }
            }
            assertThat(Shapley.credit(journeys).conversions())
                    .usingComparatorWithPrecision(1e-9)
                    .containsExactly(expected);
        });
    }

    private static double worth(Journeys journeys, int set) {
        double worth = 0;
        for (int i = 0; i < journeys.paths().length; i++) {
            boolean inside = Arrays.stream(journeys.paths()[i]).allMatch(c -> (set >> c & 1) == 1);
            worth += inside ? journeys.conversions()[i] : 0;
        }
        return worth;
    }

    @Test
    void direct_solution_and_sweeps_agree() {
        Samples.each(20, draw -> {
            long seed = draw.seed();
            SplittableRandom random = new SplittableRandom(seed);
            int states = 20;
            int[][] next = new int[states][3];
            double[][] share = new double[states][3];
            double[] convert = new double[states];
            int[] newest = new int[states];
            for (int s = 0; s < states; s++) {
                newest[s] = s == 0 ? -1 : s % 3;
                int[] to = random.ints(0, states).distinct().limit(3).toArray();
                for (int k = 0; k < 3; k++) {
                    next[s][k] = to[k];
                    share[s][k] = .3 * random.nextDouble();
                }
                convert[s] = .1 * random.nextDouble();
            }
            // 601 states: the same chain with idle states beyond.
            int many = 601;
            int[][] idleNext = Arrays.copyOf(next, many);
            double[][] idleShare = Arrays.copyOf(share, many);
            Arrays.fill(idleNext, states, many, new int[0]);
            Arrays.fill(idleShare, states, many, new double[0]);
            AbsorbingChain small = new AbsorbingChain(next, share, convert, newest);
            AbsorbingChain large =
                    new AbsorbingChain(idleNext, idleShare, Arrays.copyOf(convert, many), Arrays.copyOf(newest, many));
            for (int removed = -1; removed < 3; removed++) {
                assertThat(large.absorption(removed)).isCloseTo(small.absorption(removed), within(1e-13));
            }
        });
    }

    /** C1 > C2 > C3 converts, C1 alone does not, C2 > C3 does not: the textbook example of Anderl et al. */
    @Test
    void the_textbook_example_comes_out_by_hand() {
        Journeys journeys = Journeys.of(
                List.of(List.of("C1", "C2", "C3"), List.of("C1"), List.of("C2", "C3")),
                new double[] {1, 0, 0},
                new double[] {0, 1, 1});
        MarkovChain chain = MarkovChain.fit(journeys, 1);
        assertThat(chain.rate()).isCloseTo(1 / 3.0, within(1e-14));
        assertThat(chain.removal("C1")).isCloseTo(.5, within(1e-14));
        assertThat(chain.removal("C2")).isCloseTo(1, within(1e-14));
        assertThat(chain.removal("C3")).isCloseTo(1, within(1e-14));
        assertThat(chain.credit().conversions())
                .usingComparatorWithPrecision(1e-14)
                .containsExactly(.2, .4, .4);
        // With two touches of memory, C2 > C3 after C1 always converts and otherwise never: C1 is needed too.
        assertThat(MarkovChain.fit(journeys, 3).removal("C1")).isCloseTo(1, within(1e-14));
    }

    @Test
    void repeated_touches_change_nothing_at_order_one_and_something_beyond() {
        double[] conversions = {3, 1, 0};
        double[] nulls = {2, 4, 3};
        Journeys once = new Journeys(List.of("a", "b"), new int[][] {{0, 1}, {1, 0}, {0}}, conversions, nulls);
        Journeys often =
                new Journeys(List.of("a", "b"), new int[][] {{0, 0, 0, 1}, {1, 0}, {0, 0}}, conversions, nulls);
        assertThat(MarkovChain.fit(often, 1).removals())
                .usingComparatorWithPrecision(1e-13)
                .containsExactly(MarkovChain.fit(once, 1).removals());
        assertThat(MarkovChain.fit(often, 2).provenance().quality().get("states"))
                .isGreaterThan(MarkovChain.fit(once, 2).provenance().quality().get("states"));
    }

    @Test
    void one_channel_takes_all_and_an_empty_path_counts_for_nothing() {
        Journeys journeys = new Journeys(List.of("a"), new int[][] {{0, 0, 0}}, new double[] {2}, new double[] {3});
        MarkovChain chain = MarkovChain.fit(journeys, 1);
        assertThat(chain.rate()).isCloseTo(.4, within(1e-15));
        assertThat(chain.credit().of("a")).isEqualTo(2);
        assertThat(chain.provenance().rows()).isEqualTo(5);
        assertThat(chain.provenance().quality()).containsEntry("states", 2.0);
        Journeys withEmpty =
                new Journeys(List.of("a", "b"), new int[][] {{0}, {1}}, new double[] {2, 0}, new double[] {3, 0});
        assertThat(MarkovChain.fit(withEmpty, 1).credit().conversions()).containsExactly(2, 0);
        assertThat(MarkovChain.fit(withEmpty, 1).provenance().quality()).containsEntry("states", 2.0);
    }

    @Test
    void rules_weigh_touches_as_they_say() {
        assertThat(new Rule.First().weights(3)).containsExactly(1, 0, 0);
        assertThat(new Rule.Last().weights(3)).containsExactly(0, 0, 1);
        assertThat(new Rule.Linear().weights(4)).containsExactly(.25, .25, .25, .25);
        assertThat(Rule.Position.STANDARD.weights(1)).containsExactly(1);
        assertThat(Rule.Position.STANDARD.weights(2)).containsExactly(.5, .5);
        assertThat(new Rule.Position(.3, .1).weights(2))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(.75, .25);
        assertThat(Rule.Position.STANDARD.weights(4))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(.4, .1, .1, .4);
        assertThat(new Rule.Decay(1).weights(3))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(1 / 7.0, 2 / 7.0, 4 / 7.0);
    }

    @Test
    void time_decay_halves_with_every_half_life() {
        Journeys journeys =
                new Journeys(List.of("a", "b"), new int[][] {{0, 1}, {1}}, new double[] {3, 1}, new double[2]);
        Credits credits = new TimeDecay(7).credit(journeys, new double[][] {{10, 3}, {50_000}});
        assertThat(credits.conversions()).usingComparatorWithPrecision(1e-12).containsExactly(1, 3);
        assertThatThrownBy(() -> new TimeDecay(7).credit(journeys, new double[1][]))
                .hasMessage("Ages of 1 paths for 2 paths, expected the same number");
        assertThatThrownBy(() -> new TimeDecay(7).credit(journeys, new double[][] {{1}, {1}}))
                .hasMessage("Path 0 has 1 ages for 2 touches, expected the same number");
        assertThatThrownBy(() -> new TimeDecay(7).credit(journeys, new double[][] {{-1, 0}, {1}}))
                .hasMessage("Age is -1.0, expected 0 or more");
        assertThatThrownBy(() -> new TimeDecay(0)).hasMessage("halfLife is 0.0, expected above 0 and finite");
        assertThatThrownBy(() -> new Rule.Decay(1 / 0.0)).hasMessageContaining("halfLife is Infinity");
    }

    @Test
    void channels_are_numbered_by_name_and_asked_by_name() {
        Journeys journeys =
                Journeys.of(List.of(List.of("mail", "ads"), List.of("ads")), new double[] {1, 1}, new double[] {0, 2});
        assertThat(journeys.channels()).containsExactly("ads", "mail");
        assertThat(journeys.conversionRate()).isEqualTo(.5);
        Credits last = new Rule.Last().credit(journeys);
        assertThat(last.of("ads")).isEqualTo(2);
        assertThat(last.of("mail")).isZero();
        assertThatThrownBy(() -> last.of("tv")).hasMessage("No channel 'tv' among [ads, mail]");
        assertThatThrownBy(() -> MarkovChain.fit(journeys, 1).removal("tv")).hasMessageContaining("No channel 'tv'");
        assertThat(new TreeSet<>(journeys.channels())).hasSize(2);
    }

    @Test
    void a_kept_chain_credits_the_same() {
        MarkovChain chain = MarkovChain.fit(draw(3, 4), 2);
        MarkovChain read = ModelJson.read(ModelJson.write(chain), MarkovChain.class);
        assertThat(read.credit().conversions()).containsExactly(chain.credit().conversions());
        assertThat(read.provenance().settings()).containsEntry("order", "2");
        assertThatThrownBy(() -> new MarkovChain(List.of("a"), 1, .5, new double[2], 1, chain.provenance()))
                .hasMessageContaining("1 channels for 2 removals");
        assertThatThrownBy(() -> new Credits(List.of("a"), new double[2]))
                .hasMessageContaining("1 channels for 2 credits");
    }

    @Test
    void impossible_journeys_are_refused() {
        List<String> a = List.of("a");
        assertThatThrownBy(() -> new Journeys(a, new int[1][1], new double[2], new double[1]))
                .hasMessage("1 paths, 2 conversions and 1 nulls, expected the same number");
        assertThatThrownBy(() -> new Journeys(a, new int[1][1], new double[1], new double[2]))
                .hasMessageContaining("2 nulls");
        assertThatThrownBy(() -> new Journeys(List.of("a", "a"), new int[0][], new double[0], new double[0]))
                .hasMessageContaining("not all different");
        assertThatThrownBy(() -> new Journeys(a, new int[1][0], new double[1], new double[1]))
                .hasMessage("Path 0 has 0 touches, expected 1 or more");
        assertThatThrownBy(() -> new Journeys(a, new int[][] {{1}}, new double[1], new double[1]))
                .hasMessage("Path 0 touches channel 1, expected 0 to 0");
        assertThatThrownBy(() -> new Journeys(a, new int[][] {{-1}}, new double[1], new double[1]))
                .hasMessageContaining("touches channel -1");
        assertThatThrownBy(() -> new Journeys(a, new int[1][1], new double[] {-1}, new double[1]))
                .hasMessageContaining("-1.0 conversions");
        assertThatThrownBy(() -> new Journeys(a, new int[1][1], new double[1], new double[] {Double.NaN}))
                .hasMessageContaining("NaN nulls");
        Journeys nothing = new Journeys(a, new int[1][1], new double[1], new double[] {4});
        assertThatThrownBy(() -> MarkovChain.fit(nothing, 1)).hasMessage("0 conversions, expected more");
        assertThatThrownBy(() -> MarkovChain.fit(nothing, 0)).hasMessage("order is 0, expected 1 or more");
        assertThatThrownBy(() -> new Rule.Position(.8, .4)).hasMessageContaining("Parts are 0.8 and 0.4");
        assertThatThrownBy(() -> new Rule.Position(0, 0)).hasMessageContaining("sum above 0 to 1");
        assertThatThrownBy(() -> new Rule.Position(-.1, .5)).hasMessageContaining("Parts are -0.1 and 0.5");
        assertThatThrownBy(() -> new Rule.Position(.5, -.1)).hasMessageContaining("Parts are 0.5 and -0.1");
    }

    @Test
    void the_position_rule_may_give_all_to_one_end_or_all_to_the_ends() {
        assertThat(new Rule.Position(1, 0).weights(3)).containsExactly(1, 0, 0);
        assertThat(new Rule.Position(0, 1).weights(3)).containsExactly(0, 0, 1);
        assertThat(new Rule.Position(.5, .5).weights(2)).containsExactly(.5, .5);
    }
}
