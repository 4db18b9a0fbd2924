package lazo.operational.journal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lazo.Browser;
import lazo.Browser.Look;
import lazo.LazoTest;
import lazo.Visitor;
import lazo.Visitor.Answer;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.User;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.operational.billing.Issuer;
import lazo.operational.billing.IssuerSettings;
import lazo.operational.journal.ChartOfAccounts.Chart;
import lazo.operational.journal.Journal.Posted;
import lazo.operational.journal.Journal.Typed;
import lazo.operational.ledger.InvoiceBook;
import lazo.operational.payment.Credits;
import lazo.operational.payment.CustomerAccounts;
import lazo.operational.payment.Payment;
import lazo.operational.payment.Payments;
import lazo.operational.payment.Payments.Receipt;
import lazo.operational.payment.Payments.Refund;
import lazo.operational.payment.Payments.Spread;
import lazo.operational.payment.Payments.Undoing;
import lazo.operational.payment.Payments.Written;
import lazo.operational.verifactu.Taxpayer.Environment;
import lazo.operational.verifactu.VerifactuSettings;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** What documents and accountants post, and that it always comes to the same on both sides. */
class JournalTest extends LazoTest {
    private static final Pattern NEXT = Pattern.compile("<footer><a class=\"btn sm\" href=\"([^\"]+)\"");

    private static final LocalDate LONG_AGO = LocalDate.parse("1990-01-01");
    private static final LocalDate FAR_AHEAD = LocalDate.parse("2090-12-31");

    @RegisterExtension
    final Browser browser = new Browser();

    @Autowired
    ObjectTypes types;

    @Autowired
    Records records;

    @Autowired
    RecordChanges changes;

    @Autowired
    IssuerSettings issuer;

    @Autowired
    VerifactuSettings verifactu;

    @Autowired
    ChartOfAccounts chart;

    @Autowired
    Journal journal;

    @Autowired
    JournalLists lists;

    @Autowired
    JournalFailures failures;

    @Autowired
    JournalCatchUp catchUp;

    @Autowired
    Closings closings;

    @Autowired
    InvoiceBook book;

    @Autowired
    TaxSummary taxes;

    @Autowired
    CashForecast forecast;

    @Autowired
    Payments payments;

    @Autowired
    Credits credits;

    @Autowired
    CustomerAccounts accounts;

    private User accountant;
    private Actor actor;
    private Visitor visitor;
    private StoredRecord account;

    @BeforeEach
    void anAccountantHasACustomer() {
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
        verifactu.save(new VerifactuSettings.Draft(
                false, Environment.TEST, "Emisora de Ejemplo, S.A.", "A12345674", "Proyecto, S.L.", "B08194359"));
        accountant = user(Role.ADMINISTRATOR, null);
        actor = actor(accountant);
        visitor = signedIn(accountant);
        account = customer();
        if (chart.chart().isEmpty()) {
            chart.choose(Chart.PGC);
            catchUp.run();
        }
    }

    private StoredRecord customer() {
        return customer("B08194359", "España");
    }

