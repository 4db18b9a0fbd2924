package lazo.operational.einvoice;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether a tax number can be one, by the check digits of its country. Mexican numbers are only looked at for their form,
 * since some real ones have a wrong digit. Sources: the tax offices' own descriptions.
 */
public final class TaxNumbers {
    private static final String NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String COMPANY_LETTERS = "JABCDEFGHI";

    /** By the country's two letters. */
    private static final Map<String, Predicate<String>> BY_COUNTRY = Map.ofEntries(
            Map.entry("ES", TaxNumbers::spanish),
            Map.entry("MX", TaxNumbers::mexican),
            Map.entry("CL", TaxNumbers::chilean),
            Map.entry("AR", TaxNumbers::argentine),
            Map.entry("CO", TaxNumbers::colombian),
            Map.entry("PE", TaxNumbers::peruvian),
            Map.entry("UY", TaxNumbers::uruguayan),
            Map.entry("EC", TaxNumbers::ecuadorian),
            Map.entry("BR", TaxNumbers::brazilian),
            Map.entry("PT", TaxNumbers::portuguese),
            Map.entry("DO", TaxNumbers::dominican),
            Map.entry("CR", number -> number.matches("[2-5]\\d{9}")));

    private static final Map<String, String> EU_FORMS = Map.ofEntries(
            Map.entry("AT", "U\\d{8}"),
            Map.entry("BE", "[01]\\d{9}"),
            Map.entry("BG", "\\d{9,10}"),
            Map.entry("CY", "\\d{8}[A-Z]"),
            Map.entry("CZ", "\\d{8,10}"),
            Map.entry("DE", "\\d{9}"),
            Map.entry("DK", "\\d{8}"),
            Map.entry("EE", "\\d{9}"),
            Map.entry("EL", "\\d{9}"),
            Map.entry("FI", "\\d{8}"),
            Map.entry("FR", "[A-HJ-NP-Z0-9]{2}\\d{9}"),
            Map.entry("HR", "\\d{11}"),
            Map.entry("HU", "\\d{8}"),
            Map.entry("IE", "\\d[A-Z0-9+*]\\d{5}[A-Z]{1,2}"),
            Map.entry("IT", "\\d{11}"),
            Map.entry("LT", "(\\d{9}|\\d{12})"),
            Map.entry("LU", "\\d{8}"),
            Map.entry("LV", "\\d{11}"),
            Map.entry("MT", "\\d{8}"),
            Map.entry("NL", "\\d{9}B\\d{2}"),
            Map.entry("PL", "\\d{10}"),
            Map.entry("RO", "\\d{2,10}"),
            Map.entry("SE", "\\d{12}"),
            Map.entry("SI", "\\d{8}"),
            Map.entry("SK", "\\d{10}"),
            Map.entry("XI", "(\\d{9}|\\d{12}|(GD|HA)\\d{3})"));

    private TaxNumbers() {}

    public static boolean isValid(TaxIdentity identity) {
        return switch (identity.kind()) {
            case NIF -> spanish(identity.value());
            case VAT -> isEuropeanVat(identity.value());
            case FOREIGN -> isValid(identity.country(), identity.value());
            case PASSPORT, RESIDENCE_CERTIFICATE, OTHER, NOT_REGISTERED ->
                !identity.value().isEmpty() && identity.value().length() <= 20;
        };
    }

    /** Of a country whose numbers are not known here anything up to 20 characters can be one. */
    public static boolean isValid(String country, String number) {
        String plain = plain(number);
        Predicate<String> check = BY_COUNTRY.get(country.toUpperCase(Locale.ROOT));
        return check == null ? !plain.isEmpty() && plain.length() <= 20 : check.test(plain);
    }

    /** With the letters of its country. Check digits are looked at for Spain and Portugal, elsewhere the form. */
    public static boolean isEuropeanVat(String number) {
        String plain = plain(number);
        if (plain.length() < 4) {
            return false;
        }
        String country = plain.substring(0, 2);
        String rest = plain.substring(2);
        return switch (country) {
            case "ES" -> spanish(rest);
            case "PT" -> portuguese(rest);
            default -> EU_FORMS.containsKey(country) && rest.matches(EU_FORMS.get(country));
        };
    }

    private static String plain(String number) {
        return number.replaceAll("[\\s./-]", "").toUpperCase(Locale.ROOT);
    }

