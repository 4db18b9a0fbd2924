package lazo.analytics.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Which recurring words stand for many texts, and which set one group of texts apart from the rest (detractors from
 * promoters, say)? Candidates are runs of 1 to {@value #LONGEST} words without function words or punctuation inside.
 * <pre>
 *   C-value(a) = log₂(|a| + 1) · (f(a) − mean of f(b) over the longer candidates b that contain a)
 *   contrast   z = (ln odds(a in group) − ln odds(a in rest)) / s,   odds with a prior of {@value #PRIOR} · f(a) / Σf
 *   s² = 1 / (f₁(a) + prior(a)) + 1 / (f₀(a) + prior(a))
 * </pre>
 * f counts texts, so that one long text does not decide. Phrases are given in their folded form (lower case, no accents).
 * Sources: Frantzi, Ananiadou, Mima (2000), Int. J. Digital Libraries 3; Monroe, Colaresi, Quinn (2008), Political
 * Analysis 16, for the contrast.
 */
public final class Keyphrases {
    private static final int LONGEST = 3;
    private static final double PRIOR = 100;
    private static final int FEWEST_TEXTS = 2;

    private Keyphrases() {}

    /**
     * A phrase.
     *
     * @param phrase the words, folded
     * @param texts how many texts have it
     * @param score C-value or z, larger is more telling
     */
    public record Keyphrase(String phrase, int texts, double score) {}

    /** Phrases of two texts or more with the largest C-value, at most {@code limit}. */
    public static List<Keyphrase> find(List<String> texts, Language language, int limit) {
        Map<String, Integer> counts = count(texts, language);
        Map<String, Integer> containing = new HashMap<>();
        Map<String, Integer> sums = new HashMap<>();
        counts.forEach((longer, count) -> {
            for (String part : parts(longer)) {
                containing.merge(part, 1, Integer::sum);
                sums.merge(part, count, Integer::sum);
            }
        });
        return best(counts, limit, phrase -> {
            int longer = containing.getOrDefault(phrase, 0);
            double nested = longer == 0 ? 0 : sums.getOrDefault(phrase, 0) / (double) longer;
            return log2(phrase.split(" ").length + 1.0) * (counts.getOrDefault(phrase, 0) - nested);
        });
    }

    /** Phrases that set the texts of the group apart from the others, by z; at most {@code limit}. */
    public static List<Keyphrase> contrast(List<String> texts, boolean[] inGroup, Language language, int limit) {
        if (texts.size() != inGroup.length) {
            throw new IllegalArgumentException(
                    "%d texts have %d marks, expected as many".formatted(texts.size(), inGroup.length));
        }
        List<String> group = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < inGroup.length; i++) {
            (inGroup[i] ? group : rest).add(texts.get(i));
        }
        if (group.isEmpty() || rest.isEmpty()) {
            throw new IllegalArgumentException("%d texts in the group and %d outside, expected 1 or more of each"
                    .formatted(group.size(), rest.size()));
        }
        Map<String, Integer> all = count(texts, language);
        Map<String, Integer> inside = countAll(group, language);
        Map<String, Integer> outside = countAll(rest, language);
        double total = all.values().stream().mapToInt(Integer::intValue).sum();
        double insideTotal = total(inside, all);
        double outsideTotal = total(outside, all);
        return best(all, limit, phrase -> {
            double prior = PRIOR * all.getOrDefault(phrase, 0) / total;
            double one = inside.getOrDefault(phrase, 0) + prior;
            double other = outside.getOrDefault(phrase, 0) + prior;
            double difference =
                    Math.log(one / (insideTotal + PRIOR - one)) - Math.log(other / (outsideTotal + PRIOR - other));
            return difference / Math.sqrt(1 / one + 1 / other);
        });
    }

    private static double total(Map<String, Integer> counts, Map<String, Integer> kept) {
        return counts.entrySet().stream()
                .filter(count -> kept.containsKey(count.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static List<Keyphrase> best(Map<String, Integer> counts, int limit, ToDoubleFunction<String> score) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is %d, expected 1 or more".formatted(limit));
        }
        return counts.entrySet().stream()
                .map(count -> new Keyphrase(count.getKey(), count.getValue(), score.applyAsDouble(count.getKey())))
                .filter(phrase -> phrase.score() > 0)
                .sorted(Comparator.comparingDouble(Keyphrase::score).reversed().thenComparing(Keyphrase::phrase))
                .limit(limit)
                .toList();
    }

    private static Map<String, Integer> count(List<String> texts, Language language) {
        Map<String, Integer> counts = countAll(texts, language);
        counts.values().removeIf(count -> count < FEWEST_TEXTS);
        return counts;
    }

    private static Map<String, Integer> countAll(List<String> texts, Language language) {
        Set<String> functionWords = Set.copyOf(Resource.lines("function-words-" + language.code() + ".txt"));
        Map<String, Integer> counts = new TreeMap<>();
        for (String text : texts) {
            for (String phrase : phrases(text, functionWords)) {
                counts.merge(phrase, 1, Integer::sum);
            }
        }
        return counts;
    }

    private static Set<String> phrases(String text, Set<String> functionWords) {
        Set<String> phrases = new HashSet<>();
        List<String> run = new ArrayList<>();
        for (Token token : Token.of(text)) {
            String key = token.key();
            boolean content = token.isWord()
                    && key.length() > 1
                    && !Character.isDigit(key.charAt(0))
                    && !functionWords.contains(key);
            if (!content) {
                run.clear();
                continue;
            }
            run.add(key);
            for (int length = 1; length <= Math.min(LONGEST, run.size()); length++) {
                phrases.add(String.join(" ", run.subList(run.size() - length, run.size())));
            }
        }
        return phrases;
    }

    private static Set<String> parts(String phrase) {
        List<String> words = List.of(phrase.split(" "));
        Set<String> parts = new HashSet<>();
        for (int length = 1; length < words.size(); length++) {
            for (int from = 0; from + length <= words.size(); from++) {
                parts.add(String.join(" ", words.subList(from, from + length)));
            }
        }
        return parts;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
