package lazo.analytics.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lazo.analytics.text.SentimentReason.Cue;
import lazo.analytics.text.SentimentReason.Kind;

/**
 * Does a text praise or complain, and which words say so? Every word of the {@link SentimentLexicon} gives its valence v,
 * changed by what stands near it:
 * <pre>
 *   intensifier up to 3 words before   v ± 0.293 · (1, 0.95, 0.9 by distance); hedges the other way
 *   superlative, stretched letters     v ± 0.293;   capitals among small letters   v ± 0.733
 *   negation in force                  v · −0.74
 *   before / after "but"               v · 0.5 / v · 1.5;   conceded ("although …")   v · 0.5
 *   exclamation marks (up to 4)        sum ± 0.292 each
 *   compound = s / √(s² + 15)          s the sum of all v
 * </pre>
 * A negation is in force for {@value #SCOPE} words, ends at punctuation, at "but", and at "and" once it has turned a word
 * round; it does not flip everything after it. A negation that finds nothing to turn ("no hay ascensor") counts as
 * {@value #BARE_NEGATION}. "no … nada" is one negation, "sin duda" and "not only" are none.
 *
 * <p>Limits: irony, comparisons with others, and facts that are good or bad only to those who know ("we waited 40
 * minutes"). Source: Hutto, Gilbert (2014), ICWSM, for the constants; scopes and Spanish cues are this library's.
 */
public final class SentimentRules {
    private static final double NEGATION = -0.74;
    private static final double BARE_NEGATION = -0.8;
    private static final double EMPHASIS = 0.293;
    private static final double CAPITALS = 0.733;
    private static final double EXCLAMATION = 0.292;
    private static final double[] BY_DISTANCE = {1, 0.95, 0.9};
    private static final double NORMALISATION = 15;
    private static final int SCOPE = 5;
    private static final Set<String> CLAUSE_MARKS =
            Set.of(".", ",", ";", ":", "!", "?", "(", ")", "–", "—", "·", "..", "...", "....");
    private static final Set<String> SENTENCE_MARKS = Set.of(".", "!", "?", ";", "...", "....");

    private final SentimentLexicon lexicon;
    private final SentimentCues cues;

    private SentimentRules(SentimentLexicon lexicon) {
        this.lexicon = lexicon;
        this.cues = SentimentCues.of(lexicon.language());
    }

    public static SentimentRules of(Language language) {
        return of(SentimentLexicon.of(language));
    }

    public static SentimentRules of(SentimentLexicon lexicon) {
        return new SentimentRules(lexicon);
    }

    public Language language() {
        return lexicon.language();
    }

    public RuleAssessment assess(String text) {
        return assess(text, Token.of(text));
    }

    RuleAssessment assess(String text, List<Token> tokens) {
        return examine(text, tokens).assessment();
    }

    /** @param negated for each token whether a negation is in force there */
    record Examined(RuleAssessment assessment, boolean[] negated) {}

    Examined examine(String text, List<Token> tokens) {
        Reading reading = read(tokens);
        List<SentimentReason> reasons = new ArrayList<>();
        for (Hit hit : reading.hits) {
            reasons.add(weigh(text, tokens, reading, hit));
        }
        double positive = 0;
        double negative = 0;
        for (SentimentReason reason : reasons) {
            positive += Math.max(0, reason.valence());
            negative += Math.max(0, -reason.valence());
        }
        double sum = positive - negative;
        long exclamations =
                tokens.stream().filter(token -> token.key().equals("!")).count();
        sum += Math.signum(sum) * Math.min(4, exclamations) * EXCLAMATION;
        boolean[] negated = new boolean[tokens.size()];
        for (int i = 0; i < negated.length; i++) {
            negated[i] = reading.negator[i] >= 0;
        }
        return new Examined(new RuleAssessment(compound(sum), positive, negative, reasons), negated);
    }

    static double compound(double sum) {
        return sum / Math.sqrt(sum * sum + NORMALISATION);
    }

    static boolean endsClause(Token token) {
        return CLAUSE_MARKS.contains(token.key());
    }

    static boolean endsSentence(Token token) {
        return SENTENCE_MARKS.contains(token.key());
    }

    /** A word or phrase of the lexicon, or a bare negation, at a place among the tokens. */
    private record Hit(int from, int length, double valence, boolean emphatic, boolean bareNegation) {}

    private static final class Reading {
        final List<Hit> hits = new ArrayList<>();
        final int[] negator;
        final int[] clause;
        final boolean[] inPhrase;

        Reading(int tokens) {
            negator = new int[tokens];
            clause = new int[tokens];
            inPhrase = new boolean[tokens];
            Arrays.fill(negator, -1);
        }
    }

