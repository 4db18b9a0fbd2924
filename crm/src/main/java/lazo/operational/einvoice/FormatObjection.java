package lazo.operational.einvoice;

/**
 * Why an invoice cannot be written in a format without saying something wrong. The sentence of each is
 * {@code einvoice.objection.…}.
 */
public enum FormatObjection {
    /** The format names a buyer, with an address, on every invoice. */
    NO_BUYER,
    /** EN 16931 has no place for what is withheld for income tax: use Facturae. */
    WITHHOLDING,
    /** EN 16931 has no place for the equivalence surcharge: use Facturae. */
    SURCHARGE,
    /** What is not subject to the tax stands on an invoice of its own. */
    NOT_SUBJECT_AND_MORE,
    /** What is not taxed says why. */
    NO_REASON,
    /** Peppol wants a reference of the buyer's or an order. */
    NO_REFERENCE,
    /** Peppol delivers to an address of its own; Spanish tax numbers have one, others are given one. */
    NO_ENDPOINT,
    /** Facturae takes 20 characters for the series and 20 for the number. */
    NUMBER_TOO_LONG,
    /** Facturae wants to know the tax number of both sides. */
    NO_TAX_NUMBER,
    /** It has no code for that unit, tax or kind of payment. */
    NO_CODE
}
