package lazo.analytics.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link TextClassifier} sees of a text: word n-grams ({@code w:}), character n-grams inside padded words
 * ({@code c:}), and, for sentiment, words under a negation ({@code w:¬…}) and what the rules found ({@code r:}).
 */
final class TextFeatures {
    private static final int WORD_NGRAM = 2;
    private static final int SHORTEST_CHARACTER_NGRAM = 2;
    private static final int LONGEST_CHARACTER_NGRAM = 5;

    /** Occurrences of n-grams, and the evidence of the rules by name. */
    record Counts(Map<String, Integer> ngrams, Map<String, Double> evidence) {}

    private final Optional<SentimentRules> rules;

    private TextFeatures(Optional<SentimentRules> rules) {
        this.rules = rules;
    }

    static TextFeatures of(Optional<Language> language) {
        return new TextFeatures(language.map(SentimentRules::of));
    }

    static boolean isWord(String term) {
        return term.startsWith("w:");
    }

    Counts count(String text) {
        List<Token> tokens = Token.of(text);
        Optional<SentimentRules.Examined> examined = rules.map(some -> some.examine(text, tokens));
        boolean[] negated = examined.map(SentimentRules.Examined::negated).orElseGet(() -> new boolean[tokens.size()]);
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() != Token.Kind.MARK || token.key().equals("!")) {
                words.add(negated[i] ? "¬" + token.key() : token.key());
            }
            countCharacters(" " + token.key() + " ", counts);
        }
        for (int length = 1; length <= WORD_NGRAM; length++) {
            for (int from = 0; from + length <= words.size(); from++) {
                counts.merge("w:" + String.join(" ", words.subList(from, from + length)), 1, Integer::sum);
            }
        }
        return new Counts(
                counts, examined.map(some -> evidence(some.assessment())).orElse(Map.of()));
    }

    private static void countCharacters(String padded, Map<String, Integer> counts) {
        for (int length = SHORTEST_CHARACTER_NGRAM; length <= LONGEST_CHARACTER_NGRAM; length++) {
            for (int from = 0; from + length <= padded.length(); from++) {
                counts.merge("c:" + padded.substring(from, from + length), 1, Integer::sum);
            }
        }
    }

    private static Map<String, Double> evidence(RuleAssessment assessment) {
        Map<String, Double> evidence = new LinkedHashMap<>();
        List<SentimentReason> reasons = assessment.reasons();
        evidence.put("r:compound", assessment.compound());
        evidence.put("r:praise", assessment.positive() / 3);
        evidence.put("r:complaint", assessment.negative() / 3);
        evidence.put("r:any praise", assessment.positive() > 0 ? 1.0 : 0);
        evidence.put("r:any complaint", assessment.negative() > 0 ? 1.0 : 0);
        evidence.put("r:last word", reasons.isEmpty() ? 0 : reasons.getLast().valence() / 4);
        evidence.put(
                "r:worst word",
                reasons.stream().mapToDouble(SentimentReason::valence).min().orElse(0) / 4);
        return evidence;
    }
}
