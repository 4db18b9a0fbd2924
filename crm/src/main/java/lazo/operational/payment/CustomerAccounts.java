package lazo.operational.payment;

import static lazodb.Tables.PAYMENT;
import static lazodb.Tables.PAYMENT_ALLOCATION;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.year;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.operational.billing.Invoices;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a customer stands: what they owe, how they pay, what they bought. Only of the invoices the actor sees. */
@Component
public class CustomerAccounts {
    private static final int YEARS = 5;
    private static final int PURCHASES = 5;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final Access access;
    private final Invoices invoices;
    private final Documents documents;
    private final PaymentLists lists;
    private final CompanySettings company;
    private final Clock clock;

    CustomerAccounts(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            Access access,
            Invoices invoices,
            Documents documents,
            PaymentLists lists,
            CompanySettings company,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.access = access;
        this.invoices = invoices;
        this.documents = documents;
        this.lists = lists;
        this.company = company;
        this.clock = clock;
    }

    /** What is owed in one currency. @param credit what the customer has paid and no invoice has taken */
    public record Owed(String currency, BigDecimal open, BigDecimal overdue, BigDecimal credit) {
        /** Below zero when the company owes the customer. */
        public BigDecimal net() {
            return open.subtract(credit);
        }
    }

    /**
     * How late they pay, over twelve months.
     *
     * @param days on average after the due date, to one decimal
     * @param before the same in the twelve months before, or null without any
     * @param late percent of the invoices that were paid late
     */
    public record Promptness(
            int paid, BigDecimal days, @Nullable BigDecimal before, int late) {}

    /** Something bought lately. */
    public record Purchase(String name, LocalDate date, long invoiceId) {}

    /**
     * A customer's account.
     *
     * @param party the account, or the contact where there is none
     * @param owed by currency, that of the company first
     * @param years invoiced without taxes, by year and currency, the latest first
     * @param partial whether there may be invoices the actor does not see
     */
    public record Standing(
            StoredRecord party,
            List<Owed> owed,
            @Nullable Money limit,
            Optional<Promptness> promptness,
            List<Map.Entry<Integer, Money>> years,
            List<Payment> payments,
            List<Purchase> purchases,
            boolean partial) {
        public Standing {
            owed = List.copyOf(owed);
            years = List.copyOf(years);
            payments = List.copyOf(payments);
            purchases = List.copyOf(purchases);
        }

        /** Whether more is owed than the limit allows. */
        public boolean isOverLimit() {
            return limit != null
                    && owed.stream()
                            .anyMatch(one -> one.currency().equals(limit.currency())
                                    && one.net().compareTo(limit.amount()) > 0);
        }

        /** Whether there is anything to tell. */
        public boolean isEmpty() {
            return owed.isEmpty() && years.isEmpty() && payments.isEmpty() && limit == null;
        }
    }

    /** Empty where the actor may not know; a contact's account is that of their company. */
    public Optional<Standing> of(StoredRecord record, Actor actor) {
        if (!lists.shows(actor)) {
            return Optional.empty();
        }
        Long account = record.type().key().equals("contact") ? record.reference("account") : null;
        StoredRecord party = account == null
                ? record
                : records.find(types.load("account"), account, actor).orElse(record);
        List<Payment> payments = lists.of(party, actor);
        Map<String, Owed> owed = new LinkedHashMap<>();
        Map<Integer, Map<String, BigDecimal>> years = new TreeMap<>(java.util.Comparator.reverseOrder());
        read(party, actor, owed, years);
        for (Payment payment : payments) {
            if (payment.rest().signum() > 0) {
                owed.merge(
                        payment.currency(),
                        new Owed(payment.currency(), BigDecimal.ZERO, BigDecimal.ZERO, payment.rest()),
                        (one, more) -> new Owed(
                                one.currency(),
                                one.open(),
                                one.overdue(),
                                one.credit().add(more.credit())));
            }
        }
        String home = company.load().currency().getCurrencyCode();
        return Optional.of(new Standing(
                party,
                owed.values().stream()
                        .filter(one -> one.open().signum() != 0 || one.credit().signum() != 0)
                        .sorted(java.util.Comparator.comparing(
                                        (Owed one) -> !one.currency().equals(home))
                                .thenComparing(Owed::currency))
                        .toList(),
                party.type().find("credit_limit").isPresent() ? party.money("credit_limit") : null,
                promptness(party, actor),
                years.entrySet().stream()
                        .limit(YEARS)
                        .flatMap(year -> year.getValue().entrySet().stream()
                                .map(sum -> Map.entry(year.getKey(), new Money(sum.getValue(), sum.getKey()))))
                        .toList(),
                payments.stream().limit(3).toList(),
                purchases(party, actor),
                actor.on(invoices.type().key()).see() != Scope.ALL));
    }

    /** The issued invoices of a customer that the actor sees: through the index on its account or contact. */
    private Condition issued(RecordTable table, StoredRecord party, Actor actor) {
        return PaymentLists.ofCustomer(table, party)
                .and(table.deletedAt().isNull())
                .and(table.text(table.type().field("status"))
                        .in(PaymentLists.COUNTED)
                        .or(table.text(table.type().field("status")).eq("past")))
                .and(access.visible(actor, table));
    }

