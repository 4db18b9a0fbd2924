package lazo.kernel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Ana Peña | Ana | Peña",
                "Ana María García López | Ana María | García López",
                "José de la Cruz Ruiz | José | de la Cruz Ruiz",
                "García López, Ana María | Ana María | García López",
                "O'Neill, Seán | Seán | O'Neill",
                "Cher | Cher | ~~",
                "=HYPERLINK(\"http://evil.example\",\"x\") | =HYPERLINK(\"http://evil.example\",\"x\") | ~~"
            })
    void a_whole_name_is_taken_apart_and_what_is_no_name_is_left_whole(String whole, String given, String family) {
        PersonName name = PersonName.of(whole);
        assertThat(name.given()).isEqualTo(given);
        assertThat(name.family()).isEqualTo(family);
    }
}
