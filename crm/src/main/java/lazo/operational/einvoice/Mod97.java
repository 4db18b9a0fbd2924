package lazo.operational.einvoice;

import java.math.BigInteger;

/** ISO 7064 MOD 97-10, where letters count from A = 10. */
final class Mod97 {
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private Mod97() {}

    static int remainder(String digitsAndLetters) {
        StringBuilder digits = new StringBuilder();
        digitsAndLetters.chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue();
    }

    /** The two digits that make the whole leave a remainder of 1. */
    static String check(String digitsAndLetters) {
        return "%02d".formatted(98 - remainder(digitsAndLetters + "00"));
    }
}
