package lazo.operational.bank;

import org.jspecify.annotations.Nullable;

/** A bank's file cannot be read. Nothing of it is taken. */
public final class BankFileProblem extends Exception {
    private final Reason reason;
    private final int line;

    /** Why. The sentence of each is {@code bank.problem.…}, with the line. */
    public enum Reason {
        /** Neither camt.053 nor Norma 43. */
        UNKNOWN_FORMAT,
        /** Something in it is no date, amount or record. */
        MALFORMED,
        /** Its sums are not those of its movements: part of it is missing. */
        INCOMPLETE,
        TOO_LARGE
    }

    BankFileProblem(Reason reason, int line, @Nullable Throwable cause) {
        super(reason + " at " + line, cause);
        this.reason = reason;
        this.line = line;
    }

    public Reason reason() {
        return reason;
    }

    /** Of the file, from 1; 0 where it has none. */
    public int line() {
        return line;
    }
}
