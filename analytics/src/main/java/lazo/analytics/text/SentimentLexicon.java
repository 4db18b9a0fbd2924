package lazo.analytics.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words, phrases, emoticons and emoji with a valence from −4 (complaint) to 4 (praise). Look-up folds case and accents;
 * Spanish words are also found through their plural, feminine, adverb (-mente), superlative (-ísimo) and stretched
 * ({@code "buenooo"}) forms. An entry ending in {@code *} stands for any ending.
 *
 * <p>Sources: English is VADER's (Hutto & Gilbert 2014, ten raters per word) and what customers write beyond it; Spanish was
 * written for this library. {@code NOTICE.md} beside the lists names the licences.
 */
public final class SentimentLexicon {
    private static final int LONGEST_PHRASE = 6;
    private static final int SHORTEST_STEM = 3;
    private static final Pattern STRETCHED = Pattern.compile("(\\p{L})\\1{2,}");
    private static final Pattern SUPERLATIVE_ENDING = Pattern.compile("isim[oa]s?$");
    private static final Pattern SUPERLATIVE = Pattern.compile("(.{2,}?)(?:qu)?isim[oa]s?");

    /** A valence found for a form of a word; emphatic when the form itself strengthens it. */
    record Entry(double valence, boolean emphatic) {}

    private final Language language;
    private final Map<String, Double> words;
    private final Map<String, Double> stems;
    private final Map<String, Double> phrases;
    private final Phrases index;

    private SentimentLexicon(Language language, Map<String, Double> valences) {
        this.language = language;
        Map<String, Double> words = new HashMap<>();
        Map<String, Double> stems = new HashMap<>();
        Map<String, Double> phrases = new HashMap<>();
        valences.forEach((written, valence) -> {
            if (!(Math.abs(valence) <= 4)) {
                throw new IllegalArgumentException("Valence of '%s' is %s, expected -4..4".formatted(written, valence));
            }
            String entry = Token.fold(written.strip());
            if (entry.contains(" ")) {
                if (entry.split(" ").length > LONGEST_PHRASE) {
                    throw new IllegalArgumentException(
                            "Phrase '%s' has more than %d words".formatted(written, LONGEST_PHRASE));
                }
                phrases.put(entry, valence);
            } else if (entry.length() > SHORTEST_STEM && entry.endsWith("*")) {
                stems.put(entry.substring(0, entry.length() - 1), valence);
            } else {
                words.put(entry, valence);
                words.put(written.strip(), valence);
            }
        });
        this.words = Map.copyOf(words);
        this.stems = Map.copyOf(stems);
        this.phrases = Map.copyOf(phrases);
        this.index = Phrases.of(phrases.keySet());
    }

    /** The list the library ships. */
    public static SentimentLexicon of(Language language) {
        return switch (language) {
            case SPANISH -> Shipped.SPANISH;
            case ENGLISH -> Shipped.ENGLISH;
        };
    }

    /** This list with words of one's own trade, which win over those of the list. Valences from −4 to 4; 0 silences a word. */
    public SentimentLexicon with(Map<String, Double> own) {
        Map<String, Double> larger = new HashMap<>(words);
        stems.forEach((stem, valence) -> larger.put(stem + "*", valence));
        larger.putAll(phrases);
        own.forEach((entry, valence) -> {
            larger.put(Token.fold(entry.strip()), valence);
            larger.put(entry.strip(), valence);
        });
        return new SentimentLexicon(language, larger);
    }

    public Language language() {
        return language;
    }

    /** Words in the longest phrase that starts at this token, 0 when none does. */
    int phraseAt(List<Token> tokens, int from) {
        return index.at(tokens, from);
    }

    double phrase(List<Token> tokens) {
        StringBuilder phrase = new StringBuilder();
        for (Token token : tokens) {
            phrase.append(phrase.isEmpty() ? "" : " ").append(token.key());
        }
        return Objects.requireNonNull(phrases.get(phrase.toString()));
    }

    Optional<Entry> find(Token token) {
        String key = token.key();
        Optional<Entry> exact = known(key);
        if (exact.isPresent() || !token.isWord()) {
            return exact.or(() -> known(key.replace("\uFE0F", "").replace(" ", "")));
        }
        if (STRETCHED.matcher(key).find()) {
            Optional<Entry> shortened = form(STRETCHED.matcher(key).replaceAll("$1"))
                    .or(() -> form(STRETCHED.matcher(key).replaceAll("$1$1")));
            return shortened.map(entry -> new Entry(entry.valence(), true));
        }
        return form(key);
    }

    private Optional<Entry> form(String key) {
        Optional<Entry> found = known(key);
        return found.isPresent() || language != Language.SPANISH ? found.or(() -> byStem(key)) : spanish(key);
    }

    private Optional<Entry> spanish(String key) {
        Matcher superlative = SUPERLATIVE.matcher(key);
        if (key.contains("isim") && superlative.matches()) {
            String root = superlative.group(1);
            for (String ending : List.of("o", "a", "e", "", "io", "co", "ro")) {
                Optional<Entry> base = known(root + ending);
                if (base.isPresent()) {
                    return Optional.of(new Entry(base.get().valence(), true));
                }
            }
        }
        String singular = key.endsWith("s") ? key.substring(0, key.length() - 1) : key;
        Optional<Entry> found = known(singular);
        if (found.isEmpty() && key.endsWith("es")) {
            found = known(key.substring(0, key.length() - 2));
        }
        if (found.isEmpty() && singular.endsWith("a")) {
            found = known(singular.substring(0, singular.length() - 1) + "o");
        }
        if (found.isEmpty() && singular.endsWith("mente")) {
            String adjective = singular.substring(0, singular.length() - 5);
            found = known(adjective)
                    .or(() -> known(adjective.replaceAll("a$", "o")))
                    .or(() -> byStem(adjective));
        }
        return found.or(() -> byStem(key));
    }

    private Optional<Entry> known(String form) {
        return Optional.ofNullable(words.get(form)).map(valence -> new Entry(valence, false));
    }

    private Optional<Entry> byStem(String key) {
        for (int length = key.length(); length >= SHORTEST_STEM; length--) {
            Double valence = stems.get(key.substring(0, length));
            if (valence != null) {
                return Optional.of(
                        new Entry(valence, SUPERLATIVE_ENDING.matcher(key).find()));
            }
        }
        return Optional.empty();
    }

    private static final class Shipped {
        static final SentimentLexicon SPANISH = read(Language.SPANISH);
        static final SentimentLexicon ENGLISH = read(Language.ENGLISH);

        private static SentimentLexicon read(Language language) {
            Map<String, Double> valences = new HashMap<>();
            read("lexicon-symbols.tsv", valences);
            read("lexicon-" + language.code() + ".tsv", valences);
            return new SentimentLexicon(language, valences);
        }

        private static void read(String list, Map<String, Double> valences) {
            for (String line : Resource.lines(list)) {
                String[] cells = line.split("\t", -1);
                valences.put(cells[0], Double.valueOf(cells[1]));
            }
        }
    }
}
