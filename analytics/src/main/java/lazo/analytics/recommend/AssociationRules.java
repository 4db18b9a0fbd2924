package lazo.analytics.recommend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;
import lazo.analytics.numeric.Order;

/**
 * What sells together: rules with one item on the right, each with its strength and with the probability that chance made it.
 *
 * <p>Candidates are all ways to put one item of a {@linkplain FrequentItemsets frequent set} on the right. Holm's correction counts
 * all of them, also those that then fail the confidence asked for, so a rule with {@code holm < 0.05} stands although thousands were
 * looked at. Rules come ordered by lift, then by count.
 *
 * <p>Error: counts exact; Fisher's tail to 1e-10 relative. Limits: says "together", not "because"; bundles and promotions make rules of
 * their own. Sources: Agrawal, Imieliński &amp; Swami (1993), SIGMOD; Hahsler, Grün &amp; Hornik (2005), Journal of Statistical Software
 * 14(15); Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
 */
@ModelType(name = "recommend.association-rules")
public record AssociationRules(List<AssociationRule> rules, int baskets, long candidates, Provenance provenance)
        implements FittedModel {
    private static final int LONGEST = 10;

    public AssociationRules {
        rules = List.copyOf(rules);
    }

    /** @param leastSupport share of baskets in (0, 1]; @param leastConfidence in [0, 1] */
    public static AssociationRules fit(Baskets baskets, double leastSupport, double leastConfidence) {
        return fit(baskets, leastSupport, leastConfidence, LONGEST);
    }

    /** @param longest most items in a rule, both sides together, 2 or more */
    public static AssociationRules fit(Baskets baskets, double leastSupport, double leastConfidence, int longest) {
        if (!(leastConfidence >= 0 && leastConfidence <= 1)) {
            throw new IllegalArgumentException("confidence is %s, expected 0 to 1".formatted(leastConfidence));
        }
        if (longest < 2) {
            throw new IllegalArgumentException("longest is %d, expected 2 or more".formatted(longest));
        }
        FrequentItemsets frequent = FrequentItemsets.find(baskets, leastSupport, longest);
        List<Candidate> candidates = candidates(frequent);
        double[] holm = holm(candidates.stream().mapToDouble(Candidate::fisher).toArray());
        List<AssociationRule> rules = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (candidate.both >= leastConfidence * candidate.left - 1e-9) {
                rules.add(candidate.rule(baskets.size(), holm[i]));
            }
        }
        rules.sort(Comparator.comparingDouble((AssociationRule rule) -> -rule.lift())
                .thenComparingInt(rule -> -rule.count()));
        return new AssociationRules(
                rules,
                baskets.size(),
                candidates.size(),
                Provenance.of("Association rules, Eclat (Zaki 2000)", baskets.size())
                        .withSetting("leastSupport", leastSupport)
                        .withSetting("leastConfidence", leastConfidence)
                        .withSetting("longest", longest)
                        .withQuality("candidates", candidates.size()));
    }

    private static List<Candidate> candidates(FrequentItemsets frequent) {
        Map<Items, Integer> counts = new HashMap<>();
        for (FrequentItemsets.Itemset set : frequent.sets()) {
            counts.put(new Items(set.items()), set.count());
        }
        Hypergeometric hypergeometric = new Hypergeometric(frequent.baskets());
        List<Candidate> candidates = new ArrayList<>();
        for (FrequentItemsets.Itemset set : frequent.sets()) {
            int[] items = set.items();
            for (int right = 0; items.length > 1 && right < items.length; right++) {
                int[] left = new int[items.length - 1];
                System.arraycopy(items, 0, left, 0, right);
                System.arraycopy(items, right + 1, left, right, left.length - right);
                int leftCount = counts.getOrDefault(new Items(left), 0);
                int rightCount = counts.getOrDefault(new Items(new int[] {items[right]}), 0);
                double fisher = hypergeometric.upperTail(leftCount, rightCount, set.count());
                candidates.add(new Candidate(left, items[right], leftCount, rightCount, set.count(), fisher));
            }
        }
        return candidates;
    }

    /** Holm's step-down p-values, in the order given. */
    static double[] holm(double[] p) {
        int[] order = Order.ascending(p);
        double[] adjusted = new double[p.length];
        double least = 0;
        for (int rank = 0; rank < order.length; rank++) {
            least = Math.max(least, Math.min(1, p[order[rank]] * (p.length - rank)));
            adjusted[order[rank]] = least;
        }
        return adjusted;
    }

    private record Candidate(int[] antecedent, int consequent, int left, int right, int both, double fisher) {
        AssociationRule rule(double n, double holm) {
            double confidence = (double) both / left;
            double share = right / n;
            double difference = both * n - (double) left * right;
            return new AssociationRule(
                    antecedent,
                    consequent,
                    both,
                    both / n,
                    left / n,
                    confidence,
                    confidence / share,
                    both / n - left / n * share,
                    both == left ? Double.POSITIVE_INFINITY : (1 - share) / (1 - confidence),
                    both / Math.sqrt((double) left * right),
                    (confidence + (double) both / right) / 2,
                    left == n || right == n
                            ? 0
                            : n * difference * difference / ((double) left * right * (n - left) * (n - right)),
                    fisher,
                    holm);
        }
    }

    /** A set of items as a key. */
    private record Items(int[] items) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Items that && Arrays.equals(items, that.items);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(items);
        }
    }
}
