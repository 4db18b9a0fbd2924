package lazo.analytics.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibraryVersionTest {
    @Test
    void a_jar_from_maven_says_its_version() {
        assertThat(LibraryVersion.HIPPARCHUS).matches("\\d+\\.\\d+.*");
    }

    @Test
    void a_library_that_is_not_there_has_an_unknown_version() {
        assertThat(LibraryVersion.of("nobody", "nothing")).isEqualTo("unknown");
    }
}
