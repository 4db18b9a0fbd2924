package lazo.operational.einvoice;

import java.util.Locale;
import org.iban4j.Iban4jException;
import org.iban4j.IbanUtil;

/** The number of a bank account by ISO 13616 (IBAN). */
public final class BankAccount {
    private static final int[] WEIGHTS = {1, 2, 4, 8, 5, 10, 9, 7, 3, 6};

    private BankAccount() {}

    /** Without blanks, in capital letters. */
    public static String plain(String iban) {
        return iban.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    }

    /** Whether the length, the form and the check digits are right; of Spanish ones also those of the account within. */
    public static boolean isValid(String iban) {
        String plain = plain(iban);
        try {
            IbanUtil.validate(plain);
        } catch (Iban4jException | IllegalArgumentException wrong) {
            return false;
        }
        return !plain.startsWith("ES") || spanishDigits(plain.substring(4)).equals(plain.substring(12, 14));
    }

    /** Of its parts. @param bank and branch, eight digits @param account ten digits */
    public static String spanish(String bank, String account) {
        String inner = bank + digit("00" + bank) + digit(account) + account;
        return "ES" + Mod97.check(inner + "ES") + inner;
    }

    private static String spanishDigits(String account) {
        return "" + digit("00" + account.substring(0, 8)) + digit(account.substring(10));
    }

    private static int digit(String ten) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (ten.charAt(i) - '0') * WEIGHTS[i];
        }
        int rest = 11 - sum % 11;
        return rest == 10 ? 1 : rest == 11 ? 0 : rest;
    }
}
