package lazo.operational.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.operational.billing.InvoiceIssuing;
import lazo.operational.billing.Invoices;
import lazo.operational.journal.ChartOfAccounts;
import lazo.operational.payment.Payment;
import lazo.operational.payment.Payments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the customers of the sample company were invoiced in half a year, and what they paid: in time, late or not at all. */
final class SampleInvoices {
    static final int COUNT = 36;

    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final BigDecimal IVA = BigDecimal.valueOf(21);
    private static final int CUSTOMERS = 12;
    private static final int DAYS = 180;

    /** What it writes through. */
    @Component
    record Ledger(
            RecordChanges changes,
            Documents documents,
            Invoices invoices,
            InvoiceIssuing issuing,
            Payments payments,
            ChartOfAccounts chart,
            Users users) {}

    private final ObjectTypes types;
    private final Records records;
    private final Ledger ledger;
    private final SplittableRandom dice;
    private final Actor program;
    private final LocalDate today;
    private List<StoredRecord> customers = List.of();
    private List<StoredRecord> products = List.of();

    SampleInvoices(
            ObjectTypes types, Records records, Ledger ledger, SplittableRandom dice, Actor someone, Instant now) {
        this.types = types;
        this.records = records;
        this.ledger = ledger;
        this.dice = dice;
        this.program = someone.asProgram();
        this.today = LocalDate.ofInstant(now, MADRID);
    }

    /** The books begin, and the customers who buy again and again get what they may owe. */
    void customers() {
        ledger.chart().choose(ChartOfAccounts.Chart.PGC);
        products = records.list(
                        RecordQuery.of(types.load("product"), Filter.everything())
                                .limited(30),
                        program,
                        MADRID)
                .records();
        customers = records
                .list(
                        RecordQuery.of(
                                        types.load("account"),
                                        new Filter.Condition("lifecycle", Operator.IS, "customer"))
                                .limited(CUSTOMERS),
                        program,
                        MADRID)
                .records()
                .stream()
                .filter(account -> account.text("tax_id") != null && account.address("address") != null)
                .toList();
        for (StoredRecord account : customers) {
            ledger.changes()
                    .change(
                            account.type(),
                            account.id(),
                            account.version(),
                            Draft.of(Map.of(
                                    "credit_limit",
                                    new Money(BigDecimal.valueOf(5_000 + 5_000L * dice.nextInt(6)), "EUR"))),
                            owner(account));
        }
    }

    private Actor owner(StoredRecord account) {
        return ledger.users().actor(Objects.requireNonNull(account.owner()));
    }

    /** One invoice, the oldest first, and what became of it. */
    void invoice(int place) {
        if (customers.isEmpty() || products.isEmpty()) {
            return;
        }
        StoredRecord account = customers.get(dice.nextInt(customers.size()));
        Actor owner = owner(account);
        LocalDate date = today.minusDays(DAYS - (long) place * DAYS / COUNT);
        LocalDate due = date.plusDays(30);
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("account", account.id());
        values.put("subject", place % 3 == 0 ? "Mantenimiento" : "Suministro y montaje");
        values.put("date", date);
        values.put("due_date", due);
        values.put("payment_terms", "Transferencia a 30 días");
        values.put("owner", owner.id());
        WriteResult made = ledger.changes()
                .create(
                        ledger.invoices().type(),
                        Draft.of(values),
                        owner,
                        Origin.past(date.atTime(9, 0).atZone(MADRID).toInstant()));
        if (!(made instanceof WriteResult.Saved(StoredRecord draft, boolean changed))) {
            throw new IllegalStateException("The sample company does not fit the pack: " + made);
        }
        ledger.documents().begin(draft, Currency.getInstance("EUR"), lines(), owner);
        if (place < COUNT - 2
                && ledger.issuing().issue(draft.id(), owner) instanceof InvoiceIssuing.Issued.Done(var issued)) {
            pay(account, issued, due, owner);
        }
    }

    private void pay(StoredRecord account, StoredRecord invoice, LocalDate due, Actor owner) {
        BigDecimal payable = Objects.requireNonNull(invoice.money("payable")).amount();
        int how = dice.nextInt(10);
        LocalDate paidOn = due.plusDays(dice.nextInt(-12, how < 6 ? 6 : 30));
        if (how == 9 || paidOn.isAfter(today)) {
            return;
        }
        boolean half = how == 8;
        Payments.Written written = ledger.payments()
                .record(
                        new Payments.Receipt(
                                account,
                                new Money(half ? payable.divideToIntegralValue(BigDecimal.TWO) : payable, "EUR"),
                                paidOn,
                                how == 7 ? Payment.Method.DIRECT_DEBIT : Payment.Method.TRANSFER,
                                "TRF %06d".formatted(dice.nextInt(1_000_000)),
                                new Payments.Spread.One(invoice.id()),
                                false),
                        owner);
        if (how == 7 && written instanceof Payments.Written.Done(long payment) && paidOn.isBefore(today.minusDays(3))) {
            ledger.payments()
                    .reverse(
                            payment,
                            new Payments.Undoing(Payment.Reversal.Kind.RETURNED, paidOn.plusDays(2), "Sin fondos"),
                            owner);
        }
    }

    private List<DocumentLine> lines() {
        return List.of(line(), line());
    }

    private DocumentLine line() {
        StoredRecord product = products.get(dice.nextInt(products.size()));
        BigDecimal price = Objects.requireNonNull(product.money("price")).amount();
        int quantity = price.intValue() > 500 ? 1 : 1 + dice.nextInt(12);
        return new DocumentLine(
                0,
                DocumentLine.newRow(),
                DocumentLine.Kind.ITEM,
                product.id(),
                product.title(),
                product.text("description"),
                BigDecimal.valueOf(quantity),
                product.type()
                        .field("unit")
                        .choice(product.text("unit"))
                        .map(choice -> choice.label().in(Locale.of("es")))
                        .orElse(null),
                price,
                BigDecimal.ZERO,
                product.money("cost") == null
                        ? null
                        : Objects.requireNonNull(product.money("cost")).amount(),
                "iva_general",
                IVA,
                BigDecimal.ZERO,
                null);
    }
}
