package lazo.analytics.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A tree of one to four questions that tells the members of one segment from everyone else, grown by Gini impurity. Bounds are
 * the roundest number between two neighbouring values, so that they can be said aloud. Beyond 100,000 customers every n-th is
 * read. Source: Breiman, Friedman, Olshen &amp; Stone (1984), Classification and Regression Trees.
 */
final class ShallowTree {
    private static final int MOST_ROWS = 100_000;

    private final Features data;
    private final boolean[] member;
    private final int leastLeaf;
    private final long members;
    private final List<Rule> leaves = new ArrayList<>();

    private ShallowTree(Features data, boolean[] member) {
        this.data = data;
        this.member = member;
        this.leastLeaf = Math.max(1, data.rows() / 200);
        long count = 0;
        for (boolean is : member) {
            count += is ? 1 : 0;
        }
        this.members = count;
    }

    /** The leaf that describes the segment best (largest F1), its conditions on one feature merged. */
    static Rule rule(Features all, int[] segments, int segment, int depth) {
        int step = 1 + (all.rows() - 1) / MOST_ROWS;
        int[] rows = new int[(all.rows() + step - 1) / step];
        Arrays.setAll(rows, i -> i * step);
        Features data = step == 1 ? all : all.rows(rows);
        boolean[] member = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            member[i] = segments[rows[i]] == segment;
        }
        ShallowTree tree = new ShallowTree(data, member);
        Integer[] everyone = new Integer[rows.length];
        Arrays.setAll(everyone, i -> i);
        tree.grow(everyone, List.of(), depth);
        return tree.leaves.stream().max(Comparator.comparingDouble(Rule::f1)).orElseThrow();
    }

    private void grow(Integer[] rows, List<Rule.Condition> path, int depth) {
        int inside = count(rows);
        leaves.add(new Rule(merged(path), members == 0 ? 0 : (double) inside / members, (double) inside / rows.length));
        if (depth == 0 || inside == 0 || inside == rows.length) {
            return;
        }
        Rule.Condition split = null;
        double least = impurity(inside, rows.length) - 1e-9;
        for (int feature = 0; feature < data.width(); feature++) {
            double[] column = data.columns()[feature];
            Integer[] sorted = rows.clone();
            Arrays.sort(sorted, Comparator.comparingDouble(row -> column[row]));
            int left = 0;
            for (int i = 0; i < sorted.length - 1; i++) {
                left += member[sorted[i]] ? 1 : 0;
                double here = column[sorted[i]];
                double next = column[sorted[i + 1]];
                if (here < next && i + 1 >= leastLeaf && sorted.length - i - 1 >= leastLeaf) {
                    double impurity = impurity(left, i + 1) + impurity(inside - left, sorted.length - i - 1);
                    if (impurity < least) {
                        least = impurity;
                        split = new Rule.Condition(data.names().get(feature), true, roundest(here, next));
                    }
                }
            }
        }
        if (split != null) {
            double[] column = data.columns()[data.names().indexOf(split.feature())];
            Rule.Condition low = split;
            Rule.Condition high = new Rule.Condition(split.feature(), false, split.bound());
            for (Rule.Condition side : List.of(low, high)) {
                List<Rule.Condition> longer = new ArrayList<>(path);
                longer.add(side);
                grow(
                        Arrays.stream(rows)
                                .filter(row -> side.holds(column[row]))
                                .toArray(Integer[]::new),
                        longer,
                        depth - 1);
            }
        }
    }

    private int count(Integer[] rows) {
        int inside = 0;
        for (int row : rows) {
            inside += member[row] ? 1 : 0;
        }
        return inside;
    }

    private static double impurity(int inside, int all) {
        return 2.0 * inside * (all - inside) / all;
    }

    /** Of two conditions on one feature in the same direction only the tighter one, which comes later, is said. */
    private static List<Rule.Condition> merged(List<Rule.Condition> path) {
        List<Rule.Condition> merged = new ArrayList<>();
        for (Rule.Condition condition : path) {
            merged.removeIf(
                    other -> other.feature().equals(condition.feature()) && other.atMost() == condition.atMost());
            merged.add(condition);
        }
        return merged;
    }

    /** The multiple of the largest power of ten with low ≤ it &lt; high. */
    static double roundest(double low, double high) {
        for (int exponent = (int) Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high)))) + 1;
                exponent > -12;
                exponent--) {
            double steps = Math.pow(10, Math.abs(exponent));
            double candidate = exponent < 0 ? Math.ceil(low * steps) / steps : Math.ceil(low / steps) * steps;
            if (candidate >= low && candidate < high) {
                return candidate;
            }
        }
        return low;
    }
}
