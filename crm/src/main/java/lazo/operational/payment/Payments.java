package lazo.operational.payment;

import static lazodb.Tables.PAYMENT;
import static lazodb.Tables.PAYMENT_REVERSAL;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.Money;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;
import lazo.operational.payment.Allocations.Held;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records payments, refunds and what is taken back of them; {@link Allocations} says under which locks. */
@Component
public class Payments {
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_INVOICES = 500;
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final BigDecimal LARGEST = new BigDecimal("1e13");

    private final DSLContext sql;
    private final Access access;
    private final PaymentLists lists;
    private final Allocations allocations;
    private final CompanySettings company;
    private final Clock clock;

    Payments(
            DSLContext sql,
            Access access,
            PaymentLists lists,
            Allocations allocations,
            CompanySettings company,
            Clock clock) {
        this.sql = sql;
        this.access = access;
        this.lists = lists;
        this.allocations = allocations;
        this.company = company;
        this.clock = clock;
    }

    /** What became of it; nothing was written unless it is done. */
    public sealed interface Written {
        record Done(long paymentId) implements Written {}

        record Refused(List<Problem> problems) implements Written {
            public Refused {
                problems = List.copyOf(problems);
            }

            static Refused of(String field, String code, String... args) {
                return new Refused(List.of(Problem.of(field, code, args)));
            }
        }

        record Missing() implements Written {}

        record Denied() implements Written {}
    }

    /** Which invoices a payment is for. */
    public sealed interface Spread {
        /** All of it for one. */
        record One(long invoiceId) implements Spread {}

        /** So much for each. */
        record Each(Map<Long, BigDecimal> amounts) implements Spread {
            public Each {
                amounts = Map.copyOf(amounts);
            }
        }

        /** For what has been owed longest. */
        record Oldest() implements Spread {}

        /** An advance: for none yet. */
        record Advance() implements Spread {}
    }

    /**
     * A payment that is to be recorded.
     *
     * @param party the account or contact who has paid
     * @param restStays whether what no invoice takes stays as the customer's credit; otherwise it is refused
     */
    public record Receipt(
            StoredRecord party,
            Money money,
            LocalDate paidOn,
            Payment.Method method,
            @Nullable String reference,
            Spread spread,
            boolean restStays) {}

    /** Money that is given back. */
    public record Refund(
            BigDecimal amount,
            LocalDate paidOn,
            Payment.Method method,
            @Nullable String reference) {}

    /** Why and since when a payment does not count. */
    public record Undoing(Payment.Reversal.Kind kind, LocalDate on, String reason) {}

    public Written record(Receipt receipt, Actor actor) {
        List<Problem> problems = problems(receipt.money(), receipt.paidOn(), receipt.reference());
        return problems.isEmpty() ? allocations.wholly(() -> received(receipt, actor)) : new Written.Refused(problems);
    }

