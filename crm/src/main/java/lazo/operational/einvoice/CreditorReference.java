package lazo.operational.einvoice;

import java.util.Locale;

/** A structured reference of a payment, ISO 11649: {@code RF}, two check digits and up to 21 characters. */
public final class CreditorReference {
    private CreditorReference() {}

    /** @param reference letters and digits; anything else in it is left out */
    public static String of(String reference) {
        String kept = reference.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        if (kept.isEmpty() || kept.length() > 21) {
            throw new IllegalArgumentException("A reference has 1 to 21 letters and digits: " + reference);
        }
        return "RF" + Mod97.check(kept + "RF") + kept;
    }

    public static boolean isValid(String reference) {
        String plain = reference.replace(" ", "").toUpperCase(Locale.ROOT);
        return plain.matches("RF\\d{2}[A-Z0-9]{1,21}")
                && Mod97.remainder(plain.substring(4) + plain.substring(0, 4)) == 1;
    }
}
