package lazo.operational.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Prices that hold together.
 *
 * @param to the last day; null while nobody has ended it
 * @param everybody whether it holds for all customers, rather than for those it is given to
 */
public record PriceList(
        long id,
        String name,
        String currency,
        LocalDate from,
        @Nullable LocalDate to,
        boolean everybody) {
    /** One price of a list or of a customer. @param minimum the quantity from which it holds; 0 for any */
    public record Line(
            long id,
            long productId,
            BigDecimal minimum,
            @Nullable BigDecimal price,
            @Nullable BigDecimal discount) {}

    public boolean covers(LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }
}
