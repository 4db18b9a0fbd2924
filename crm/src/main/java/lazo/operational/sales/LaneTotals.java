package lazo.operational.sales;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the records of a lane come to. @param sums one for each currency, the largest first */
public record LaneTotals(long count, List<Sum> sums) {
    public static final LaneTotals NONE = new LaneTotals(0, List.of());

    /** Amounts of one currency. @param weighted each amount times the probability of its record */
    public record Sum(String currency, BigDecimal total, BigDecimal weighted) {}

    public LaneTotals {
        sums = sums.stream()
                .sorted((one, other) -> other.total().compareTo(one.total()))
                .toList();
    }

    /** All of them together, currency by currency. */
    public static LaneTotals of(Collection<LaneTotals> parts) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        long count = 0;
        for (LaneTotals part : parts) {
            count += part.count();
            part.sums()
                    .forEach(sum -> sums.merge(
                            sum.currency(),
                            sum,
                            (one, other) -> new Sum(
                                    one.currency(),
                                    one.total().add(other.total()),
                                    one.weighted().add(other.weighted()))));
        }
        return new LaneTotals(count, new ArrayList<>(sums.values()));
    }
}
