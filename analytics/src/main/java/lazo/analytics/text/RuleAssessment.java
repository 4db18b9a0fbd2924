package lazo.analytics.text;

import java.util.List;

/**
 * What the lexicon and the rules say of a text.
 *
 * @param compound the sum of all valences squeezed into −1..1: s / √(s² + 15)
 * @param positive sum of the valences above 0
 * @param negative sum of the valences below 0, as a positive number
 * @param reasons the words behind it, in reading order
 */
public record RuleAssessment(double compound, double positive, double negative, List<SentimentReason> reasons) {
    public RuleAssessment {
        reasons = List.copyOf(reasons);
    }

    /** Whether any word of the lexicon, or a bare negation, was seen. */
    public boolean hasEvidence() {
        return !reasons.isEmpty();
    }
}
