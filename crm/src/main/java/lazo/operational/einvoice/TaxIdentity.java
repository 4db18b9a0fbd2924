package lazo.operational.einvoice;

import java.util.Locale;

/**
 * The number a tax office knows somebody by.
 *
 * @param country two letters of ISO 3166
 * @param value without blanks and points; of {@link Kind#VAT} with the letters of its country
 */
public record TaxIdentity(Kind kind, String country, String value) {
    /** What kind of number, with its code at the Spanish tax agency. */
    public enum Kind {
        /** Spanish: DNI, NIE or that of a company. */
        NIF(""),
        /** Of another country of the EU. */
        VAT("02"),
        PASSPORT("03"),
        /** Of the country somebody lives in. */
        FOREIGN("04"),
        RESIDENCE_CERTIFICATE("05"),
        OTHER("06"),
        /** Not known to the Spanish tax agency. */
        NOT_REGISTERED("07");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    public TaxIdentity {
        value = value.replaceAll("[\\s.-]", "").toUpperCase(Locale.ROOT);
        country = country.toUpperCase(Locale.ROOT);
    }

    public static TaxIdentity nif(String value) {
        return new TaxIdentity(Kind.NIF, "ES", value);
    }

    /** @param value with the letters of its country, which for Greece are EL */
    public static TaxIdentity vat(String value) {
        String country = value.strip().substring(0, 2).toUpperCase(Locale.ROOT);
        return new TaxIdentity(Kind.VAT, country.equals("EL") ? "GR" : country, value);
    }

    /** With the letters of its country, as EN 16931 wants it. */
    public String withCountry() {
        return kind == Kind.NIF ? "ES" + value : value;
    }
}
