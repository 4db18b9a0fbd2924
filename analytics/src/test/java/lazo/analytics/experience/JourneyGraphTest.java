package lazo.analytics.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lazo.analytics.Samples;
import lazo.analytics.data.ModelJson;
import lazo.analytics.experience.JourneyGraph.Settings;
import lazo.analytics.experience.JourneyGraph.Step;
import lazo.analytics.experience.JourneyGraph.Transition;
import org.junit.jupiter.api.Test;

class JourneyGraphTest {
    private static final List<String> NAMES = List.of("visit", "basket", "pay", "order");
    private static final Settings ORDERS = new Settings(List.of("order"), 1000, 24, 0.95);

    @Test
    void shares_drop_offs_and_goal_probabilities_are_those_of_the_counted_paths() {
        JourneyGraph graph = JourneyGraph.fit(
                events(
                        path(1, 0, 0, 1, 1, 2, 2, 3, 3),
                        path(2, 0, 0, 1, 5),
                        path(3, 0, 0),
                        path(4, 0, 0, 1, 3, 2, 4, 1, 6, 2, 7, 3, 8),
                        path(5, 0, 990)),
                ORDERS);

        assertThat(graph.open()).isEqualTo(1);
        assertThat(graph.reached().successes()).isEqualTo(2);
        assertThat(graph.reached().n()).isEqualTo(4);
        Step basket = step(graph, "basket");
        assertThat(basket.visits()).isEqualTo(4);
        assertThat(basket.journeys()).isEqualTo(3);
        assertThat(basket.repeats()).isEqualTo(1);
        assertThat(basket.dropOff().share()).isEqualTo(0.25);
        assertThat(step(graph, "visit").dropOff().share()).isEqualTo(0.25);
        assertThat(step(graph, "order").goalProbability()).isCloseTo(1, within(1e-9));
        double pay = 2 / 3.0 + 1 / 3.0 * 0.75 * x();
        assertThat(step(graph, "pay").goalProbability()).isCloseTo(pay, within(1e-9));
        assertThat(basket.goalProbability()).isCloseTo(0.75 * x(), within(1e-9));
        assertThat(basket.lostGoals()).isCloseTo(x(), within(1e-9));
        Transition forth = transition(graph, "basket", "pay");
        assertThat(forth.count()).isEqualTo(3);
        assertThat(forth.share()).isEqualTo(0.75);
        assertThat(forth.medianHours()).isEqualTo(1);
        assertThat(forth.excessHours()).isEqualTo(0);
        assertThat(transition(graph, "visit", "basket").excessHours()).isEqualTo(2);
        assertThat(graph.transitions().getFirst().count()).isEqualTo(3);
    }

    /** P(goal | pay) solves x = 2/3 + 1/3 · 3/4 · x. */
    private static double x() {
        return 2 / 3.0 / (1 - 0.25);
    }

    @Test
    void a_journey_ends_at_its_first_goal_and_order_of_rows_does_not_matter() {
        JourneyEvents events =
                new JourneyEvents(new int[] {1, 1, 1}, new int[] {0, 3, 2}, new double[] {5, 1, 0}, NAMES);

        JourneyGraph graph = JourneyGraph.fit(events, ORDERS);

        assertThat(graph.steps()).extracting(Step::name).containsExactlyInAnyOrder("pay", "order");
        assertThat(graph.reached().share()).isEqualTo(1);
    }

    @Test
    void the_graph_survives_json() {
        JourneyGraph graph = JourneyGraph.fit(events(path(1, 0, 0, 3, 1)), ORDERS);

        assertThat(ModelJson.read(ModelJson.write(graph), JourneyGraph.class)).isEqualTo(graph);
    }

    @Test
    void in_any_journeys_shares_and_drop_off_sum_to_one_and_probabilities_are_probabilities() {
        Samples.each(100, draw -> {
            long seed = draw.seed();
            JourneyGraph graph = JourneyGraph.fit(random(seed, 40), ORDERS);

            for (Step step : graph.steps()) {
                double onward = graph.transitions().stream()
                        .filter(transition -> transition.from().equals(step.name()))
                        .mapToDouble(Transition::share)
                        .sum();
                if (!step.name().equals("order")) {
                    assertThat(onward + step.dropOff().share()).isCloseTo(1, within(1e-12));
                }
                assertThat(step.goalProbability()).isBetween(0.0, 1.0);
                assertThat(step.lostGoals()).isBetween(0.0, (double) step.visits());
            }
        });
    }

