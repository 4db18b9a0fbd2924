package lazo.operational.bank;

import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account. Addresses have a town and a country at least: SEPA takes no unstructured ones any more.
 *
 * @param bic of the bank, or null where the IBAN says enough
 */
public record SepaParty(
        String name,
        String iban,
        @Nullable String bic,
        @Nullable SepaAddress address) {
    /** @param country two letters of ISO 3166 */
    public record SepaAddress(
            @Nullable String street,
            @Nullable String building,
            @Nullable String postcode,
            String town,
            String country) {}
}
