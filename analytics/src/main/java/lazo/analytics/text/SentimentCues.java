package lazo.analytics.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The small words that turn, strengthen, weaken or oppose what stands near them. Forms are folded as in {@link Token}.
 *
 * @param negators turn what follows
 * @param fewness turn what follows unless an article stands before ("poco amable", but "un poco caro")
 * @param falseNegations phrases with a negator that turn nothing
 * @param boosters steps away from 0, or towards it when negative
 * @param adversatives what follows weighs more
 * @param concessives what follows weighs less
 * @param joiners end a negation that has turned a word
 */
record SentimentCues(
        Set<String> negators,
        Set<String> fewness,
        Phrases falseNegations,
        Map<String, Double> boosters,
        Phrases adversatives,
        Phrases concessives,
        Set<String> joiners) {

    private static final double STEP = 0.293;

    static SentimentCues of(Language language) {
        return switch (language) {
            case SPANISH -> SPANISH;
            case ENGLISH -> ENGLISH;
        };
    }

    private static final SentimentCues SPANISH = new SentimentCues(
            words("no ni nunca jamas sin apenas tampoco nada nadie ningun ninguna ninguno"),
            words("poco poca pocos pocas"),
            phrases("no solo, no solamente, no hay duda, no cabe duda, sin duda, sin lugar a dudas, sin embargo, "
                    + "no obstante, nada mas, sin mas"),
            boosters(
                    "muy tan super mega ultra bastante realmente absolutamente totalmente completamente sumamente "
                            + "extremadamente increiblemente excesivamente especialmente verdaderamente demasiado demasiada "
                            + "demasiados demasiadas mucho mucha muchos muchas muchisimo muchisima mas todo toda gran mayor "
                            + "siempre altamente enormemente tremendamente claramente bien",
                    "algo casi ligeramente relativamente medianamente medio escasamente levemente moderadamente regular"),
            phrases("pero, sino, sin embargo, no obstante"),
            phrases("aunque, pese a, a pesar de, si bien"),
            words("y e"));

    private static final SentimentCues ENGLISH = new SentimentCues(
            words(
                    "no not never neither nor none nobody nothing nowhere without hardly barely scarcely rarely seldom cannot "
                            + "cant dont didnt doesnt isnt wasnt werent wont wouldnt couldnt shouldnt havent hasnt hadnt arent "
                            + "despite"),
            words("few"),
            phrases("not only, not just, no doubt, without doubt, without a doubt, nothing but, could not be more, "
                    + "couldn't be more, could not have been more, couldn't have been more"),
            boosters(
                    "absolutely amazingly awfully completely considerably decidedly deeply enormously entirely especially "
                            + "exceptionally extremely fabulously flipping fricking frickin frigging friggin fully fucking "
                            + "greatly hella highly hugely incredibly intensely majorly more most particularly purely quite "
                            + "really remarkably so substantially thoroughly totally tremendously uber unbelievably "
                            + "unusually utterly very super truly",
                    "almost barely hardly kinda less little marginally occasionally partly scarcely slightly somewhat sorta"),
            phrases("but, however"),
            phrases("although, though"),
            words("and"));

    private static Set<String> words(String list) {
        return Set.of(list.split(" "));
    }

    private static Phrases phrases(String list) {
        return Phrases.of(Set.of(list.split(", ")));
    }

    private static Map<String, Double> boosters(String strengthening, String weakening) {
        Map<String, Double> boosters = new HashMap<>();
        words(strengthening).forEach(word -> boosters.put(word, STEP));
        words(weakening).forEach(word -> boosters.put(word, -STEP));
        return Map.copyOf(boosters);
    }
}
