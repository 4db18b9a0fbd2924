package lazo.operational.journal.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import lazo.operational.journal.JournalLists.Total;
import lazo.operational.journal.web.Books.Days;
import lazo.operational.journal.web.Books.Frame;

/** The trial balance of a span of days. */
public record BalancePage(Frame frame, Days days, List<Total> totals) {
    public BalancePage {
        totals = List.copyOf(totals);
    }

    public BigDecimal sum(Function<Total, BigDecimal> of) {
        return totals.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Of the balances on the debit side, or of those on the credit side. */
    public BigDecimal closing(boolean debit) {
        return sum(total -> debit
                ? total.closing().max(BigDecimal.ZERO)
                : total.closing().negate().max(BigDecimal.ZERO));
    }
}
