package lazo.operational.payment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.MailHost;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Teams;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.operational.billing.InvoiceIssuing;
import lazo.operational.billing.InvoiceIssuing.Issued;
import lazo.operational.billing.Invoices;
import lazo.operational.billing.Issuer;
import lazo.operational.billing.IssuerSettings;
import lazo.operational.payment.Payments.Receipt;
import lazo.operational.payment.Payments.Refund;
import lazo.operational.payment.Payments.Spread;
import lazo.operational.payment.Payments.Undoing;
import lazo.operational.payment.Payments.Written;
import lazo.platform.mail.MailServerSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** Money in, out and back, and what every invoice says is owed of it. */
class PaymentsTest extends LazoTest {
    @RegisterExtension
    final Browser browser = new Browser();

    private static final LocalDate DAY = LocalDate.parse("2020-01-01");

    @Autowired
    ObjectTypes types;

    @Autowired
    Records records;

    @Autowired
    RecordChanges changes;

    @Autowired
    Teams teams;

    @Autowired
    Documents documents;

    @Autowired
    Invoices invoices;

    @Autowired
    InvoiceIssuing issuing;

    @Autowired
    IssuerSettings issuer;

    @Autowired
    Payments payments;

    @Autowired
    Credits credits;

    @Autowired
    PaymentLists lists;

    @Autowired
    CustomerAccounts accounts;

    @Autowired
    CreditPolicy policy;

    @Autowired
    PaymentReminders reminders;

    @Autowired
    MailServerSettings server;

    private Actor actor;
    private Visitor visitor;
    private StoredRecord account;

    @BeforeEach
    void aSellerHasACustomer() {
        var seller =
                user(Role.SELLER, teams.create("Cobros " + System.nanoTime()).orElseThrow());
        actor = actor(seller);
        visitor = signedIn(seller);
        issuer.save(new Issuer(
                "Emisora de Ejemplo, S.A.",
                "A12345674",
                "Calle Mayor 1",
                "28013",
                "Madrid",
                "Madrid",
                "España",
                "",
                "",
                ""));
        account = account();
    }

    private StoredRecord account() {
        return make(
                "account",
                Map.of(
                        "name",
                        "Cliente de Ejemplo, S.L.",
                        "tax_id",
                        "B08194359",
                        "address",
                        new Address("Rúa do Sol 2", "15001", "A Coruña", "A Coruña", "España")));
    }

    private StoredRecord make(String object, Map<String, ? extends @Nullable Object> values) {
        return ((WriteResult.Saved) changes.create(types.load(object), Draft.of(new HashMap<>(values)), actor))
                .record();
    }

    /** An issued invoice of the account that comes to so much, without taxes. */
    private long issued(String amount) {
        long id = drafted(amount);
        assertThat(issuing.issue(id, actor)).isInstanceOf(Issued.Done.class);
        return id;
    }

    private long drafted(String amount) {
        StoredRecord draft = make("invoice", Map.of("account", account.id(), "subject", "Montaje"));
        documents.begin(
                draft,
                Currency.getInstance("EUR"),
                List.of(new DocumentLine(
                        0,
                        "a",
                        DocumentLine.Kind.ITEM,
                        null,
                        "Montaje",
                        null,
                        BigDecimal.ONE,
                        null,
                        new BigDecimal(amount),
                        BigDecimal.ZERO,
                        null,
                        "exempt_e1",
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        null)),
                actor);
        return draft.id();
    }

    private StoredRecord invoice(long id) {
        return records.find(invoices.type(), id, actor).orElseThrow();
    }

