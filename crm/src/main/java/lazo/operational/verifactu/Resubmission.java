package lazo.operational.verifactu;

import org.jspecify.annotations.Nullable;

/** Whether an invoice is registered for the first time, or again because its record was wrong (the invoice was right). */
public enum Resubmission {
    FIRST(null),
    /** The agency has the wrong record (Subsanacion=S). */
    CORRECTED("N"),
    /** The agency has a record, and rejected a corrected one since (Subsanacion=S, RechazoPrevio=S). */
    CORRECTED_AFTER_REJECTION("S"),
    /** The agency has no record: it rejected the first one (Subsanacion=S, RechazoPrevio=X). */
    REJECTED("X");

    private final @Nullable String priorRejection;

    Resubmission(@Nullable String priorRejection) {
        this.priorRejection = priorRejection;
    }

    @Nullable
    String priorRejection() {
        return priorRejection;
    }
}
