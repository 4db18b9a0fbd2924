package lazo.analytics.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import lazo.analytics.Reference;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SentimentReferenceTest {
    private static final String OPENER = "Barnes, Klinger, Schulte im Walde 2018 (split)";

    @ParameterizedTest
    @CsvSource({"SPANISH,0.823,0.452", "ENGLISH,0.724,0.420"})
    void always_praise_gives_the_known_baseline(Language language, double accuracy, double macroF1) {
        Corpora.Labelled dev = Corpora.opener(language, "dev");
        boolean[] praise = new boolean[dev.labels().length];
        Arrays.fill(praise, true);

        String data = "OpeNER dev " + language.code();
        Reference.check(
                "always positive", data, "accuracy", accuracy, Corpora.accuracy(dev.labels(), praise), 1e-3, OPENER);
        Reference.check(
                "always positive", data, "macro-F1", macroF1, Corpora.macroF1(dev.labels(), praise), 1e-3, OPENER);
    }

    @ParameterizedTest
    @CsvSource({"SPANISH,0.81", "ENGLISH,0.85"})
    void the_model_trained_on_train_only_reaches_the_target_on_dev(Language language, double target) {
        Corpora.Labelled dev = Corpora.opener(language, "dev");
        TextClassifier model = ShippedModelsTest.fitted(language);

        boolean[] said = new boolean[dev.labels().length];
        for (int i = 0; i < said.length; i++) {
            said[i] = model.probability(dev.texts().get(i)) >= 0.5;
        }

        atLeast(
                "sentiment, trained model",
                "OpeNER dev " + language.code(),
                "macro-F1",
                target,
                Corpora.macroF1(dev.labels(), said),
                "target; " + OPENER);
    }

    @ParameterizedTest
    @CsvSource({"SPANISH,0.810", "ENGLISH,0.771"})
    void the_rules_alone_do_better_than_the_best_published_lexicon(Language language, double best) {
        Corpora.Labelled dev = Corpora.opener(language, "dev");
        SentimentRules rules = SentimentRules.of(language);

        boolean[] said = new boolean[dev.labels().length];
        for (int i = 0; i < said.length; i++) {
            said[i] = rules.assess(dev.texts().get(i)).compound() >= -Sentiment.NEUTRAL;
        }

        atLeast(
                "sentiment, rules",
                "OpeNER dev " + language.code(),
                "macro-F1",
                best,
                Corpora.macroF1(dev.labels(), said),
                "best lexicon measured on the same sentences (AFINN)");
    }

    @ParameterizedTest
    @CsvSource({
        "tweets,0.8722,0.01",
        "amazonReviewSnippets,0.5896,0.05",
        "movieReviewSnippets,0.4276,0.1",
        "nytEditorialSnippets,0.5029,0.05"
    })
    void english_rules_correlate_with_people_about_as_vader_does_or_better(
            String corpus, double vader, double tolerance) {
        Corpora.Rated rated = Corpora.vader(corpus);
        SentimentRules rules = SentimentRules.of(Language.ENGLISH);

        double[] compounds = rated.texts().stream()
                .mapToDouble(text -> rules.assess(text).compound())
                .toArray();

        double correlation = new PearsonsCorrelation().correlation(rated.ratings(), compounds);
        Reference.check(
                "sentiment, rules",
                "VADER " + corpus,
                "Pearson r",
                vader,
                correlation,
                tolerance,
                "VADER 3.3.2 on the same texts (Hutto, Gilbert 2014); other rules, so near it or above");
        assertThat(correlation).isGreaterThan(vader - 0.01);
    }

    /** Gold is the sign of the mean rating, praise or blame begins at ±.05, classes weigh as often as they occur. */
    @ParameterizedTest
    @CsvSource({"tweets,0.948", "amazonReviewSnippets,0.626", "movieReviewSnippets,0.590", "nytEditorialSnippets,0.550"
    })
    void english_rules_label_about_as_well_as_vader_or_better(String corpus, double vader) {
        Corpora.Rated rated = Corpora.vader(corpus);
        SentimentRules rules = SentimentRules.of(Language.ENGLISH);
        int[][] table = new int[3][3];
        for (int i = 0; i < rated.ratings().length; i++) {
            double compound = rules.assess(rated.texts().get(i)).compound();
            int said = compound >= .05 ? 2 : compound <= -.05 ? 0 : 1;
            table[1 + (int) Math.signum(rated.ratings()[i])][said]++;
        }
        double weighted = 0;
        for (int kind = 0; kind < 3; kind++) {
            int gold = Arrays.stream(table[kind]).sum();
            int claimed = table[0][kind] + table[1][kind] + table[2][kind];
            weighted += gold == 0 ? 0 : 2.0 * table[kind][kind] / (gold + claimed) * gold / rated.ratings().length;
        }
        Reference.check(
                "sentiment, rules",
                "VADER " + corpus,
                "weighted F1",
                vader,
                weighted,
                .06,
                "VADER 3.3.2 on the same texts (Hutto, Gilbert 2014); other rules, so near it or above");
        assertThat(weighted).isGreaterThan(vader - 0.015);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void abstaining_makes_the_labels_that_remain_more_often_right(Language language) {
        Corpora.Labelled dev = Corpora.opener(language, "dev");
        Sentiment sentiment = Sentiment.of(language);
        int labelled = 0;
        int right = 0;
        int rightOfAll = 0;
        for (int i = 0; i < dev.labels().length; i++) {
            Sentiment.Judgement judgement = sentiment.judge(dev.texts().get(i));
            rightOfAll += judgement.probability() >= 0.5 == dev.labels()[i] ? 1 : 0;
            if (judgement instanceof Sentiment.Labelled label) {
                labelled++;
                right += (label.polarity() == Sentiment.Polarity.POSITIVE) == dev.labels()[i] ? 1 : 0;
            }
        }
        double all = dev.labels().length;
        String data = "OpeNER dev " + language.code();
        atLeast("sentiment, labelled or abstained", data, "share labelled", 0.7, labelled / all, "own bound");
        atLeast(
                "sentiment, labelled or abstained",
                data,
                "accuracy of labels",
                rightOfAll / all,
                right / (double) labelled,
                "accuracy of the same model without abstaining");
    }

    @Test
    void the_lexicon_carries_the_ratings_of_vader() {
        SentimentLexicon lexicon = SentimentLexicon.of(Language.ENGLISH);
        for (String entry : List.of("good 1.9", "great 3.1", "horrible -2.5", "okay 0.9")) {
            String[] parts = entry.split(" ");
            Reference.check(
                    "sentiment lexicon",
                    "English",
                    parts[0],
                    Double.parseDouble(parts[1]),
                    lexicon.find(Token.of(parts[0]).getFirst()).orElseThrow().valence(),
                    1e-9,
                    "Hutto, Gilbert 2014");
        }
    }

    private static void atLeast(
            String model, String data, String figure, double bound, double obtained, String source) {
        assertThat(obtained).as(figure).isGreaterThanOrEqualTo(bound);
        Reference.check(model, data, figure + ", at least", bound, obtained, 1 - bound, source);
    }
}
