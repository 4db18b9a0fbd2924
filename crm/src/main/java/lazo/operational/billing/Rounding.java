package lazo.operational.billing;

/** Where a tax is rounded. */
public enum Rounding {
    /** Once for each rate, on the sum of its lines: the usual way. */
    DOCUMENT,
    /** On every line, and then summed: as some customers' systems reckon. */
    LINE
}
