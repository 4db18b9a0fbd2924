package lazo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Every module and every object of a pack is in the glossary. */
class GlossaryTest {
    private final String glossary = read(Path.of("../docs/glossary.md"));

    @Test
    void every_module_is_in_the_glossary() {
        assertThat(ApplicationModules.of(Lazo.class).stream()
                        .map(module -> module.getBasePackage().getName().replace("lazo.", "")))
                .allSatisfy(module -> assertThat(glossary).contains("`" + module + "`"));
    }

    @Test
    void every_object_of_a_pack_is_in_the_glossary() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../packs"))) {
            List<String> objects = files.filter(path -> path.toString().endsWith(".yaml"))
                    .map(path -> path.getFileName().toString().replace(".yaml", ""))
                    .toList();
            assertThat(objects)
                    .isNotEmpty()
                    .allSatisfy(object -> assertThat(glossary).contains("| " + object));
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }
}
