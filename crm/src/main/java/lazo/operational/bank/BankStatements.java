package lazo.operational.bank;

import java.nio.charset.StandardCharsets;
import java.util.List;
import lazo.operational.bank.BankFileProblem.Reason;

/** Reads the movements of a bank's file: camt.053 of any version, or the Spanish Norma 43. */
public final class BankStatements {
    static final int LARGEST = 16 << 20;
    static final int MOST_LINES = 200_000;

    private BankStatements() {}

    /** All of its movements in the order of the file, or none. */
    public static List<BankLine> read(byte[] file) throws BankFileProblem {
        if (file.length > LARGEST) {
            throw new BankFileProblem(Reason.TOO_LARGE, 0, null);
        }
        String start = new String(file, 0, Math.min(file.length, 200), StandardCharsets.ISO_8859_1).stripLeading();
        if (start.startsWith("<") || start.startsWith("ï»¿<")) {
            return Camt053.read(file);
        }
        if (start.startsWith("11")) {
            return Norma43.read(file);
        }
        throw new BankFileProblem(Reason.UNKNOWN_FORMAT, 1, null);
    }
}
