package lazo.analytics.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lazo.analytics.classify.Column;
import lazo.analytics.classify.Cuts;

/**
 * One column as bins, each with the evidence it gives for "bad". Says how strong a column is before any model.
 * <pre>
 *   WoE(bin) = ln(share of all bad in the bin / share of all good in the bin)
 *   IV = Σ bins (share of bad − share of good) · WoE
 * </pre>
 * Units: WoE in log-odds, positive is riskier. A bin without good or bad rows counts half a row there. Missing values are
 * a bin of their own. Numbers start from quantile bins, neighbours merged until the share of bad moves one way.
 * Limits: by convention IV below 0.02 is nothing, from 0.3 strong, above 0.5 suspicious (a fact known too late?).
 * Source: Siddiqi (2006), Credit Risk Scorecards, ch. 6.
 *
 * @param cuts how numbers are binned; empty for labels
 */
public record WeightOfEvidence(String column, Optional<Cuts> cuts, List<Bin> bins) {
    /** The label of the bin of missing values. */
    public static final String MISSING = "missing";

    private static final int FIRST_BINS = 10;

    /** Rows of like value. */
    public record Bin(String label, int good, int bad, double weight) {
        /** The share of bad among the rows of the bin. */
        public double badRate() {
            return bad / (double) (good + bad);
        }
    }

    public WeightOfEvidence {
        bins = List.copyOf(bins);
    }

    public static WeightOfEvidence of(Column column, boolean[] bad) {
        if (column.rows() != bad.length) {
            throw new IllegalArgumentException(
                    "%d rows for %d outcomes, expected the same number".formatted(column.rows(), bad.length));
        }
        int total = count(bad);
        if (total == 0 || total == bad.length) {
            throw new IllegalArgumentException(
                    "%d of %d rows are bad, expected at least one good and one bad".formatted(total, bad.length));
        }
        return switch (column) {
            case Column.Labels labels -> {
                Map<String, int[]> counts = new TreeMap<>();
                for (int i = 0; i < bad.length; i++) {
                    String value = labels.values()[i];
                    counts.computeIfAbsent(value == null ? MISSING : value, _ -> new int[2])[bad[i] ? 1 : 0]++;
                }
                yield new WeightOfEvidence(column.name(), Optional.empty(), bins(counts, total, bad.length));
            }
            case Column.Numbers numbers -> ofNumbers(numbers, bad, total);
        };
    }

    private static WeightOfEvidence ofNumbers(Column.Numbers numbers, boolean[] bad, int total) {
        boolean anyKnown = Arrays.stream(numbers.values()).anyMatch(v -> !Double.isNaN(v));
        Cuts cuts = anyKnown ? oneWay(numbers.values(), bad) : new Cuts();
        Map<String, int[]> counts = new LinkedHashMap<>();
        String[] labels = new String[cuts.bins()];
        for (int bin = 0; bin < labels.length; bin++) {
            labels[bin] = label(cuts, bin);
            counts.put(labels[bin], new int[2]);
        }
        for (int i = 0; i < bad.length; i++) {
            double value = numbers.values()[i];
            String label = Double.isNaN(value) ? MISSING : labels[cuts.bin(value)];
            counts.computeIfAbsent(label, _ -> new int[2])[bad[i] ? 1 : 0]++;
        }
        counts.values().removeIf(count -> count[0] + count[1] == 0);
        return new WeightOfEvidence(numbers.name(), Optional.of(cuts), bins(counts, total, bad.length));
    }

    /** Quantile cuts, thinned until the share of bad only rises or only falls, whichever keeps more bins. */
    private static Cuts oneWay(double[] values, boolean[] bad) {
        Cuts cuts = Cuts.quantiles(values, FIRST_BINS);
        Cuts rising = thinned(cuts, values, bad, 1);
        Cuts falling = thinned(cuts, values, bad, -1);
        return rising.bins() >= falling.bins() ? rising : falling;
    }

    private static Cuts thinned(Cuts cuts, double[] values, boolean[] bad, int direction) {
        double[] rows = new double[cuts.bins()];
        double[] badRows = new double[cuts.bins()];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                int bin = cuts.bin(values[i]);
                rows[bin]++;
                badRows[bin] += bad[i] ? 1 : 0;
            }
        }
        List<double[]> groups = new ArrayList<>();
        for (int bin = 0; bin < rows.length; bin++) {
            double[] group = {rows[bin], badRows[bin], bin};
            while (!groups.isEmpty() && !(apart(groups.getLast(), group) * direction > 0)) {
                double[] before = groups.removeLast();
                group = new double[] {before[0] + group[0], before[1] + group[1], before[2]};
            }
            groups.add(group);
        }
        double[] points = cuts.points();
        return new Cuts(groups.stream()
                .skip(1)
                .mapToDouble(group -> points[(int) group[2] - 1])
                .toArray());
    }

    private static double apart(double[] before, double[] after) {
        return after[1] / after[0] - before[1] / before[0];
    }

    private static String label(Cuts cuts, int bin) {
        double[] points = cuts.points();
        if (points.length == 0) {
            return "any";
        }
        if (bin == 0) {
            return "below " + text(points[0]);
        }
        return bin == points.length
                ? "from " + text(points[bin - 1])
                : "from " + text(points[bin - 1]) + " to below " + text(points[bin]);
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    private static List<Bin> bins(Map<String, int[]> counts, int allBad, int rows) {
        List<Bin> bins = new ArrayList<>();
        counts.forEach((label, count) -> {
            double good = Math.max(count[0], 0.5) / (rows - allBad);
            double bad = Math.max(count[1], 0.5) / allBad;
            bins.add(new Bin(label, count[0], count[1], Math.log(bad / good)));
        });
        return bins;
    }

    /** The information value of the column. */
    public double informationValue() {
        double good = bins.stream().mapToInt(Bin::good).sum();
        double bad = bins.stream().mapToInt(Bin::bad).sum();
        return bins.stream()
                .mapToDouble(bin -> (bin.bad() / bad - bin.good() / good) * bin.weight())
                .sum();
    }

    /** The bin of row {@code i} of a column; empty for a value never seen. */
    public Optional<Bin> bin(Column values, int i) {
        String label = switch (values) {
            case Column.Labels labels -> labels.values()[i] == null ? MISSING : labels.values()[i];
            case Column.Numbers numbers -> {
                Cuts known = cuts.orElseThrow(
                        () -> new IllegalArgumentException("Column '%s' changed to numbers".formatted(column)));
                yield Double.isNaN(numbers.values()[i]) ? MISSING : label(known, known.bin(numbers.values()[i]));
            }
        };
        return bins.stream().filter(bin -> bin.label().equals(label)).findFirst();
    }

    /** The weight of each row; 0, which is no evidence, for a value never seen. */
    public double[] weights(Column values) {
        double[] weights = new double[values.rows()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = bin(values, i).map(Bin::weight).orElse(0.0);
        }
        return weights;
    }

    private static int count(boolean[] bad) {
        int count = 0;
        for (boolean b : bad) {
            count += b ? 1 : 0;
        }
        return count;
    }
}