    private void read(
            StoredRecord party, Actor actor, Map<String, Owed> owed, Map<Integer, Map<String, BigDecimal>> years) {
        ObjectType type = invoices.type();
        RecordTable table = new RecordTable(type);
        Field<String> currency = table.currency(type.field("balance"));
        Field<BigDecimal> balance = table.number(type.field("balance"));
        Field<Integer> year = year(table.date(type.field("date")));
        Field<BigDecimal> late = when(
                        table.date(type.field("due_date")).lt(today()).and(balance.gt(BigDecimal.ZERO)), balance)
                .otherwise(BigDecimal.ZERO);
        sql.select(currency, year, sum(balance), sum(late), sum(table.number(type.field("subtotal"))))
                .from(table.table())
                .where(issued(table, party, actor), currency.isNotNull())
                .groupBy(currency, year)
                .forEach(row -> {
                    owed.merge(
                            row.value1(),
                            new Owed(row.value1(), row.value3(), row.value4(), BigDecimal.ZERO),
                            (one, more) -> new Owed(
                                    one.currency(),
                                    one.open().add(more.open()),
                                    one.overdue().add(more.overdue()),
                                    BigDecimal.ZERO));
                    if (row.value2() != null) {
                        years.computeIfAbsent(row.value2(), key -> new TreeMap<>())
                                .merge(row.value1(), row.value5(), BigDecimal::add);
                    }
                });
    }

    private Optional<Promptness> promptness(StoredRecord party, Actor actor) {
        RecordTable table = new RecordTable(invoices.type());
        LocalDate year = today().minusYears(1);
        Settled settled = settled(table, issued(table, party, actor));
        Condition now = settled.on().gt(val(year));
        return sql.select(
                        count().filterWhere(now),
                        avg(settled.days()).filterWhere(now),
                        avg(settled.days()).filterWhere(now.not()),
                        count().filterWhere(now.and(settled.days().gt(0))))
                .from(settled.table())
                .where(settled.on().gt(val(year.minusYears(1))))
                .fetchOptional()
                .filter(row -> row.value1() > 0)
                .map(row -> new Promptness(
                        row.value1(),
                        row.value2().setScale(1, RoundingMode.HALF_UP),
                        row.value3() == null ? null : row.value3().setScale(1, RoundingMode.HALF_UP),
                        Math.round(100f * row.value4() / row.value1())));
    }

    /** How many days after the due date each customer has paid on average, over twelve months. */
    public Map<Long, BigDecimal> daysLate(Actor actor) {
        RecordTable table = new RecordTable(invoices.type());
        Settled settled = settled(table, table.deletedAt().isNull().and(access.visible(actor, table)));
        Map<Long, BigDecimal> late = new HashMap<>();
        sql.select(settled.party(), avg(settled.days()))
                .from(settled.table())
                .where(
                        settled.on().gt(val(today().minusYears(1))),
                        settled.party().isNotNull())
                .groupBy(settled.party())
                .forEach(row -> late.put(row.value1(), row.value2()));
        return late;
    }

    /** Paid invoices. @param days between the due date and the last payment */
    private record Settled(Table<?> table, Field<Long> party, Field<LocalDate> on, Field<Integer> days) {}

    private Settled settled(RecordTable table, Condition which) {
        ObjectType type = table.type();
        Field<LocalDate> due = table.date(type.field("due_date"));
        Field<Long> party = coalesce(table.reference(type.field("account")), table.reference(type.field("contact")));
        var settled = sql.select(
                        party.as("party"), due.as("due"), max(PAYMENT.PAID_ON).as("paid"))
                .from(table.table())
                .join(PAYMENT_ALLOCATION)
                .on(
                        PAYMENT_ALLOCATION.INVOICE_ID.eq(table.id()),
                        PAYMENT_ALLOCATION.AMOUNT.gt(BigDecimal.ZERO),
                        PAYMENT_ALLOCATION.TAKEN_BACK.isFalse())
                .join(PAYMENT)
                .on(PAYMENT.ID.eq(PAYMENT_ALLOCATION.PAYMENT_ID))
                .where(which, table.text(type.field("status")).eq("paid"), due.isNotNull())
                .groupBy(table.id(), party, due)
                .asTable("settled");
        Field<LocalDate> paid = Objects.requireNonNull(settled.field("paid", LocalDate.class));
        return new Settled(
                settled,
                Objects.requireNonNull(settled.field("party", Long.class)),
                paid,
                DSL.field("({0} - {1})", Integer.class, paid, settled.field("due", LocalDate.class)));
    }

    private List<Purchase> purchases(StoredRecord party, Actor actor) {
        ObjectType type = invoices.type();
        RecordTable table = new RecordTable(type);
        Field<LocalDate> date = table.date(type.field("date"));
        Map<String, Purchase> latest = new LinkedHashMap<>();
        sql.select(table.id(), date)
                .from(table.table())
                .where(
                        issued(table, party, actor),
                        table.number(type.field("total")).gt(BigDecimal.ZERO),
                        date.isNotNull())
                .orderBy(date.desc(), table.id().desc())
                .limit(3)
                .forEach(row -> {
                    for (DocumentLine line : documents.lines(row.value1())) {
                        if (line.counts() && latest.size() < PURCHASES) {
                            latest.putIfAbsent(line.name(), new Purchase(line.name(), row.value2(), row.value1()));
                        }
                    }
                });
        return List.copyOf(latest.values());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), company.load().zone());
    }
}
