package lazo.operational.ledger;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazo.operational.billing.Invoices;
import org.jooq.CaseConditionStep;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who owes what since when, and when it should come in: of the invoices the actor sees. */
@Component
public class Receivables {
    private final DSLContext sql;
    private final Access access;
    private final Invoices invoices;

    Receivables(DSLContext sql, Access access, Invoices invoices) {
        this.sql = sql;
        this.access = access;
        this.invoices = invoices;
    }

    /** How long ago an invoice was due, or in how many days it will be. */
    public enum Age {
        OVER_90(91, Integer.MAX_VALUE),
        OVER_60(61, 90),
        OVER_30(31, 60),
        OVERDUE(1, 30),
        IN_30(-30, 0),
        IN_60(-60, -31),
        LATER(Integer.MIN_VALUE, -61);

        private final int from;
        private final int until;

        Age(int from, int until) {
            this.from = from;
            this.until = until;
        }

        /** @param days since the invoice was due, below zero before */
        public static Age of(long days) {
            for (Age age : values()) {
                if (days >= age.from && days <= age.until) {
                    return age;
                }
            }
            throw new IllegalArgumentException("%d days".formatted(days));
        }

        public boolean isOverdue() {
            return from > 0;
        }
    }

    /** Amounts by age; those of corrective invoices are below zero. */
    public record Amounts(Map<Age, BigDecimal> amounts, int invoices) {
        static final Amounts NONE = new Amounts(Map.of(), 0);

        public Amounts {
            amounts = Map.copyOf(amounts);
        }

        public BigDecimal of(Age age) {
            return amounts.getOrDefault(age, BigDecimal.ZERO);
        }

        public BigDecimal total() {
            return amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        public BigDecimal overdue() {
            return amounts.entrySet().stream()
                    .filter(one -> one.getKey().isOverdue())
                    .map(Map.Entry::getValue)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        Amounts plus(Age age, BigDecimal amount, int count) {
            Map<Age, BigDecimal> more = new EnumMap<>(Age.class);
            more.putAll(amounts);
            more.merge(age, amount, BigDecimal::add);
            return new Amounts(more, invoices + count);
        }
    }

    /** One customer. @param object {@code account} or {@code contact} @param id null where an invoice names nobody */
    public record Line(String object, @Nullable Long id, Amounts amounts) {}

    /** All of one currency. @param lines whoever is late with most first */
    public record Ageing(String currency, List<Line> lines, Amounts totals) {
        public Ageing {
            lines = List.copyOf(lines);
        }
    }

    /** What a customer owes of one day. @param customer null where an invoice names nobody */
    public record Open(String currency, @Nullable Long customer, LocalDate due, BigDecimal balance) {}

    private record Customer(String object, @Nullable Long id) {}

    /** What is owed, by currency, customer and the day it is due. */
    public void forEach(Actor actor, Consumer<Open> taker) {
        ObjectType type = invoices.type();
        RecordTable table = new RecordTable(type);
        Field<Long> party = coalesce(table.reference(type.field("account")), table.reference(type.field("contact")));
        Field<BigDecimal> balance = table.number(type.field("balance"));
        Field<String> currency = table.currency(type.field("balance"));
        Field<LocalDate> due = coalesce(table.date(type.field("due_date")), table.date(type.field("date")));
        sql.select(currency, party, due, sum(balance))
                .from(table.table())
                .where(open(actor, table))
                .groupBy(currency, party, due)
                .forEach(row -> taker.accept(new Open(row.value1(), row.value2(), row.value3(), row.value4())));
    }

    private Condition open(Actor actor, RecordTable table) {
        ObjectType type = table.type();
        return table.deletedAt()
                .isNull()
                .and(table.text(type.field("status")).in("issued", "partly_paid"))
                .and(table.number(type.field("balance")).ne(BigDecimal.ZERO))
                .and(access.visible(actor, table));
    }

    /** By currency. @param today an invoice is overdue from the day after it is due */
    public List<Ageing> of(Actor actor, LocalDate today) {
        ObjectType type = invoices.type();
        RecordTable table = new RecordTable(type);
        Field<Long> account = table.reference(type.field("account"));
        Field<Long> party = coalesce(account, table.reference(type.field("contact")));
        Field<String> object = when(account.isNotNull(), inline("account")).otherwise(inline("contact"));
        Field<BigDecimal> balance = table.number(type.field("balance"));
        Field<String> currency = table.currency(type.field("balance"));
        Field<String> age = age(coalesce(table.date(type.field("due_date")), table.date(type.field("date"))), today);
        Map<String, Map<Customer, Amounts>> found = new TreeMap<>();
        sql.select(currency, object, party, age, sum(balance), count())
                .from(table.table())
                .where(open(actor, table))
                .groupBy(currency, object, party, age)
                .forEach(row -> found.computeIfAbsent(row.value1(), key -> new LinkedHashMap<>())
                        .merge(
                                new Customer(row.value2(), row.value3()),
                                Amounts.NONE.plus(Age.valueOf(row.value4()), row.value5(), row.value6()),
                                Receivables::together));
        return found.entrySet().stream()
                .map(one -> ageing(one.getKey(), one.getValue()))
                .toList();
    }

    private static Amounts together(Amounts one, Amounts other) {
        Amounts sum = new Amounts(one.amounts(), one.invoices() + other.invoices());
        for (Map.Entry<Age, BigDecimal> more : other.amounts().entrySet()) {
            sum = sum.plus(more.getKey(), more.getValue(), 0);
        }
        return sum;
    }

    private static Ageing ageing(String currency, Map<Customer, Amounts> customers) {
        List<Line> lines = new ArrayList<>();
        customers.forEach((customer, amounts) -> lines.add(new Line(customer.object(), customer.id(), amounts)));
        lines.sort(Comparator.comparing((Line line) -> line.amounts().overdue())
                .thenComparing(line -> line.amounts().total())
                .reversed());
        return new Ageing(currency, lines, customers.values().stream().reduce(Amounts.NONE, Receivables::together));
    }

    private static Field<String> age(Field<LocalDate> due, LocalDate today) {
        CaseConditionStep<String> step = null;
        for (Age age : Age.values()) {
            if (age != Age.LATER) {
                var is = due.le(inline(today.minusDays(age.from)));
                step = step == null ? when(is, inline(age.name())) : step.when(is, inline(age.name()));
            }
        }
        return java.util.Objects.requireNonNull(step).otherwise(inline(Age.LATER.name()));
    }
}
