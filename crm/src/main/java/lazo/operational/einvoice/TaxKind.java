package lazo.operational.einvoice;

/** A tax on sales, with its code at the Spanish tax agency. */
public enum TaxKind {
    /** Value added tax. */
    IVA("01"),
    /** Ceuta and Melilla. */
    IPSI("02"),
    /** Canary Islands. */
    IGIC("03"),
    OTHER("05");

    private final String code;

    TaxKind(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
