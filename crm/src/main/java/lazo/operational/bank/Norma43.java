package lazo.operational.bank;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazo.operational.bank.BankFileProblem.Reason;
import lazo.operational.einvoice.BankAccount;
import org.jspecify.annotations.Nullable;

/**
 * Statements by the Spanish banks' Cuaderno 43: records of 80 characters, 11 begins an account, 22 is a movement, 23 says
 * more of it, 33 ends the account with its sums, 88 the file. A file whose sums are others is refused.
 */
final class Norma43 {
    private static final Charset LATIN = StandardCharsets.ISO_8859_1;
    private static final Map<String, String> CURRENCIES =
            Map.of("978", "EUR", "840", "USD", "826", "GBP", "756", "CHF");
    /** The common concept of what comes back unpaid. */
    private static final String RETURNED = "14";

    private final List<BankLine> lines = new ArrayList<>();
    private final StringBuilder more = new StringBuilder();
    private String account = "";
    private String currency = "";
    private @Nullable BankLine open;
    private long in;
    private long out;
    private int countIn;
    private int countOut;
    private int records;

    private Norma43() {}

    static List<BankLine> read(byte[] file) throws BankFileProblem {
        return new Norma43().read(new String(file, LATIN));
    }

    private List<BankLine> read(String text) throws BankFileProblem {
        String[] rows = text.split("\r\n|\n|\r", -1);
        boolean ended = false;
        for (int number = 1; number <= rows.length; number++) {
            String row = rows[number - 1];
            if (row.isBlank() || row.equals("\u001a")) {
                continue;
            }
            if (ended || row.length() > 82 || lines.size() > BankStatements.MOST_LINES) {
                throw new BankFileProblem(ended ? Reason.MALFORMED : Reason.TOO_LARGE, number, null);
            }
            try {
                ended = read(row + " ".repeat(Math.max(0, 80 - row.length())), number);
            } catch (NumberFormatException | DateTimeException malformed) {
                throw new BankFileProblem(Reason.MALFORMED, number, malformed);
            }
        }
        if (!ended) {
            throw new BankFileProblem(Reason.INCOMPLETE, rows.length, null);
        }
        return List.copyOf(lines);
    }

    /** @return whether the file ends here */
    private boolean read(String row, int number) throws BankFileProblem {
        switch (row.substring(0, 2)) {
            case "11" -> begin(row);
            case "22" -> movement(row, number);
            case "23" -> concept(row, number);
            case "24" -> needs(open != null, number);
            case "33" -> end(row, number);
            case "88" -> {
                needs(account.isEmpty(), number);
                if (number(row, 20, 26) != records) {
                    throw new BankFileProblem(Reason.INCOMPLETE, number, null);
                }
                return true;
            }
            default -> throw new BankFileProblem(Reason.MALFORMED, number, null);
        }
        records++;
        return false;
    }

    private static void needs(boolean holds, int number) throws BankFileProblem {
        if (!holds) {
            throw new BankFileProblem(Reason.MALFORMED, number, null);
        }
    }

    private static long number(String row, int from, int to) {
        String digits = row.substring(from, to);
        if (!digits.matches("[0-9]+")) {
            throw new NumberFormatException(digits);
        }
        return Long.parseLong(digits);
    }

    private static LocalDate day(String row, int from) {
        return LocalDate.of(2000 + (int) number(row, from, from + 2), (int) number(row, from + 2, from + 4), (int)
                number(row, from + 4, from + 6));
    }

    private void begin(String row) {
        number(row, 2, 20);
        account = BankAccount.spanish(row.substring(2, 10), row.substring(10, 20));
        currency = CURRENCIES.getOrDefault(row.substring(47, 50), row.substring(47, 50));
        in = 0;
        out = 0;
        countIn = 0;
        countOut = 0;
    }

    private void movement(String row, int number) throws BankFileProblem {
        needs(!account.isEmpty(), number);
        flush();
        LocalDate booked = day(row, 10);
        LocalDate valued = day(row, 16);
        boolean isIn = switch (row.charAt(27)) {
            case '1' -> false;
            case '2' -> true;
            default -> throw new BankFileProblem(Reason.MALFORMED, number, null);
        };
        long cents = number(row, 28, 42);
        if (isIn) {
            in += cents;
            countIn++;
        } else {
            out += cents;
            countOut++;
        }
        String document = row.substring(42, 52).strip().replaceFirst("^0+", "");
        String first = row.substring(52, 64).strip().replaceFirst("^0+$", "");
        String second = row.substring(64, 80).strip();
        open = new BankLine(
                account,
                BigDecimal.valueOf(isIn ? cents : -cents, 2),
                currency,
                booked,
                valued,
                null,
                null,
                first.isEmpty() ? null : first,
                second,
                row.startsWith(RETURNED, 22) && !isIn,
                document.isEmpty() ? null : document);
    }

    private void concept(String row, int number) throws BankFileProblem {
        needs(open != null, number);
        more.append(row, 4, 42).append(row, 42, 80).append(' ');
    }

    private void flush() {
        BankLine line = open;
        if (line != null) {
            String text = (line.text() + " " + more).strip().replaceAll("\\s+", " ");
            lines.add(new BankLine(
                    line.account(),
                    line.amount(),
                    line.currency(),
                    line.booked(),
                    line.valued(),
                    line.counterparty(),
                    line.counterpartyAccount(),
                    line.reference(),
                    text,
                    line.returned(),
                    line.bankId()));
        }
        open = null;
        more.setLength(0);
    }

    private void end(String row, int number) throws BankFileProblem {
        needs(!account.isEmpty(), number);
        flush();
        boolean agrees = number(row, 20, 25) == countOut
                && number(row, 25, 39) == out
                && number(row, 39, 44) == countIn
                && number(row, 44, 58) == in;
        if (!agrees) {
            throw new BankFileProblem(Reason.INCOMPLETE, number, null);
        }
        account = "";
    }
}
