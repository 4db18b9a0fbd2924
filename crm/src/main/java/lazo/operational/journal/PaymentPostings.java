package lazo.operational.journal;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.record.Problem;
import lazo.operational.journal.ChartOfAccounts.Use;
import lazo.operational.journal.Journal.Place;
import lazo.operational.journal.Journal.Posted;
import lazo.operational.journal.Journal.Posting;
import lazo.operational.payment.Payment;
import lazo.operational.payment.PaymentLists;
import lazo.operational.payment.PaymentPosting;
import org.springframework.stereotype.Component;

/**
 * Posts payments. What a payment comes to by now (money, what customers owe, what they have paid in advance) less what is
 * posted of it already is its next entry; so a payment that comes back is posted with the sides changed, and one that is
 * posted again adds nothing.
 */
@Component
class PaymentPostings implements PaymentPosting {
    private final ChartOfAccounts chart;
    private final Journal journal;
    private final JournalLists lists;
    private final JournalFailures failures;
    private final PaymentLists payments;
    private final CompanySettings company;
    private final Clock clock;

    PaymentPostings(
            ChartOfAccounts chart,
            Journal journal,
            JournalLists lists,
            JournalFailures failures,
            PaymentLists payments,
            CompanySettings company,
            Clock clock) {
        this.chart = chart;
        this.journal = journal;
        this.lists = lists;
        this.failures = failures;
        this.payments = payments;
        this.company = company;
        this.clock = clock;
    }

    @Override
    public List<Problem> changed(long paymentId, Actor actor) {
        if (chart.chart().isEmpty()) {
            return List.of();
        }
        Payment payment = payments.find(paymentId).orElseThrow();
        if (!payment.currency().equals(company.load().currency().getCurrencyCode())) {
            failures.note(JournalEntry.Source.PAYMENT, paymentId, "JRN-201", payment.currency());
            return List.of();
        }
        List<JournalEntry> posted = lists.of(JournalEntry.Source.PAYMENT, paymentId);
        if (posted.isEmpty()) {
            List<Problem> problems = post(payment, signed(payment), posted, payment.paidOn(), actor);
            if (!problems.isEmpty() || !payment.isReversed()) {
                return problems;
            }
            posted = lists.of(JournalEntry.Source.PAYMENT, paymentId);
        }
        Payment.Reversal reversal = payment.reversal();
        failures.clear(JournalEntry.Source.PAYMENT, paymentId);
        return reversal == null
                ? post(payment, signed(payment), posted, today(), actor)
                : post(payment, BigDecimal.ZERO, posted, reversal.reversedOn(), actor);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), company.load().zone());
    }

    private static BigDecimal signed(Payment payment) {
        return payment.kind() == Payment.Kind.RECEIVED
                ? payment.amount()
                : payment.amount().negate();
    }

    /** @param money what of it stays in the bank */
    private List<Problem> post(
            Payment payment, BigDecimal money, List<JournalEntry> posted, LocalDate day, Actor actor) {
        BigDecimal onInvoices =
                payment.allocations().stream().map(Payment.Allocation::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<PostingUse, BigDecimal> wanted = new EnumMap<>(PostingUse.class);
        wanted.put(PostingUse.MONEY, money);
        wanted.put(PostingUse.CUSTOMERS, onInvoices.negate());
        wanted.put(PostingUse.ADVANCES, onInvoices.subtract(money));
        List<Map.Entry<Place, BigDecimal>> amounts = next(payment, wanted, posted);
        if (amounts.isEmpty()) {
            return List.of();
        }
        String reference = payment.reference();
        Posted done = journal.post(
                new Posting(
                        day,
                        JournalEntry.Source.PAYMENT,
                        payment.id(),
                        posted.size() + 1,
                        reference == null ? "" : reference,
                        amounts),
                actor);
        return done instanceof Posted.Refused(var problems) ? problems : List.of();
    }

    private List<Map.Entry<Place, BigDecimal>> next(
            Payment payment, Map<PostingUse, BigDecimal> wanted, List<JournalEntry> posted) {
        Map<Place, BigDecimal> there = new LinkedHashMap<>();
        posted.stream()
                .flatMap(entry -> entry.lines().stream())
                .forEach(line -> there.merge(
                        new Place(line.account(), line.use(), line.customer()),
                        line.debit().subtract(line.credit()),
                        BigDecimal::add));
        Map<Use, String> uses = chart.uses();
        List<Map.Entry<Place, BigDecimal>> amounts = new ArrayList<>();
        wanted.forEach((use, amount) -> {
            BigDecimal already = BigDecimal.ZERO;
            Place place = null;
            for (Map.Entry<Place, BigDecimal> one : there.entrySet()) {
                if (one.getKey().use() == use) {
                    already = already.add(one.getValue());
                    place = one.getKey();
                }
            }
            BigDecimal more = amount.subtract(already);
            if (more.signum() != 0) {
                amounts.add(Map.entry(
                        Objects.requireNonNullElseGet(
                                place,
                                () -> new Place(
                                        ChartOfAccounts.account(
                                                uses, use, payment.method().name()),
                                        use,
                                        use == PostingUse.MONEY ? null : payment.partyId())),
                        more));
            }
        });
        return amounts;
    }
}