    @Test
    void friction_names_the_transition_where_the_group_is_slower() {
        SplittableRandom random = new SplittableRandom(5);
        List<double[]> rows = new ArrayList<>();
        for (int journey = 0; journey < 200; journey++) {
            double basket = random.nextDouble(1, 2);
            double pay = basket + random.nextDouble(1, 2) * (journey < 60 ? 6 : 1);
            rows.addAll(List.of(path(journey, 0, 0, 1, basket, 2, pay, 3, pay + random.nextDouble())));
        }

        List<JourneyFriction> found = JourneyFriction.compare(
                events(rows.toArray(double[][]::new)), List.of("order"), journey -> journey < 60);

        assertThat(found).hasSize(3);
        JourneyFriction worst = found.getFirst();
        assertThat(worst.from()).isEqualTo("basket");
        assertThat(worst.to()).isEqualTo("pay");
        assertThat(worst.excessHours()).isBetween(6.0, 9.0);
        assertThat(worst.pValue()).isLessThan(1e-6);
        assertThat(worst.groupCount()).isEqualTo(60);
        assertThat(found.subList(1, 3))
                .allSatisfy(other -> assertThat(other.pValue()).isGreaterThan(0.05));
    }

    @Test
    void friction_is_silent_about_rare_transitions_and_equal_times() {
        List<double[]> rows = new ArrayList<>();
        for (int journey = 0; journey < 40; journey++) {
            rows.addAll(List.of(path(journey, 0, 0, 1, 2)));
        }
        rows.addAll(List.of(path(99, 0, 0, 3, 50)));

        List<JourneyFriction> found = JourneyFriction.compare(
                events(rows.toArray(double[][]::new)), List.of("order"), journey -> journey < 20);

        assertThat(found).singleElement().satisfies(friction -> {
            assertThat(friction.pValue()).isEqualTo(1);
            assertThat(friction.excessHours()).isZero();
        });
        assertThat(JourneyFriction.compare(events(path(1, 0, 0, 3, 1)), List.of("order"), journey -> true))
                .isEmpty();
    }

    @Test
    void what_cannot_be_read_is_refused_naming_it() {
        assertThatThrownBy(() -> new JourneyEvents(new int[1], new int[] {7}, new double[1], NAMES))
                .hasMessageContaining("steps[0] is 7, expected 0..3");
        assertThatThrownBy(() -> new JourneyEvents(new int[1], new int[1], new double[] {Double.NaN}, NAMES))
                .hasMessageContaining("hours[0] is NaN");
        assertThatThrownBy(() -> new JourneyEvents(new int[1], new int[2], new double[1], NAMES))
                .hasMessageContaining("1 journeys, 2 steps and 1 hours");
        assertThatThrownBy(() -> new JourneyEvents(new int[0], new int[0], new double[0], List.of()))
                .hasMessageContaining("0 step names");
        assertThatThrownBy(() -> JourneyGraph.fit(events(path(1, 0, 999)), ORDERS))
                .hasMessageContaining("0 of 1 journeys are over");
        assertThatThrownBy(() -> JourneyGraph.fit(events(path(1, 0, 0)), new Settings(List.of("dance"), 10, 1, 0.95)))
                .hasMessageContaining("'dance'");
        assertThatThrownBy(() -> new Settings(List.of(), 10, 1, 0.95)).hasMessageContaining("0 goals");
        assertThatThrownBy(() -> new Settings(List.of("order"), 10, -1, 0.95)).hasMessageContaining("patience is -1.0");
        assertThatThrownBy(() -> new Settings(List.of("order"), Double.NaN, 1, 0.95))
                .hasMessageContaining("end is NaN");
    }

    private static Step step(JourneyGraph graph, String name) {
        return graph.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Transition transition(JourneyGraph graph, String from, String to) {
        return graph.transitions().stream()
                .filter(transition ->
                        transition.from().equals(from) && transition.to().equals(to))
                .findFirst()
                .orElseThrow();
    }

    /** Rows (journey, step, hour) of one journey given as step, hour, step, hour … */
    private static double[][] path(int journey, double... stepsAndHours) {
        double[][] rows = new double[stepsAndHours.length / 2][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {journey, stepsAndHours[2 * i], stepsAndHours[2 * i + 1]};
        }
        return rows;
    }

    private static JourneyEvents events(double[][]... paths) {
        List<double[]> rows = new ArrayList<>();
        for (double[][] path : paths) {
            rows.addAll(List.of(path));
        }
        return events(rows.toArray(double[][]::new));
    }

    private static JourneyEvents events(double[][] rows) {
        int[] journeys = new int[rows.length];
        int[] steps = new int[rows.length];
        double[] hours = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            journeys[i] = (int) rows[i][0];
            steps[i] = (int) rows[i][1];
            hours[i] = rows[i][2];
        }
        return new JourneyEvents(journeys, steps, hours, NAMES);
    }

    private static JourneyEvents random(long seed, int journeys) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = new ArrayList<>();
        for (int journey = 0; journey < journeys; journey++) {
            double hour = journey == 0 ? 0 : random.nextDouble(0, 990);
            do {
                rows.add(new double[] {journey, random.nextInt(4), hour});
                hour += random.nextDouble();
            } while (random.nextDouble() < 0.7);
        }
        return events(rows.toArray(double[][]::new));
    }
}
