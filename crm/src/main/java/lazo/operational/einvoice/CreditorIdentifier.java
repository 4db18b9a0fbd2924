package lazo.operational.einvoice;

import java.util.Locale;

/**
 * Who collects SEPA direct debits: country, two check digits, a suffix of the creditor's own and the national number. The
 * suffix does not count for the check digits. Source: European Payments Council, EPC262-08.
 */
public final class CreditorIdentifier {
    private CreditorIdentifier() {}

    /** @param suffix three letters or digits, usually {@code 000} */
    public static String spanish(String nif, String suffix) {
        String plain = nif.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return "ES" + Mod97.check(plain + "ES") + suffix + plain;
    }

    public static boolean isValid(String identifier) {
        String plain = identifier.replace(" ", "").toUpperCase(Locale.ROOT);
        return plain.matches("[A-Z]{2}\\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
                && Mod97.remainder(plain.substring(7) + plain.substring(0, 4)) == 1;
    }
}
