package lazo.kernel.transfer;

/**
 * Cells that no spreadsheet takes for a formula. A text that begins with {@code = + - @}, a tab or a line break gets an
 * apostrophe in front unless it is a plain figure or a telephone number; reading takes the apostrophe off again.
 */
public final class SafeCell {
    private static final String STARTS = "=+-@\t\r\n＝＋－＠";

    private SafeCell() {}

    public static String of(String text) {
        return isRisky(text) ? "'" + text : text;
    }

    /** The text that {@link #of} made safe. */
    public static String restored(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '\'' && isRisky(cell.substring(1)) ? cell.substring(1) : cell;
    }

    static boolean isRisky(String text) {
        return !text.isEmpty() && STARTS.indexOf(text.charAt(0)) >= 0 && !isFigure(text);
    }

    /** A sign and then nothing a formula could compute: digits, marks between them, a currency. */
    private static boolean isFigure(String text) {
        if (text.charAt(0) != '+' && text.charAt(0) != '-') {
            return false;
        }
        boolean digit = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c != ' '
                    && c != '.'
                    && c != ','
                    && c != '('
                    && c != ')'
                    && c != '%'
                    && c != '€'
                    && c != '\u00A0'
                    && c != '\u202F') {
                return false;
            }
        }
        return digit;
    }
}
