package lazo.kernel.transfer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;

/**
 * Statements whose tables and columns are known only at run time, written with {@code $words} that stand for them. Words
 * hold names and expressions made by the program, never what a user typed: that goes in as {@code ?}.
 */
final class Script {
    private final DSLContext sql;
    private final Map<String, String> words = new HashMap<>();

    Script(DSLContext sql) {
        this.sql = sql;
    }

    Script set(String word, Object meaning) {
        words.put(word, meaning.toString());
        return this;
    }

    /** The statement with other meanings for some words: word, meaning, word, meaning. */
    String text(String template, Object... pairs) {
        Map<String, String> own = new HashMap<>(words);
        for (int i = 0; i < pairs.length; i += 2) {
            own.put(pairs[i].toString(), pairs[i + 1].toString());
        }
        StringBuilder text = new StringBuilder(template.length() * 2);
        int at = 0;
        for (int mark = template.indexOf('$'); mark >= 0; mark = template.indexOf('$', at)) {
            text.append(template, at, mark);
            int end = mark + 1;
            while (end < template.length()
                    && (Character.isLetter(template.charAt(end)) || template.charAt(end) == '_')) {
                end++;
            }
            String word = template.substring(mark + 1, end);
            String meaning = own.get(word);
            if (meaning == null) {
                throw new IllegalArgumentException("'$%s' means nothing in: %s".formatted(word, template));
            }
            text.append(meaning);
            at = end;
        }
        return text.append(template, at, template.length()).toString();
    }

    int run(String template, Object... pairs) {
        return sql.execute(text(template, pairs));
    }

    Result<Record> fetch(String template, Object... pairs) {
        return sql.fetch(text(template, pairs));
    }

    /** Names in double quotes, with commas between them. */
    static String quoted(List<String> names) {
        return String.join(", ", names.stream().map(Script::quoted).toList());
    }

    static String quoted(String name) {
        return '"' + name + '"';
    }

    /** A text constant of the program. */
    static String constant(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String constants(List<String> texts) {
        return texts.isEmpty()
                ? "''"
                : String.join(", ", texts.stream().map(Script::constant).toList());
    }
}
