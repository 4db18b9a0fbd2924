package lazo.analytics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lazo.analytics.Reference;
import lazo.analytics.data.ModelJson;
import lazo.analytics.data.Provenance;
import lazo.analytics.text.LanguageDetector.Ambiguous;
import lazo.analytics.text.LanguageDetector.Detected;
import lazo.analytics.text.LanguageDetector.OtherLanguage;
import lazo.analytics.text.LanguageDetector.TooShort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageDetectorTest {
    private static final Set<String> BOTH = Set.of("es", "en");
    private final LanguageDetector detector = LanguageDetector.shipped();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Buenos días, no me ha llegado la factura del mes de marzo | es",
                "Please send me the invoice for March | en",
                "el paquete llego roto y nadie contesta al telefono | es"
            })
    void a_sentence_in_an_expected_language_is_detected(String text, String language) {
        assertThat(detector.detect(text, BOTH)).isInstanceOfSatisfying(Detected.class, detected -> {
            assertThat(detected.language()).isEqualTo(language);
            assertThat(detected.probability()).isBetween(0.9, 1.0);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Muito obrigado pela ajuda, o pedido chegou ontem",
                "Merci beaucoup pour votre aide rapide",
                "Grazie mille per l'aiuto, l'ordine è arrivato ieri",
                "Vielen Dank für die schnelle Hilfe",
                "Eskerrik asko laguntzagatik, eskaera atzo iritsi zen",
                "Спасибо большое за помощь, заказ пришёл"
            })
    void a_language_nobody_expects_is_called_other(String text) {
        assertThat(detector.detect(text, BOTH)).isInstanceOf(OtherLanguage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok gracias", "hola", "", "12345 67890 12345 67890"})
    void short_texts_get_no_answer(String text) {
        assertThat(detector.detect(text, BOTH)).isInstanceOf(TooShort.class);
    }

    @Test
    void a_text_that_fits_two_languages_is_ambiguous_with_probabilities_that_sum_to_one() {
        assertThat(detector.detect("La factura de marzo no me llega", BOTH))
                .isInstanceOfSatisfying(Ambiguous.class, ambiguous -> {
                    assertThat(ambiguous.probabilities().values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum())
                            .isBetween(0.999999, 1.000001);
                    assertThat(ambiguous.probabilities()).containsOnlyKeys(detector.languages());
                });
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void hotel_guests_are_understood_although_the_model_read_only_declarations(Language language) {
        int asked = 0;
        int right = 0;
        int wrong = 0;
        for (String text : Corpora.opener(language, "train").texts()) {
            LanguageDetector.Detection detection = detector.detect(text, BOTH);
            asked += detection instanceof TooShort ? 0 : 1;
            if (detection instanceof Detected detected) {
                right += detected.language().equals(language.code()) ? 1 : 0;
                wrong += detected.language().equals(language.code()) ? 0 : 1;
            }
        }
        assertThat(wrong).isZero();
        Reference.check(
                "language detection",
                "OpeNER train " + language.code() + ", 20 letters or more",
                "share detected right",
                0.985,
                right / (double) asked,
                0.01,
                "own bound; none detected wrong");
    }

    @Test
    void the_model_survives_json() {
        assertThat(ModelJson.read(ModelJson.write(detector), LanguageDetector.class))
                .isEqualTo(detector);
        assertThat(detector.provenance().rows()).isEqualTo(1003);
    }

    @Test
    void unknown_or_missing_expectations_are_refused() {
        assertThatThrownBy(() -> detector.detect("a text that is long enough", Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> detector.detect("a text that is long enough", Set.of("xx")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("xx")
                .hasMessageContaining("known are");
    }

    @Test
    void broken_models_are_refused() {
        Provenance provenance = Provenance.of("none", 0);
        assertThatThrownBy(() -> LanguageDetector.fit(Map.of("es", List.of("hola"))))
                .hasMessageContaining("1 languages, expected 2 or more");
        assertThatThrownBy(() -> new LanguageDetector(provenance, List.of("a", "b"), List.of(1), List.of(), List.of()))
                .hasMessageContaining("2 languages have 1 totals");
        assertThatThrownBy(() ->
                        new LanguageDetector(provenance, List.of("a", "b"), List.of(1, 1), List.of("x"), List.of()))
                .hasMessageContaining("1 n-grams have 0 rows");
    }
}
