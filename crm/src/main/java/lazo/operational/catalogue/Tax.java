package lazo.operational.catalogue;

import lazo.kernel.metadata.Label;
import org.jspecify.annotations.Nullable;

/**
 * A tax, or a reason for none.
 *
 * @param reason why nothing is charged, as invoices tell it: E1 to E8, N1, N2, S2
 * @param source the law it stands in
 */
public record Tax(
        String key, Kind kind, Label label, @Nullable String reason, String source) {
    public enum Kind {
        IVA,
        IGIC,
        IPSI,
        OTHER,
        EXEMPT,
        NOT_SUBJECT,
        /** The customer owes it: reverse charge. */
        REVERSE_CHARGE,
        /** The customer keeps it back and pays it for the seller. */
        WITHHOLDING;

        /** Whether something is charged on top of the price. */
        public boolean isCharged() {
            return this == IVA || this == IGIC || this == IPSI || this == OTHER;
        }
    }
}
