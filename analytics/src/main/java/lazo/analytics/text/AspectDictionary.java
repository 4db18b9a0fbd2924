package lazo.analytics.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What does a text speak of, and well or badly? Words and phrases of a dictionary name the aspect (price, delivery, staff …);
 * every {@link SentimentReason} of the text goes to the nearest mention of an aspect in its sentence, a comma or a "but"
 * between them counting as {@value #CLAUSE_STEP} words.
 *
 * <p>Limits: an aspect nobody names ("llegó tarde") is found only when a word stands for it; a pronoun is not followed.
 */
public final class AspectDictionary {
    private static final int LONGEST_TERM = 3;
    private static final int SHORTEST_STEM = 3;
    private static final int CLAUSE_STEP = 4;

    private final Map<String, String> aspects;

    private AspectDictionary(Map<String, String> aspects) {
        this.aspects = Map.copyOf(aspects);
    }

    /**
     * An aspect found in a text.
     *
     * @param aspect its name, for example {@code "price"}
     * @param text the words that name it, as written
     * @param start index of the first character
     * @param end index after the last character
     * @param compound what is said of it, −1..1; 0 when nothing is
     */
    public record Mention(String aspect, String text, int start, int end, double compound) {}

    /** Sixteen aspects of trade and hospitality: price, billing, delivery, product, returns, service, staff, and more. */
    public static AspectDictionary of(Language language) {
        Map<String, String> aspects = new HashMap<>();
        for (String line : Resource.lines("aspects-" + language.code() + ".tsv")) {
            String[] cells = line.split("\t", -1);
            aspects.put(cells[1], cells[0]);
        }
        return new AspectDictionary(aspects);
    }

    /** @param terms aspect by word or phrase of up to {@value #LONGEST_TERM} words; a trailing * stands for any ending */
    public static AspectDictionary of(Map<String, String> terms) {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("The dictionary has 0 terms, expected 1 or more");
        }
        Map<String, String> folded = new HashMap<>();
        terms.forEach((term, aspect) -> {
            if (term.split(" ").length > LONGEST_TERM) {
                throw new IllegalArgumentException("Term '%s' has more than %d words".formatted(term, LONGEST_TERM));
            }
            folded.put(Token.fold(term), aspect);
        });
        return new AspectDictionary(folded);
    }

    /** The names of the aspects, sorted. */
    public List<String> names() {
        return List.copyOf(new TreeSet<>(aspects.values()));
    }

    /** The mentions in reading order. */
    public List<Mention> mentions(String text, SentimentRules rules) {
        List<Token> tokens = Token.of(text);
        List<int[]> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            for (int length = Math.min(LONGEST_TERM, tokens.size() - i); length > 0; length--) {
                String aspect = aspect(tokens.subList(i, i + length));
                if (!aspect.isEmpty()) {
                    places.add(new int[] {i, i + length - 1});
                    names.add(aspect);
                    i += length - 1;
                    break;
                }
            }
        }
        double[] sums = new double[places.size()];
        for (SentimentReason reason : rules.assess(text, tokens).reasons()) {
            int nearest = nearest(tokens, places, at(tokens, reason.start()));
            if (nearest >= 0) {
                sums[nearest] += reason.valence();
            }
        }
        List<Mention> mentions = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            int start = tokens.get(places.get(i)[0]).start();
            int end = tokens.get(places.get(i)[1]).end();
            mentions.add(new Mention(
                    names.get(i), text.substring(start, end), start, end, SentimentRules.compound(sums[i])));
        }
        return mentions;
    }

    private String aspect(List<Token> tokens) {
        StringBuilder term = new StringBuilder();
        for (Token token : tokens) {
            if (!token.isWord()) {
                return "";
            }
            term.append(term.isEmpty() ? "" : " ").append(token.key());
        }
        String found = aspects.getOrDefault(term.toString(), "");
        for (int length = term.length(); found.isEmpty() && tokens.size() == 1 && length >= SHORTEST_STEM; length--) {
            found = aspects.getOrDefault(term.substring(0, length) + "*", "");
        }
        return found;
    }

    private static int at(List<Token> tokens, int start) {
        int at = 0;
        while (tokens.get(at).start() < start) {
            at++;
        }
        return at;
    }

    private static int nearest(List<Token> tokens, List<int[]> places, int at) {
        int nearest = -1;
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < places.size(); i++) {
            int distance = distance(tokens, places.get(i), at);
            if (distance < shortest) {
                shortest = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    /** Words between, {@link Integer#MAX_VALUE} when a sentence ends between. */
    private static int distance(List<Token> tokens, int[] place, int at) {
        int from = Math.min(place[1], at);
        int to = Math.max(place[0], at);
        int distance = 0;
        for (int i = from; i < to; i++) {
            if (SentimentRules.endsSentence(tokens.get(i))) {
                return Integer.MAX_VALUE;
            }
            distance += SentimentRules.endsClause(tokens.get(i)) ? CLAUSE_STEP : 1;
        }
        return distance;
    }
}
