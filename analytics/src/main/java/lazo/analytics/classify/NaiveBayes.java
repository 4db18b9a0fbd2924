package lazo.analytics.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Naive Bayes over counts, as CRMs score leads: a baseline, never the product's probability. It multiplies evidence as if
 * fields knew nothing of each other, so it ranks fairly and exaggerates.
 * <pre>
 *   p = S(yes)/(S(yes)+S(no))     S(c) = P(c) · Π over known fields  (n(c, f, v) + 0.1) / Σᵤ (n(c, f, u) + 0.1)
 * </pre>
 * Numbers are sorted into quintile bins of the training rows. A missing value, or one never seen, is skipped.
 * Source: the counting scheme of Odoo's predictive lead scoring; see {@link PipelineBayes} for its stages and teams.
 */
@ModelType(name = "naive-bayes")
public record NaiveBayes(double share, List<Field> fields, Provenance provenance) implements FittedModel {
    private static final double ADDED = 0.1;

    /**
     * Counts of one field.
     *
     * @param cuts how numbers are binned; empty for labels
     * @param counts per value, {@code [no, yes]}, 0.1 included
     */
    public record Field(String name, Optional<Cuts> cuts, Map<String, double[]> counts) {
        public Field {
            counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        }

        double total(boolean outcome) {
            return counts.values().stream()
                    .mapToDouble(count -> count[outcome ? 1 : 0])
                    .sum();
        }
    }

    public NaiveBayes {
        fields = List.copyOf(fields);
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share is %s, expected between 0 and 1".formatted(share));
        }
    }

    public static NaiveBayes fit(List<Column> columns, boolean[] outcomes) {
        Outcomes.requireBothClasses(outcomes);
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            Outcomes.requireSameRows(column.rows(), outcomes);
            Optional<Cuts> cuts = switch (column) {
                case Column.Numbers numbers -> Optional.of(Cuts.quantiles(numbers.values(), 5));
                case Column.Labels _ -> Optional.empty();
            };
            Map<String, double[]> counts = new TreeMap<>();
            for (int i = 0; i < outcomes.length; i++) {
                String value = value(column, cuts, i);
                if (value != null) {
                    counts.computeIfAbsent(value, _ -> new double[] {ADDED, ADDED})[outcomes[i] ? 1 : 0]++;
                }
            }
            fields.add(new Field(column.name(), cuts, counts));
        }
        double share = Outcomes.count(outcomes) / (double) outcomes.length;
        return new NaiveBayes(
                share,
                fields,
                Provenance.of("Naive Bayes over counts with 0.1 added", outcomes.length)
                        .withQuality("outcomes", Outcomes.count(outcomes)));
    }

    private static @Nullable String value(Column column, Optional<Cuts> cuts, int i) {
        return switch (column) {
            case Column.Labels labels -> labels.values()[i];
            case Column.Numbers numbers ->
                Double.isNaN(numbers.values()[i])
                        ? null
                        : String.valueOf(cuts.orElseThrow().bin(numbers.values()[i]));
        };
    }

    /** The probability of each row; columns in the order of {@link #fields}. */
    public double[] probabilities(List<Column> columns) {
        double[] logOdds = new double[columns.getFirst().rows()];
        Arrays.fill(logOdds, LogOdds.of(share));
        for (int j = 0; j < fields.size(); j++) {
            double[] parts = parts(j, columns.get(j));
            for (int i = 0; i < logOdds.length; i++) {
                logOdds[i] += parts[i];
            }
        }
        return Arrays.stream(logOdds).map(LogOdds::probability).toArray();
    }

    /** Exact log-odds contributions of row {@code i}. */
    public Contributions explain(List<Column> columns, int i) {
        double[] parts = new double[fields.size()];
        for (int j = 0; j < parts.length; j++) {
            parts[j] = parts(j, columns.get(j))[i];
        }
        return new Contributions(
                Contributions.Scale.LOG_ODDS,
                LogOdds.of(share),
                fields.stream().map(Field::name).toList(),
                parts);
    }

    private double[] parts(int j, Column column) {
        Field field = fields.get(j);
        if (!column.name().equals(field.name())) {
            throw new IllegalArgumentException(
                    "Column %d is '%s', expected '%s'".formatted(j, column.name(), field.name()));
        }
        double totals = Math.log(field.total(false) / field.total(true));
        double[] parts = new double[column.rows()];
        for (int i = 0; i < parts.length; i++) {
            String value = value(column, field.cuts(), i);
            double[] count = value == null ? null : field.counts().get(value);
            parts[i] = count == null ? 0 : Math.log(count[1] / count[0]) + totals;
        }
        return parts;
    }
}
