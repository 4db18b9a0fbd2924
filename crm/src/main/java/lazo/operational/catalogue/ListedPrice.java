package lazo.operational.catalogue;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a customer is asked for one unit, before anybody types another price.
 *
 * @param list what the price list is called; null for other sources
 */
public record ListedPrice(Source source, @Nullable String list, BigDecimal amount) {
    /** Where a price comes from; the first that has one wins. */
    public enum Source {
        /** Agreed with this customer. */
        CUSTOMER,
        LIST,
        /** The price on the product itself. */
        CATALOGUE
    }
}
