package lazo.operational.einvoice;

/**
 * How a tax applies to something, with the code of the Spanish tax agency and the category of EN 16931 (UNTDID 5305).
 * Articles are those of the VAT law.
 */
public enum TaxTreatment {
    TAXED("S1", "S"),
    /** The buyer pays the tax (inversión del sujeto pasivo). */
    REVERSE_CHARGE("S2", "AE"),
    NOT_SUBJECT("N1", "O"),
    /** By the rules of where it is supplied. */
    NOT_SUBJECT_HERE("N2", "O"),
    /** Article 20. */
    EXEMPT("E1", "E"),
    /** Article 21. */
    EXPORT("E2", "G"),
    /** Article 22: like exports. */
    LIKE_EXPORT("E3", "E"),
    /** Articles 23 and 24: customs areas. */
    CUSTOMS_AREA("E4", "E"),
    /** Article 25. */
    WITHIN_EU("E5", "K"),
    EXEMPT_OTHERWISE("E6", "E");

    private final String code;
    private final String category;

    TaxTreatment(String code, String category) {
        this.code = code;
        this.category = category;
    }

    public String code() {
        return code;
    }

    /** For VAT; other taxes have categories of their own. */
    String category() {
        return category;
    }

    /** The agency's code of the regime (ClaveRegimen) it usually comes with. */
    public String usualRegime() {
        return this == EXPORT || this == LIKE_EXPORT ? "02" : "01";
    }

    public boolean isExempt() {
        return code.startsWith("E");
    }

    /** Whether an amount of tax may stand on the invoice. */
    public boolean hasTax() {
        return this == TAXED;
    }
}
