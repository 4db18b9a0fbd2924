package lazo.analytics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AspectsAndKeyphrasesTest {
    private final SentimentRules spanish = SentimentRules.of(Language.SPANISH);

    @Test
    void each_aspect_gets_the_words_nearest_to_it() {
        List<AspectDictionary.Mention> mentions = AspectDictionary.of(Language.SPANISH)
                .mentions("El personal muy amable, pero la habitación sucia. El pedido", spanish);

        assertThat(mentions).extracting(AspectDictionary.Mention::aspect).contains("staff", "comfort", "delivery");
        assertThat(mentions)
                .filteredOn(mention -> mention.aspect().equals("staff"))
                .allSatisfy(mention -> assertThat(mention.compound()).isPositive());
        assertThat(mentions)
                .filteredOn(mention -> mention.aspect().equals("delivery"))
                .allSatisfy(mention -> assertThat(mention.compound()).isZero());
        AspectDictionary.Mention room = mentions.stream()
                .filter(mention -> mention.text().equals("habitación"))
                .findFirst()
                .orElseThrow();
        assertThat(room.start()).isEqualTo(32);
        assertThat(room.end()).isEqualTo(42);
    }

    @Test
    void english_and_own_dictionaries_work_alike() {
        SentimentRules english = SentimentRules.of(Language.ENGLISH);
        assertThat(AspectDictionary.of(Language.ENGLISH).mentions("Overpriced, but friendly staff", english))
                .extracting(AspectDictionary.Mention::aspect)
                .containsExactly("price", "staff");

        AspectDictionary own =
                AspectDictionary.of(Map.of("cámara frigorífica", "cold chain", "camion*", "fleet", "avería", "fleet"));
        assertThat(own.names()).containsExactly("cold chain", "fleet");
        assertThat(own.mentions("La camara frigorifica falla y los camiones llegan sucios", spanish))
                .extracting(AspectDictionary.Mention::aspect)
                .containsExactly("cold chain", "fleet");
        assertThat(own.mentions("Excelente trato", spanish)).isEmpty();
        assertThatThrownBy(() -> AspectDictionary.of(Map.of())).hasMessageContaining("0 terms");
        assertThatThrownBy(() -> AspectDictionary.of(Map.of("a b c d", "x"))).hasMessageContaining("3 words");
    }

    @Test
    void keyphrases_prefer_the_longest_phrase_that_recurs() {
        List<String> texts = List.of(
                "El servicio técnico tarda mucho",
                "Llamé al servicio técnico y nada",
                "El servicio técnico no contesta",
                "La factura llegó tarde");

        List<Keyphrases.Keyphrase> phrases = Keyphrases.find(texts, Language.SPANISH, 5);

        assertThat(phrases.getFirst().phrase()).isEqualTo("servicio tecnico");
        assertThat(phrases.getFirst().texts()).isEqualTo(3);
        assertThat(phrases).extracting(Keyphrases.Keyphrase::phrase).doesNotContain("servicio", "el", "factura");
    }

    @Test
    void contrast_finds_what_only_the_group_says() {
        List<String> texts = new ArrayList<>();
        boolean[] detractors = new boolean[60];
        for (int i = 0; i < detractors.length; i++) {
            detractors[i] = i % 3 == 0;
            texts.add(detractors[i] ? "late delivery of the order" : "friendly people, quick order");
        }

        List<Keyphrases.Keyphrase> phrases = Keyphrases.contrast(texts, detractors, Language.ENGLISH, 3);

        assertThat(phrases)
                .extracting(Keyphrases.Keyphrase::phrase)
                .containsExactlyInAnyOrder("late delivery", "late", "delivery");
        assertThat(phrases).allSatisfy(phrase -> assertThat(phrase.score()).isGreaterThan(1.96));
    }

    @Test
    void keyphrases_refuse_what_cannot_be_counted() {
        assertThat(Keyphrases.find(List.of(), Language.SPANISH, 5)).isEmpty();
        assertThatThrownBy(() -> Keyphrases.find(List.of("a"), Language.SPANISH, 0))
                .hasMessageContaining("limit is 0");
        assertThatThrownBy(() -> Keyphrases.contrast(List.of("a"), new boolean[2], Language.SPANISH, 1))
                .hasMessageContaining("1 texts have 2 marks");
        assertThatThrownBy(() -> Keyphrases.contrast(List.of("a"), new boolean[1], Language.SPANISH, 1))
                .hasMessageContaining("0 texts in the group");
    }
}
