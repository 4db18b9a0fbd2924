package lazo.analytics.experience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;

/**
 * Where do customers go next, where do they give up, and where do they lose time? The graph of transitions between steps.
 * <pre>
 *   share(a → b) = transitions a → b / visits to a that are over          drop-off(a) = last visits to a / visits to a that are over
 *   P(goal | a)  solves  x = Q x + r,   Q shares among steps, r shares into a goal      (first-order Markov chain)
 *   lost goals(a) = last visits to a · P(goal | a, went on)
 *   excess hours(a → b) = Σ max(0, hours − median hours of a → b)
 * </pre>
 * A journey ends at its first goal. One whose last event lies less than {@code patience} hours before {@code end} is still
 * open: its last visit is neither a drop-off nor a passage.
 *
 * <p>Units: hours. Limits: the chain forgets how a customer came to a step; visits of one customer are counted as if
 * independent, so intervals are a little narrow where people come back often.
 *
 * @param provenance data and settings
 * @param reached journeys that reached a goal, of those that are over
 * @param open journeys still open
 * @param steps most lost goals first
 * @param transitions most frequent first
 */
@ModelType(name = "journey-graph")
public record JourneyGraph(
        Provenance provenance, Proportion reached, int open, List<Step> steps, List<Transition> transitions)
        implements FittedModel {

    /** Open journeys may leave a loop without exit; this leak keeps the chain solvable. */
    private static final double LEAK = 1e-12;

    /**
     * A step.
     *
     * @param name as the caller names it
     * @param journeys journeys that came here
     * @param visits visits in all
     * @param repeats visits by journeys that had been here before
     * @param dropOff share of the visits that were the last without a goal
     * @param goalProbability P(goal | step); 1 for a goal
     * @param lostGoals goals that would have been reached had those who left here gone on like the others
     */
    public record Step(
            String name,
            int journeys,
            int visits,
            int repeats,
            Proportion dropOff,
            double goalProbability,
            double lostGoals) {}

    /**
     * Going from one step to the next.
     *
     * @param from a step
     * @param to the step after it, the same when it is done again
     * @param count how often
     * @param share of the visits to {@code from} that are over
     * @param medianHours half take longer
     * @param excessHours hours above the median, summed over all
     */
    public record Transition(String from, String to, int count, double share, double medianHours, double excessHours) {}

    /**
     * What the caller must say.
     *
     * @param goals steps that end a journey well, one or more
     * @param end the hour the data end
     * @param patience hours without an event after which a journey is given up, 0 or more
     * @param confidence in (0, 1)
     */
    public record Settings(List<String> goals, double end, double patience, double confidence) {
        public Settings {
            goals = List.copyOf(goals);
            if (goals.isEmpty()) {
                throw new IllegalArgumentException("There are 0 goals, expected 1 or more");
            }
            if (!(patience >= 0)) {
                throw new IllegalArgumentException("patience is %s, expected 0 or more".formatted(patience));
            }
            if (!Double.isFinite(end)) {
                throw new IllegalArgumentException("end is %s, expected a number".formatted(end));
            }
            Interval.requireConfidence(confidence);
        }
    }

    public JourneyGraph {
        steps = List.copyOf(steps);
        transitions = List.copyOf(transitions);
    }

    /** @throws IllegalArgumentException when no journey is over or a goal is none of the steps */
    public static JourneyGraph fit(JourneyEvents events, Settings settings) {
        boolean[] goal = events.goals(settings.goals());
        Tally tally = new Tally(events.names().size(), goal);
        TreeMap<Integer, List<JourneyEvents.Visit>> paths = events.paths(goal);
        paths.values().forEach(visits -> tally.add(visits, settings));
        if (tally.over == 0) {
            throw new IllegalArgumentException("0 of %d journeys are over, expected 1 or more".formatted(paths.size()));
        }
        double[] chances = tally.goalProbabilities();
        List<Step> steps = new ArrayList<>();
        for (int step = 0; step < goal.length; step++) {
            if (tally.visits[step] > 0) {
                steps.add(tally.step(events.names().get(step), step, chances[step], settings.confidence()));
            }
        }
        steps.sort(Comparator.comparingDouble(Step::lostGoals).reversed().thenComparing(Step::name));
        Provenance provenance = Provenance.of(
                        "Journey graph, absorbing first-order Markov chain", events.steps().length)
                .withSetting("goals", String.join(", ", settings.goals()))
                .withSetting("end", settings.end())
                .withSetting("patience", settings.patience())
                .withSetting("confidence", settings.confidence());
        return new JourneyGraph(
                provenance,
                Proportion.of(tally.reached, tally.over, settings.confidence()),
                paths.size() - tally.over,
                steps,
                tally.transitions(events.names()));
    }

    private static final class Tally {
        final int[] visits;
        final int[] closed;
        final int[] last;
        final int[] journeys;
        final Map<Integer, List<Double>> hours = new TreeMap<>();
        final boolean[] goal;
        final int size;
        int over;
        int reached;

        Tally(int size, boolean[] goal) {
            this.size = size;
            this.goal = goal;
            visits = new int[size];
            closed = new int[size];
            last = new int[size];
            journeys = new int[size];
        }

        void add(List<JourneyEvents.Visit> path, Settings settings) {
            boolean[] seen = new boolean[size];
            for (int i = 0; i < path.size(); i++) {
                int from = path.get(i).step();
                visits[from]++;
                journeys[from] += seen[from] ? 0 : 1;
                seen[from] = true;
                if (i + 1 < path.size()) {
                    closed[from]++;
                    hours.computeIfAbsent(from * size + path.get(i + 1).step(), none -> new ArrayList<>())
                            .add(path.get(i + 1).hour() - path.get(i).hour());
                }
            }
            JourneyEvents.Visit end = path.getLast();
            if (goal[end.step()]) {
                reached++;
                over++;
                closed[end.step()]++;
            } else if (settings.end() - end.hour() >= settings.patience()) {
                over++;
                last[end.step()]++;
                closed[end.step()]++;
            }
        }

        double[] goalProbabilities() {
            double[][] system = new double[size][size];
            double[] into = new double[size];
            for (int step = 0; step < size; step++) {
                system[step][step] = 1 + LEAK;
                into[step] = goal[step] ? 1 : 0;
            }
            hours.forEach((edge, taken) -> {
                int from = edge / size;
                int to = edge % size;
                double share = taken.size() / (double) closed[from];
                if (goal[to]) {
                    into[from] += share;
                } else {
                    system[from][to] -= share;
                }
            });
            double[] chances = new LUDecomposition(new Array2DRowRealMatrix(system))
                    .getSolver()
                    .solve(new ArrayRealVector(into))
                    .toArray();
            return Arrays.stream(chances)
                    .map(chance -> Math.min(1, Math.max(0, chance)))
                    .toArray();
        }

        Step step(String name, int step, double chance, double confidence) {
            int ended = Math.max(1, closed[step]);
            double wentOn = 1 - last[step] / (double) ended;
            double lost = wentOn > 0 ? last[step] * Math.min(1, chance / wentOn) : 0;
            return new Step(
                    name,
                    journeys[step],
                    visits[step],
                    visits[step] - journeys[step],
                    Proportion.of(last[step], ended, confidence),
                    chance,
                    lost);
        }

        List<Transition> transitions(List<String> names) {
            List<Transition> transitions = new ArrayList<>();
            hours.forEach((edge, taken) -> {
                double[] sorted =
                        taken.stream().mapToDouble(Double::doubleValue).sorted().toArray();
                double median = JourneyFriction.median(sorted);
                double excess = Arrays.stream(sorted)
                        .map(hour -> Math.max(0, hour - median))
                        .sum();
                int from = edge / size;
                transitions.add(new Transition(
                        names.get(from),
                        names.get(edge % size),
                        sorted.length,
                        sorted.length / (double) closed[from],
                        median,
                        excess));
            });
            transitions.sort(Comparator.comparingInt(Transition::count)
                    .reversed()
                    .thenComparing(Transition::from)
                    .thenComparing(Transition::to));
            return transitions;
        }
    }
}
