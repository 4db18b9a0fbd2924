package lazo.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SYS-03")
class MessagesTest {
    private static final Pattern USE = Pattern.compile("\\.t\\(\"([a-z][a-zA-Z0-9.-]+)\"\\s*[,)]");
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)");
    private final Messages messages = Messages.load();

    @Test
    void every_language_has_the_same_texts() {
        Map<String, String> english = messages.patterns("en");
        for (String language : messages.languages()) {
            assertThat(messages.patterns(language).keySet()).as(language).isEqualTo(english.keySet());
        }
    }

    @Test
    void every_language_uses_the_same_arguments() {
        Map<String, String> english = messages.patterns("en");
        for (String language : messages.languages()) {
            messages.patterns(language)
                    .forEach((key, pattern) -> assertThat(arguments(pattern))
                            .as(language + " " + key)
                            .isEqualTo(arguments(english.getOrDefault(key, ""))));
        }
    }

    private static TreeSet<String> arguments(String pattern) {
        TreeSet<String> found = new TreeSet<>();
        ARGUMENT.matcher(pattern).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    @Test
    void every_text_that_code_and_templates_ask_for_is_there() throws IOException {
        try (Stream<Path> files =
                Stream.concat(Files.walk(Path.of("src/main/jte")), Files.walk(Path.of("src/main/java")))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<String> keys = USE.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .filter(key -> key.contains("."))
                        .toList();
                assertThat(keys).as(file.toString()).allMatch(messages::has);
            }
        }
    }

    /** An apostrophe alone swallows the arguments behind it: MessageFormat wants two. */
    @Test
    void apostrophes_are_doubled() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/i18n"))) {
            for (Path file : files.toList()) {
                assertThat(Files.readAllLines(file))
                        .as(file.toString())
                        .noneMatch(line -> line.replace("''", "").contains("'"));
            }
        }
    }

    @Test
    void what_a_language_lacks_is_shown_in_english() {
        assertThat(messages.text(Locale.of("fr"), "web.save")).isEqualTo("Save");
        assertThat(messages.text(Locale.of("es", "MX"), "web.save")).isEqualTo("Guardar");
    }

    @Test
    void plurals_follow_the_count() {
        assertThat(messages.text(Locale.of("es"), "identity.teams.members", 0)).isEqualTo("sin miembros");
        assertThat(messages.text(Locale.of("es"), "identity.teams.members", 1)).isEqualTo("1 miembro");
        assertThat(messages.text(Locale.of("es"), "identity.teams.members", 1200))
                .isEqualTo("1.200 miembros");
    }
}
