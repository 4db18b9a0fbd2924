package lazo.operational.payment;

import static lazodb.Tables.PAYMENT;
import static lazodb.Tables.PAYMENT_ALLOCATION;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Problem;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.Invoices;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What invoices are paid with, written under their locks. Payments that exist are locked before any invoice, invoices in the
 * order of their ids; balance and status are written in the same transaction.
 */
@Component
class Allocations {
    private final DSLContext sql;
    private final Records records;
    private final Access access;
    private final Invoices invoices;
    private final PaymentLists lists;
    private final TransactionTemplate transaction;
    private final ObjectProvider<PaymentPosting> postings;
    private final Clock clock;

    Allocations(
            DSLContext sql,
            Records records,
            Access access,
            Invoices invoices,
            PaymentLists lists,
            TransactionTemplate transaction,
            ObjectProvider<PaymentPosting> postings,
            Clock clock) {
        this.postings = postings;
        this.sql = sql;
        this.records = records;
        this.access = access;
        this.invoices = invoices;
        this.lists = lists;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** All that a body writes, or nothing when it is not done. */
    Payments.Written wholly(Supplier<Payments.Written> body) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Payments.Written written = body.get();
            if (!(written instanceof Payments.Written.Done)) {
                status.setRollbackOnly();
            }
            return written;
        }));
    }

    /** Done when whoever writes along with payments has done so too. */
    Payments.Written posted(long done, Collection<Long> changed, Actor actor) {
        for (PaymentPosting posting : postings.orderedStream().toList()) {
            for (long payment : changed) {
                List<Problem> refused = posting.changed(payment, actor);
                if (!refused.isEmpty()) {
                    return new Payments.Written.Refused(refused);
                }
            }
        }
        return new Payments.Written.Done(done);
    }

    /** Invoices nobody else writes until the transaction ends, and what is owed of them; or why that cannot be. */
    record Held(Map<Long, StoredRecord> invoices, Map<Long, BigDecimal> balances, Payments.@Nullable Written refusal) {
        StoredRecord get(long id) {
            return Objects.requireNonNull(invoices.get(id));
        }
    }

    /** Locks the invoices in the order of their ids. */
    Held hold(Collection<Long> wanted, Actor actor) {
        Set<Long> ids = new TreeSet<>(wanted);
        if (ids.isEmpty()) {
            return new Held(Map.of(), Map.of(), null);
        }
        RecordTable table = new RecordTable(invoices.type());
        List<Long> seen = sql.select(table.id())
                .from(table.table())
                .where(table.id().in(ids), table.deletedAt().isNull(), access.visible(actor, table))
                .fetch(table.id());
        if (seen.size() < ids.size()) {
            return new Held(Map.of(), Map.of(), new Payments.Written.Missing());
        }
        if (seen.stream().anyMatch(id -> !access.mayChange(actor, invoices.type(), id))) {
            return new Held(Map.of(), Map.of(), new Payments.Written.Denied());
        }
        List<Long> locked = sql.select(table.id())
                .from(table.table())
                .where(
                        table.id().in(ids),
                        table.deletedAt().isNull(),
                        table.text(invoices.type().field("status")).in(PaymentLists.COUNTED))
                .orderBy(table.id())
                .forUpdate()
                .fetch(table.id());
        if (locked.size() < ids.size()) {
            return new Held(Map.of(), Map.of(), Payments.Written.Refused.of("", "PAY-106"));
        }
        Map<Long, StoredRecord> found = records.find(invoices.type(), locked, actor.asProgram()).stream()
                .collect(Collectors.toMap(StoredRecord::id, invoice -> invoice, (one, other) -> one, TreeMap::new));
        Map<Long, BigDecimal> balances = new TreeMap<>();
        found.forEach((id, invoice) -> balances.put(id, lists.balance(invoice)));
        return new Held(found, balances, null);
    }

    /** Whether it is a corrective invoice, of which the company owes. */
    static boolean owes(Held held, long invoiceId) {
        StoredRecord invoice = held.invoices().get(invoiceId);
        return invoice != null && amount(invoice, "payable").signum() < 0;
    }

    /** Before any invoice. */
    Optional<Payment> lock(long paymentId) {
        return sql.select(PAYMENT.ID)
                .from(PAYMENT)
                .where(PAYMENT.ID.eq(paymentId))
                .forNoKeyUpdate()
                .fetchOptional(PAYMENT.ID)
                .flatMap(lists::find);
    }

    /** Writes balance and status of those that were changed. */
    void settle(Collection<StoredRecord> held, Collection<Long> changed, Actor actor) {
        for (StoredRecord invoice : held) {
            if (changed.contains(invoice.id())) {
                invoices.settle(invoice, lists.balance(invoice), actor);
            }
        }
    }

    void allocate(long invoiceId, long paymentId, BigDecimal amount, boolean takenBack, Actor actor) {
        sql.insertInto(PAYMENT_ALLOCATION)
                .set(PAYMENT_ALLOCATION.INVOICE_ID, invoiceId)
                .set(PAYMENT_ALLOCATION.PAYMENT_ID, paymentId)
                .set(PAYMENT_ALLOCATION.AMOUNT, amount)
                .set(PAYMENT_ALLOCATION.TAKEN_BACK, takenBack)
                .set(PAYMENT_ALLOCATION.MADE_AT, now())
                .set(PAYMENT_ALLOCATION.MADE_BY, actor.id())
                .execute();
    }

    void lower(long invoiceId, long correctiveId, BigDecimal amount, Actor actor) {
        sql.insertInto(PAYMENT_ALLOCATION)
                .set(PAYMENT_ALLOCATION.INVOICE_ID, invoiceId)
                .set(PAYMENT_ALLOCATION.CORRECTIVE_ID, correctiveId)
                .set(PAYMENT_ALLOCATION.AMOUNT, amount)
                .set(PAYMENT_ALLOCATION.MADE_AT, now())
                .set(PAYMENT_ALLOCATION.MADE_BY, actor.id())
                .execute();
    }

    /** What is owed of it, never below zero. */
    static BigDecimal open(Held held, long invoiceId) {
        return held.balances().getOrDefault(invoiceId, BigDecimal.ZERO).max(BigDecimal.ZERO);
    }

    static BigDecimal amount(StoredRecord invoice, String field) {
        return Objects.requireNonNull(invoice.money(field)).amount();
    }

    static String currency(StoredRecord invoice) {
        return Objects.requireNonNull(invoice.money("payable")).currency();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
