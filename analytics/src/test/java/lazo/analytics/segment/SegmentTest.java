package lazo.analytics.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import lazo.analytics.Samples;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Test;

class SegmentTest {
    private static final Locale SPANISH = Locale.of("es");

    /** Three clouds of 2:1:1 customers around (0,0), (10,0) and (0,10). */
    private static Features clouds(int n, double spread, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] columns = new double[2][n];
        for (int row = 0; row < n; row++) {
            columns[0][row] = (row % 4 == 1 ? 10 : 0) + spread * random.nextGaussian();
            columns[1][row] = (row % 4 == 3 ? 10 : 0) + spread * random.nextGaussian();
        }
        return new Features(List.of("frequency", "money"), columns);
    }

    @Test
    void fixed_scores_mean_the_same_for_everyone() {
        Rfm rfm =
                Rfm.fixed(new double[] {7, 30, 90, 365}, new double[] {1, 3, 6, 12}, new double[] {50, 100, 500, 1000});
        CustomerActivity activity = new CustomerActivity(
                new long[] {1, 2, 3}, new double[] {7, 91, 400}, new double[] {13, 1, 7}, new double[] {2000, 50, 600});
        Rfm.Scores scores = rfm.score(activity);
        assertThat(scores.recency()).containsExactly(5, 2, 1);
        assertThat(scores.frequency()).containsExactly(5, 1, 4);
        assertThat(scores.money()).containsExactly(5, 1, 4);
        assertThat(scores.cell(0)).isEqualTo(555);
        assertThat(scores.size()).isEqualTo(3);
        assertThat(scores.group(0)).isEqualTo(Rfm.Group.CHAMPION);
        assertThat(scores.group(1)).isEqualTo(Rfm.Group.LOST);
        assertThat(scores.group(2)).isEqualTo(Rfm.Group.CANNOT_LOSE);
    }

    @Test
    void every_pair_of_thirds_has_a_group() {
        int[] grades = {1, 3, 5};
        List<Rfm.Group> seen = new java.util.ArrayList<>();
        for (int r : grades) {
            for (int value : grades) {
                seen.add(new Rfm.Scores(new int[] {r}, new int[] {value}, new int[] {value}, 5).group(0));
            }
        }
        assertThat(seen)
                .containsExactly(
                        Rfm.Group.LOST,
                        Rfm.Group.AT_RISK,
                        Rfm.Group.CANNOT_LOSE,
                        Rfm.Group.PROMISING,
                        Rfm.Group.PROMISING,
                        Rfm.Group.LOYAL,
                        Rfm.Group.NEW,
                        Rfm.Group.LOYAL,
                        Rfm.Group.CHAMPION);
    }

    @Test
    void quantile_scores_never_put_a_worse_customer_higher() {
        Samples.each(100, draw -> {
            List<Double> values = draw.some(5, 60, d -> d.number(0, 100));
            int grades = draw.whole(2, 5);
            double[] figures = values.stream().mapToDouble(Math::rint).toArray();
            CustomerActivity activity = new CustomerActivity(new long[figures.length], figures, figures, figures);
            Rfm.Scores scores = Rfm.quantiles(activity, grades).score(activity);
            for (int i = 0; i < figures.length; i++) {
                assertThat(scores.money()[i]).isBetween(1, grades);
                assertThat(scores.recency()[i]).isEqualTo(grades + 1 - scores.money()[i]);
                for (int j = 0; j < figures.length; j++) {
                    if (figures[i] <= figures[j]) {
                        assertThat(scores.frequency()[i]).isLessThanOrEqualTo(scores.frequency()[j]);
                    }
                }
            }
        });
    }

    @Test
    void without_ties_each_fifth_gets_its_grade() {
        double[] figures =
                java.util.stream.IntStream.range(0, 100).mapToDouble(i -> i).toArray();
        CustomerActivity activity = new CustomerActivity(new long[100], figures, figures, figures);
        int[] money = Rfm.quantiles(activity, 5).score(activity).money();
        for (int grade = 1; grade <= 5; grade++) {
            int wanted = grade;
            assertThat(Arrays.stream(money).filter(score -> score == wanted).count())
                    .isEqualTo(20);
        }
    }

    @Test
    void concentration_of_money_at_its_ends() {
        CustomerActivity equal =
                new CustomerActivity(new long[4], new double[4], new double[4], new double[] {5, 5, 5, 5});
        assertThat(equal.gini()).isCloseTo(0, within(1e-12));
        assertThat(equal.moneyOfTop(0.5)).isCloseTo(0.5, within(1e-12));
        CustomerActivity one =
                new CustomerActivity(new long[4], new double[4], new double[4], new double[] {0, 0, 0, 9});
        assertThat(one.gini()).isCloseTo(0.75, within(1e-12));
        assertThat(one.moneyOfTop(0.01)).isEqualTo(1);
        assertThat(new CustomerActivity(new long[2], new double[2], new double[2], new double[2]).gini())
                .isZero();
    }

    @Test
    void lloyd_with_bounds_ends_where_no_customer_is_nearer_to_another_centre() {
        Samples.each(50, draw -> {
            int k = draw.whole(1, 6);
            int n = draw.whole(6, 200);
            long seed = draw.seed();
            Features data = clouds(n, 4, seed);
            KMeans model = KMeans.fit(data, k, 1, seed);
            int[] segments = model.assign(data);
            int[] sizes = new int[k];
            double squares = 0;
            double[][] sums = new double[k][2];
            for (int row = 0; row < n; row++) {
                sizes[segments[row]]++;
                for (int feature = 0; feature < 2; feature++) {
                    double value = data.columns()[feature][row];
                    sums[segments[row]][feature] += value;
                    squares += Math.pow(value - model.centres()[segments[row]][feature], 2);
                }
            }
            assertThat(sizes).containsExactly(model.sizes());
            assertThat(squares).isCloseTo(model.squares(), within(1e-6));
            for (int segment = 0; segment < k; segment++) {
                for (int feature = 0; feature < 2; feature++) {
                    assertThat(sums[segment][feature] / sizes[segment])
                            .isCloseTo(model.centres()[segment][feature], within(1e-9));
                }
            }
        });
    }

    @Test
    void an_emptied_group_starts_again_at_the_farthest_customer() {
        Lloyd ended = new Lloyd(new double[] {1, 2, 3, 30}, 1, new double[] {0, 100, 200}).run(50);
        assertThat(Arrays.stream(ended.counts()).filter(count -> count > 0).count())
                .isEqualTo(3);
        assertThat(ended.squares()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void more_groups_never_leave_more_squared_distance() {
        Features data = clouds(300, 3, 1);
        double before = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= 8; k++) {
            double squares = KMeans.fit(data, k, 10, 1).squares();
            assertThat(squares).isLessThan(before);
            before = squares;
        }
    }

    @Test
    void one_customer_and_identical_customers_are_segmented_without_trouble() {
        Features one = new Features(List.of("x"), new double[][] {{3}});
        assertThat(KMeans.fit(one, 1, 2, 1).centres()[0]).containsExactly(3);
        Features same = new Features(List.of("x"), new double[][] {new double[20]});
        KMeans model = KMeans.fit(same, 3, 2, 1);
        assertThat(model.squares()).isZero();
        assertThat(Arrays.stream(model.sizes()).sum()).isEqualTo(20);
        assertThat(same.standardised().columns()[0]).containsOnly(0);
    }

    @Test
    void a_mixture_finds_the_clouds_it_was_drawn_from() {
        Features data = clouds(1000, 1, 5);
        GaussianMixture model = GaussianMixture.choose(data, 4, 1);
        assertThat(model.segments()).isEqualTo(3);
        assertThat(model.shape()).isIn(GaussianMixture.Shape.SPHERICAL, GaussianMixture.Shape.SHARED);
        assertThat(model.weights()[0]).isCloseTo(0.5, within(1e-6));
        assertThat(model.means()[0][0]).isCloseTo(0, within(2 / Math.sqrt(500)));
        assertThat(model.covariances()[0][0][0]).isCloseTo(1, within(0.13));
        for (double[] row : model.probabilities(data)) {
            assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-12));
        }
        int[] truth = new int[1000];
        Arrays.setAll(truth, row -> row % 4 == 1 ? 1 : row % 4 == 3 ? 2 : 0);
        assertThat(Agreement.adjustedRand(model.assign(data), truth)).isEqualTo(1);
    }

    @Test
    void wider_shapes_are_more_likely_on_the_same_data() {
        Features data = clouds(400, 2, 6);
        double diagonal =
                GaussianMixture.fit(data, GaussianMixture.Shape.DIAGONAL, 3, 1).logLikelihood();
        double full =
                GaussianMixture.fit(data, GaussianMixture.Shape.FULL, 3, 1).logLikelihood();
        double spherical =
                GaussianMixture.fit(data, GaussianMixture.Shape.SPHERICAL, 3, 1).logLikelihood();
        assertThat(full).isGreaterThan(diagonal);
        assertThat(diagonal).isGreaterThan(spherical);
    }

    @Test
    void a_mixture_without_spread_is_refused() {
        Features same = new Features(List.of("x"), new double[][] {new double[20]});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.fit(same, GaussianMixture.Shape.FULL, 2, 1))
                .withMessageContaining("without spread");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.choose(same, 2, 1))
                .withMessageContaining("without spread");
        Features line = new Features(List.of("x", "y"), new double[][] {{1, 2, 3, 4, 5, 6}, {2, 4, 6, 8, 10, 12}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.fit(line, GaussianMixture.Shape.FULL, 1, 1))
                .withMessageContaining("without spread");
    }

    @Test
    void the_silhouette_of_a_sample_is_near_that_of_all() {
        Features data = clouds(3000, 2, 2);
        int[] segments = KMeans.fit(data, 3, 5, 1).assign(data);
        Silhouette all = Silhouette.of(data, segments, 5000, 1);
        Silhouette some = Silhouette.of(data, segments, 600, 1);
        assertThat(some.measured()).isEqualTo(600);
        assertThat(some.mean()).isCloseTo(all.mean(), within(0.03));
        assertThat(all.bySegment()).hasSize(3);
        Features three = new Features(List.of("x"), new double[][] {{0, 0, 9}});
        assertThat(Silhouette.of(three, new int[] {0, 0, 1}, 10, 1).mean()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void a_profile_says_in_words_what_sets_a_segment_apart() {
        Features data = clouds(400, 1, 3);
        int[] segments = KMeans.fit(data, 3, 5, 1).assign(data);
        List<SegmentProfile> profiles = SegmentProfile.of(data, segments, 2);
        assertThat(profiles).extracting(SegmentProfile::size).containsExactly(200, 100, 100);
        SegmentProfile frequent = profiles.stream()
                .filter(profile -> profile.traits().getFirst().effect() > 0
                        && profile.traits().getFirst().feature().equals("frequency"))
                .findFirst()
                .orElseThrow();
        assertThat(frequent.traits().getFirst().lift()).isGreaterThan(3);
        assertThat(frequent.rule().covered()).isEqualTo(1);
        assertThat(frequent.rule().precise()).isEqualTo(1);
        assertThat(frequent.rule().inWords(Locale.ENGLISH)).matches("frequency above \\d+");
        assertThat(frequent.rule().inWords(SPANISH)).matches("frequency por encima de \\d+");
        assertThat(frequent.inWords(Locale.ENGLISH))
                .startsWith("25 % of customers; frequency")
                .contains("finds 100 %");
        assertThat(frequent.inWords(SPANISH)).startsWith("25 % de los clientes").contains("acierta en el 100 %");
        assertThat(profiles.getFirst().rule().conditions()).hasSize(2);
        assertThat(profiles.getFirst().rule().inWords(SPANISH))
                .contains(" hasta ")
                .contains(" y ");
        assertThat(profiles.getFirst().rule().inWords(Locale.ENGLISH))
                .contains(" at most ")
                .contains(" and ");
    }

    @Test
    void a_profile_of_everyone_needs_no_condition() {
        Features data = new Features(List.of("x", "y"), new double[][] {{1, 2, 3}, {0, 0, 0}});
        SegmentProfile all = SegmentProfile.of(data, new int[3], 3).getFirst();
        assertThat(all.rule().inWords(Locale.ENGLISH)).isEqualTo("everyone");
        assertThat(all.rule().inWords(SPANISH)).isEqualTo("todos");
        assertThat(all.traits()).allMatch(trait -> trait.effect() == 0);
        assertThat(all.traits())
                .filteredOn(trait -> trait.feature().equals("y"))
                .allMatch(trait -> Double.isNaN(trait.lift()));
        assertThat(new Rule(List.of(), 0, 0).f1()).isZero();
    }

    @Test
    void a_large_base_is_described_from_every_nth_customer() {
        Features data = clouds(250_000, 1, 4);
        int[] segments = new int[250_000];
        Arrays.setAll(segments, row -> data.columns()[0][row] > 5 ? 1 : 0);
        assertThat(SegmentProfile.of(data, segments, 1).get(1).rule().precise()).isGreaterThan(0.999);
    }

    @Test
    void bounds_are_round_and_between_their_neighbours() {
        Samples.each(100, draw -> {
            double low = draw.number(-1000, 1000);
            double gap = draw.number(0.01, 100);
            double bound = ShallowTree.roundest(low, low + gap);
            assertThat(bound).isGreaterThanOrEqualTo(low).isLessThan(low + gap);
            assertThat(ShallowTree.roundest(3.2, 17)).isEqualTo(10);
            assertThat(ShallowTree.roundest(0.123, 0.179)).isEqualTo(0.13);
            assertThat(ShallowTree.roundest(-3, 2)).isZero();
        });
    }

    @Test
    void models_survive_being_written_and_read() {
        Features data = clouds(200, 1, 7);
        KMeans centres = KMeans.fit(data, 3, 2, 1);
        assertThat(ModelJson.read(ModelJson.write(centres), KMeans.class).assign(data))
                .containsExactly(centres.assign(data));
        GaussianMixture mixture = GaussianMixture.fit(data, GaussianMixture.Shape.FULL, 3, 1);
        assertThat(ModelJson.read(ModelJson.write(mixture), GaussianMixture.class)
                        .assign(data))
                .containsExactly(mixture.assign(data));
        Rfm rfm = Rfm.fixed(new double[] {1}, new double[] {2}, new double[] {3});
        assertThat(ModelJson.read(ModelJson.write(rfm), Rfm.class).moneyBounds())
                .containsExactly(3);
    }

    @Test
    void the_same_seed_gives_the_same_segments() {
        Features data = clouds(200, 3, 8);
        assertThat(KMeans.fit(data, 4, 2, 9).assign(data))
                .containsExactly(KMeans.fit(data, 4, 2, 9).assign(data));
    }

    @Test
    void refusals_name_value_and_bound() {
        Features data = clouds(10, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.fit(data, 11, 1, 1))
                .withMessageContaining("k is 11, expected 1 to 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.fit(data, 2, 0, 1))
                .withMessageContaining("restarts is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.fit(data, 2, 1, 1).assign(new Features(List.of("x"), new double[][] {{1}})))
                .withMessageContaining("1 features, expected 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.fit(data, GaussianMixture.Shape.FULL, 4, 1))
                .withMessageContaining("groups is 4, expected 1 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Features(List.of(), new double[0][]))
                .withMessageContaining("0 names for 0 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Features(List.of("x"), new double[1][0]))
                .withMessageContaining("0 rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Features(List.of("x"), new double[][] {{1, Double.NaN}}))
                .withMessageContaining("column 'x' has NaN in row 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Features(List.of("x", "y"), new double[][] {{1, 2}, {1}}))
                .withMessageContaining("column 'y' has 1 rows, expected 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Silhouette.of(data, new int[10], 10, 1))
                .withMessageContaining("1 segments and a sample of 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Silhouette.of(data, new int[3], 10, 1))
                .withMessageContaining("3 segments for 10 customers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stability.of(data, new int[10], (d, s) -> KMeans.fit(d, 1, 1, s), 0, 1))
                .withMessageContaining("0 draws");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SegmentProfile.of(data, new int[10], 5))
                .withMessageContaining("depth is 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SegmentProfile.of(data, new int[9], 2))
                .withMessageContaining("9 segments for 10");
        int[] negative = new int[10];
        negative[0] = -1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SegmentProfile.of(data, negative, 2))
                .withMessageContaining("segment is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.adjustedRand(new int[1], new int[1]))
                .withMessageContaining("2 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rfm.fixed(new double[0], new double[1], new double[1]))
                .withMessageContaining("0 bounds, expected 1 to 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rfm.fixed(new double[] {2, 1}, new double[2], new double[2]))
                .withMessageContaining("ascending");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rfm.fixed(new double[1], new double[2], new double[2]))
                .withMessageContaining("1, 2 and 2 bounds");
        CustomerActivity two = new CustomerActivity(new long[2], new double[2], new double[2], new double[] {-1, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rfm.quantiles(two, 5))
                .withMessageContaining("2 customers, expected 5 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rfm.quantiles(two, 1))
                .withMessageContaining("grades is 1");
        assertThatIllegalArgumentException().isThrownBy(two::gini).withMessageContaining("smallest money is -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> two.moneyOfTop(2)).withMessageContaining("share is 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CustomerActivity.of(new long[1], new long[] {5}, new double[1], 4))
                .withMessageContaining("on day 5, expected at most 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CustomerActivity.of(new long[0], new long[0], new double[0], 4))
                .withMessageContaining("0 customers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CustomerActivity(new long[1], new double[2], new double[1], new double[1]))
                .withMessageContaining("1 customers, 2 recencies");
    }

    @Test
    void a_cohort_counts_who_came_back_whatever_the_order_and_the_gaps() {
        long[] customers = {7, 7, 9, 7, 9, 3, 3};
        long[] periods = {12, 10, 10, 12, 11, 12, 14};

        CohortRetention table = CohortRetention.of(customers, periods, 13);

        assertThat(table.cohorts()).containsExactly(10, 12);
        assertThat(table.buyers()[0]).containsExactly(2, 1, 1, 0);
        assertThat(table.buyers()[1]).containsExactly(1, 0);
        assertThat(table.retention(0, 1, .95).share()).isEqualTo(.5);
        assertThat(table.pooled(1, .95).successes()).isEqualTo(1);
        assertThat(table.pooled(1, .95).n()).isEqualTo(3);
        assertThat(table.pooled(2, .95).n()).isEqualTo(2);
    }

    @Test
    void cohorts_without_purchases_or_out_of_reach_are_refused() {
        CohortRetention one = CohortRetention.of(new long[] {1}, new long[] {5}, 6);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CohortRetention.of(new long[2], new long[1], 6))
                .withMessage("2 customers and 1 periods, expected as many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CohortRetention.of(new long[] {1}, new long[] {7}, 6))
                .withMessage("0 of 1 purchases up to period 6, expected 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CohortRetention.of(new long[] {1}, new long[] {0}, 10_000))
                .withMessage("Periods 0 to 10000 are 10001, expected at most 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.retention(0, 2, .95))
                .withMessage("later is 2, expected 0 to 1 for cohort 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.pooled(-1, .95))
                .withMessage("later is -1, expected 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CohortRetention(new long[1], new int[0][]))
                .withMessage("1 cohorts with 0 rows, expected as many, 1 or more");
    }
}