    private Written received(Receipt receipt, Actor actor) {
        boolean advance = receipt.spread() instanceof Spread.Advance;
        if (advance && !actor.on("invoice").create()) {
            return new Written.Denied();
        }
        StoredRecord party = receipt.party();
        if (!access.mayChange(actor, party.type(), party.id()) && (advance || receipt.restStays())) {
            return new Written.Denied();
        }
        Collection<Long> ids = switch (receipt.spread()) {
            case Spread.One(long id) -> List.of(id);
            case Spread.Each(var amounts) -> amounts.keySet();
            case Spread.Oldest() ->
                lists.open(party, receipt.money().currency(), actor).stream()
                        .map(StoredRecord::id)
                        .toList();
            case Spread.Advance() -> List.of();
        };
        if (ids.size() > MOST_INVOICES) {
            return Written.Refused.of("amount", "PAY-117", "" + MOST_INVOICES);
        }
        Held held = allocations.hold(ids, actor);
        if (held.refusal() != null) {
            return held.refusal();
        }
        Set<Long> parties = lists.same(party);
        for (StoredRecord invoice : held.invoices().values()) {
            if (!parties.contains(PaymentLists.party(invoice))) {
                return Written.Refused.of("", "PAY-108", invoice.title());
            }
            if (!Allocations.currency(invoice).equals(receipt.money().currency())) {
                return Written.Refused.of("", "PAY-105", invoice.title(), Allocations.currency(invoice));
            }
        }
        Map<Long, BigDecimal> parts = parts(receipt, held);
        for (Map.Entry<Long, BigDecimal> part : parts.entrySet()) {
            BigDecimal open = Allocations.open(held, part.getKey());
            if (!isAmount(part.getValue(), receipt.money().currency())) {
                return Written.Refused.of(
                        "for." + part.getKey(),
                        "PAY-101",
                        "" + decimals(receipt.money().currency()));
            }
            if (part.getValue().compareTo(open) > 0) {
                return Written.Refused.of(
                        "for." + part.getKey(),
                        "PAY-103",
                        held.get(part.getKey()).title(),
                        open.toPlainString(),
                        receipt.money().currency());
            }
        }
        BigDecimal rest =
                receipt.money().amount().subtract(parts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        if (rest.signum() < 0) {
            return Written.Refused.of(
                    "amount",
                    "PAY-104",
                    rest.negate().toPlainString(),
                    receipt.money().currency());
        }
        if (rest.signum() > 0 && !receipt.restStays() && !advance) {
            return Written.Refused.of(
                    "amount", "PAY-102", rest.toPlainString(), receipt.money().currency());
        }
        long id = insert(
                Payment.Kind.RECEIVED,
                receipt.money(),
                receipt.paidOn(),
                receipt.method(),
                receipt.reference(),
                party.id(),
                null,
                actor);
        parts.forEach((invoice, amount) -> allocations.allocate(invoice, id, amount, false, actor));
        allocations.settle(held.invoices().values(), parts.keySet(), actor);
        return allocations.posted(id, List.of(id), actor);
    }

    private static Map<Long, BigDecimal> parts(Receipt receipt, Held held) {
        BigDecimal amount = receipt.money().amount();
        return switch (receipt.spread()) {
            case Spread.One(long id) ->
                Map.of(
                        id,
                        receipt.restStays() && Allocations.open(held, id).signum() > 0
                                ? amount.min(Allocations.open(held, id))
                                : amount);
            case Spread.Each(var amounts) -> new TreeMap<>(amounts);
            case Spread.Oldest() -> {
                Map<Long, BigDecimal> parts = new LinkedHashMap<>();
                BigDecimal left = amount;
                for (StoredRecord invoice :
                        PaymentLists.oldestFirst(held.invoices().values())) {
                    BigDecimal part = left.min(Allocations.open(held, invoice.id()));
                    if (part.signum() > 0) {
                        parts.put(invoice.id(), part);
                        left = left.subtract(part);
                    }
                }
                yield parts;
            }
            case Spread.Advance() -> Map.of();
        };
    }

    /** Gives back money of an invoice: what was paid of it, or what a corrective invoice owes the customer. */
    public Written refund(long invoiceId, Refund refund, Actor actor) {
        return allocations.wholly(() -> {
            Held held = allocations.hold(List.of(invoiceId), actor);
            if (held.refusal() != null) {
                return held.refusal();
            }
            StoredRecord invoice = held.get(invoiceId);
            Money money = new Money(refund.amount(), Allocations.currency(invoice));
            List<Problem> problems = problems(money, refund.paidOn(), refund.reference());
            if (!problems.isEmpty()) {
                return new Written.Refused(problems);
            }
            BigDecimal most = lists.refundable(invoice);
            if (refund.amount().compareTo(most) > 0) {
                return Written.Refused.of("amount", "PAY-112", most.toPlainString(), money.currency());
            }
            Long party = PaymentLists.party(invoice);
            if (party == null) {
                return Written.Refused.of("", "PAY-118");
            }
            long id = insert(
                    Payment.Kind.REFUND,
                    money,
                    refund.paidOn(),
                    refund.method(),
                    refund.reference(),
                    party,
                    null,
                    actor);
            allocations.allocate(invoiceId, id, refund.amount().negate(), false, actor);
            allocations.settle(held.invoices().values(), Set.of(invoiceId), actor);
            return allocations.posted(id, List.of(id), actor);
        });
    }

    /** Gives back what is left of a payment. */
    public Written refundRest(long paymentId, Refund refund, Actor actor) {
        return allocations.wholly(() -> {
            Optional<Payment> found = allocations.lock(paymentId);
            if (found.isEmpty() || !lists.sees(found.get(), actor)) {
                return new Written.Missing();
            }
            Payment payment = found.get();
            if (!lists.mayChangeParty(payment, actor)) {
                return new Written.Denied();
            }
            Money money = new Money(refund.amount(), payment.currency());
            List<Problem> problems = problems(money, refund.paidOn(), refund.reference());
            if (!problems.isEmpty()) {
                return new Written.Refused(problems);
            }
            if (refund.amount().compareTo(payment.rest()) > 0) {
                return Written.Refused.of("amount", "PAY-112", payment.rest().toPlainString(), money.currency());
            }
            long id = insert(
                    Payment.Kind.REFUND,
                    money,
                    refund.paidOn(),
                    refund.method(),
                    refund.reference(),
                    payment.partyId(),
                    payment.id(),
                    actor);
            return allocations.posted(id, List.of(id), actor);
        });
    }

    /** A payment that came back or never was: its invoices are owed again, and all of it stays in the books. */
    public Written reverse(long paymentId, Undoing undoing, Actor actor) {
        String reason = undoing.reason().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_TEXT) {
            return Written.Refused.of("reason", "PAY-115", "" + LONGEST_TEXT);
        }
        return allocations.wholly(() -> {
            Optional<Payment> found = allocations.lock(paymentId);
            if (found.isEmpty() || !lists.sees(found.get(), actor)) {
                return new Written.Missing();
            }
            Payment payment = found.get();
            if (payment.isReversed()) {
                return Written.Refused.of("", "PAY-110");
            }
            if (lists.isRefunded(payment.id())) {
                return Written.Refused.of("", "PAY-111");
            }
            if (undoing.on().isBefore(payment.paidOn()) || undoing.on().isAfter(today())) {
                return Written.Refused.of("date", "PAY-116", "" + payment.paidOn());
            }
            List<Payment.Allocation> live = payment.allocations().stream()
                    .filter(one -> one.amount().signum() != 0)
                    .toList();
            if (live.isEmpty() && !lists.mayChangeParty(payment, actor)) {
                return new Written.Denied();
            }
            Held held = allocations.hold(
                    live.stream().map(Payment.Allocation::invoiceId).toList(), actor);
            if (held.refusal() != null) {
                return held.refusal();
            }
            if (!lists.find(paymentId).orElseThrow().allocations().equals(payment.allocations())) {
                return Written.Refused.of("", "PAY-113");
            }
            for (Payment.Allocation one : live) {
                BigDecimal left = held.balances()
                        .getOrDefault(one.invoiceId(), BigDecimal.ZERO)
                        .add(one.amount());
                if (one.amount().signum() < 0 && left.signum() < 0 && !Allocations.owes(held, one.invoiceId())) {
                    return Written.Refused.of("", "PAY-119");
                }
            }
            sql.insertInto(PAYMENT_REVERSAL)
                    .set(PAYMENT_REVERSAL.PAYMENT_ID, paymentId)
                    .set(PAYMENT_REVERSAL.KIND, undoing.kind().name())
                    .set(PAYMENT_REVERSAL.REVERSED_ON, undoing.on())
                    .set(PAYMENT_REVERSAL.REASON, reason)
                    .set(PAYMENT_REVERSAL.MADE_AT, now())
                    .set(PAYMENT_REVERSAL.MADE_BY, actor.id())
                    .execute();
            live.forEach(one -> allocations.allocate(
                    one.invoiceId(), paymentId, one.amount().negate(), true, actor));
            allocations.settle(held.invoices().values(), held.invoices().keySet(), actor);
            return allocations.posted(paymentId, List.of(paymentId), actor);
        });
    }

