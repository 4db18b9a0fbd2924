package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/asvs.md} complete and the tests and places it names real. */
class AsvsTest {
    private static final Pattern ROW =
            Pattern.compile("\\| (V[0-9.]+) \\| ([12]) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)\\.(\\w+)`");
    private static final Pattern PLACE = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)+|[\\w-]+\\.(?:md|xml))`");
    private static final Pattern LISTED = Pattern.compile("\\d+\\. \\*\\*(V[0-9.]+)\\*\\* .*");
    private static final List<String> STATES = List.of("met", "not applicable", "open");

    private final String page = read(Path.of("../docs/asvs.md"));
    private final List<Row> rows = page.lines()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> new Row(row.group(1), row.group(2), row.group(4), row.group(5)))
            .toList();

    private record Row(String id, String level, String state, String shown) {}

    @Test
    void every_requirement_of_levels_1_and_2_has_one_row() {
        List<String> wanted =
                read(Path.of("src/test/resources/asvs.txt")).lines().toList();
        assertThat(wanted).hasSize(253).doesNotHaveDuplicates();
        assertThat(rows.stream().map(row -> row.id() + " " + row.level()).toList())
                .containsExactlyElementsOf(wanted);
    }

    @Test
    void every_row_has_a_state_and_they_are_counted() {
        assertThat(rows).allSatisfy(row -> assertThat(STATES).as(row.id()).contains(row.state()));
        for (String state : STATES) {
            long first = count(state, "1");
            long second = count(state, "2");
            assertThat(page).contains("| %s | %d | %d | %d |".formatted(state, first, second, first + second));
        }
    }

    private long count(String state, String level) {
        return rows.stream()
                .filter(row -> row.state().equals(state) && row.level().equals(level))
                .count();
    }

    @Test
    void every_test_it_names_exists() {
        Map<String, String> sources = sources();
        SoftAssertions softly = new SoftAssertions();
        for (Row row : rows) {
            Matcher test = TEST.matcher(row.shown());
            while (test.find()) {
                softly.assertThat(sources.getOrDefault(test.group(1), ""))
                        .as("%s: %s", row.id(), test.group())
                        .containsPattern("void " + test.group(2) + "\\(");
            }
        }
        softly.assertAll();
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        for (Path folder : List.of(Path.of("src/test/java"), Path.of("../analytics/src/test/java"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(path -> path.toString().endsWith("Test.java"))
                        .forEach(path ->
                                sources.put(path.getFileName().toString().replace(".java", ""), read(path)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return sources;
    }

    @Test
    void every_place_it_names_exists() {
        SoftAssertions softly = new SoftAssertions();
        for (Row row : rows) {
            Matcher place = PLACE.matcher(row.shown());
            while (place.find()) {
                String name = place.group(1);
                softly.assertThat(Stream.of("..", "src/main/java", "src/main/resources")
                                .map(folder -> Path.of(folder).resolve(name)))
                        .as("%s: %s", row.id(), name)
                        .anyMatch(Files::exists);
            }
        }
        softly.assertAll();
    }

    @Test
    void what_is_open_is_listed_at_the_end_with_what_it_would_take() {
        String end = page.substring(page.indexOf("\n## Open"));
        List<String> listed = end.lines()
                .map(LISTED::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .filter(row -> row.state().equals("open"))
                        .map(Row::id)
                        .toList());
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
