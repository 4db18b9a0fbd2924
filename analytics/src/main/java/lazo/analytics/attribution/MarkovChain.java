package lazo.analytics.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Journeys as an absorbing Markov chain: how many conversions would be lost without a channel? Unlike rules it counts
 * what follows a touch, also in journeys that converted nobody.
 * <pre>
 *   x = Q·x + r      x: chance to convert from each state, Q: between states, r: straight to conversion
 *   removal(c) = 1 − x without c (a step into c ends in nothing) / x        credit(c) = conversions · removal(c)/Σ removal
 * </pre>
 * A state is the last {@code order} touches. At order 1 it makes no difference whether repeated touches of one channel are
 * counted once or each. Solved, not simulated.
 * Error: the equations hold within 1e-13; the chance to convert from the start equals the observed rate within 1e-12.
 * Limits: channels that only ever lose still get nothing, not less; removal assumes the lost touch is not replaced. High
 * orders need many journeys: states grow with the channels to the power of the order.
 * Source: Anderl, Becker, von Wangenheim, Schumann (2016), Int. J. Research in Marketing 33, 457-474.
 *
 * @param order touches a state remembers, 1 or more
 * @param rate the chance to convert from the start
 * @param removals the share of conversions lost without each channel
 * @param conversions those to be shared out
 */
@ModelType(name = "markov-attribution")
public record MarkovChain(
        List<String> channels, int order, double rate, double[] removals, double conversions, Provenance provenance)
        implements FittedModel {

    public MarkovChain {
        channels = List.copyOf(channels);
        removals = removals.clone();
        if (removals.length != channels.size()) {
            throw new IllegalArgumentException("%d channels for %d removals, expected the same number"
                    .formatted(channels.size(), removals.length));
        }
    }

    public static MarkovChain fit(Journeys journeys, int order) {
        if (order < 1) {
            throw new IllegalArgumentException("order is %d, expected 1 or more".formatted(order));
        }
        if (journeys.totalConversions() == 0) {
            throw new IllegalArgumentException("0 conversions, expected more");
        }
        Transitions transitions = new Transitions();
        double journeysCounted = 0;
        for (int i = 0; i < journeys.paths().length; i++) {
            transitions.add(journeys.paths()[i], order, journeys.conversions()[i], journeys.nulls()[i]);
            journeysCounted += journeys.conversions()[i] + journeys.nulls()[i];
        }
        AbsorbingChain chain = transitions.chain();
        double rate = chain.absorption(-1);
        double[] removals = new double[journeys.channels().size()];
        for (int c = 0; c < removals.length; c++) {
            removals[c] = Math.clamp(1 - chain.absorption(c) / rate, 0, 1);
        }
        return new MarkovChain(
                journeys.channels(),
                order,
                rate,
                removals,
                journeys.totalConversions(),
                Provenance.of(
                                "Absorbing Markov chain, removal effect (Anderl et al. 2016)",
                                Math.round(journeysCounted))
                        .withSetting("order", order)
                        .withQuality("states", transitions.states())
                        .withQuality("rate", rate));
    }

    /** The conversions shared out in proportion to the removal effects. */
    public Credits credit() {
        double total = Arrays.stream(removals).sum();
        return new Credits(
                channels,
                Arrays.stream(removals)
                        .map(removal -> conversions * removal / total)
                        .toArray());
    }

    /** The share of conversions lost without a channel. */
    public double removal(String channel) {
        int index = channels.indexOf(channel);
        if (index < 0) {
            throw new IllegalArgumentException("No channel '%s' among %s".formatted(channel, channels));
        }
        return removals[index];
    }

    @Override
    public double[] removals() {
        return removals.clone();
    }

    /** Weighted steps between states; state 0 is the start. */
    private static final class Transitions {
        private final Map<List<Integer>, Integer> numbers = new HashMap<>();
        private final List<Integer> newest = new ArrayList<>();
        private final List<TreeMap<Integer, Double>> steps = new ArrayList<>();
        private final List<double[]> ends = new ArrayList<>();

        Transitions() {
            number(List.of());
        }

        private int number(List<Integer> touches) {
            return numbers.computeIfAbsent(touches, _ -> {
                newest.add(touches.isEmpty() ? -1 : touches.getLast());
                steps.add(new TreeMap<>());
                ends.add(new double[2]);
                return newest.size() - 1;
            });
        }

        void add(int[] path, int order, double conversions, double nulls) {
            double weight = conversions + nulls;
            if (weight == 0) {
                return;
            }
            int state = 0;
            List<Integer> last = new ArrayList<>();
            for (int touch : path) {
                last.add(touch);
                int next = number(List.copyOf(last.subList(Math.max(0, last.size() - order), last.size())));
                steps.get(state).merge(next, weight, Double::sum);
                state = next;
            }
            ends.get(state)[0] += conversions;
            ends.get(state)[1] += nulls;
        }

        int states() {
            return newest.size();
        }

        AbsorbingChain chain() {
            int states = newest.size();
            int[][] next = new int[states][];
            double[][] share = new double[states][];
            double[] convert = new double[states];
            for (int s = 0; s < states; s++) {
                double total = ends.get(s)[0] + ends.get(s)[1];
                for (double weight : steps.get(s).values()) {
                    total += weight;
                }
                double all = total;
                next[s] = steps.get(s).keySet().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                share[s] = steps.get(s).values().stream()
                        .mapToDouble(weight -> weight / all)
                        .toArray();
                convert[s] = ends.get(s)[0] / all;
            }
            return new AbsorbingChain(
                    next,
                    share,
                    convert,
                    newest.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
