package lazo.operational.payment;

import static lazodb.Tables.CREDIT_APPROVAL;
import static lazodb.Tables.CREDIT_POLICY;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.Invoices;
import lazo.operational.billing.SaleCheck;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sales over the credit limit of their customer: told, or refused until somebody approves them. What counts is what all
 * invoices of the customer come to, whoever sees them, so nobody sells past the limit by not seeing.
 */
@Component
public class CreditPolicy implements SaleCheck {
    /** Objects whose records are sales. */
    public static final List<String> SALES = List.of("quote", "sales_order", "invoice");

    private static final int LONGEST_REASON = 200;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;
    private final Invoices invoices;
    private final PaymentLists lists;
    private final Clock clock;

    CreditPolicy(DSLContext sql, ObjectTypes types, Access access, Invoices invoices, PaymentLists lists, Clock clock) {
        this.sql = sql;
        this.types = types;
        this.access = access;
        this.invoices = invoices;
        this.lists = lists;
        this.clock = clock;
    }

    /** What is done about a sale over the limit. */
    public enum Action {
        NONE,
        WARN,
        BLOCK
    }

    /** That somebody let a sale pass. */
    public record Approval(
            BigDecimal upTo,
            String reason,
            Instant at,
            @Nullable Long by) {}

    /**
     * A sale with which a customer would owe more than their limit.
     *
     * @param owed what they owe already
     */
    public record Over(Money limit, BigDecimal owed, BigDecimal total, Action action, Optional<Approval> approval) {
        public boolean isBlocked() {
            return action == Action.BLOCK && approval.isEmpty();
        }
    }

    /** What became of an approval. */
    public enum Approved {
        DONE,
        /** Nothing has to be approved. */
        NEEDLESS,
        /** The reason is missing or too long. */
        UNREASONED,
        DENIED
    }

    public Action action() {
        return sql.select(CREDIT_POLICY.ACTION)
                .from(CREDIT_POLICY)
                .fetchOptional(row -> Action.valueOf(row.value1()))
                .orElse(Action.WARN);
    }

    public void set(Action action) {
        sql.update(CREDIT_POLICY).set(CREDIT_POLICY.ACTION, action.name()).execute();
    }

    /** How far a quote, an order or a draft of an invoice would go over the limit; empty when it does not. */
    public Optional<Over> over(StoredRecord sale) {
        Action action = action();
        Long account = sale.reference("account");
        Money total = sale.money("total");
        if (action == Action.NONE
                || account == null
                || total == null
                || total.amount().signum() <= 0) {
            return Optional.empty();
        }
        Money limit = limit(account).orElse(null);
        if (limit == null || !limit.currency().equals(total.currency())) {
            return Optional.empty();
        }
        BigDecimal owed = owed(account, total.currency());
        return owed.add(total.amount()).compareTo(limit.amount()) <= 0
                ? Optional.empty()
                : Optional.of(new Over(limit, owed, total.amount(), action, approval(sale, total)));
    }

    private Optional<Money> limit(long account) {
        ObjectType type = types.load("account");
        return type.find("credit_limit").flatMap(field -> {
            RecordTable table = new RecordTable(type);
            return sql.select(table.number(field), table.currency(field))
                    .from(table.table())
                    .where(table.id().eq(account), table.number(field).isNotNull())
                    .fetchOptional(row -> new Money(row.value1(), row.value2()));
        });
    }

    private BigDecimal owed(long account, String currency) {
        ObjectType type = invoices.type();
        RecordTable table = new RecordTable(type);
        BigDecimal open = sql.select(sum(table.number(type.field("balance"))))
                .from(table.table())
                .where(
                        table.reference(type.field("account")).eq(account),
                        table.deletedAt().isNull(),
                        table.text(type.field("status")).in("issued", "partly_paid"),
                        table.currency(type.field("balance")).eq(currency))
                .fetchSingle()
                .value1();
        return Objects.requireNonNullElse(open, BigDecimal.ZERO).subtract(lists.credit(account, currency));
    }

    private Optional<Approval> approval(StoredRecord sale, Money total) {
        List<Long> chain = Stream.of(sale.id(), link(sale, "sales_order"), link(sale, "quote"))
                .filter(Objects::nonNull)
                .toList();
        return sql.selectFrom(CREDIT_APPROVAL)
                .where(
                        CREDIT_APPROVAL.SALE_ID.in(chain),
                        CREDIT_APPROVAL.CURRENCY.eq(total.currency()),
                        CREDIT_APPROVAL.UP_TO.ge(total.amount()))
                .orderBy(CREDIT_APPROVAL.ID.desc())
                .limit(1)
                .fetchOptional(row -> new Approval(
                        row.getUpTo(), row.getReason(), row.getApprovedAt().toInstant(), row.getApprovedBy()));
    }

    private static @Nullable Long link(StoredRecord sale, String field) {
        return sale.type().find(field).isPresent() ? sale.reference(field) : null;
    }

    @Override
    public List<Problem> problems(StoredRecord sale) {
        return over(sale)
                .filter(Over::isBlocked)
                .map(over -> List.of(Problem.of("", "PAY-130")))
                .orElse(List.of());
    }

    /** Lets a sale pass up to its present total; written down for good. */
    @Transactional
    public Approved approve(StoredRecord sale, String reason, Actor actor) {
        if (!actor.may(Ability.CREDIT) || !access.mayChange(actor, sale.type(), sale.id())) {
            return Approved.DENIED;
        }
        String why = reason.strip();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            return Approved.UNREASONED;
        }
        Optional<Over> over = over(sale).filter(Over::isBlocked);
        over.ifPresent(one -> sql.insertInto(CREDIT_APPROVAL)
                .set(CREDIT_APPROVAL.SALE_ID, sale.id())
                .set(CREDIT_APPROVAL.UP_TO, one.total())
                .set(CREDIT_APPROVAL.CURRENCY, one.limit().currency())
                .set(CREDIT_APPROVAL.OWED, one.owed())
                .set(CREDIT_APPROVAL.CREDIT_LIMIT, one.limit().amount())
                .set(CREDIT_APPROVAL.REASON, why)
                .set(CREDIT_APPROVAL.APPROVED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(CREDIT_APPROVAL.APPROVED_BY, actor.id())
                .execute());
        return over.isPresent() ? Approved.DONE : Approved.NEEDLESS;
    }
}
