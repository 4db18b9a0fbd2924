package lazo.operational.payment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.Invoices;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The statement of a customer: invoices and payments by day, and what was owed after each. */
@Component
public class CustomerStatements {
    private final DSLContext sql;
    private final Access access;
    private final Invoices invoices;
    private final PaymentLists lists;

    CustomerStatements(DSLContext sql, Access access, Invoices invoices, PaymentLists lists) {
        this.sql = sql;
        this.access = access;
        this.invoices = invoices;
        this.lists = lists;
    }

    /** What a line is about. */
    public enum Kind {
        INVOICE,
        RECEIVED,
        REFUND,
        REVERSED
    }

    /**
     * One movement.
     *
     * @param amount above zero when more is owed by it
     * @param balance what is owed after it
     * @param invoiceId of an invoice; otherwise null
     */
    public record Line(
            LocalDate date,
            Kind kind,
            String text,
            BigDecimal amount,
            BigDecimal balance,
            @Nullable Long invoiceId) {}

    /** Everything in one currency up to a day, of what the actor sees. */
    public List<Line> of(StoredRecord party, String currency, LocalDate until, Actor actor) {
        List<Line> lines = new ArrayList<>(issued(party, currency, actor));
        for (Payment payment : lists.of(party, actor)) {
            if (payment.currency().equals(currency)) {
                boolean out = payment.kind() == Payment.Kind.REFUND;
                BigDecimal amount = out ? payment.amount() : payment.amount().negate();
                lines.add(line(
                        payment.paidOn(),
                        out ? Kind.REFUND : Kind.RECEIVED,
                        Objects.requireNonNullElse(payment.reference(), ""),
                        amount,
                        null));
                Payment.Reversal reversal = payment.reversal();
                if (reversal != null) {
                    lines.add(line(reversal.reversedOn(), Kind.REVERSED, reversal.reason(), amount.negate(), null));
                }
            }
        }
        lines.removeIf(line -> line.date().isAfter(until));
        lines.sort(Comparator.comparing(Line::date).thenComparing(Line::kind));
        BigDecimal balance = BigDecimal.ZERO;
        List<Line> running = new ArrayList<>();
        for (Line line : lines) {
            balance = balance.add(line.amount());
            running.add(new Line(line.date(), line.kind(), line.text(), line.amount(), balance, line.invoiceId()));
        }
        return running;
    }

    private static Line line(LocalDate date, Kind kind, String text, BigDecimal amount, @Nullable Long invoiceId) {
        return new Line(date, kind, text, amount, BigDecimal.ZERO, invoiceId);
    }

    private List<Line> issued(StoredRecord party, String currency, Actor actor) {
        ObjectType type = invoices.type();
        RecordTable table = new RecordTable(type);
        return sql.select(
                        table.date(type.field("date")),
                        table.text(type.field("number")),
                        table.number(type.field("payable")),
                        table.id())
                .from(table.table())
                .where(
                        PaymentLists.ofCustomer(table, party),
                        table.deletedAt().isNull(),
                        table.text(type.field("status")).in(PaymentLists.COUNTED),
                        table.currency(type.field("payable")).eq(currency),
                        table.date(type.field("date")).isNotNull(),
                        access.visible(actor, table))
                .orderBy(table.date(type.field("date")), table.id())
                .fetch(row -> line(row.value1(), Kind.INVOICE, row.value2(), row.value3(), row.value4()));
    }
}
