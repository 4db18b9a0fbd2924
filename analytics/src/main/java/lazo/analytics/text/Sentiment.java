package lazo.analytics.text;

/**
 * Is this text praise or complaint? A trained {@link TextClassifier} gives the label, {@link SentimentRules} the reasons;
 * when they disagree, or when no word says anything, there is no label.
 *
 * <p>Limits: the shipped models were trained on sentences of hotel guests (OpeNER, CC BY 3.0); elsewhere the rules carry
 * more of the weight and abstention is more frequent. A tenant with a few hundred labelled texts should fit an own
 * classifier and hand it to {@link #of(SentimentRules, TextClassifier)}.
 */
public final class Sentiment {
    /** A compound at most this far from 0 takes no side (Hutto & Gilbert 2014). */
    public static final double NEUTRAL = 0.05;

    /** A probability at most this far from one half takes no side. */
    public static final double UNSURE = 0.1;

    private final SentimentRules rules;
    private final TextClassifier classifier;

    private Sentiment(SentimentRules rules, TextClassifier classifier) {
        this.rules = rules;
        this.classifier = classifier;
    }

    /** Praise or complaint. */
    public enum Polarity {
        POSITIVE,
        NEGATIVE
    }

    /** Why there is no label. */
    public enum Abstention {
        /** No word of the lexicon and no negation: a question, an order number, a greeting. */
        NOTHING_SAID,
        /** The words say one thing, the trained model another: often irony or mixed feelings. */
        DISAGREEMENT,
        /** The trained model is undecided. */
        UNSURE
    }

    /** What is known about a text, with or without a label. */
    public sealed interface Judgement {
        /** Probability of praise by the trained model, both being equally common beforehand. */
        double probability();

        /** The words behind it. */
        RuleAssessment rules();
    }

    /** A text with a label. */
    public record Labelled(Polarity polarity, double probability, RuleAssessment rules) implements Judgement {}

    /** A text without a label, for a person to read. */
    public record Abstained(Abstention why, double probability, RuleAssessment rules) implements Judgement {}

    /** The shipped rules and the shipped trained model of a language. */
    public static Sentiment of(Language language) {
        return switch (language) {
            case SPANISH -> Spanish.SHIPPED;
            case ENGLISH -> English.SHIPPED;
        };
    }

    /** Own rules, for example with words of one's trade, and an own trained model. */
    public static Sentiment of(SentimentRules rules, TextClassifier classifier) {
        return new Sentiment(rules, classifier);
    }

    public TextClassifier classifier() {
        return classifier;
    }

    public Judgement judge(String text) {
        RuleAssessment assessment = rules.assess(text);
        double probability = classifier.probability(text);
        if (!assessment.hasEvidence()) {
            return new Abstained(Abstention.NOTHING_SAID, probability, assessment);
        }
        if (Math.abs(probability - 0.5) <= UNSURE) {
            return new Abstained(Abstention.UNSURE, probability, assessment);
        }
        boolean positive = probability > 0.5;
        if (positive ? assessment.compound() < -NEUTRAL : assessment.compound() > NEUTRAL) {
            return new Abstained(Abstention.DISAGREEMENT, probability, assessment);
        }
        return new Labelled(positive ? Polarity.POSITIVE : Polarity.NEGATIVE, probability, assessment);
    }

    private static Sentiment read(Language language) {
        return new Sentiment(
                SentimentRules.of(language),
                Resource.model("sentiment-" + language.code() + ".json.gz", TextClassifier.class));
    }

    private static final class Spanish {
        static final Sentiment SHIPPED = read(Language.SPANISH);
    }

    private static final class English {
        static final Sentiment SHIPPED = read(Language.ENGLISH);
    }
}
