package lazo.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {
    @TempDir
    Path home;

    @Test
    void of_two_that_unpack_at_once_the_first_stays_and_the_second_uses_it() throws IOException {
        Path first = home.resolve("postgres-" + PostgresPrograms.VERSION);
        PostgresPrograms programs = PostgresPrograms.unpackedIn(home, (step, arguments) -> {
            if (step.equals("database.progress.unpack")) {
                otherProcessFinishes(first);
            }
        });
        assertThat(programs.folder()).isEqualTo(first);
        assertThat(Files.readString(first.resolve("bin/postgres"))).isEqualTo("the first");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).containsExactly(first);
        }
    }

    private static void otherProcessFinishes(Path folder) {
        try {
            Files.createDirectories(folder.resolve("bin"));
            Files.writeString(folder.resolve("bin/postgres"), "the first");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