    /** Has it written again by whoever writes along with payments, where that is missing. */
    public Written post(long paymentId, Actor actor) {
        return allocations.wholly(() -> allocations.lock(paymentId).isEmpty()
                ? new Written.Missing()
                : allocations.posted(paymentId, List.of(paymentId), actor));
    }

    /** Takes a payment off an invoice; it is the customer's credit then. */
    public Written release(long paymentId, long invoiceId, Actor actor) {
        return allocations.wholly(() -> {
            Optional<Payment> payment = allocations.lock(paymentId);
            if (payment.isEmpty()) {
                return new Written.Missing();
            }
            Held held = allocations.hold(List.of(invoiceId), actor);
            if (held.refusal() != null) {
                return held.refusal();
            }
            BigDecimal amount =
                    lists.find(paymentId).orElseThrow().on(invoiceId).amount();
            if (amount.signum() <= 0) {
                return Written.Refused.of("", "PAY-113");
            }
            allocations.allocate(invoiceId, paymentId, amount.negate(), true, actor);
            allocations.settle(held.invoices().values(), Set.of(invoiceId), actor);
            return allocations.posted(paymentId, List.of(paymentId), actor);
        });
    }

    private long insert(
            Payment.Kind kind,
            Money money,
            LocalDate paidOn,
            Payment.Method method,
            @Nullable String reference,
            long partyId,
            @Nullable Long refunds,
            Actor actor) {
        return sql.insertInto(PAYMENT)
                .set(PAYMENT.KIND, kind.name())
                .set(PAYMENT.PAID_ON, paidOn)
                .set(PAYMENT.AMOUNT, money.amount())
                .set(PAYMENT.CURRENCY, money.currency())
                .set(PAYMENT.METHOD, method.name())
                .set(PAYMENT.REFERENCE, reference == null || reference.isBlank() ? null : reference.strip())
                .set(PAYMENT.PARTY_ID, partyId)
                .set(PAYMENT.REFUNDS, refunds)
                .set(PAYMENT.MADE_AT, now())
                .set(PAYMENT.MADE_BY, actor.id())
                .returningResult(PAYMENT.ID)
                .fetchSingle()
                .value1();
    }

    private List<Problem> problems(Money money, LocalDate paidOn, @Nullable String reference) {
        List<Problem> problems = new ArrayList<>();
        if (!isAmount(money.amount(), money.currency())) {
            problems.add(Problem.of("amount", "PAY-101", "" + decimals(money.currency())));
        }
        if (paidOn.isAfter(today()) || paidOn.isBefore(EARLIEST)) {
            problems.add(Problem.of("date", "PAY-107"));
        }
        if (reference != null && reference.length() > LONGEST_TEXT) {
            problems.add(Problem.of("reference", "PAY-109", "" + LONGEST_TEXT));
        }
        return problems;
    }

    private static boolean isAmount(BigDecimal amount, String currency) {
        return amount.signum() > 0
                && amount.stripTrailingZeros().scale() <= decimals(currency)
                && amount.compareTo(LARGEST) < 0;
    }

    private static int decimals(String currency) {
        return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), company.load().zone());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
