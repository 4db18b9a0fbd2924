package lazo.analytics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.analytics.data.ModelJson;
import lazo.analytics.data.Provenance;
import org.junit.jupiter.api.Test;

class SentimentTest {
    private final Sentiment spanish = Sentiment.of(Language.SPANISH);

    @Test
    void praise_and_complaint_are_labelled_with_their_reasons() {
        Sentiment.Judgement praise = spanish.judge("El personal muy amable y la comida excelente");
        Sentiment.Judgement complaint = spanish.judge("Pésimo servicio, habitaciones sucias y muy caro");

        assertThat(praise)
                .isInstanceOfSatisfying(
                        Sentiment.Labelled.class,
                        label -> assertThat(label.polarity()).isEqualTo(Sentiment.Polarity.POSITIVE));
        assertThat(complaint)
                .isInstanceOfSatisfying(
                        Sentiment.Labelled.class,
                        label -> assertThat(label.polarity()).isEqualTo(Sentiment.Polarity.NEGATIVE));
        assertThat(complaint.rules().reasons())
                .extracting(SentimentReason::text)
                .contains("Pésimo", "sucias", "caro");
        assertThat(complaint.probability()).isLessThan(0.5);
    }

    @Test
    void a_question_gets_no_label() {
        assertThat(spanish.judge("¿A qué hora abren mañana?"))
                .isInstanceOfSatisfying(
                        Sentiment.Abstained.class,
                        abstained -> assertThat(abstained.why()).isEqualTo(Sentiment.Abstention.NOTHING_SAID));
    }

    @Test
    void disagreement_and_doubt_give_no_label() {
        TextClassifier contrary = constant(-3);
        TextClassifier undecided = constant(0);
        SentimentRules rules = SentimentRules.of(Language.ENGLISH);

        assertThat(Sentiment.of(rules, contrary).judge("excellent"))
                .isInstanceOfSatisfying(
                        Sentiment.Abstained.class,
                        abstained -> assertThat(abstained.why()).isEqualTo(Sentiment.Abstention.DISAGREEMENT));
        assertThat(Sentiment.of(rules, constant(3)).judge("horrible"))
                .isInstanceOfSatisfying(
                        Sentiment.Abstained.class,
                        abstained -> assertThat(abstained.why()).isEqualTo(Sentiment.Abstention.DISAGREEMENT));
        assertThat(Sentiment.of(rules, undecided).judge("excellent"))
                .isInstanceOfSatisfying(Sentiment.Abstained.class, abstained -> {
                    assertThat(abstained.why()).isEqualTo(Sentiment.Abstention.UNSURE);
                    assertThat(abstained.probability()).isEqualTo(0.5);
                    assertThat(abstained.rules().hasEvidence()).isTrue();
                });
    }

    private static TextClassifier constant(double intercept) {
        return new TextClassifier(
                Provenance.of("constant", 0), Optional.empty(), List.of(), List.of(), List.of(), intercept);
    }

    @Test
    void contributions_and_intercept_sum_to_the_log_odds() {
        TextClassifier model = spanish.classifier();
        String text = "Muy limpio, pero el desayuno no era bueno";

        double sum = model.contributions(text).stream()
                        .mapToDouble(TextClassifier.Contribution::logOdds)
                        .sum()
                + model.intercept();

        assertThat(1 / (1 + Math.exp(-sum))).isCloseTo(model.probability(text), within(1e-12));
    }

    @Test
    void a_classifier_learns_any_two_kinds_and_survives_json() {
        List<String> texts = new ArrayList<>();
        boolean[] labels = new boolean[40];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2 == 0;
            texts.add((labels[i] ? "quiero una factura del mes " : "mi pedido no ha llegado ") + i);
        }

        TextClassifier model = TextClassifier.fit(texts, labels, TextClassifier.Settings.standard());

        assertThat(model.probability("necesito la factura")).isGreaterThan(0.5);
        assertThat(model.probability("dónde está mi pedido")).isLessThan(0.5);
        assertThat(model.contributions("factura").getFirst().logOdds()).isPositive();
        assertThat(ModelJson.read(ModelJson.write(model), TextClassifier.class)).isEqualTo(model);
        assertThat(model.provenance().rows()).isEqualTo(40);
        boolean[] turned = labels.clone();
        for (int i = 0; i < turned.length; i++) {
            turned[i] = !labels[i];
        }
        assertThat(TextClassifier.fit(texts, turned, TextClassifier.Settings.standard())
                        .probability("necesito la factura"))
                .isCloseTo(1 - model.probability("necesito la factura"), within(1e-4));
    }

    @Test
    void too_few_texts_of_a_kind_are_refused_with_both_figures() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            texts.add("texto " + i);
        }
        boolean[] labels = new boolean[30];
        labels[0] = true;

        assertThatThrownBy(() -> TextClassifier.fit(texts, labels, TextClassifier.Settings.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 of 10");
        assertThatThrownBy(() -> TextClassifier.fit(texts, new boolean[3], TextClassifier.Settings.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("30 texts have 3 labels");
    }

    @Test
    void settings_and_parts_out_of_bounds_are_refused() {
        assertThatThrownBy(() -> new TextClassifier.Settings(Optional.empty(), 0, 1))
                .hasMessageContaining("cost is 0.0");
        assertThatThrownBy(() -> new TextClassifier.Settings(Optional.empty(), 1, 0))
                .hasMessageContaining("fewestDocuments is 0");
        Provenance provenance = Provenance.of("none", 0);
        assertThatThrownBy(
                        () -> new TextClassifier(provenance, Optional.empty(), List.of("w:a"), List.of(), List.of(), 0))
                .hasMessageContaining("1 terms have 0 idf and 0 weights");
        assertThatThrownBy(() -> new TextClassifier(
                        provenance, Optional.empty(), List.of("w:b", "w:a"), List.of(1.0, 1.0), List.of(1.0, 1.0), 0))
                .hasMessageContaining("not sorted at 1");
    }
}
