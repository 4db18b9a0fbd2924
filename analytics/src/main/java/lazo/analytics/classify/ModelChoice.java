package lazo.analytics.classify;

/**
 * Plain model or boosted trees? The plain one, unless the trees order the latest rows better beyond doubt: churn data
 * without interactions gain nothing from trees, and lose explanation and stability.
 *
 * @param plain quality of logistic regression on the latest rows
 * @param boosted quality of boosted trees on the same rows
 * @param comparison boosted minus plain
 */
public record ModelChoice(Quality plain, Quality boosted, Auc.Comparison comparison) {
    /**
     * Fits both on all but the latest {@code share} of the rows, which must be in time order, and compares them there.
     */
    public static ModelChoice between(
            Features features, boolean[] outcomes, double share, BoostedTrees.Settings settings) {
        Validation plain = Validation.latest(features, outcomes, share, LogisticRegression::fit);
        Validation boosted = Validation.latest(features, outcomes, share, (x, y) -> BoostedTrees.fit(x, y, settings));
        return new ModelChoice(
                plain.quality(),
                boosted.quality(),
                Auc.compare(boosted.probabilities(), plain.probabilities(), plain.outcomes()));
    }

    /** True when the trees' AUC is higher with p below 0.05 and their Brier score is not worse. */
    public boolean boostedWins() {
        return comparison.difference() > 0 && comparison.pValue() < 0.05 && boosted.brier() <= plain.brier();
    }
}
