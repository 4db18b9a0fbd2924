package lazo.operational.journal;

/** What an account is used for when documents are posted. */
public enum PostingUse {
    CUSTOMERS,
    /** By treatment of the tax. */
    SALES_GOODS,
    /** By treatment of the tax. */
    SALES_SERVICES,
    /** What corrective invoices take back of sales. */
    SALES_RETURNS,
    /** By tax and rate. */
    OUTPUT_TAX,
    /** The equivalence surcharge. */
    SURCHARGE,
    /** What customers keep for the company's income tax. */
    WITHHOLDING,
    /** By method of payment. */
    MONEY,
    /** What customers have paid and no invoice has taken. */
    ADVANCES,
    ROUNDING
}