    private StoredRecord customer(String taxId, String country) {
        return ((WriteResult.Saved) changes.create(
                        types.load("account"),
                        Draft.of(new HashMap<>(Map.of(
                                "name",
                                "Cliente %d, S.L.".formatted(System.nanoTime()),
                                "tax_id",
                                taxId,
                                "address",
                                new Address("Rúa do Sol 2", "15001", "A Coruña", "A Coruña", country)))),
                        actor))
                .record();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneId.of("Europe/Madrid"));
    }

    private static long id(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        return Long.parseLong(answer.location().replaceAll("/edit$", "").replaceAll(".*/", ""));
    }

    private long issued(String amount, String tax, String... more) {
        long id = id(visitor.post("/o/invoice", "subject", "Montaje", "account", "" + account.id()));
        edit(id, amount, tax, more);
        assertThat(visitor.post("/o/invoice/" + id + "/issue").status()).isEqualTo(303);
        return id;
    }

    private void edit(long id, String amount, String tax, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "version",
                "" + sql.fetchValue("select version from record.invoice where id = ?", id),
                "revision",
                "" + sql.fetchValue("select coalesce(max(revision), 0) from document where document_id = ?", id),
                "subject",
                "Montaje",
                "account",
                "" + account.id(),
                "line.row",
                "a",
                "line.kind",
                "ITEM",
                "line.product",
                "",
                "line.name",
                "Montaje",
                "line.detail",
                "",
                "line.quantity",
                "1",
                "line.unit",
                "",
                "line.price",
                amount,
                "line.discount",
                "0",
                "line.tax",
                tax));
        fields.addAll(List.of(more));
        Answer answer = visitor.post("/o/invoice/" + id + "/edit", fields.toArray(String[]::new));
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
    }

    private long corrected(long original, String method, String amount, String tax) {
        long id = id(visitor.post(
                "/o/invoice/" + original + "/correct", "method", method, "code", "r1", "reason", "Precio equivocado"));
        edit(id, amount, tax);
        assertThat(visitor.post("/o/invoice/" + id + "/issue").status()).isEqualTo(303);
        return id;
    }

    private Written pay(String amount, Spread spread) {
        return payments.record(
                new Receipt(
                        account,
                        new Money(new BigDecimal(amount), "EUR"),
                        today(),
                        Payment.Method.TRANSFER,
                        "Ref",
                        spread,
                        true),
                actor);
    }

    private String posted(JournalEntry.Source source, long id) {
        return String.join(
                " ",
                lists.of(source, id).stream()
                        .flatMap(entry -> entry.lines().stream())
                        .map(line -> line.account()
                                + (line.debit().signum() > 0 ? "D" : "H")
                                + line.debit()
                                        .max(line.credit())
                                        .stripTrailingZeros()
                                        .toPlainString())
                        .sorted()
                        .toList());
    }

    private BigDecimal of(PostingUse use) {
        return sql.fetchSingle(
                        "select coalesce(sum(debit - credit), 0) from journal_line where customer_id = ? and use = ?",
                        account.id(),
                        use.name())
                .into(BigDecimal.class);
    }

    @Test
    @Tag("OPE-10")
    void an_invoice_and_its_payment_are_posted_to_the_accounts_of_the_spanish_chart() {
        long first = issued("100", "iva_general", "surcharge", "true", "withholding", "irpf_professional");
        assertThat(posted(JournalEntry.Source.INVOICE, first)).isEqualTo("430D111.2 473D15 477H21 477H5.2 705H100");
        long payment = ((Written.Done) pay("120", new Spread.One(first))).paymentId();
        assertThat(posted(JournalEntry.Source.PAYMENT, payment)).isEqualTo("430H111.2 438H8.8 572D120");
        payments.reverse(payment, new Undoing(Payment.Reversal.Kind.RETURNED, today(), "Devuelto"), actor);
        assertThat(of(PostingUse.CUSTOMERS)).isEqualByComparingTo("111.2");
        assertThat(of(PostingUse.ADVANCES)).isZero();
        long second = issued("50", "iva_reduced");
        long corrective = corrected(second, "differences", "-20", "iva_reduced");
        assertThat(posted(JournalEntry.Source.INVOICE, corrective)).isEqualTo("430H22 477D2 708D20");
        long substitute = corrected(second, "substitution", "80", "iva_general");
        assertThat(posted(JournalEntry.Source.INVOICE, substitute)).isEqualTo("430D41.8 477H11.8 705H30");
        assertThat(visitor.get("/o/invoice/" + first).body())
                .contains("/journal/entries/"
                        + lists.find(JournalEntry.Source.INVOICE, first)
                                .orElseThrow()
                                .id())
                .contains("Cambio de un cobro");
        assertThat(visitor.get("/o/account/" + account.id()).body())
                .contains("/journal/accounts/430?customer=" + account.id());
        catchUp.retry();
        assertThat(lists.of(JournalEntry.Source.INVOICE, first)).hasSize(1);
    }

    @Test
    @Tag("OPE-10")
    void whatever_happens_to_documents_every_balance_comes_to_the_cent() {
        SplittableRandom dice = new SplittableRandom(15);
        List<String> rates = List.of("iva_general", "iva_reduced", "exempt_e1");
        List<Long> invoices = new ArrayList<>();
        List<Long> made = new ArrayList<>();
        for (int step = 0; step < 36; step++) {
            String cents = BigDecimal.valueOf(1 + dice.nextInt(30_000), 2).toPlainString();
            String tax = rates.get(dice.nextInt(rates.size()));
            int deed = invoices.isEmpty() ? 0 : dice.nextInt(10);
            Long invoice = invoices.isEmpty() ? null : invoices.get(dice.nextInt(invoices.size()));
            Long payment = made.isEmpty() ? null : made.get(dice.nextInt(made.size()));
            Written written = new Written.Missing();
            if (deed <= 1 || invoice == null) {
                invoices.add(issued(
                        cents.replace('.', ','),
                        tax,
                        "surcharge",
                        "" + dice.nextBoolean(),
                        "withholding",
                        dice.nextBoolean() ? "irpf_professional" : ""));
            } else if (deed == 2) {
                corrected(invoice, "differences", "-" + (1 + dice.nextInt(20)), tax);
            } else if (deed == 3 && statusIsLive(invoice)) {
                long substitute = corrected(invoice, "substitution", cents.replace('.', ','), tax);
                invoices.remove(invoice);
                invoices.add(substitute);
            } else if (deed <= 5) {
                written = pay(cents, dice.nextBoolean() ? new Spread.Oldest() : new Spread.Advance());
            } else if (deed == 6) {
                credits.use(invoice, actor);
            } else if (deed == 7 && payment != null) {
                payments.reverse(payment, new Undoing(Payment.Reversal.Kind.RETURNED, today(), "Devuelto"), actor);
            } else if (deed == 8 && payment != null) {
                payments.release(payment, invoice, actor);
            } else if (payment != null) {
                written = payments.refundRest(
                        payment, new Refund(new BigDecimal("0.5"), today(), Payment.Method.CASH, null), actor);
            }
            if (written instanceof Written.Done(long id)) {
                made.add(id);
            }
            var owed = accounts.of(account, actor).orElseThrow().owed().stream()
                    .findFirst()
                    .orElse(new CustomerAccounts.Owed("EUR", BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO));
            assertThat(of(PostingUse.CUSTOMERS)).as("430 at step " + step).isEqualByComparingTo(owed.open());
            assertThat(of(PostingUse.ADVANCES).negate()).as("438").isEqualByComparingTo(owed.credit());
        }
        assertThat(lists.totals(LONG_AGO, FAR_AHEAD).stream()
                        .map(JournalLists.Total::closing)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .as("trial balance")
                .isZero();
        assertThat(sql.fetchValues(
                        "select entry_id from journal_line group by entry_id having sum(debit) <> sum(credit)"))
                .isEmpty();
        InvoiceBook.Sum sums = book.read(LONG_AGO, FAR_AHEAD, 0).summaries().stream()
                .filter(one -> one.currency().equals("EUR"))
                .findFirst()
                .orElseThrow()
                .net();
        assertThat(lists.posted(List.of(PostingUse.OUTPUT_TAX, PostingUse.SURCHARGE), LONG_AGO, FAR_AHEAD)
                        .negate())
                .as("477")
                .isEqualByComparingTo(sums.tax().add(sums.surcharge()));
        TaxSummary.Summary summary = taxes.of(LONG_AGO, FAR_AHEAD);
        assertThat(summary.tax()).as("boxes").isEqualByComparingTo(sums.tax().add(sums.surcharge()));
        assertThat(summary.rows().stream()
                        .filter(row -> row.kind() != TaxSummary.Kind.SURCHARGE
                                && row.kind() != TaxSummary.Kind.CORRECTED_SURCHARGE)
                        .map(TaxSummary.Row::base)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(sums.base());
        assertThat(summary.difference()).isZero();
        JournalLists.Statement statement = lists.statement("430", account.id(), LONG_AGO, FAR_AHEAD, null);
        while (statement.next() != null) {
            statement = lists.statement("430", account.id(), LONG_AGO, FAR_AHEAD, statement.next());
        }
        assertThat(statement.closing()).isEqualByComparingTo(of(PostingUse.CUSTOMERS));
    }

    private boolean statusIsLive(long invoice) {
        return !"substituted"
                .equals(records.find(types.load("invoice"), invoice, actor)
                        .orElseThrow()
                        .text("status"));
    }

    private Posted enter(String day, String debit, String credit) {
        return journal.enter(
                LocalDate.parse(day),
                "Prueba",
                List.of(
                        new Typed("629", new BigDecimal(debit), BigDecimal.ZERO),
                        new Typed("572", BigDecimal.ZERO, new BigDecimal(credit))),
                actor);
    }

    @Test
    @Tag("OPE-10")
    void twenty_who_post_at_once_leave_no_gap_in_the_numbers() throws Exception {
        try (var pool = Executors.newFixedThreadPool(20)) {
            List<Callable<Posted>> all = IntStream.range(0, 100)
                    .<Callable<Posted>>mapToObj(i -> () -> enter("1995-03-0" + (1 + i % 9), "5", "5"))
                    .toList();
            for (Future<Posted> one : pool.invokeAll(all)) {
                assertThat(one.get()).isInstanceOf(Posted.Done.class);
            }
        }
        assertThat(sql.fetchValues("select number from journal_entry where year = 1995 order by number"))
                .isEqualTo(IntStream.rangeClosed(1, 100)
                        .mapToObj(i -> (Object) (long) i)
                        .toList());
    }

    @Test
    @Tag("OPE-10")
    void what_is_posted_is_neither_changed_nor_removed_and_cannot_but_balance() {
        long entry = ((Posted.Done) enter("1996-01-01", "7", "7")).entryId();
        for (String deed : List.of(
                "update journal_entry set description = 'Otra' where id = " + entry,
                "delete from journal_entry where id = " + entry,
                "update journal_line set debit = 8 where debit > 0 and entry_id = " + entry,
                "delete from journal_line where entry_id = " + entry,
                "truncate journal_line",
                "insert into journal_line (entry_id, day, position, account, debit, credit) values"
                        + " (%1$d, '1996-01-01', 3, '629', 1, 0), (%1$d, '1996-01-01', 4, '572', 0, 1)"
                                .formatted(entry),
                "insert into journal_entry (year, number, day, source, description, lines, total, made_at)"
                        + " values (1996, 99, '1996-01-01', 'MANUAL', 'Sin líneas', 2, 5, now())")) {
            assertThatThrownBy(() -> sql.execute(deed)).as(deed).isInstanceOf(RuntimeException.class);
        }
        assertThat(enter("1996-01-01", "7", "8")).isInstanceOf(Posted.Refused.class);
        assertThat(lists.find(entry).orElseThrow().lines()).hasSize(2);
        assertThat(((Posted.Done) journal.reverse(entry, LocalDate.parse("1996-01-02"), actor)).entryId())
                .isPositive();
        assertThat(((Posted.Refused) journal.reverse(entry, LocalDate.parse("1996-01-02"), actor))
                        .problems()
                        .getFirst()
                        .code())
                .isEqualTo("JRN-109");
    }

    @Test
    @Tag("OPE-10")
    void nothing_is_posted_into_a_closed_period_until_somebody_reopens_it_and_says_why() {
        try {
            assertThat(visitor.post("/settings/ledger/closing", "through", "1997-12-31", "reason", "Año presentado")
                            .status())
                    .isEqualTo(303);
            Answer refused = visitor.post(
                    "/journal/entries",
                    "date",
                    "1997-06-01",
                    "description",
                    "Tarde",
                    "account",
                    "629",
                    "debit",
                    "3",
                    "credit",
                    "",
                    "account",
                    "572",
                    "debit",
                    "",
                    "credit",
                    "3");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body()).contains("JRN-101", "31 dic 1997");
            Written written = payments.record(
                    new Receipt(
                            account,
                            new Money(BigDecimal.TEN, "EUR"),
                            LocalDate.parse("1997-06-01"),
                            Payment.Method.CASH,
                            null,
                            new Spread.Advance(),
                            true),
                    actor);
            assertThat(((Written.Refused) written).problems().getFirst().code()).isEqualTo("JRN-101");
            assertThat(accounts.of(account, actor).orElseThrow().payments()).isEmpty();
            assertThatThrownBy(() -> sql.execute("insert into journal_entry (year, number, day, source, description,"
                            + " lines, total, made_at) values (1997, 99, '1997-01-01', 'MANUAL', 'X', 2, 5, now())"))
                    .hasMessageContaining("closed");
            assertThat(visitor.post("/settings/ledger/closing", "through", "", "reason", "")
                            .body())
                    .contains("JRN-131");
        } finally {
            closings.close(null, "Falta una factura", actor);
        }
        assertThat(enter("1997-06-01", "3", "3")).isInstanceOf(Posted.Done.class);
        assertThat(closings.all().getFirst().isReopening()).isTrue();
        assertThat(visitor.get("/settings/ledger").body()).contains("Reabiertos del todo", "Falta una factura");
        assertThat(sql.fetchValues("select 1 from audit_event where object = 'ledger_closing'"))
                .isNotEmpty();
    }

    @Test
    @Tag("OPE-10")
    void an_account_is_added_and_renamed_and_one_that_is_used_stays() {
        String code = "4309" + System.nanoTime() % 1_000_000;
        assertThat(visitor.post("/settings/ledger/accounts", "code", code, "name", "Clientes de prueba")
                        .status())
                .isEqualTo(303);
        assertThat(visitor.post("/settings/ledger/accounts", "code", code, "name", "Otra")
                        .body())
                .contains("JRN-122");
        assertThat(visitor.post("/settings/ledger/accounts", "code", "999", "name", "Otra")
                        .body())
                .contains("JRN-123");
        assertThat(visitor.post("/settings/ledger/accounts/" + code + "/rename", "name", "Clientes nuevos")
                        .status())
                .isEqualTo(303);
        assertThat(chart.accounts().get(code).label().byLanguage()).containsEntry("es", "Clientes nuevos");
        assertThat(visitor.post("/settings/ledger/accounts/" + code + "/remove").status())
                .isEqualTo(303);
        enter("1998-01-01", "1", "1");
        assertThat(visitor.post("/settings/ledger/accounts/629/remove").body()).contains("JRN-124");
        assertThat(visitor.post("/settings/ledger/chart", "chart", "INTERNATIONAL")
                        .body())
                .contains("JRN-125");
        assertThat(visitor.post("/settings/ledger/uses", "CUSTOMERS.", "43").body())
                .contains("JRN-103");
        Map<ChartOfAccounts.Use, String> before = chart.uses();
        Map<ChartOfAccounts.Use, String> wanted = new HashMap<>(before);
        wanted.put(new ChartOfAccounts.Use(PostingUse.MONEY, "CARD"), "551");
        assertThat(chart.use(wanted)).isEmpty();
        assertThat(ChartOfAccounts.account(chart.uses(), PostingUse.MONEY, "CARD"))
                .isEqualTo("551");
        assertThat(chart.use(before)).isEmpty();
    }

    @Test
    @Tag("OPE-10")
    void the_sales_of_a_quarter_stand_in_the_boxes_of_the_return_and_agree_with_the_journal() {
        clock.advance(Duration.ofDays(1_800));
        issued("100", "iva_general", "surcharge", "true");
        long reduced = issued("50", "iva_reduced");
        corrected(reduced, "differences", "-20", "iva_reduced");
        account = customer("FR40303265045", "Francia");
        issued("70", "exempt_e5");
        LocalDate first = today().withDayOfMonth(1).withMonth((today().getMonthValue() - 1) / 3 * 3 + 1);
        TaxSummary.Summary summary = taxes.of(first, first.plusMonths(3).minusDays(1));
        assertThat(summary.rows())
                .extracting(row -> row.boxes() + " "
                        + row.base().stripTrailingZeros().toPlainString() + " "
                        + row.tax().stripTrailingZeros().toPlainString())
                .containsExactly("04-06 50 5", "07-09 100 21", "14-15 -20 -2", "22-24 100 5.2", "59 70 0");
        assertThat(summary.tax()).isEqualByComparingTo("29.2");
        assertThat(summary.difference()).isZero();
        assertThat(summary.partners()).singleElement().satisfies(partner -> {
            assertThat(partner.taxId()).isEqualTo("FR40303265045");
            assertThat(partner.key()).isEqualTo("E");
            assertThat(partner.base()).isEqualByComparingTo("70");
        });
        assertThat(visitor.get("/journal/taxes").body()).contains("07-09", "FR40303265045", "Coincide con");
    }

    @Test
    @Tag("OPE-10")
    void money_is_expected_as_late_as_its_customer_has_paid_so_far() {
        clock.advance(Duration.ofDays(2_300));
        long late = issued("10", "iva_general");
        LocalDate due = due(late);
        clock.advance(Duration.ofDays(java.time.temporal.ChronoUnit.DAYS.between(today(), due.plusDays(21))));
        assertThat(pay("12.10", new Spread.One(late))).isInstanceOf(Written.Done.class);
        Map<LocalDate, BigDecimal> before = expected();
        long open = issued("1000", "exempt_e1");
        LocalDate week = due(open).plusDays(21).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        assertThat(expected().get(week).subtract(before.getOrDefault(week, BigDecimal.ZERO)))
                .isEqualByComparingTo("1000");
        assertThat(visitor.get("/journal/forecast").body()).contains("Lo esperable");
    }

    private LocalDate due(long invoice) {
        return Objects.requireNonNull(records.find(types.load("invoice"), invoice, actor)
                .orElseThrow()
                .date("due_date"));
    }

    private Map<LocalDate, BigDecimal> expected() {
        return forecast.of(actor, today()).stream()
                .filter(one -> one.currency().equals("EUR"))
                .flatMap(one -> one.weeks().stream())
                .collect(Collectors.toMap(CashForecast.Week::monday, CashForecast.Week::expected));
    }

    @Test
    @Tag("OPE-10")
    void accountants_get_the_journal_on_screen_and_as_files() throws IOException {
        String number = (String) sql.fetchValue(
                "select number from invoice_issue where invoice_id = ?", issued("1234,56", "iva_general"));
        String asked = "?from=" + today() + "&until=" + today() + "&account=430&source=INVOICE";
        assertThat(pageWith("/journal" + asked, "Factura " + number)).contains("Factura " + number, "1.493,82");
        assertThat(visitor.get("/journal/accounts/430?customer=" + account.id()).body())
                .contains("Factura " + number, account.title());
        assertThat(visitor.get("/journal/balance").body()).contains("Prestaciones de servicios");
        assertThat(visitor.get("/journal/export.csv" + asked).body())
                .contains("Factura " + number + ";430;Clientes;" + account.id() + ";1493,82;0,00");
        try (ReadableWorkbook workbook =
                new ReadableWorkbook(new ByteArrayInputStream(visitor.download("/journal/export.xlsx" + asked)))) {
            assertThat(workbook.getFirstSheet().read().stream().skip(1))
                    .anySatisfy(row -> assertThat(row.getCellAsNumber(6))
                            .hasValueSatisfying(debit -> assertThat(debit).isEqualByComparingTo("1493.82")));
        }
        Answer unbalanced = visitor.post(
                "/journal/entries",
                "date",
                "" + today(),
                "description",
                "Luz",
                "account",
                "628",
                "debit",
                "10,50",
                "credit",
                "",
                "account",
                "572",
                "debit",
                "",
                "credit",
                "diez");
        assertThat(unbalanced.status()).isEqualTo(422);
        assertThat(unbalanced.body()).contains("JRN-112", "10,50", "Luz");
        assertThat(signedIn(user(Role.SELLER, null)).get("/journal").header("X-Lazo-Error"))
                .isEqualTo("JRN-403");
    }

    /** Others have posted on the same day: goes on to the next page until it is there. */
    private String pageWith(String path, String text) {
        String body = visitor.get(path).body();
        for (Matcher next = NEXT.matcher(body); !body.contains(text) && next.find(); next = NEXT.matcher(body)) {
            body = visitor.get(next.group(1).replace("&amp;", "&")).body();
        }
        return body;
    }

    @Test
    @Tag("OPE-10")
    void what_is_in_a_currency_without_a_rate_is_listed_and_not_guessed() {
        Written written = payments.record(
                new Receipt(
                        account,
                        new Money(BigDecimal.TEN, "USD"),
                        today(),
                        Payment.Method.CARD,
                        null,
                        new Spread.Advance(),
                        true),
                actor);
        long payment = ((Written.Done) written).paymentId();
        assertThat(lists.of(JournalEntry.Source.PAYMENT, payment)).isEmpty();
        assertThat(failures.all()).anySatisfy(one -> assertThat(one.sourceId()).isEqualTo(payment));
        assertThat(visitor.post("/journal/failures/retry").status()).isEqualTo(303);
        assertThat(visitor.get("/journal/failures").body()).contains("JRN-201", "USD", "Cobro " + payment);
    }

    @Test
    @Tag("OPE-10")
    void an_entry_is_typed_with_its_difference_in_sight() {
        issued("10", "iva_general");
        for (Look look : Look.all().toList()) {
            Page page = browser.context(look).newPage();
            browser.signIn(page, url(""), accountant.email(), PASSWORD);
            page.navigate(url("/journal?from=" + today() + "&until=" + today()));
            browser.axe(page);
            browser.fits(page);
            browser.picture(page, "journal-" + look.width());
            page.locator("[hx-get='/journal/entries/new']").click();
            page.locator("#entry-text").fill("Luz");
            page.locator("#entry-form [name=account]").nth(0).fill("628");
            page.locator("#entry-form [name=debit]").nth(0).fill("12");
            page.locator("#entry-form [name=account]").nth(1).fill("572");
            assertThat(page.locator("#entry-difference")).containsText("12");
            browser.axe(page);
            browser.fits(page);
            page.locator("#entry-form [name=credit]").nth(1).fill("12");
            assertThat(page.locator("#entry-difference")).not().containsText("12");
            page.locator("#entry-form [type=submit]").click();
            page.waitForURL("**/journal/entries/*");
            for (String path : List.of("/journal/taxes", "/settings/ledger")) {
                page.navigate(url(path));
                browser.axe(page);
                browser.fits(page);
                browser.picture(page, "journal" + path.replace('/', '-') + "-" + look.width());
            }
        }
    }
}