    private Reading read(List<Token> tokens) {
        Reading reading = new Reading(tokens.size());
        int negator = -1;
        int left = 0;
        boolean spent = false;
        int clause = 0;
        int i = 0;
        while (i < tokens.size()) {
            Token token = tokens.get(i);
            reading.clause[i] = clause;
            boolean closes =
                    CLAUSE_MARKS.contains(token.key()) || cues.adversatives().at(tokens, i) > 0;
            boolean joins = spent && cues.joiners().contains(token.key());
            if (negator >= 0 && (closes || joins || left == 0)) {
                bare(reading, tokens, negator, spent);
                negator = -1;
            }
            if (closes) {
                clause++;
            }
            int phrase = lexicon.phraseAt(tokens, i);
            int falseNegation = cues.falseNegations().at(tokens, i);
            if (phrase > 0) {
                double valence = lexicon.phrase(tokens.subList(i, i + phrase));
                for (int inside = i; inside < i + phrase; inside++) {
                    reading.clause[inside] = clause;
                    reading.inPhrase[inside] = true;
                }
                reading.negator[i] = isNegator(tokens, i) ? -1 : negator;
                if (valence != 0) {
                    reading.hits.add(new Hit(i, phrase, valence, false, false));
                    spent |= negator >= 0;
                }
                i += phrase;
                continue;
            }
            if (falseNegation > 0) {
                for (int inside = i; inside < i + falseNegation; inside++) {
                    reading.clause[inside] = clause;
                }
                i += falseNegation;
                continue;
            }
            if (isNegator(tokens, i)) {
                if (negator < 0) {
                    spent = false;
                    negator = i;
                }
                left = SCOPE;
                i++;
                continue;
            }
            reading.negator[i] = negator;
            Optional<SentimentLexicon.Entry> entry = lexicon.find(token);
            if (entry.isPresent() && entry.get().valence() != 0) {
                reading.hits.add(
                        new Hit(i, 1, entry.get().valence(), entry.get().emphatic(), false));
                spent |= negator >= 0;
            }
            if (token.isWord()) {
                left--;
            }
            i++;
        }
        if (negator >= 0) {
            bare(reading, tokens, negator, spent);
        }
        reading.hits.sort((one, other) -> Integer.compare(one.from, other.from));
        return reading;
    }

    private void bare(Reading reading, List<Token> tokens, int negator, boolean spent) {
        if (!spent && !cues.fewness().contains(tokens.get(negator).key())) {
            reading.hits.add(new Hit(negator, 1, BARE_NEGATION, false, true));
        }
    }

    private boolean isNegator(List<Token> tokens, int at) {
        String key = tokens.get(at).key();
        if (cues.negators().contains(key) || key.endsWith("n't")) {
            return true;
        }
        String before = at == 0 ? "" : tokens.get(at - 1).key();
        return cues.fewness().contains(key) && !before.equals("un") && !before.equals("a");
    }

    private SentimentReason weigh(String text, List<Token> tokens, Reading reading, Hit hit) {
        List<Cue> changes = new ArrayList<>();
        Token first = tokens.get(hit.from);
        Token last = tokens.get(hit.from + hit.length - 1);
        double valence = hit.valence;
        if (hit.bareNegation) {
            changes.add(new Cue(Kind.BARE_NEGATION, first.text()));
        } else {
            int negator = reading.negator[hit.from];
            valence = strengthen(tokens, reading, hit, valence, changes);
            if (hit.emphatic) {
                valence += Math.signum(valence) * EMPHASIS;
                changes.add(new Cue(Kind.EMPHATIC_FORM, first.text()));
            }
            if (first.isShouted() && tokens.stream().anyMatch(token -> token.isWord() && !token.isShouted())) {
                valence += Math.signum(valence) * CAPITALS;
                changes.add(new Cue(Kind.SHOUTED, first.text()));
            }
            if (negator >= 0) {
                valence *= NEGATION;
                changes.add(new Cue(Kind.NEGATED, tokens.get(negator).text()));
            }
        }
        valence = oppose(tokens, reading, hit, valence, changes);
        return new SentimentReason(
                text.substring(first.start(), last.end()), first.start(), last.end(), hit.valence, valence, changes);
    }

    private double strengthen(List<Token> tokens, Reading reading, Hit hit, double valence, List<Cue> changes) {
        double strengthened = valence;
        for (int distance = 1; distance <= BY_DISTANCE.length && distance <= hit.from; distance++) {
            int at = hit.from - distance;
            Token before = tokens.get(at);
            if (!before.isWord() || reading.clause[at] != reading.clause[hit.from] || isHit(reading, at)) {
                break;
            }
            Double booster = cues.boosters().get(before.key());
            if (booster != null) {
                double step = booster * BY_DISTANCE[distance - 1];
                strengthened += Math.signum(valence) * (before.isShouted() ? step + Math.signum(step) * 0.2 : step);
                changes.add(new Cue(booster > 0 ? Kind.STRENGTHENED : Kind.WEAKENED, before.text()));
            }
        }
        return strengthened;
    }

    private static boolean isHit(Reading reading, int at) {
        return reading.hits.stream().anyMatch(hit -> !hit.bareNegation && hit.from <= at && at < hit.from + hit.length);
    }

    private double oppose(List<Token> tokens, Reading reading, Hit hit, double valence, List<Cue> changes) {
        int from = hit.from;
        while (from > 0 && !SENTENCE_MARKS.contains(tokens.get(from - 1).key())) {
            from--;
        }
        int but = -1;
        int concession = -1;
        for (int at = from;
                at < tokens.size() && !SENTENCE_MARKS.contains(tokens.get(at).key());
                at++) {
            if (at > from && !reading.inPhrase[at] && cues.adversatives().at(tokens, at) > 0) {
                but = at;
            }
            if (at <= hit.from && cues.concessives().at(tokens, at) > 0) {
                concession = at;
            } else if (at < hit.from && tokens.get(at).key().equals(",")) {
                concession = -1;
            }
        }
        if (concession >= 0) {
            changes.add(new Cue(Kind.CONCEDED, tokens.get(concession).text()));
            return valence * 0.5;
        }
        if (but >= 0) {
            changes.add(new Cue(
                    hit.from < but ? Kind.BEFORE_BUT : Kind.AFTER_BUT,
                    tokens.get(but).text()));
            return valence * (hit.from < but ? 0.5 : 1.5);
        }
        return valence;
    }
}
