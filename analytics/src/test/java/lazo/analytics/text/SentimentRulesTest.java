package lazo.analytics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import lazo.analytics.Samples;
import lazo.analytics.text.SentimentReason.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentimentRulesTest {
    private final SentimentRules spanish = SentimentRules.of(Language.SPANISH);
    private final SentimentRules english = SentimentRules.of(Language.ENGLISH);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "El trato fue excelente",
                "Muy buenos profesionales, volveremos",
                "No está mal",
                "No hubo ningún problema",
                "Sin duda lo recomiendo",
                "Buenísimo 😍",
                "buenooooo",
                "Un poco caro pero merece la pena",
                "No solo es rápido, también es barato",
                "RAPIDÍSIMOS :)",
                "claramente mejores"
            })
    void spanish_praise_is_heard(String text) {
        assertThat(spanish.assess(text).compound()).isGreaterThan(Sentiment.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "El pedido llegó roto",
                "No me gustó nada",
                "No es bueno ni barato",
                "Poco amables",
                "Deja mucho que desear",
                "Buen producto, pero el servicio es pésimo",
                "Nunca más",
                "Tampoco recomiendo la tienda",
                "Jamás volveré",
                "Malísimo",
                "😡",
                "No contestan",
                "sucísimas las mesas"
            })
    void spanish_complaint_is_heard(String text) {
        assertThat(spanish.assess(text).compound()).isLessThan(-Sentiment.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Great support, thank you!",
                "not bad at all",
                "No problems with the delivery",
                "It was expensive but worth every penny",
                "could not have been more helpful",
                "Not only fast but friendly",
                "it 's lovely <3"
            })
    void english_praise_is_heard(String text) {
        assertThat(english.assess(text).compound()).isGreaterThan(Sentiment.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The parcel arrived broken",
                "I don 't recommend it",
                "It wasn’t good",
                "Nice colours, but the quality is awful",
                "never again",
                "The invoice is still wrong :(",
                "There is no lift",
                "hardly any good"
            })
    void english_complaint_is_heard(String text) {
        assertThat(english.assess(text).compound()).isLessThan(-Sentiment.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"¿A qué hora abren?", "Pedido 182 del 5 de mayo", "", "   ", "sin embargo"})
    void a_text_without_feeling_has_no_evidence(String text) {
        RuleAssessment assessment = spanish.assess(text);

        assertThat(assessment.hasEvidence()).isFalse();
        assertThat(assessment.compound()).isZero();
    }

    @Test
    void a_reason_points_at_its_words_and_names_what_changed_them() {
        String text = "La habitación no era muy limpia.";

        SentimentReason reason = spanish.assess(text).reasons().getFirst();

        assertThat(text.substring(reason.start(), reason.end())).isEqualTo("limpia");
        assertThat(reason.base()).isPositive();
        assertThat(reason.valence()).isNegative();
        assertThat(reason.cues())
                .containsExactly(
                        new SentimentReason.Cue(Kind.STRENGTHENED, "muy"), new SentimentReason.Cue(Kind.NEGATED, "no"));
    }

    @ParameterizedTest
    @CsvSource({
        "muy bueno, STRENGTHENED",
        "algo caro, WEAKENED",
        "bueno pero lento, BEFORE_BUT",
        "limpísimo, EMPHATIC_FORM",
        "es HORRIBLE, SHOUTED",
        "aunque caro, CONCEDED",
        "no hay ascensor, BARE_NEGATION"
    })
    void each_cue_is_named(String text, Kind kind) {
        assertThat(spanish.assess(text).reasons().getFirst().cues())
                .extracting(SentimentReason.Cue::kind)
                .contains(kind);
    }

    @Test
    void what_follows_but_weighs_more() {
        List<SentimentReason> reasons = spanish.assess("Bueno pero sucio").reasons();

        assertThat(reasons.getFirst().valence()).isCloseTo(reasons.getFirst().base() * 0.5, within(1e-12));
        assertThat(reasons.getLast().valence()).isCloseTo(reasons.getLast().base() * 1.5, within(1e-12));
        assertThat(reasons.getLast().cues())
                .extracting(SentimentReason.Cue::kind)
                .containsExactly(Kind.AFTER_BUT);
    }

    @Test
    void a_negation_ends_at_punctuation_and_does_not_flip_everything_after_it() {
        assertThat(spanish.assess("No había nadie. Excelente trato")
                        .reasons()
                        .getLast()
                        .valence())
                .isPositive();
        assertThat(english.assess("I did not call, great service")
                        .reasons()
                        .getLast()
                        .valence())
                .isPositive();
        assertThat(spanish.assess("no es caro y es excelente")
                        .reasons()
                        .getLast()
                        .valence())
                .isPositive();
        assertThat(english.assess("not that one we saw in that other lovely shop")
                        .reasons()
                        .getLast()
                        .valence())
                .isPositive();
    }

    @Test
    void the_formula_is_the_published_one() {
        double good = 1.9;
        assertThat(english.assess("good").compound()).isCloseTo(good / Math.sqrt(good * good + 15), within(1e-12));
        double shouted = good + 0.293 + 0.733 + 2 * 0.292;
        assertThat(english.assess("a very GOOD one!!").compound())
                .isCloseTo(shouted / Math.sqrt(shouted * shouted + 15), within(1e-12));
        double turned = good * -0.74;
        assertThat(english.assess("not good").compound())
                .isCloseTo(turned / Math.sqrt(turned * turned + 15), within(1e-12));
    }

    @Test
    void own_words_win_over_those_of_the_list() {
        SentimentLexicon own = SentimentLexicon.of(Language.SPANISH)
                .with(Map.of("fresca", -2.0, "merma*", -1.5, "fuera de rango", -1.0, "bueno", 0.0));
        SentimentRules rules = SentimentRules.of(own);

        assertThat(rules.assess("está fresca").compound()).isNegative();
        assertThat(rules.assess("hay mermas").compound()).isNegative();
        assertThat(rules.assess("temperatura fuera de rango").compound()).isNegative();
        assertThat(rules.assess("bueno").hasEvidence()).isFalse();
        assertThat(rules.language()).isEqualTo(Language.SPANISH);
    }

    @Test
    void a_valence_out_of_bounds_is_refused() {
        SentimentLexicon lexicon = SentimentLexicon.of(Language.SPANISH);

        assertThatThrownBy(() -> lexicon.with(Map.of("genial", 5.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5.0")
                .hasMessageContaining("-4..4");
        assertThatThrownBy(() -> lexicon.with(Map.of("genial", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lexicon.with(Map.of("uno dos tres cuatro cinco seis siete", 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 words");
    }

    @Test
    void any_text_gives_a_compound_between_minus_one_and_one_and_reasons_inside_it() {
        Samples.each(200, draw -> {
            String text = draw.text(80);
            RuleAssessment assessment = english.assess(text);

            assertThat(assessment.compound()).isBetween(-1.0, 1.0);
            assertThat(assessment.reasons())
                    .allSatisfy(reason -> assertThat(text.substring(reason.start(), reason.end()))
                            .isEqualTo(reason.text()));
        });
    }

    @Test
    void an_exclamation_mark_never_turns_the_sign() {
        Samples.each(100, draw -> {
            String text = phrase(draw);
            double plain = spanish.assess(text).compound();

            double loud = spanish.assess(text + "!").compound();

            assertThat(Math.signum(loud)).isEqualTo(Math.signum(plain));
            assertThat(Math.abs(loud)).isGreaterThanOrEqualTo(Math.abs(plain));
        });
    }

    private static String phrase(Samples draw) {
        List<String> words =
                List.of("bueno", "malo", "muy", "no", "pero", "aunque", "caro", "rápido", "el", "pedido", "y", "algo");
        return String.join(" ", draw.some(0, 8, d -> d.one(words)));
    }
}
