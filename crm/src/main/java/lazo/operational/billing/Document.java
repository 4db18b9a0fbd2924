package lazo.operational.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a document has besides its record: how its money is reckoned.
 *
 * @param surcharge whether the customer pays the equivalence surcharge
 * @param withheld percent that the customer keeps back; 0 for none
 * @param revision grows with every change of the lines; 0 while there is nothing
 */
public record Document(
        long id,
        String objectKey,
        Currency currency,
        Rounding rounding,
        boolean surcharge,
        @Nullable String withholdingKey,
        BigDecimal withheld,
        int revision,
        @Nullable Instant savedAt,
        @Nullable Long savedBy) {
    /** Decimals of its amounts. */
    public int decimals() {
        return Math.max(0, currency.getDefaultFractionDigits());
    }
}
