package lazo.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RE-05")
class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @ParameterizedTest
    @CsvSource({
        "corta1234, too-short",
        "aaaaaaaaaaaaaaaa, too-plain",
        "abcabcabcabcabc, too-plain",
        "abcdefghijklmnop, too-plain",
        "123456789012345, too-plain",
        "contraseña123, common",
        "Contrasena2026!!, common",
        "P@ssw0rd12345, common",
        "qwertyuiopasdf, common",
        "Tequieromucho1, common",
        "RealMadrid1902!, common",
        "nuttertools1!, common",
        "Leavemealone, common",
        "PolniyPizdec0211, common",
        "gfhjkmgfhjkm, common",
        "almenaenergia1, known",
        "luciaferrer2026, known"
    })
    void what_is_easy_to_guess_is_refused_with_its_reason(String password, String reason) {
        assertThat(passwords.objection(password, "Lucía Ferrer", "lucia@almena.example", "Almena Energía"))
                .hasValue("identity.password." + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "el zorro cruza el rio 47",
                "kf7m-2wqd-x94t",
                "Tres tazas de té y ninguna luna",
                "correct horse battery staple"
            })
    void phrases_and_random_ones_are_taken(String password) {
        assertThat(passwords.objection(password, "Lucía Ferrer", "lucia@almena.example", "Almena Energía"))
                .isEmpty();
    }

    @Test
    void a_hash_matches_its_password_only() {
        String hash = passwords.hash("el zorro cruza el rio 47");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches("el zorro cruza el rio 47", hash)).isTrue();
        assertThat(passwords.matches("el zorro cruza el rio 48", hash)).isFalse();
    }

    @Test
    void without_a_hash_the_answer_takes_as_long_and_is_no() {
        String hash = passwords.hash("el zorro cruza el rio 47");
        passwords.matches("calienta", hash);
        long with = duration(() -> passwords.matches("otra cosa distinta", hash));
        long without = duration(
                () -> assertThat(passwords.matches("otra cosa distinta", null)).isFalse());
        assertThat((double) without / with).isBetween(0.3, 3.0);
    }

    private static long duration(Runnable run) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int times = 0; times < 3; times++) {
            run.run();
        }
        return threads.getCurrentThreadCpuTime() - start;
    }
}
