package lazo.operational.journal;

import lazo.kernel.metadata.Label;

/** An account of the chart. @param code digits; of one or two it is a group, which nothing is posted to */
public record LedgerAccount(String code, Kind kind, Label label) {
    private static final int SHORTEST = 3;

    public enum Kind {
        ASSET,
        LIABILITY,
        EQUITY,
        INCOME,
        EXPENSE
    }

    public boolean isGroup() {
        return isGroup(code);
    }

    static boolean isGroup(String code) {
        return code.length() < SHORTEST;
    }
}
