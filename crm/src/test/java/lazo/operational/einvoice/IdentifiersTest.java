package lazo.operational.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/einvoice/identifiers.csv", numLinesToSkip = 1)
    void a_number_is_taken_when_its_digits_agree(String scheme, String number, String expected, String note) {
        boolean valid = switch (scheme) {
            case "iban" -> BankAccount.isValid(number);
            case "eu.vat" -> TaxNumbers.isEuropeanVat(number);
            default -> TaxNumbers.isValid(scheme.substring(0, 2), number);
        };
        assertThat(valid).as(note).isEqualTo(expected.equals("valid"));
    }

    @Test
    void blanks_and_points_do_not_matter() {
        assertThat(TaxIdentity.nif(" a-28.083 806 ").value()).isEqualTo("A28083806");
        assertThat(BankAccount.isValid("es91 2100 0418 4502 0005 1332")).isTrue();
        assertThat(TaxNumbers.isValid(TaxIdentity.vat("ES A28083806"))).isTrue();
        assertThat(TaxIdentity.vat("EL123456789").country()).isEqualTo("GR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ES",
                "ES91",
                "ÑÑÑÑ",
                "ES9121000418450200051332000000000000000",
                "٣٣٣٣٣٣٣٣Z",
                "'; drop table x"
            })
    void nonsense_is_no_number(String nonsense) {
        assertThat(BankAccount.isValid(nonsense)).isFalse();
        assertThat(TaxNumbers.isEuropeanVat(nonsense)).isFalse();
        assertThat(TaxNumbers.isValid("ES", nonsense)).isFalse();
        assertThat(CreditorIdentifier.isValid(nonsense)).isFalse();
        assertThat(CreditorReference.isValid(nonsense)).isFalse();
    }

    @Test
    void a_spanish_account_has_digits_of_its_own() {
        String account = "2100" + "0418" + "46" + "0200051332";
        assertThat(BankAccount.isValid("ES" + Mod97.check(account + "ES") + account))
                .isFalse();
    }

    @Test
    void who_collects_direct_debits_has_an_identifier() {
        assertThat(CreditorIdentifier.spanish("A28083806", "000")).isEqualTo("ES49000A28083806");
        assertThat(CreditorIdentifier.spanish("47690558N", "ZZZ")).isEqualTo("ES23ZZZ47690558N");
        assertThat(CreditorIdentifier.isValid("ES23ZZZ47690558N")).isTrue();
        assertThat(CreditorIdentifier.isValid("ES24ZZZ47690558N")).isFalse();
    }

    @Test
    void a_payment_has_a_reference_with_check_digits() {
        assertThat(CreditorReference.of("F2026-000001")).isEqualTo("RF82F2026000001");
        assertThat(CreditorReference.isValid("RF82 F202 6000 001")).isTrue();
        assertThat(CreditorReference.isValid("RF82F2026000002")).isFalse();
        assertThatThrownBy(() -> CreditorReference.of("-")).isInstanceOf(IllegalArgumentException.class);
    }
}
