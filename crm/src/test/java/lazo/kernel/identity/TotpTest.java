package lazo.kernel.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("RE-05")
class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

    /** RFC 6238, appendix B, its last six digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codes_are_those_of_the_standard(long second, String code) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second)))).isEqualTo(code);
    }

    @Test
    void a_code_counts_one_step_early_and_late_and_no_more() {
        Instant now = Instant.ofEpochSecond(1_234_567_890);
        long step = Totp.step(now);
        for (int off = -3; off <= 3; off++) {
            assertThat(Totp.stepOf(Totp.code(SECRET, step + off), SECRET, now).isPresent())
                    .as(off + " steps")
                    .isEqualTo(Math.abs(off) <= 1);
        }
        assertThat(Totp.stepOf("005 924", SECRET, now)).hasValue(step);
        assertThat(Totp.stepOf("", SECRET, now)).isEmpty();
        assertThat(Totp.stepOf("５９２４", SECRET, now)).isEmpty();
    }

    /** RFC 4648, 10, without padding. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void the_key_is_written_as_apps_read_it(String text, String written) {
        assertThat(Totp.base32(text.getBytes(US_ASCII))).isEqualTo(written);
    }
}
