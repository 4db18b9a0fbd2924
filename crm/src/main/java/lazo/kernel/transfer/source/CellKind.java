package lazo.kernel.transfer.source;

/** What the file itself says about a cell. Only workbooks say more than text. */
public enum CellKind {
    TEXT,
    /** Plain digits with a decimal point, whatever the language of the file. */
    NUMBER,
    /** Like {@link #NUMBER}; the value is in hundredths (12.5 for 12.5 %). */
    PERCENT,
    /** {@code 2026-11-22}. */
    DATE,
    /** {@code 2026-11-22T10:30:00}. */
    DATE_TIME,
    /** {@code true} or {@code false}. */
    YES_NO
}
