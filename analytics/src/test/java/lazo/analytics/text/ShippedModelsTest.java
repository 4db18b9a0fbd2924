package lazo.analytics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import lazo.analytics.data.FittedModel;
import lazo.analytics.data.ModelJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped models are what fitting gives; {@code -Dlazo.models.write=true} writes them anew. */
class ShippedModelsTest {
    @ParameterizedTest
    @EnumSource(Language.class)
    void the_shipped_sentiment_model_is_what_fitting_the_train_part_gives(Language language) throws IOException {
        TextClassifier fitted = fitted(language);
        write("sentiment-" + language.code(), fitted);

        TextClassifier shipped = Sentiment.of(language).classifier();

        assertThat(shipped.provenance()).isEqualTo(fitted.provenance());
        assertThat(shipped.terms()).isEqualTo(fitted.terms());
        assertThat(shipped.intercept()).isCloseTo(fitted.intercept(), within(1e-4));
        for (int i = 0; i < shipped.terms().size(); i++) {
            assertThat(shipped.weights().get(i)).isCloseTo(fitted.weights().get(i), within(1e-4));
        }
    }

    @Test
    void the_shipped_language_model_is_what_fitting_the_declarations_gives() throws IOException {
        LanguageDetector fitted = LanguageDetector.fit(Corpora.declarations());
        write("languages", fitted);

        assertThat(LanguageDetector.shipped()).isEqualTo(fitted);
    }

    private static final Map<Language, TextClassifier> FITTED = new ConcurrentHashMap<>();

    /** Fitted to the train part alone; once per run, since it takes a while. */
    static TextClassifier fitted(Language language) {
        return FITTED.computeIfAbsent(language, ShippedModelsTest::fit);
    }

    private static TextClassifier fit(Language language) {
        Corpora.Labelled train = Corpora.opener(language, "train");
        TextClassifier bare =
                TextClassifier.fit(train.texts(), train.labels(), TextClassifier.Settings.sentiment(language));
        return bare.with(bare.provenance()
                .withSetting("data", "OpeNER hotel reviews, " + language.code() + ", train without mixed, CC BY 3.0"));
    }

    private static void write(String name, FittedModel model) throws IOException {
        if (Boolean.getBoolean("lazo.models.write")) {
            for (String folder : new String[] {"src/main/resources", "target/classes"}) {
                Path file = Path.of(folder, "lazo/analytics/text", name + ".json.gz");
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                    out.write(ModelJson.write(model).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }
}
