package lazo.operational.journal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazo.kernel.identity.Actor;
import lazo.operational.ledger.Receivables;
import lazo.operational.payment.CustomerAccounts;
import org.springframework.stereotype.Component;

/** When the money of issued invoices should come in: by their due dates, and by how late each customer has paid for a year. */
@Component
public class CashForecast {
    public static final int WEEKS = 12;

    private final Receivables receivables;
    private final CustomerAccounts accounts;

    CashForecast(Receivables receivables, CustomerAccounts accounts) {
        this.receivables = receivables;
        this.accounts = accounts;
    }

    /** @param monday the week begins; the first one has all that is late, the last one all that comes after */
    public record Week(LocalDate monday, BigDecimal due, BigDecimal expected) {}

    /** In one currency. */
    public record Forecast(String currency, List<Week> weeks) {
        public Forecast {
            weeks = List.copyOf(weeks);
        }

        public BigDecimal total() {
            return weeks.stream().map(Week::due).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /** By currency, of the invoices the actor sees. */
    public List<Forecast> of(Actor actor, LocalDate today) {
        Map<Long, BigDecimal> late = accounts.daysLate(actor);
        LocalDate first = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate last = first.plusWeeks(WEEKS);
        Map<String, Map<LocalDate, Week>> found = new TreeMap<>();
        receivables.forEach(actor, one -> {
            Long customer = one.customer();
            BigDecimal days = customer == null ? BigDecimal.ZERO : late.getOrDefault(customer, BigDecimal.ZERO);
            LocalDate expected = one.due()
                    .plusDays(days.max(BigDecimal.ZERO)
                            .setScale(0, RoundingMode.HALF_UP)
                            .longValueExact());
            Map<LocalDate, Week> weeks = found.computeIfAbsent(one.currency(), key -> empty(first));
            add(weeks, week(one.due(), first, last), one.balance(), BigDecimal.ZERO);
            add(weeks, week(expected, first, last), BigDecimal.ZERO, one.balance());
        });
        return found.entrySet().stream()
                .map(one -> new Forecast(
                        one.getKey(), new ArrayList<>(one.getValue().values())))
                .toList();
    }

    private static Map<LocalDate, Week> empty(LocalDate first) {
        Map<LocalDate, Week> weeks = new TreeMap<>();
        for (int i = 0; i <= WEEKS; i++) {
            LocalDate monday = first.plusWeeks(i);
            weeks.put(monday, new Week(monday, BigDecimal.ZERO, BigDecimal.ZERO));
        }
        return weeks;
    }

    private static LocalDate week(LocalDate day, LocalDate first, LocalDate last) {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return monday.isBefore(first) ? first : monday.isAfter(last) ? last : monday;
    }

    private static void add(Map<LocalDate, Week> weeks, LocalDate monday, BigDecimal due, BigDecimal expected) {
        weeks.computeIfPresent(
                monday,
                (day, week) ->
                        new Week(day, week.due().add(due), week.expected().add(expected)));
    }
}
