package lazo.analytics.classify;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * Lead scoring as Odoo does it, to be beaten: {@link NaiveBayes} per sales team, in which the stage reached is one more
 * field. A won lead counts in every stage; a lost one in the stages up to where it was lost.
 * <pre>
 *   S(c) = P(c) · n(c, stage)/n(c, first stage) · Π over known fields  n(c, f, v)/n(c, f)      0.1 added to each count of a team
 * </pre>
 * P(c) are the shares of the first stage's counts. A team without history uses the sum of all teams' counts. Tags with
 * fewer than 50 leads are ignored. The answer is kept within 0.0001 and 0.9999.
 * Source: odoo/addons/crm, predictive lead scoring; its own test's figures are reproduced.
 *
 * @param stages stages in order, the last one is "won"
 * @param teams counts by team
 */
@ModelType(name = "pipeline-bayes")
public record PipelineBayes(List<String> stages, Map<String, Counts> teams, Provenance provenance)
        implements FittedModel {
    private static final double ADDED = 0.1;
    private static final double FEWEST_TAGGED = 50;
    private static final String STAGE = "stage";

    /**
     * A lead.
     *
     * @param stage the last stage it reached
     * @param values known fields by name; the field {@code tag} is special, see above
     */
    public record Lead(String team, String stage, Map<String, String> values) {
        public Lead {
            values = Map.copyOf(values);
        }
    }

    /** Counts {@code [lost, won]} by field and value. */
    public record Counts(Map<String, Map<String, double[]>> byField) {
        public Counts {
            Map<String, Map<String, double[]>> sorted = new TreeMap<>();
            byField.forEach((field, values) -> sorted.put(field, Collections.unmodifiableMap(new TreeMap<>(values))));
            byField = Collections.unmodifiableMap(sorted);
        }

        double[] of(String field, String value) {
            double[] count = byField.getOrDefault(field, Map.of()).get(value);
            return count == null ? new double[2] : count;
        }

        double[] total(String field) {
            double[] total = new double[2];
            for (double[] count : byField.getOrDefault(field, Map.of()).values()) {
                if (counts(field, count)) {
                    total[0] += count[0];
                    total[1] += count[1];
                }
            }
            return total;
        }

        static boolean counts(String field, double[] count) {
            return count[0] + count[1] > 0 && !(field.equals("tag") && count[0] + count[1] < FEWEST_TAGGED);
        }
    }

    public PipelineBayes {
        stages = List.copyOf(stages);
        teams = Collections.unmodifiableMap(new TreeMap<>(teams));
        if (stages.size() < 2) {
            throw new IllegalArgumentException("%d stage(s), expected 2 or more".formatted(stages.size()));
        }
    }

    /** @param won whether each closed lead was won */
    public static PipelineBayes fit(List<String> stages, List<Lead> closed, boolean[] won) {
        Outcomes.requireSameRows(closed.size(), won);
        Map<String, Map<String, Map<String, double[]>>> teams = new TreeMap<>();
        for (int i = 0; i < won.length; i++) {
            Lead lead = closed.get(i);
            Map<String, Map<String, double[]>> counts = teams.computeIfAbsent(lead.team(), _ -> new TreeMap<>());
            int reached = won[i] ? stages.size() - 1 : stages.indexOf(lead.stage());
            if (reached < 0) {
                throw new IllegalArgumentException("Stage '%s' is none of %s".formatted(lead.stage(), stages));
            }
            for (String stage : stages.subList(0, reached + 1)) {
                add(counts, STAGE, stage, won[i]);
            }
            for (Map.Entry<String, String> value : lead.values().entrySet()) {
                add(counts, value.getKey(), value.getValue(), won[i]);
            }
        }
        Map<String, Counts> frozen = new TreeMap<>();
        teams.forEach((team, counts) -> frozen.put(team, new Counts(counts)));
        return new PipelineBayes(
                stages,
                frozen,
                Provenance.of("Naive Bayes over counts by team and stage, as Odoo", won.length)
                        .withQuality("outcomes", Outcomes.count(won)));
    }

    private static void add(Map<String, Map<String, double[]>> counts, String field, String value, boolean won) {
        double[] count = counts.computeIfAbsent(field, _ -> new TreeMap<>())
                .computeIfAbsent(value, _ -> new double[] {ADDED, ADDED});
        count[won ? 1 : 0]++;
    }

    /** The probability that an open lead is won; 1 in the last stage, NaN while there is no history to count. */
    public double probability(Lead lead) {
        if (lead.stage().equals(stages.getLast())) {
            return 1;
        }
        Counts counts = teams.containsKey(lead.team()) ? teams.get(lead.team()) : allTeams();
        double[] started = counts.of(STAGE, stages.getFirst());
        if (started[0] <= 0 || started[1] <= 0) {
            return Double.NaN;
        }
        double logOdds = Math.log(started[1] / started[0]);
        logOdds += part(counts.of(STAGE, lead.stage()), started);
        for (Map.Entry<String, String> value : lead.values().entrySet()) {
            double[] count = counts.of(value.getKey(), value.getValue());
            if (Counts.counts(value.getKey(), count)) {
                logOdds += part(count, counts.total(value.getKey()));
            }
        }
        return Math.clamp(LogOdds.probability(logOdds), 0.0001, 0.9999);
    }

    private static double part(double[] count, double[] total) {
        return count[0] + count[1] == 0 ? 0 : Math.log(count[1] / total[1]) - Math.log(count[0] / total[0]);
    }

    private Counts allTeams() {
        Map<String, Map<String, double[]>> sum = new HashMap<>();
        for (Counts counts : teams.values()) {
            counts.byField()
                    .forEach((field, values) -> values.forEach((value, count) -> {
                        double[] total = sum.computeIfAbsent(field, _ -> new HashMap<>())
                                .computeIfAbsent(value, _ -> new double[2]);
                        total[0] += count[0];
                        total[1] += count[1];
                    }));
        }
        return new Counts(sum);
    }
}
