package lazo.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void initials_are_the_first_letters_of_two_words() {
        assertThat(Screen.initials("Nuria Beltrán Ochoa")).isEqualTo("NB");
        assertThat(Screen.initials("óscar villalba")).isEqualTo("ÓV");
        assertThat(Screen.initials("  Almena  ")).isEqualTo("A");
        assertThat(Screen.initials("«¿?»")).isEqualTo("?");
        assertThat(Screen.initials("")).isEqualTo("?");
        assertThat(Screen.initials("𝒩uria 😀 Ríos")).isEqualTo("𝒩R");
    }

    @Test
    void a_record_always_has_the_same_hue_and_neighbours_differ() {
        assertThat(Screen.hue(1001)).isEqualTo(Screen.hue(1001));
        assertThat(java.util.stream.LongStream.range(1001, 1101)
                        .mapToObj(Screen::hue)
                        .distinct()
                        .count())
                .isGreaterThan(6);
    }
}
