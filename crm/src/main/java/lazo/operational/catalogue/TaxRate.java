package lazo.operational.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a tax comes to between two days.
 *
 * @param percent 21 means 21 %
 * @param surcharge the equivalence surcharge that goes with it
 * @param to the last day; null while nobody has ended it
 */
public record TaxRate(
        long id,
        String taxKey,
        BigDecimal percent,
        @Nullable BigDecimal surcharge,
        LocalDate from,
        @Nullable LocalDate to,
        String source) {
    public boolean covers(LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }
}
