package lazo.operational.payment;

import static lazodb.Tables.PAYMENT;
import static lazodb.Tables.PAYMENT_ALLOCATION;
import static lazodb.Tables.PAYMENT_REVERSAL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.Invoices;
import lazodb.tables.records.PaymentRecord;
import lazodb.tables.records.PaymentReversalRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads payments and what is owed. Who sees the customer and one of the invoices of a payment, or the customer of a payment
 * that is on no invoice, sees the payment.
 */
@Component
public class PaymentLists {
    /** Objects whose records owe and pay. */
    public static final List<String> CUSTOMERS = List.of("account", "contact");

    /** Statuses of invoices that are or were owed. */
    static final List<String> COUNTED = List.of("issued", "partly_paid", "paid");

    private static final int MOST = 500;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final Access access;
    private final Invoices invoices;

    PaymentLists(DSLContext sql, ObjectTypes types, Records records, Access access, Invoices invoices) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.access = access;
        this.invoices = invoices;
    }

    /** Who owes an invoice: the company, or else the contact. */
    public static @Nullable Long party(StoredRecord invoice) {
        Long account = invoice.reference("account");
        return account != null ? account : invoice.reference("contact");
    }

    static List<StoredRecord> oldestFirst(Collection<StoredRecord> invoices) {
        return invoices.stream()
                .sorted(Comparator.comparing(
                                (StoredRecord one) -> Objects.requireNonNullElse(one.date("due_date"), LocalDate.MAX))
                        .thenComparing(StoredRecord::id))
                .toList();
    }

    /** Whether the actor may know at all what is owed. */
    public boolean shows(Actor actor) {
        ObjectType type = invoices.type();
        return actor.on(type.key()).see() != lazo.kernel.identity.Scope.NONE
                && access.mask(actor, type).shows("balance")
                && access.mask(actor, type).shows("total");
    }

    /** The ids under which a customer has been known: its own and those of the records merged into it. */
    Set<Long> same(StoredRecord party) {
        return same(party.type(), party.id());
    }

    private Set<Long> same(ObjectType type, long id) {
        RecordTable table = new RecordTable(type);
        Set<Long> all = new TreeSet<>(Set.of(id));
        Set<Long> last = Set.of(id);
        while (!last.isEmpty()) {
            last = sql.select(table.id())
                    .from(table.table())
                    .where(table.mergedInto().in(last))
                    .fetchSet(table.id());
            last.removeIf(one -> !all.add(one));
        }
        return all;
    }

    /** The record of a customer by its id, which is an account's or a contact's. */
    public Optional<StoredRecord> customer(long partyId, Actor actor) {
        return records.find(types.load("account"), partyId, actor)
                .or(() -> records.find(types.load("contact"), partyId, actor));
    }

    public Optional<Payment> find(long id) {
        return read(PAYMENT.ID.eq(id)).stream().findFirst();
    }

    /** All payments, in the order of their days. */
    public List<Long> ids() {
        return sql.select(PAYMENT.ID)
                .from(PAYMENT)
                .orderBy(PAYMENT.PAID_ON, PAYMENT.ID)
                .fetch(PAYMENT.ID);
    }

    /** A payment the actor may see. */
    public Optional<Payment> find(long id, Actor actor) {
        return find(id).filter(payment -> sees(payment, actor));
    }

    /** Every payment that is or was on an invoice, the first first. */
    public List<Payment> of(long invoiceId) {
        return read(PAYMENT.ID.in(select(PAYMENT_ALLOCATION.PAYMENT_ID)
                        .from(PAYMENT_ALLOCATION)
                        .where(PAYMENT_ALLOCATION.INVOICE_ID.eq(invoiceId))))
                .reversed();
    }

    /** The payments of a customer, the latest first, as far as the actor sees them. */
    public List<Payment> of(StoredRecord party, Actor actor) {
        List<Payment> all = read(PAYMENT.PARTY_ID.in(same(party)));
        Set<Long> seen = seen(all, actor);
        return all.stream()
                .filter(payment -> payment.allocations().isEmpty()
                        || payment.allocations().stream().anyMatch(one -> seen.contains(one.invoiceId())))
                .toList();
    }

    /** Those of the invoices these payments are on that the actor sees, with their numbers. */
    public Map<Long, String> numbers(Collection<Payment> payments, Actor actor) {
        return records.titles(invoices.type(), invoiceIds(payments), actor);
    }

    private Set<Long> seen(Collection<Payment> payments, Actor actor) {
        return numbers(payments, actor).keySet();
    }

    private static Set<Long> invoiceIds(Collection<Payment> payments) {
        return payments.stream()
                .flatMap(payment -> payment.allocations().stream())
                .map(Payment.Allocation::invoiceId)
                .collect(Collectors.toSet());
    }

    boolean sees(Payment payment, Actor actor) {
        return payment.allocations().isEmpty()
                ? shows(actor) && customer(payment.partyId(), actor).isPresent()
                : !seen(List.of(payment), actor).isEmpty();
    }

    /** Whether the actor may say what becomes of money that is on no invoice. */
    public boolean mayChangeParty(Payment payment, Actor actor) {
        return actor.on("invoice").create()
                && customer(payment.partyId(), actor)
                        .filter(party -> access.mayChange(actor, party.type(), party.id()))
                        .isPresent();
    }

    boolean isRefunded(long paymentId) {
        return sql.fetchExists(selectOne()
                .from(PAYMENT)
                .where(
                        PAYMENT.REFUNDS.eq(paymentId),
                        PAYMENT.ID.notIn(select(PAYMENT_REVERSAL.PAYMENT_ID).from(PAYMENT_REVERSAL))));
    }

    /** What is owed of an invoice by its payments and by what corrects it. */
    BigDecimal balance(StoredRecord invoice) {
        return Objects.requireNonNull(invoice.money("payable"))
                .amount()
                .subtract(allocated(PAYMENT_ALLOCATION.INVOICE_ID.eq(invoice.id())))
                .add(allocated(PAYMENT_ALLOCATION.CORRECTIVE_ID.eq(invoice.id())));
    }

    /** How much of an invoice can be given back: what has been paid of it, or what it owes the customer. */
    public BigDecimal refundable(StoredRecord invoice) {
        boolean owes = Objects.requireNonNull(invoice.money("payable")).amount().signum() < 0;
        return owes
                ? balance(invoice).negate()
                : allocated(
                        PAYMENT_ALLOCATION.INVOICE_ID.eq(invoice.id()).and(PAYMENT_ALLOCATION.PAYMENT_ID.isNotNull()));
    }

    private BigDecimal allocated(Condition which) {
        return sql.select(coalesce(sum(PAYMENT_ALLOCATION.AMOUNT), inline(BigDecimal.ZERO)))
                .from(PAYMENT_ALLOCATION)
                .where(which)
                .fetchSingle()
                .value1();
    }

    /** The invoices a customer still owes in this currency and the actor may change, what is due first first. */
    public List<StoredRecord> open(StoredRecord party, String currency, Actor actor) {
        return oldestFirst(changeable(party, currency, actor, true));
    }

    /** The corrective invoices by which the company owes this invoice's customer. */
    List<StoredRecord> owing(StoredRecord invoice, Actor actor) {
        Long party = party(invoice);
        return party == null
                ? List.of()
                : customer(party, actor.asProgram())
                        .map(found -> changeable(found, currency(invoice), actor, false))
                        .orElse(List.of());
    }

    private List<StoredRecord> changeable(StoredRecord party, String currency, Actor actor, boolean owed) {
        ObjectType type = invoices.type();
        RecordTable table = new RecordTable(type);
        Field<BigDecimal> balance = table.number(type.field("balance"));
        List<Long> ids = sql.select(table.id())
                .from(table.table())
                .where(
                        ofCustomer(table, party),
                        table.deletedAt().isNull(),
                        table.text(type.field("status")).in("issued", "partly_paid"),
                        table.currency(type.field("balance")).eq(currency),
                        owed ? balance.gt(BigDecimal.ZERO) : balance.lt(BigDecimal.ZERO),
                        access.changeable(actor, table))
                .orderBy(table.date(type.field("due_date")), table.id())
                .limit(MOST)
                .fetch(table.id());
        return records.find(type, ids, actor);
    }

    /** The invoices that are owed by this account, or by this contact as a private person. */
    static Condition ofCustomer(RecordTable table, StoredRecord party) {
        ObjectType type = table.type();
        boolean person = party.type().key().equals("contact");
        return table.reference(type.field(person ? "contact" : "account"))
                .eq(party.id())
                .and(person ? table.reference(type.field("account")).isNull() : noCondition());
    }

    /** Payments of an invoice's customer that have something left, the oldest first. */
    List<Payment> credits(StoredRecord invoice, Actor actor) {
        Long party = party(invoice);
        return party == null
                ? List.of()
                : customer(party, actor.asProgram())
                        .map(found -> of(found, actor).reversed().stream()
                                .filter(payment -> payment.rest().signum() > 0)
                                .filter(payment -> payment.currency().equals(currency(invoice)))
                                .toList())
                        .orElse(List.of());
    }

    /** What of the customer's money could be put on an invoice. */
    public BigDecimal credit(StoredRecord invoice, Actor actor) {
        BigDecimal paid = credits(invoice, actor).stream().map(Payment::rest).reduce(BigDecimal.ZERO, BigDecimal::add);
        return owing(invoice, actor).stream()
                .map(one -> Objects.requireNonNull(one.money("balance")).amount())
                .reduce(paid, BigDecimal::subtract);
    }

    /** What an account has paid in a currency and no invoice has taken. */
    BigDecimal credit(long account, String currency) {
        Set<Long> parties = same(types.load("account"), account);
        return read(PAYMENT.PARTY_ID.in(parties).and(PAYMENT.CURRENCY.eq(currency))).stream()
                .map(Payment::rest)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String currency(StoredRecord invoice) {
        return Objects.requireNonNull(invoice.money("payable")).currency();
    }

    /** The corrective invoices that lower what is owed of this one, with how much. */
    public Map<Long, BigDecimal> lowered(long invoiceId) {
        return sql.select(PAYMENT_ALLOCATION.CORRECTIVE_ID, sum(PAYMENT_ALLOCATION.AMOUNT))
                .from(PAYMENT_ALLOCATION)
                .where(PAYMENT_ALLOCATION.INVOICE_ID.eq(invoiceId), PAYMENT_ALLOCATION.CORRECTIVE_ID.isNotNull())
                .groupBy(PAYMENT_ALLOCATION.CORRECTIVE_ID)
                .fetchMap(PAYMENT_ALLOCATION.CORRECTIVE_ID, row -> row.value2());
    }

    private List<Payment> read(Condition which) {
        List<PaymentRecord> rows = sql.selectFrom(PAYMENT)
                .where(which)
                .orderBy(PAYMENT.PAID_ON.desc(), PAYMENT.ID.desc())
                .fetch();
        List<Long> ids = rows.stream().map(PaymentRecord::getId).toList();
        Map<Long, PaymentReversalRecord> reversals = sql.selectFrom(PAYMENT_REVERSAL)
                .where(PAYMENT_REVERSAL.PAYMENT_ID.in(ids))
                .fetchMap(PAYMENT_REVERSAL.PAYMENT_ID);
        Field<BigDecimal> given = sum(PAYMENT_ALLOCATION.AMOUNT).filterWhere(PAYMENT_ALLOCATION.TAKEN_BACK.isFalse());
        Field<BigDecimal> now = sum(PAYMENT_ALLOCATION.AMOUNT);
        Map<Long, List<Payment.Allocation>> allocations = sql.select(
                        PAYMENT_ALLOCATION.PAYMENT_ID,
                        PAYMENT_ALLOCATION.INVOICE_ID,
                        coalesce(given, inline(BigDecimal.ZERO)),
                        now)
                .from(PAYMENT_ALLOCATION)
                .where(PAYMENT_ALLOCATION.PAYMENT_ID.in(ids))
                .groupBy(PAYMENT_ALLOCATION.PAYMENT_ID, PAYMENT_ALLOCATION.INVOICE_ID)
                .orderBy(PAYMENT_ALLOCATION.INVOICE_ID)
                .fetchGroups(
                        row -> row.value1(), row -> new Payment.Allocation(row.value2(), row.value3(), row.value4()));
        Map<Long, BigDecimal> refunded = sql.select(PAYMENT.REFUNDS, sum(PAYMENT.AMOUNT))
                .from(PAYMENT)
                .where(
                        PAYMENT.REFUNDS.in(ids),
                        PAYMENT.ID.notIn(select(PAYMENT_REVERSAL.PAYMENT_ID).from(PAYMENT_REVERSAL)))
                .groupBy(PAYMENT.REFUNDS)
                .fetchMap(PAYMENT.REFUNDS, row -> row.value2());
        return rows.stream()
                .map(row -> payment(
                        row,
                        reversals.get(row.getId()),
                        allocations.getOrDefault(row.getId(), List.of()),
                        refunded.getOrDefault(row.getId(), BigDecimal.ZERO)))
                .toList();
    }

    private static Payment payment(
            PaymentRecord row,
            @Nullable PaymentReversalRecord reversal,
            List<Payment.Allocation> allocations,
            BigDecimal refunded) {
        Payment.Kind kind = Payment.Kind.valueOf(row.getKind());
        BigDecimal rest = kind == Payment.Kind.REFUND || reversal != null
                ? BigDecimal.ZERO
                : allocations.stream()
                        .map(Payment.Allocation::amount)
                        .reduce(row.getAmount().subtract(refunded), BigDecimal::subtract);
        return new Payment(
                row.getId(),
                kind,
                row.getPaidOn(),
                row.getAmount(),
                row.getCurrency(),
                Payment.Method.valueOf(row.getMethod()),
                row.getReference(),
                row.getPartyId(),
                row.getRefunds(),
                row.getMadeAt().toInstant(),
                row.getMadeBy(),
                reversal == null
                        ? null
                        : new Payment.Reversal(
                                Payment.Reversal.Kind.valueOf(reversal.getKind()),
                                reversal.getReversedOn(),
                                reversal.getReason(),
                                reversal.getMadeBy()),
                allocations,
                rest);
    }
}
