package lazo.analytics.text;

import java.util.List;

/**
 * One word or phrase that speaks for praise or complaint, with its place in the text so that it can be marked there.
 *
 * @param text the characters as written
 * @param start index of the first character in the text
 * @param end index after the last character
 * @param base valence of the word by itself, −4..4
 * @param valence valence after the words around it
 * @param cues what changed it, in reading order
 */
public record SentimentReason(String text, int start, int end, double base, double valence, List<Cue> cues) {
    public SentimentReason {
        cues = List.copyOf(cues);
    }

    /**
     * Something near a word that changes its valence.
     *
     * @param kind how
     * @param word the word that does it, as written
     */
    public record Cue(Kind kind, String word) {}

    /** How a valence is changed. */
    public enum Kind {
        /** Turned round by a negation: × −0.74. */
        NEGATED,
        /** A negation with nothing to turn round counts as a slight complaint. */
        BARE_NEGATION,
        /** Moved away from 0 by an intensifier before it. */
        STRENGTHENED,
        /** Moved towards 0 by a hedge before it. */
        WEAKENED,
        /** Strengthened by its own form: a superlative or stretched letters. */
        EMPHATIC_FORM,
        /** Written in capitals in a text that is not. */
        SHOUTED,
        /** Halved because an opposing "but" follows. */
        BEFORE_BUT,
        /** Raised by half because it comes after "but". */
        AFTER_BUT,
        /** Halved because it is only conceded ("aunque …", "although …"). */
        CONCEDED
    }
}