    private String state(long id) {
        StoredRecord invoice = invoice(id);
        return invoice.text("status") + " "
                + Objects.requireNonNull(invoice.money("balance"))
                        .amount()
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private Written pay(String amount, Spread spread, boolean restStays) {
        return payments.record(
                new Receipt(
                        account,
                        new Money(new BigDecimal(amount), "EUR"),
                        DAY,
                        Payment.Method.TRANSFER,
                        "Ref",
                        spread,
                        restStays),
                actor);
    }

    private long paid(String amount, Spread spread) {
        Written written = pay(amount, spread, false);
        assertThat(written).isInstanceOf(Written.Done.class);
        return ((Written.Done) written).paymentId();
    }

    private static String code(Written written) {
        return ((Written.Refused) written).problems().getFirst().code();
    }

    private static Refund back(String amount) {
        return new Refund(new BigDecimal(amount), DAY, Payment.Method.TRANSFER, null);
    }

    private static Undoing bounced() {
        return new Undoing(Payment.Reversal.Kind.RETURNED, DAY.plusDays(3), "Sin fondos");
    }

    @Test
    @Tag("OPE-09")
    @Tag("FEA-05")
    void an_invoice_is_paid_in_parts_on_its_page() {
        long id = issued("300");
        assertThat(visitor.htmx().get("/o/invoice/" + id + "/payment").body()).contains("300,00");
        visitor.post(
                "/o/invoice/" + id + "/payment",
                "amount",
                "100,50",
                "date",
                "2020-01-01",
                "method",
                "CARD",
                "reference",
                "TPV 7",
                "spread",
                "one");
        assertThat(state(id)).isEqualTo("partly_paid 199.5");
        assertThat(visitor.get("/o/invoice/" + id).body()).contains("100,50", "TPV 7", "Tarjeta");
        Answer over = visitor.htmx()
                .post("/o/invoice/" + id + "/payment", "amount", "200", "date", "2020-01-02", "spread", "one");
        assertThat(over.status()).isEqualTo(422);
        assertThat(over.body()).contains("PAY-103", "199,50");
        for (List<String> wrong : List.of(
                List.of("amount", "cien", "date", "2020-01-01"),
                List.of("amount", "-5", "date", "2020-01-01"),
                List.of("amount", "1,234", "date", "2020-01-01"),
                List.of("amount", "1", "date", "mañana"),
                List.of("amount", "1", "date", "9999-01-01"))) {
            Answer answer = visitor.htmx().post("/o/invoice/" + id + "/payment", wrong.toArray(String[]::new));
            assertThat(answer.status()).as("" + wrong).isEqualTo(422);
            assertThat(answer.body()).as("" + wrong).contains("PAY-10");
        }
        assertThat(state(id)).isEqualTo("partly_paid 199.5");
        visitor.post("/o/invoice/" + id + "/payment", "amount", "199,50", "date", "2020-01-02", "spread", "one");
        assertThat(state(id)).isEqualTo("paid 0");
        assertThat(visitor.get("/o/account/" + account.id() + "/payments").body())
                .contains("199,50", invoice(id).title());
    }

    @Test
    @Tag("OPE-09")
    void one_payment_is_for_several_invoices_and_what_is_left_for_later_ones() {
        long first = issued("100");
        long second = issued("50");
        assertThat(code(pay("200", new Spread.Oldest(), false))).isEqualTo("PAY-102");
        assertThat(code(pay("100", new Spread.Each(Map.of(first, amount("60"), second, amount("50"))), false)))
                .isEqualTo("PAY-104");
        assertThat(code(pay("100", new Spread.Each(Map.of(first, amount("40"), second, amount("60"))), false)))
                .isEqualTo("PAY-103");
        paid("60", new Spread.Each(Map.of(first, amount("40"), second, amount("20"))));
        assertThat(List.of(state(first), state(second))).containsExactly("partly_paid 60", "partly_paid 30");
        assertThat(pay("100", new Spread.Oldest(), true)).isInstanceOf(Written.Done.class);
        assertThat(List.of(state(first), state(second))).containsExactly("paid 0", "paid 0");
        long advance = paid("15", new Spread.Advance());
        assertThat(lists.find(advance).orElseThrow().rest()).isEqualByComparingTo("15");

        long third = issued("22");
        assertThat(visitor.get("/o/invoice/" + third).body()).contains("25,00");
        visitor.post("/o/invoice/" + third + "/credit");
        assertThat(state(third)).isEqualTo("paid 0");
        assertThat(lists.of(account, actor).stream().map(Payment::rest).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("3");
        assertThat(visitor.post("/o/invoice/" + third + "/credit").status()).isEqualTo(409);
        assertThat(payments.refundRest(advance, back("4"), actor)).isInstanceOf(Written.Refused.class);
        assertThat(payments.refundRest(advance, back("3"), actor)).isInstanceOf(Written.Done.class);
        assertThat(code(payments.reverse(advance, bounced(), actor))).isEqualTo("PAY-111");
    }

    private static BigDecimal amount(String amount) {
        return new BigDecimal(amount);
    }

    @Test
    @Tag("OPE-09")
    void a_bounced_payment_opens_its_invoices_again_and_stays_in_sight() {
        long first = issued("100");
        long second = issued("50");
        long payment = paid("150", new Spread.Oldest());
        assertThat(List.of(state(first), state(second))).containsExactly("paid 0", "paid 0");
        assertThat(visitor.htmx().get("/payments/" + payment + "/reverse").status())
                .isEqualTo(200);
        assertThat(visitor.htmx()
                        .post("/payments/" + payment + "/reverse", "kind", "RETURNED", "date", "2020-01-05")
                        .body())
                .contains("PAY-115");
        visitor.post(
                "/payments/" + payment + "/reverse",
                "kind",
                "RETURNED",
                "date",
                "2020-01-05",
                "reason",
                "Sin fondos",
                "invoice",
                "" + first);
        assertThat(List.of(state(first), state(second))).containsExactly("issued 100", "issued 50");
        assertThat(visitor.get("/o/account/" + account.id() + "/statement").body())
                .contains("debía 150,00", "Saldo -150,00", invoice(second).title());
        assertThat(visitor.get("/o/account/" + account.id() + "/statement?on=ayer")
                        .status())
                .isEqualTo(400);
        assertThat(visitor.get("/o/invoice/" + first).body()).contains("Sin fondos", "Devuelto por el banco");
        assertThat(code(payments.reverse(payment, bounced(), actor))).isEqualTo("PAY-110");
        for (String attempt : List.of(
                "update payment set amount = 1 where id = " + payment,
                "delete from payment_allocation where payment_id = " + payment,
                "delete from payment_reversal where payment_id = " + payment,
                "truncate payment cascade")) {
            assertThatThrownBy(() -> sql.execute(attempt)).as(attempt).hasStackTraceContaining("it is reversed");
        }
    }

    @Test
    @Tag("OPE-09")
    void a_corrective_invoice_lowers_what_is_owed_and_the_rest_is_refunded() {
        long original = issued("100");
        paid("30", new Spread.One(original));
        assertThat(code(payments.refund(original, back("31"), actor))).isEqualTo("PAY-112");
        long correction = corrected(original, false);
        assertThat(List.of(state(original), state(correction))).containsExactly("paid 0", "partly_paid -30");
        assertThat(payments.refund(correction, back("30"), actor)).isInstanceOf(Written.Done.class);
        assertThat(state(correction)).isEqualTo("paid 0");
        assertThat(code(payments.refund(correction, back("1"), actor))).isEqualTo("PAY-112");
    }

    @Test
    @Tag("OPE-09")
    void an_invoice_in_the_place_of_another_takes_its_payments() {
        long original = issued("100");
        long payment = paid("30", new Spread.One(original));
        long substitute = corrected(original, true);
        assertThat(List.of(state(original), state(substitute))).containsExactly("substituted 0", "partly_paid 70");
        assertThat(code(pay("10", new Spread.One(original), false))).isEqualTo("PAY-106");
        assertThat(payments.reverse(payment, bounced(), actor)).isInstanceOf(Written.Done.class);
        assertThat(state(substitute)).isEqualTo("issued 100");
    }

    private long corrected(long original, boolean substitutes) {
        StoredRecord draft = ((WriteResult.Saved)
                        invoices.correct(invoice(original), new Invoices.Correction("r1", substitutes, "Error"), actor))
                .record();
        assertThat(issuing.issue(draft.id(), actor)).isInstanceOf(Issued.Done.class);
        return draft.id();
    }

    @Test
    @Tag("OPE-09")
    void twenty_who_pay_one_invoice_at_once_never_pay_more_than_it_is() throws Exception {
        long first = issued("100");
        long second = issued("100");
        List<Callable<Written>> tasks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean turned = i % 2 == 0;
            tasks.add(() -> pay(
                    "18",
                    new Spread.Each(
                            Map.of(turned ? first : second, amount("11"), turned ? second : first, amount("7"))),
                    false));
        }
        int done = 0;
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (Future<Written> one : threads.invokeAll(tasks)) {
                done += one.get() instanceof Written.Done ? 1 : 0;
            }
        } catch (ExecutionException failed) {
            throw new AssertionError(failed);
        }
        BigDecimal left = IntStream.of(0, 1)
                .mapToObj(i -> Objects.requireNonNull(
                                invoice(i == 0 ? first : second).money("balance"))
                        .amount())
                .peek(balance -> assertThat(balance).isNotNegative())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(done).isPositive();
        assertThat(left).isEqualByComparingTo(new BigDecimal(200 - 18 * done));
        assertThat(left).isLessThan(amount("29"));
    }

