package lazo.analytics.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** May a model's predictions be shown? Decided from its quality on rows it did not see. */
public sealed interface Release {
    /** Yes. */
    record Granted() implements Release {}

    /** No, for these reasons. */
    record Withheld(List<String> reasons) implements Release {
        public Withheld {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Withholds a model whose 95 % interval of AUC includes 0.5, that has fewer than ten outcomes of the rarer kind per
     * parameter, or whose Brier score is no better than that of the base rate alone.
     */
    static Release decide(Quality quality, double parameters) {
        List<String> reasons = new ArrayList<>();
        Interval auc = quality.auc().interval(0.95);
        if (auc.low() <= 0.5) {
            reasons.add(String.format(
                    Locale.ROOT, "AUC %.3f to %.3f, expected above 0.5 throughout", auc.low(), auc.high()));
        }
        int rarer = Math.min(quality.yes(), quality.rows() - quality.yes());
        if (rarer < 10 * parameters) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%d of %.0f outcomes for %.1f parameters",
                    rarer,
                    Math.ceil(10 * parameters),
                    parameters));
        }
        double share = quality.yes() / (double) quality.rows();
        if (quality.brier() >= share * (1 - share)) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "Brier %.4f, expected below the base rate's %.4f",
                    quality.brier(),
                    share * (1 - share)));
        }
        return reasons.isEmpty() ? new Granted() : new Withheld(reasons);
    }
}
