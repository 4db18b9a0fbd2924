package lazo.analytics.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelType;
import lazo.analytics.data.Provenance;

/**
 * In which language is a text? Multinomial naive Bayes on the character n-grams (1 to 4) of its words.
 * <pre>
 *   ln P(language | text) = ln prior + (1 / 3) Σ ln ((count(g, language) + ½) / (total(language) + ½ · n-grams)) + const
 * </pre>
 * The division takes back the overlap of n-grams, so that the probability is not surer than the text allows. The languages
 * a caller expects share 0.9 of the prior; all others the model knows share the rest, so Portuguese is
 * not called Spanish just because Spanish was asked for.
 *
 * <p>Limits: below {@value #FEWEST_LETTERS} letters there is no answer ("ok gracias" is in many languages); a text in two
 * languages gets the one that fills more of it. Source: Cavnar, Trenkle (1994) for n-grams; McNamee (2005) for their worth.
 *
 * @param provenance data and settings
 * @param languages ISO 639-1 codes
 * @param totals n-grams counted in each language
 * @param ngrams the n-grams, sorted
 * @param counts per n-gram its count in each language, in the order of {@code languages}
 */
@ModelType(name = "language-detector")
public record LanguageDetector(
        Provenance provenance,
        List<String> languages,
        List<Integer> totals,
        List<String> ngrams,
        List<List<Integer>> counts)
        implements FittedModel {

    private static final int LONGEST = 4;
    private static final double SMOOTHING = 0.5;
    private static final double OVERLAP = 3;
    private static final double EXPECTED_SHARE = 0.9;
    private static final int FEWEST_LETTERS = 20;
    private static final int FEWEST_OCCURRENCES = 2;
    private static final double SURE = 0.9;
    private static final double FOREIGN_SCRIPT = 0.5;

    /** The answer. */
    public sealed interface Detection {}

    /** One of the expected languages. */
    public record Detected(String language, double probability) implements Detection {}

    /** None of the expected languages. */
    public record OtherLanguage(double probability) implements Detection {}

    /** Fewer letters than an answer needs. */
    public record TooShort(int letters, int needed) implements Detection {}

    /** Two or more languages are about as likely. */
    public record Ambiguous(Map<String, Double> probabilities) implements Detection {
        public Ambiguous {
            probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
        }
    }

    public LanguageDetector {
        languages = List.copyOf(languages);
        totals = List.copyOf(totals);
        ngrams = List.copyOf(ngrams);
        counts = counts.stream().map(List::copyOf).toList();
        if (languages.size() < 2) {
            throw new IllegalArgumentException("%d languages, expected 2 or more".formatted(languages.size()));
        }
        if (totals.size() != languages.size()) {
            throw new IllegalArgumentException(
                    "%d languages have %d totals".formatted(languages.size(), totals.size()));
        }
        if (counts.size() != ngrams.size()) {
            throw new IllegalArgumentException(
                    "%d n-grams have %d rows of counts".formatted(ngrams.size(), counts.size()));
        }
    }

    /** The model the library ships: Spanish, English and nine languages near them. */
    public static LanguageDetector shipped() {
        return Shipped.MODEL;
    }

    /** @param texts texts by language code; about ten thousand characters each are enough for whole sentences */
    public static LanguageDetector fit(Map<String, List<String>> texts) {
        List<String> languages = List.copyOf(new TreeSet<>(texts.keySet()));
        TreeMap<String, int[]> counted = new TreeMap<>();
        long rows = 0;
        for (int language = 0; language < languages.size(); language++) {
            for (String text : texts.getOrDefault(languages.get(language), List.of())) {
                rows++;
                for (String ngram : ngrams(text)) {
                    counted.computeIfAbsent(ngram, none -> new int[languages.size()])[language]++;
                }
            }
        }
        counted.values().removeIf(row -> Arrays.stream(row).sum() < FEWEST_OCCURRENCES);
        List<List<Integer>> counts = new ArrayList<>();
        int[] totals = new int[languages.size()];
        for (int[] row : counted.values()) {
            counts.add(Arrays.stream(row).boxed().toList());
            Arrays.setAll(totals, language -> totals[language] + row[language]);
        }
        Provenance provenance = Provenance.of("Naive Bayes on character n-grams (Cavnar, Trenkle 1994)", rows)
                .withSetting("longest n-gram", LONGEST)
                .withSetting("fewest occurrences", FEWEST_OCCURRENCES);
        return new LanguageDetector(
                provenance, languages, Arrays.stream(totals).boxed().toList(), List.copyOf(counted.keySet()), counts);
    }

    /**
     * @param expected languages the writer may be using, as ISO 639-1 codes
     * @throws IllegalArgumentException when none is expected or the model does not know one of them
     */
    public Detection detect(String text, Set<String> expected) {
        if (expected.isEmpty() || !languages.containsAll(expected)) {
            throw new IllegalArgumentException(
                    "Expected languages are %s, known are %s".formatted(new TreeSet<>(expected), languages));
        }
        int letters = (int) text.codePoints().filter(Character::isLetter).count();
        if (letters < FEWEST_LETTERS) {
            return new TooShort(letters, FEWEST_LETTERS);
        }
        long latin = text.codePoints()
                .filter(Character::isLetter)
                .filter(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.LATIN)
                .count();
        if (latin < FOREIGN_SCRIPT * letters) {
            return new OtherLanguage(1);
        }
        Map<String, Double> probabilities = probabilities(text, expected);
        double other = 1;
        String best = languages.getFirst();
        for (String language : expected) {
            other -= probabilities.getOrDefault(language, 0.0);
            if (probabilities.getOrDefault(language, 0.0) >= probabilities.getOrDefault(best, 0.0)) {
                best = language;
            }
        }
        if (other >= SURE) {
            return new OtherLanguage(other);
        }
        double probability = probabilities.getOrDefault(best, 0.0);
        return expected.contains(best) && probability >= SURE
                ? new Detected(best, probability)
                : new Ambiguous(probabilities);
    }

    private Map<String, Double> probabilities(String text, Set<String> expected) {
        double[] logs = new double[languages.size()];
        for (int language = 0; language < logs.length; language++) {
            boolean wanted = expected.contains(languages.get(language));
            int others = languages.size() - expected.size();
            logs[language] = Math.log(wanted ? EXPECTED_SHARE / expected.size() : (1 - EXPECTED_SHARE) / others);
        }
        for (String ngram : ngrams(text)) {
            int at = Collections.binarySearch(ngrams, ngram);
            if (at >= 0) {
                for (int language = 0; language < logs.length; language++) {
                    double share = (counts.get(at).get(language) + SMOOTHING)
                            / (totals.get(language) + SMOOTHING * ngrams.size());
                    logs[language] += Math.log(share) / OVERLAP;
                }
            }
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            largest = Math.max(largest, log);
        }
        double total = 0;
        for (double log : logs) {
            total += Math.exp(log - largest);
        }
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int language = 0; language < logs.length; language++) {
            probabilities.put(languages.get(language), Math.exp(logs[language] - largest) / total);
        }
        return probabilities;
    }

    private static List<String> ngrams(String text) {
        List<String> found = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}']+", -1)) {
            if (!word.isEmpty()) {
                String padded = " " + word + " ";
                for (int length = 1; length <= LONGEST; length++) {
                    for (int from = 0; from + length <= padded.length(); from++) {
                        found.add(padded.substring(from, from + length));
                    }
                }
            }
        }
        return found;
    }

    private static final class Shipped {
        static final LanguageDetector MODEL = Resource.model("languages.json.gz", LanguageDetector.class);
    }
}
