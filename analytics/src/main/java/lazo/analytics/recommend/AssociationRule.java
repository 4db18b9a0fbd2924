package lazo.analytics.recommend;

/**
 * "Who buys these also buys that", with every figure needed to believe it or not. N baskets, of which a hold the antecedent, c the
 * consequent and n both:
 * <pre>
 *   support = n/N   coverage = a/N   confidence = n/a   lift = confidence / (c/N)   leverage = n/N − a·c/N²
 *   conviction = (1 − c/N) / (1 − confidence)   cosine = n/√(a·c)   kulczynski = (n/a + n/c)/2
 *   χ² of the 2×2 table, 1 degree of freedom;   fisher = P(both ≥ n) were they independent
 * </pre>
 *
 * @param antecedent item numbers, ascending
 * @param consequent one item number
 * @param count n, baskets that hold all of them
 * @param conviction infinite when confidence is 1
 * @param fisher one-sided p-value of this rule alone
 * @param holm the same, corrected for having looked at every candidate rule (Holm 1979)
 */
public record AssociationRule(
        int[] antecedent,
        int consequent,
        int count,
        double support,
        double coverage,
        double confidence,
        double lift,
        double leverage,
        double conviction,
        double cosine,
        double kulczynski,
        double chiSquared,
        double fisher,
        double holm) {}
