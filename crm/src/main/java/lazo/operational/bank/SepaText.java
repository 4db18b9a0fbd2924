package lazo.operational.bank;

import java.text.Normalizer;

/** Texts in the letters every bank of SEPA takes: Latin ones without accents, digits and a few signs (EPC217-08). */
final class SepaText {
    private SepaText() {}

    /** What a bank will take of a text, at most so long and never empty. */
    static String of(String text, int longest) {
        String plain = Normalizer.normalize(
                        text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O"), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace("&", "+")
                .replaceAll("[^A-Za-z0-9/\\-?:().,'+ ]", " ")
                .replaceAll(" +", " ")
                .strip();
        String shown =
                plain.length() <= longest ? plain : plain.substring(0, longest).strip();
        return shown.isEmpty() ? "-" : shown;
    }

    /** The same for identifications, which neither begin with a slash nor hold two in a row. */
    static String id(String text) {
        String plain = of(text, 35).replaceAll("/{2,}", "/").replaceAll("^/|/$", "");
        return plain.isEmpty() ? "NOTPROVIDED" : plain;
    }
}