    @Test
    @Tag("OPE-09")
    void a_balance_is_always_what_is_payable_less_what_is_allocated() {
        SplittableRandom dice = new SplittableRandom(20261122);
        for (int round = 0; round < 6; round++) {
            account = account();
            List<Long> ids = List.of(issued("100.01"), issued("33.33"), issued("0.07"));
            List<Long> made = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                long id = ids.get(dice.nextInt(ids.size()));
                String cents = BigDecimal.valueOf(1 + dice.nextInt(6000), 2).toPlainString();
                Written written = switch (dice.nextInt(8)) {
                    case 0, 1 -> pay(cents, new Spread.Oldest(), dice.nextBoolean());
                    case 2 -> pay(cents, new Spread.One(id), dice.nextBoolean());
                    case 3 -> pay(cents, new Spread.Advance(), true);
                    case 4 -> credits.use(id, actor);
                    case 5 -> payments.refund(id, back(cents), actor);
                    case 6 ->
                        made.isEmpty()
                                ? new Written.Missing()
                                : payments.reverse(made.get(dice.nextInt(made.size())), bounced(), actor);
                    default ->
                        made.isEmpty()
                                ? new Written.Missing()
                                : payments.release(made.get(dice.nextInt(made.size())), id, actor);
                };
                if (written instanceof Written.Done(long payment) && payment > 0 && !made.contains(payment)) {
                    made.add(payment);
                }
                for (long one : ids) {
                    StoredRecord invoice = invoice(one);
                    BigDecimal payable =
                            Objects.requireNonNull(invoice.money("payable")).amount();
                    BigDecimal balance =
                            Objects.requireNonNull(invoice.money("balance")).amount();
                    BigDecimal allocated = sql.fetchSingle(
                                    "select coalesce(sum(amount), 0) from payment_allocation where invoice_id = ?", one)
                            .into(BigDecimal.class);
                    assertThat(balance).isEqualByComparingTo(payable.subtract(allocated));
                    assertThat(balance).isNotNegative();
                    assertThat(invoice.text("status"))
                            .isEqualTo(
                                    balance.signum() == 0
                                            ? "paid"
                                            : balance.compareTo(payable) >= 0 ? "issued" : "partly_paid");
                }
                assertThat(lists.of(account, actor))
                        .allSatisfy(payment -> assertThat(payment.rest()).isNotNegative());
            }
        }
    }

    @Test
    @Tag("ANA-RIS-02")
    @Tag("FEA-05")
    @Tag("OPE-19")
    void what_a_customer_owes_and_how_they_pay_stands_beside_their_name() {
        changes.change(
                account.type(),
                account.id(),
                account.version(),
                Draft.of(Map.of("credit_limit", new Money(amount("70"), "EUR"))),
                actor);
        StoredRecord contact =
                make("contact", Map.of("first_name", "Nuria", "last_name", "Beltrán", "account", account.id()));
        long first = issued("100");
        long second = issued("80.40");
        assertThat(visitor.get("/o/contact/" + contact.id()).body())
                .contains("180,40", "Debe más que su límite", "Montaje")
                .doesNotContain("Vencido");
        clock.advance(Duration.ofDays(42));
        LocalDate late = Objects.requireNonNull(invoice(first).date("due_date")).plusDays(10);
        payments.record(
                new Receipt(
                        account,
                        new Money(amount("103"), "EUR"),
                        late,
                        Payment.Method.CASH,
                        null,
                        new Spread.One(first),
                        true),
                actor);
        account = records.find(account.type(), account.id(), actor).orElseThrow();
        CustomerAccounts.Standing standing = accounts.of(account, actor).orElseThrow();
        assertThat(standing.owed()).hasSize(1);
        assertThat(standing.owed().getFirst().open()).isEqualByComparingTo("80.40");
        assertThat(standing.owed().getFirst().overdue()).isEqualByComparingTo("80.40");
        assertThat(standing.owed().getFirst().credit()).isEqualByComparingTo("3");
        assertThat(standing.isOverLimit()).isTrue();
        assertThat(standing.promptness().orElseThrow().days()).isEqualByComparingTo("10");
        assertThat(standing.promptness().orElseThrow().late()).isEqualTo(100);
        assertThat(standing.years().getFirst().getValue().amount()).isEqualByComparingTo("180.40");
        assertThat(standing.purchases().getFirst().invoiceId()).isEqualTo(second);
        assertThat(standing.partial()).isTrue();
        assertThat(accounts.of(account, actor(administrator())).orElseThrow().partial())
                .isFalse();
    }

    @Test
    @Tag("OPE-08")
    void an_issued_invoice_is_mailed_with_its_pdf_and_what_is_left_to_pay() throws Exception {
        long id = issued("300");
        paid("100", new Spread.One(id));
        String to = "cobros" + id + "@cliente.example";
        assertThat(visitor.htmx().post("/o/invoice/" + id + "/send", "to", to).body())
                .contains("BIL-185");
        try (MailHost host = new MailHost()) {
            server.save(host.settings(url("")), null);
            assertThat(visitor.htmx()
                            .post("/o/invoice/" + id + "/send", "to", "nadie")
                            .body())
                    .contains("BIL-124");
            assertThat(visitor.htmx()
                            .post("/o/invoice/" + id + "/send", "to", to)
                            .status())
                    .isEqualTo(200);
            MimeMessage mail = host.latestFor(to, 1);
            assertThat(MailHost.subject(mail)).contains(invoice(id).title());
            MimeMultipart parts = (MimeMultipart) mail.getContent();
            assertThat(parts.getBodyPart(1).getFileName()).isEqualTo(invoice(id).title() + ".pdf");
            MimeMultipart said = (MimeMultipart) parts.getBodyPart(0).getContent();
            assertThat((String) said.getBodyPart(0).getContent()).contains("200,00");
        } finally {
            server.remove();
        }
    }

    private StoredRecord reached(String to, boolean unwanted) {
        return make(
                "account",
                Map.of(
                        "name",
                        "Cliente de Ejemplo, S.L.",
                        "tax_id",
                        "B08194359",
                        "address",
                        new Address("Rúa do Sol 2", "15001", "A Coruña", "A Coruña", "España"),
                        "email",
                        to,
                        "no_reminders",
                        unwanted));
    }

    /** So many days after the start of the test. */
    private void daysLater(Instant start, long days) {
        clock.advance(Duration.between(clock.instant(), start.plus(Duration.ofDays(days))));
        reminders.writeDue();
    }

    @Test
    @Tag("OPE-09")
    void what_is_overdue_is_reminded_of_step_by_step_until_it_is_paid() {
        Instant start = clock.instant();
        String to = "pagos" + System.nanoTime() + "@cliente.example";
        account = reached("no" + to, true);
        long unwanted = issued("300");
        account = reached(to, false);
        long id = issued("300");
        Visitor administrator = signedIn(administrator());
        assertThat(administrator
                        .htmx()
                        .post("/settings/reminders", "active", "true", "days", "15, 3")
                        .body())
                .contains("PAY-140");
        assertThat(reminders.policy().active()).isFalse();
        try (MailHost host = new MailHost()) {
            server.save(host.settings(url("")), null);
            daysLater(start, 34);
            assertThat(reminders.of(id)).as("switched off").isEmpty();
            administrator = signedIn(administrator());
            administrator.post("/settings/reminders", "active", "true", "days", "3, 15, 30");
            assertThat(reminders.policy()).isEqualTo(new PaymentReminders.Policy(true, List.of(3, 15, 30)));
            reminders.writeDue();
            reminders.writeDue();
            assertThat(reminders.of(id)).hasSize(1);
            assertThat(MailHost.subject(host.latestFor(to, 1)))
                    .startsWith("Recordatorio: factura " + invoice(id).title());
            daysLater(start, 45);
            assertThat(reminders.of(id))
                    .as("as far from the first as the steps are apart")
                    .hasSize(1);
            daysLater(start, 46);
            assertThat(MailHost.subject(host.latestFor(to, 2))).startsWith("Segundo recordatorio");
            assertThat(signedIn(administrator()).get("/o/invoice/" + id).body()).contains("Recordatorio 2");
            paid("300", new Spread.One(id));
            daysLater(start, 300);
            assertThat(reminders.of(id)).as("it is paid").hasSize(2);
            assertThat(reminders.of(unwanted)).isEmpty();
        } finally {
            reminders.set(new PaymentReminders.Policy(false, List.of(3, 15, 30)));
            server.remove();
        }
    }

    @Test
    @Tag("ANA-RIS-07")
    void a_sale_over_the_credit_limit_waits_for_an_approval() {
        changes.change(
                account.type(),
                account.id(),
                account.version(),
                Draft.of(Map.of("credit_limit", new Money(amount("150"), "EUR"), "payment_days", amount("45"))),
                actor);
        StoredRecord agreed = invoice(issued("100"));
        assertThat(agreed.date("due_date"))
                .isEqualTo(Objects.requireNonNull(agreed.date("date")).plusDays(45));
        long draft = drafted("60");
        policy.set(CreditPolicy.Action.BLOCK);
        try {
            Answer blocked = visitor.htmx().post("/o/invoice/" + draft + "/issue");
            assertThat(blocked.status()).isEqualTo(422);
            assertThat(blocked.body()).contains("PAY-130");
            assertThat(visitor.get("/o/invoice/" + draft).body()).contains("160,00", "150,00");
            String approval = "/o/invoice/" + draft + "/credit-approval";
            assertThat(visitor.post(approval, "reason", "Paga siempre").status())
                    .isEqualTo(403);
            Visitor administrator = signedIn(administrator());
            assertThat(administrator.post(approval, "reason", " ").status()).isEqualTo(400);
            assertThat(administrator.post(approval, "reason", "Paga siempre").status())
                    .isEqualTo(303);
            assertThat(visitor.get("/o/invoice/" + draft).body()).contains("Paga siempre");
            visitor.post("/o/invoice/" + draft + "/issue");
            assertThat(state(draft)).isEqualTo("issued 60");
            assertThat(sql.fetchSingle(
                                    "select count(*) from audit_event where object = 'credit_approval' and subject = ?",
                                    "" + draft)
                            .into(Integer.class))
                    .isEqualTo(1);
            policy.set(CreditPolicy.Action.WARN);
            issued("500");
        } finally {
            policy.set(CreditPolicy.Action.WARN);
        }
    }

    @Test
    @Tag("OPE-09")
    void a_seller_records_a_payment_by_hand_on_a_phone() {
        var seller = user(Role.SELLER, null);
        actor = actor(seller);
        account = account();
        long id = issued("300");
        issued("20");
        Page page = browser.context(Look.PHONE.dark()).newPage();
        browser.signIn(page, url(""), seller.email(), PASSWORD);
        page.navigate(url("/o/invoice/" + id));
        page.locator("#rt-act").check(new Locator.CheckOptions().setForce(true));
        page.getByText("Registrar cobro").first().click();
        page.fill("#pay-amount", "120,50");
        browser.axe(page);
        browser.fits(page);
        browser.picture(page, "payment-dialog");
        page.locator("#payment [type=submit]").click();
        assertThat(page.locator("#rel-payments")).containsText("1");
        page.locator("#rt-act").check(new Locator.CheckOptions().setForce(true));
        browser.axe(page);
        browser.fits(page);
        browser.picture(page, "payment-invoice");
        page.navigate(url("/o/account/" + account.id() + "/payments"));
        assertThat(page.locator("main")).containsText("120,50");
        browser.axe(page);
        browser.fits(page);
        browser.picture(page, "payment-customer");
    }

    @Test
    @Tag("RE-05")
    void another_seller_neither_sees_nor_touches_a_payment() {
        long id = issued("100");
        long payment = paid("40", new Spread.One(id));
        Visitor other = signedIn(
                user(Role.SELLER, teams.create("Otros " + System.nanoTime()).orElseThrow()));
        assertThat(other.post("/o/invoice/" + id + "/payment", "amount", "1", "date", "2020-01-01")
                        .status())
                .isEqualTo(404);
        assertThat(other.post(
                                "/payments/" + payment + "/reverse",
                                "kind",
                                "MISTAKE",
                                "date",
                                "2020-01-05",
                                "reason",
                                "x")
                        .status())
                .isEqualTo(404);
        Visitor reader = signedIn(user(Role.READER, null));
        assertThat(reader.get("/o/invoice/" + id).body()).contains("40,00").doesNotContain("/payment\"");
        assertThat(reader.post(
                                "/payments/" + payment + "/reverse",
                                "kind",
                                "MISTAKE",
                                "date",
                                "2020-01-05",
                                "reason",
                                "x")
                        .status())
                .isEqualTo(403);
        assertThat(state(id)).isEqualTo("partly_paid 60");
    }
}
