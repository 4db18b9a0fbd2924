package lazo.analytics.experience;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.hipparchus.stat.inference.MannWhitneyUTest;

/**
 * Where does one group of customers lose time that its peers do not? For every transition that both groups made at least
 * {@value #FEWEST} times: the difference of the median hours, and the Mann-Whitney test with Holm's correction over all
 * transitions compared.
 *
 * <p>Limits: journeys of one customer are taken as independent. Sources: Mann, Whitney (1947); Holm (1979).
 *
 * @param from a step
 * @param to the step after it
 * @param groupCount transitions of the group
 * @param peerCount transitions of the peers
 * @param groupMedianHours half of the group take longer
 * @param peerMedianHours half of the peers take longer
 * @param pValue two-sided, corrected by Holm
 */
public record JourneyFriction(
        String from,
        String to,
        int groupCount,
        int peerCount,
        double groupMedianHours,
        double peerMedianHours,
        double pValue) {

    private static final int FEWEST = 10;

    /** Hours the group takes longer than its peers, by medians; below 0 when it is faster. */
    public double excessHours() {
        return groupMedianHours - peerMedianHours;
    }

    /**
     * Transitions by excess hours of the whole group, largest first; empty when none was made often enough.
     *
     * @param events the steps taken
     * @param goals steps that end a journey
     * @param inGroup whether a journey belongs to the group
     */
    public static List<JourneyFriction> compare(JourneyEvents events, List<String> goals, IntPredicate inGroup) {
        int size = events.names().size();
        Map<Integer, List<List<Double>>> hours = new TreeMap<>();
        events.paths(events.goals(goals)).forEach((journey, visits) -> {
            for (int i = 1; i < visits.size(); i++) {
                int edge = visits.get(i - 1).step() * size + visits.get(i).step();
                hours.computeIfAbsent(edge, none -> List.of(new ArrayList<>(), new ArrayList<>()))
                        .get(inGroup.test(journey) ? 0 : 1)
                        .add(visits.get(i).hour() - visits.get(i - 1).hour());
            }
        });
        List<JourneyFriction> found = new ArrayList<>();
        hours.forEach((edge, sides) -> {
            double[] group = sorted(sides.get(0));
            double[] peers = sorted(sides.get(1));
            if (Math.min(group.length, peers.length) >= FEWEST) {
                found.add(new JourneyFriction(
                        events.names().get(edge / size),
                        events.names().get(edge % size),
                        group.length,
                        peers.length,
                        median(group),
                        median(peers),
                        pValue(group, peers)));
            }
        });
        List<JourneyFriction> corrected = holm(found);
        corrected.sort(Comparator.comparingDouble(
                        (JourneyFriction friction) -> -friction.excessHours() * friction.groupCount())
                .thenComparing(JourneyFriction::from)
                .thenComparing(JourneyFriction::to));
        return List.copyOf(corrected);
    }

    private static double pValue(double[] group, double[] peers) {
        double first = Math.min(group[0], peers[0]);
        double last = Math.max(group[group.length - 1], peers[peers.length - 1]);
        if (first == last) {
            return 1;
        }
        return Math.min(1, new MannWhitneyUTest().mannWhitneyUTest(group, peers, false));
    }

    private static List<JourneyFriction> holm(List<JourneyFriction> found) {
        List<JourneyFriction> byValue = new ArrayList<>(found);
        byValue.sort(Comparator.comparingDouble(JourneyFriction::pValue));
        List<JourneyFriction> corrected = new ArrayList<>();
        double least = 0;
        for (int i = 0; i < byValue.size(); i++) {
            JourneyFriction one = byValue.get(i);
            least = Math.min(1, Math.max(least, (byValue.size() - i) * one.pValue()));
            corrected.add(new JourneyFriction(
                    one.from, one.to, one.groupCount, one.peerCount, one.groupMedianHours, one.peerMedianHours, least));
        }
        return corrected;
    }

    private static double[] sorted(List<Double> hours) {
        return hours.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