    private static boolean spanish(String number) {
        if (number.matches("\\d{8}[A-Z]")) {
            return nifLetter(number.substring(0, 8)) == number.charAt(8);
        }
        if (number.matches("[XYZ]\\d{7}[A-Z]")) {
            return nifLetter("XYZ".indexOf(number.charAt(0)) + number.substring(1, 8)) == number.charAt(8);
        }
        if (number.matches("[KLM]\\d{7}[A-Z]")) {
            return nifLetter(number.substring(1, 8)) == number.charAt(8);
        }
        if (!number.matches("[ABCDEFGHJNPQRSUVW]\\d{7}[A-J0-9]")) {
            return false;
        }
        int digit = luhnDigit(number.substring(1, 8));
        char control = number.charAt(8);
        return control == '0' + digit || control == COMPANY_LETTERS.charAt(digit);
    }

    private static char nifLetter(String digits) {
        return NIF_LETTERS.charAt(Integer.parseInt(digits) % 23);
    }

    private static int luhnDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int twice = digit * 2;
            sum += i % 2 == 0 ? twice / 10 + twice % 10 : digit;
        }
        return (10 - sum % 10) % 10;
    }

    private static boolean mexican(String number) {
        if (!number.matches("[A-ZÑ&]{3,4}\\d{6}[A-Z0-9]{3}")) {
            return false;
        }
        String date = number.substring(number.length() - 9, number.length() - 3);
        try {
            int year = Integer.parseInt(date.substring(0, 2));
            return LocalDate.of(
                                    1900 + year,
                                    Integer.parseInt(date.substring(2, 4)),
                                    Integer.parseInt(date.substring(4)))
                            .getYear()
                    > 0;
        } catch (DateTimeException leapDayOfThisCentury) {
            return date.equals("000229");
        }
    }

    private static int sum(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += Character.digit(digits.charAt(i), 36) * weights[i];
        }
        return sum;
    }

    private static int last(String digits) {
        return digits.charAt(digits.length() - 1) - '0';
    }

    private static boolean chilean(String number) {
        if (!number.matches("\\d{7,8}[0-9K]")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < number.length() - 1; i++) {
            sum += (number.charAt(number.length() - 2 - i) - '0') * (2 + i % 6);
        }
        int digit = 11 - sum % 11;
        return number.charAt(number.length() - 1) == (digit == 11 ? '0' : digit == 10 ? 'K' : (char) ('0' + digit));
    }

    private static boolean argentine(String number) {
        if (!number.matches("(20|23|24|25|26|27|30|33|34|50|51|55)\\d{9}")) {
            return false;
        }
        int digit = 11 - sum(number, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return last(number) == (digit == 11 ? 0 : digit == 10 ? 9 : digit);
    }

    private static boolean peruvian(String number) {
        return number.matches("(10|15|16|17|20)\\d{9}")
                && last(number) == (11 - sum(number, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 10;
    }

    private static boolean colombian(String number) {
        if (!number.matches("\\d{8,16}")) {
            return false;
        }
        int[] weights = {3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71};
        int sum = 0;
        for (int i = 0; i < number.length() - 1; i++) {
            sum += (number.charAt(number.length() - 2 - i) - '0') * weights[i];
        }
        int rest = sum % 11;
        return last(number) == (rest < 2 ? rest : 11 - rest);
    }

    private static boolean uruguayan(String number) {
        return number.matches("\\d{12}")
                && last(number) == Math.floorMod(-sum(number, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), 11);
    }

    private static boolean ecuadorian(String number) {
        if (!number.matches("(0[1-9]|1\\d|2[0-4]|30)\\d{8}\\d{3}") || number.endsWith("000")) {
            return false;
        }
        return switch (number.charAt(2)) {
            case '9' -> sum(number, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
            case '6' -> sum(number, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
            default -> luhnDigit(number.substring(0, 9)) == number.charAt(9) - '0';
        };
    }

    private static boolean brazilian(String number) {
        if (number.matches("\\d{11}")) {
            return number.charAt(9) - '0' == brazilianDigit(sum(number, 10, 9, 8, 7, 6, 5, 4, 3, 2))
                    && last(number) == brazilianDigit(sum(number, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2));
        }
        return number.matches("[A-Z0-9]{12}\\d{2}")
                && number.charAt(12) - '0' == brazilianDigit(ascii(number, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
                && last(number) == brazilianDigit(ascii(number, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2));
    }

    /** Companies' numbers may hold letters since 2026, which count as their place in ASCII after 0. */
    private static int ascii(String number, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (number.charAt(i) - '0') * weights[i];
        }
        return sum;
    }

    private static int brazilianDigit(int sum) {
        int rest = sum % 11;
        return rest < 2 ? 0 : 11 - rest;
    }

    private static boolean portuguese(String number) {
        if (!number.matches("[1-9]\\d{8}")) {
            return false;
        }
        int digit = 11 - sum(number, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return last(number) == (digit > 9 ? 0 : digit);
    }

    private static boolean dominican(String number) {
        return number.matches("\\d{9}") && last(number) == (10 - sum(number, 7, 9, 8, 6, 5, 4, 3, 2) % 11) % 9 + 1;
    }
}
