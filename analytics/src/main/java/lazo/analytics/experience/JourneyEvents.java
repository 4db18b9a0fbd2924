package lazo.analytics.experience;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Steps that customers took, in columns: one entry per event, in any order.
 *
 * @param journeys which journey (a customer's attempt, a case) the event belongs to
 * @param steps index of the step in {@code names}
 * @param hours when, in hours from any fixed start
 * @param names the steps' names
 */
public record JourneyEvents(int[] journeys, int[] steps, double[] hours, List<String> names) {
    public JourneyEvents {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("There are 0 step names, expected 1 or more");
        }
        if (journeys.length != steps.length || steps.length != hours.length) {
            throw new IllegalArgumentException("%d journeys, %d steps and %d hours, expected as many of each"
                    .formatted(journeys.length, steps.length, hours.length));
        }
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] < 0 || steps[i] >= names.size()) {
                throw new IllegalArgumentException(
                        "steps[%d] is %d, expected 0..%d".formatted(i, steps[i], names.size() - 1));
            }
            if (!Double.isFinite(hours[i])) {
                throw new IllegalArgumentException("hours[%d] is %s, expected a number".formatted(i, hours[i]));
            }
        }
        journeys = journeys.clone();
        steps = steps.clone();
        hours = hours.clone();
    }

    /** One event of a journey. */
    record Visit(int step, double hour) {}

    /** Events of each journey by time, each journey cut after the first of the goals. */
    TreeMap<Integer, List<Visit>> paths(boolean[] goal) {
        TreeMap<Integer, List<Visit>> paths = new TreeMap<>();
        for (int i = 0; i < steps.length; i++) {
            paths.computeIfAbsent(journeys[i], none -> new ArrayList<>()).add(new Visit(steps[i], hours[i]));
        }
        paths.replaceAll((journey, visits) -> {
            visits.sort(Comparator.comparingDouble(Visit::hour));
            for (int at = 0; at < visits.size(); at++) {
                if (goal[visits.get(at).step()]) {
                    return visits.subList(0, at + 1);
                }
            }
            return visits;
        });
        return paths;
    }

    boolean[] goals(List<String> goals) {
        boolean[] goal = new boolean[names.size()];
        for (String name : goals) {
            int at = names.indexOf(name);
            if (at < 0) {
                throw new IllegalArgumentException("Goal '%s' is none of the steps %s".formatted(name, names));
            }
            goal[at] = true;
        }
        return goal;
    }
}
