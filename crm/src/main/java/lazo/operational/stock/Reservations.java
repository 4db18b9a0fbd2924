package lazo.operational.stock;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/** Another module's word on what is promised to customers and lies in the warehouse still. */
public interface Reservations {
    /** By product; one of which nothing is promised may be missing. */
    Map<Long, BigDecimal> reserved(Collection<Long> products);
}
