package lazo.operational.ledger.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import lazo.kernel.record.StoredRecord;
import lazo.operational.ledger.Receivables.Age;
import lazo.operational.ledger.Receivables.Ageing;
import lazo.operational.ledger.Receivables.Line;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/**
 * Who owes what.
 *
 * @param customers those the viewer sees, by id
 * @param partial whether there may be invoices the viewer does not see
 */
public record ReceivablesPage(
        List<Ageing> ageings, Map<Long, StoredRecord> customers, boolean partial, boolean exports) {
    /** More would be no overview; the file has all. */
    static final int MOST = 200;

    public ReceivablesPage {
        ageings = List.copyOf(ageings);
        customers = Map.copyOf(customers);
    }

    public List<Line> shown(Ageing ageing) {
        return ageing.lines().stream().limit(MOST).toList();
    }

    public int left(Ageing ageing) {
        return Math.max(0, ageing.lines().size() - MOST);
    }

    public @Nullable StoredRecord customer(Line line) {
        return line.id() == null ? null : customers.get(line.id());
    }

    public String amount(Ageing ageing, BigDecimal amount, Screen screen) {
        return amount.signum() == 0 ? "–" : screen.money(amount, ageing.currency());
    }

    /** What part of all is of an age, in percent, for its bar. */
    public long share(Ageing ageing, Age age) {
        BigDecimal total = ageing.totals().amounts().values().stream()
                .filter(amount -> amount.signum() > 0)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal amount = ageing.totals().of(age);
        return total.signum() == 0 || amount.signum() <= 0
                ? 0
                : Math.round(100 * amount.doubleValue() / total.doubleValue());
    }

    /** The open invoices of a customer, as a list. */
    public String list(Line line) {
        return "/o/invoice?f=" + line.object() + "%3Ais%3A" + line.id()
                + "&f=status%3Ais%3Aissued%3Apartly_paid&sort=due_date";
    }
}
