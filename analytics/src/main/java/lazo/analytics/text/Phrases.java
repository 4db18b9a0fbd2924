package lazo.analytics.text;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Phrases to be found among tokens, by their first word.
 *
 * @param longest words of the longest phrase that begins so
 */
record Phrases(Set<String> all, Map<String, Integer> longest) {

    static Phrases of(Set<String> phrases) {
        return new Phrases(
                Set.copyOf(phrases),
                phrases.stream()
                        .map(phrase -> phrase.split(" "))
                        .collect(Collectors.toUnmodifiableMap(words -> words[0], words -> words.length, Math::max)));
    }

    /** Words of the longest phrase that starts at this token, 0 when none does. */
    int at(List<Token> tokens, int from) {
        Integer most = longest.get(tokens.get(from).key());
        if (most == null) {
            return 0;
        }
        StringBuilder phrase = new StringBuilder();
        int found = 0;
        for (int length = 1; length <= most && from + length <= tokens.size(); length++) {
            phrase.append(length == 1 ? "" : " ")
                    .append(tokens.get(from + length - 1).key());
            if (all.contains(phrase.toString())) {
                found = length;
            }
        }
        return found;
    }
}
