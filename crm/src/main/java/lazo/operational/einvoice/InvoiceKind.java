package lazo.operational.einvoice;

/** What kind of invoice the law calls it (RD 1619/2012 and article 80 of the VAT law). */
public enum InvoiceKind {
    /** A full invoice. */
    F1,
    /** A simplified invoice: no buyer is named. */
    F2,
    /** A full invoice in place of simplified ones. */
    F3,
    /** Corrective: error in law, returns and discounts (80.1, 80.2 and 80.6). */
    R1,
    /** Corrective: the buyer is insolvent (80.3). */
    R2,
    /** Corrective: a debt that cannot be collected (80.4). */
    R3,
    /** Corrective: any other reason. */
    R4,
    /** Corrective of a simplified invoice. */
    R5;

    public boolean isCorrective() {
        return ordinal() >= R1.ordinal();
    }

    /** Whether no buyer is named on it. */
    public boolean isSimplified() {
        return this == F2 || this == R5;
    }
}
