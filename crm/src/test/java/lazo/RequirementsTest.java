package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/requirements.md} true: which tests show which requirement, by their tags. */
class RequirementsTest {
    private static final Path PAGE = Path.of("../docs/requirements.md");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]+(?:-[A-Z]+)?-\\d+) \\| (\\d) \\| (.*) \\| .*\\|");
    private static final Pattern TAG_OR_TEST =
            Pattern.compile("@Tag\\(\"([A-Z]+(?:-[A-Z]+)?-\\d+)\"\\)|\\bvoid ([a-z0-9_]+)\\(");

    @Test
    void every_tag_names_a_requirement_and_the_page_lists_the_tests() throws IOException {
        Map<String, Set<String>> shown = new TreeMap<>();
        for (Path tests : List.of(Path.of("src/test/java"), Path.of("../analytics/src/test/java"))) {
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    collect(file, shown);
                }
            }
        }
        List<String> page = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                known.add(row.group(1));
                page.add("| %s | %s | %s | %s |"
                        .formatted(
                                row.group(1),
                                row.group(2),
                                row.group(3),
                                String.join(", ", shown.getOrDefault(row.group(1), Set.of()))));
            } else {
                page.add(line);
            }
        }
        Files.write(PAGE, page);
        assertThat(known).hasSize(200).containsAll(shown.keySet());
    }

    /** Tags stand above the test they belong to; those above the class belong to all of it. */
    private static void collect(Path file, Map<String, Set<String>> shown) throws IOException {
        String name = file.getFileName().toString().replace(".java", "");
        Set<String> waiting = new TreeSet<>();
        Matcher found = TAG_OR_TEST.matcher(Files.readString(file));
        while (found.find()) {
            if (found.group(1) != null) {
                waiting.add(found.group(1));
            } else {
                waiting.forEach(tag ->
                        shown.computeIfAbsent(tag, key -> new TreeSet<>()).add("`" + name + "`"));
                waiting.clear();
            }
        }
    }
}
