package lazo.operational.billing;

import static lazodb.Tables.INVOICE_ISSUE;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.catalogue.Tax;
import lazo.operational.catalogue.Taxes;
import lazo.operational.einvoice.InvoiceKind;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.Correction;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.einvoice.TaxInvoice.Party;
import lazo.operational.einvoice.TaxInvoice.Settlement;
import lazo.operational.einvoice.TaxInvoice.Supply;
import lazo.operational.verifactu.BillingRecord;
import lazo.operational.verifactu.BillingRecords;
import lazo.operational.verifactu.ChainFault;
import lazo.operational.verifactu.InvoiceProblem;
import lazo.operational.verifactu.Resubmission;
import lazo.operational.verifactu.TaxAgency;
import lazo.operational.verifactu.TaxQr;
import lazo.operational.verifactu.Taxpayer;
import lazo.operational.verifactu.VerifactuSettings;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives a draft its number and freezes what it says. All that can be known is looked at before the series is locked; then
 * come the number, the frozen content, the record and, last, the record of VERI*FACTU, in one transaction.
 */
@Component
public class InvoiceIssuing {
    private static final int DAYS_TO_PAY = 30;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final Invoices invoices;
    private final Documents documents;
    private final DocumentContents contents;
    private final IssuerSettings issuer;
    private final BillingSeries series;
    private final Taxes taxes;
    private final BillingRecords billingRecords;
    private final VerifactuSettings verifactu;
    private final TaxAgency agency;
    private final CompanySettings company;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** Whoever waits for a series waits here and not with a connection that others need. */
    private final ReentrantLock turn = new ReentrantLock(true);

    InvoiceIssuing(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Access access,
            Invoices invoices,
            Documents documents,
            DocumentContents contents,
            IssuerSettings issuer,
            BillingSeries series,
            Taxes taxes,
            BillingRecords billingRecords,
            VerifactuSettings verifactu,
            TaxAgency agency,
            CompanySettings company,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.invoices = invoices;
        this.documents = documents;
        this.contents = contents;
        this.issuer = issuer;
        this.series = series;
        this.taxes = taxes;
        this.billingRecords = billingRecords;
        this.verifactu = verifactu;
        this.agency = agency;
        this.company = company;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Issued {
        record Done(StoredRecord invoice) implements Issued {}

        /** Nothing was written: all of this is missing or wrong. */
        record Unready(List<Problem> problems) implements Issued {
            public Unready {
                problems = List.copyOf(problems);
            }
        }

        record Missing() implements Issued {}

        record Denied() implements Issued {}
    }

    /** An issued invoice. @param hash SHA-256 of the canonical content, in hexadecimal */
    public record Issue(InvoiceContent content, String hash, boolean intact) {}

    public Issued issue(long id, Actor actor) {
        turn.lock();
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                Issued issued = issued(id, actor);
                if (!(issued instanceof Issued.Done)) {
                    status.setRollbackOnly();
                }
                return issued;
            }));
        } catch (ChainFault fault) {
            return new Issued.Unready(
                    List.of(Problem.of("", "BIL-175", fault.reason().name())));
        } finally {
            turn.unlock();
        }
    }

    private Issued issued(long id, Actor actor) {
        ObjectType type = invoices.type();
        if (changes.hold(type, id, actor).isEmpty()) {
            return new Issued.Missing();
        }
        Optional<StoredRecord> found = records.find(type, id, actor);
        if (found.isEmpty()) {
            return new Issued.Missing();
        }
        if (!access.mayChange(actor, type, id)) {
            return new Issued.Denied();
        }
        StoredRecord invoice = found.get();
        if (!Invoices.status(invoice).equals("draft")) {
            return new Issued.Unready(List.of(Problem.of("", "BIL-176")));
        }
        Prepared draft = prepare(invoice, actor.asProgram());
        if (!draft.problems.isEmpty()) {
            return new Issued.Unready(draft.problems);
        }
        Optional<BillingSeries.Taken> number = series.take(draft.series, draft.day);
        if (number.isEmpty()) {
            return new Issued.Unready(List.of(Problem.of(
                    "date",
                    "BIL-168",
                    "" + draft.day,
                    series.latest(draft.series, draft.day.getYear())
                            .map(LocalDate::toString)
                            .orElse(""))));
        }
        return new Issued.Done(write(invoice, draft, number.get(), actor));
    }

    /** What keeps a draft from being issued, all of it; empty when it is ready. */
    public List<Problem> missing(StoredRecord invoice, Actor actor) {
        return Invoices.status(invoice).equals("draft")
                ? List.copyOf(prepare(invoice, actor.asProgram()).problems)
                : List.of(Problem.of("", "BIL-176"));
    }

    /** All that is known before the number is. */
    private record Prepared(
            List<Problem> problems,
            LocalDate day,
            LocalDate due,
            BillingSeries.Kind series,
            Document document,
            List<DocumentLine> lines,
            Totals totals,
            DocumentContent paper,
            @Nullable InvoiceContent corrected,
            Map<String, Tax> taxes,
            TaxInvoices.Header header) {
        TaxInvoice legal(InvoiceId id) {
            TaxInvoices.Header numbered = new TaxInvoices.Header(
                    id,
                    header.kind(),
                    header.description(),
                    header.seller(),
                    header.buyer(),
                    header.supply(),
                    header.correction(),
                    header.settlement(),
                    header.order());
            return TaxInvoices.of(numbered, document, lines, totals, taxes);
        }
    }

    private Prepared prepare(StoredRecord invoice, Actor program) {
        List<Problem> problems = new ArrayList<>();
        LocalDate today = LocalDate.ofInstant(clock.instant(), company.load().zone());
        LocalDate day = Objects.requireNonNullElse(invoice.date("date"), today);
        if (day.isAfter(today)) {
            problems.add(Problem.of("date", "BIL-169", "" + day));
        }
        LocalDate due = Objects.requireNonNullElse(invoice.date("due_date"), day.plusDays(DAYS_TO_PAY));
        if (due.isBefore(day)) {
            problems.add(Problem.of("due_date", "BIL-170"));
        }
        Document document = documents.find(invoice);
        List<DocumentLine> lines = documents.lines(invoice.id());
        Totals totals = documents.totals(document, lines);
        checkLines(lines, problems);
        InvoiceContent corrected = corrected(invoice, problems);
        InvoiceKind kind = kind(invoice);
        DocumentContent paper = contents.of(invoice, program);
        Party seller = seller(problems);
        Party buyer = kind.isSimplified() ? null : buyer(invoice, program, paper, problems);
        LocalDate operation = invoice.date("operation_date");
        Map<String, Tax> known = taxes.all().stream().collect(Collectors.toMap(Tax::key, tax -> tax));
        TaxInvoices.Header header = new TaxInvoices.Header(
                new InvoiceId("F2026-", "000000", day),
                kind,
                description(invoice, lines),
                seller,
                buyer,
                operation == null || operation.equals(day) ? Supply.WITH_THE_INVOICE : Supply.on(operation),
                correction(invoice, corrected),
                new Settlement(due, invoice.text("payment_terms"), List.of()),
                reference(invoice, program));
        BillingSeries.Kind of = kind.isCorrective()
                ? BillingSeries.Kind.CORRECTIVE
                : kind.isSimplified() ? BillingSeries.Kind.SIMPLIFIED : BillingSeries.Kind.FULL;
        Prepared prepared =
                new Prepared(problems, day, due, of, document, lines, totals, paper, corrected, known, header);
        if (problems.isEmpty() && billingRecords.isOn()) {
            for (InvoiceProblem one : billingRecords.problems(prepared.legal(header.id()))) {
                problems.add(Problem.of("", "BIL-174", one.name()));
            }
        }
        return prepared;
    }

    private static void checkLines(List<DocumentLine> lines, List<Problem> problems) {
        if (lines.stream().noneMatch(DocumentLine::counts)) {
            problems.add(Problem.of("", "BIL-165"));
        }
        for (int place = 0; place < lines.size(); place++) {
            DocumentLine line = lines.get(place);
            if (line.counts() && line.name().isBlank()) {
                problems.add(Problem.of("", "BIL-101", "" + (place + 1)));
            }
            if (line.counts() && line.taxKey() == null) {
                problems.add(Problem.of("", "BIL-167", "" + (place + 1)));
            }
        }
    }

    private static InvoiceKind kind(StoredRecord invoice) {
        String kind = Objects.requireNonNullElse(invoice.text("kind"), "full");
        return switch (kind) {
            case "simplified" -> InvoiceKind.F2;
            case "corrective" ->
                InvoiceKind.valueOf(Objects.requireNonNullElse(invoice.text("correction_code"), "r4")
                        .toUpperCase(Locale.ROOT));
            default -> InvoiceKind.F1;
        };
    }

    private @Nullable InvoiceContent corrected(StoredRecord invoice, List<Problem> problems) {
        if (!"corrective".equals(invoice.text("kind"))) {
            return null;
        }
        Long original = invoice.reference("corrects");
        Optional<Issue> issue = original == null ? Optional.empty() : find(original);
        if (issue.isEmpty()) {
            problems.add(Problem.of("corrects", "BIL-179"));
        }
        String reason = invoice.text("correction_reason");
        if (reason == null || reason.isBlank()) {
            problems.add(Problem.of("correction_reason", "BIL-182"));
        }
        return issue.map(Issue::content).orElse(null);
    }

    private static @Nullable Correction correction(StoredRecord invoice, @Nullable InvoiceContent original) {
        if (original == null) {
            return null;
        }
        boolean substitutes = "substitution".equals(invoice.text("correction_method"));
        return new Correction(
                substitutes,
                List.of(original.legal().id()),
                substitutes ? original.legal().netTotal() : null,
                substitutes ? original.legal().taxTotal() : null,
                Objects.requireNonNullElse(invoice.text("correction_reason"), ""));
    }

    private static String description(StoredRecord invoice, List<DocumentLine> lines) {
        String subject = invoice.text("subject");
        String text = subject != null && !subject.isBlank()
                ? subject
                : lines.stream()
                        .filter(DocumentLine::counts)
                        .map(DocumentLine::name)
                        .findFirst()
                        .orElse("");
        return text.length() > 500 ? text.substring(0, 500) : text;
    }

    private @Nullable String reference(StoredRecord invoice, Actor program) {
        Long order = invoice.reference("sales_order");
        return order == null
                ? null
                : records.find(types.load("sales_order"), order, program)
                        .map(StoredRecord::title)
                        .orElse(null);
    }

    private Party seller(List<Problem> problems) {
        Issuer own = issuer.load();
        String country = TaxInvoices.country(own.country());
        boolean whole = !own.name().isBlank()
                && !own.taxId().isBlank()
                && !own.street().isBlank()
                && !own.postcode().isBlank()
                && !own.city().isBlank()
                && country != null;
        if (!whole) {
            problems.add(Problem.of("", "BIL-161"));
        }
        String known = country == null ? "ES" : country;
        return Party.of(
                own.name(),
                own.taxId().isBlank() ? null : TaxInvoices.identity(own.taxId(), known),
                new TaxInvoice.Address(
                        own.street(), null, own.city(), own.postcode(), blankToNull(own.region()), known));
    }

    private @Nullable Party buyer(StoredRecord invoice, Actor program, DocumentContent paper, List<Problem> problems) {
        Optional<StoredRecord> account = related(invoice, "account", program);
        Optional<StoredRecord> party = account.or(() -> related(invoice, "contact", program));
        if (party.isEmpty()) {
            problems.add(Problem.of("account", "BIL-162"));
            return null;
        }
        String taxId = account.map(firm -> firm.text("tax_id")).orElse(null);
        if (taxId == null || taxId.isBlank()) {
            problems.add(Problem.of("account", "BIL-163", party.get().title()));
        }
        Address address = party.get().address("address");
        String country = TaxInvoices.country(address == null ? null : address.country());
        if (address == null
                || address.street() == null
                || address.postcode() == null
                || address.city() == null
                || country == null) {
            problems.add(Problem.of("account", "BIL-164", party.get().title()));
            return null;
        }
        return Party.of(
                paper.to().name(),
                taxId == null || taxId.isBlank() ? null : TaxInvoices.identity(taxId, country),
                new TaxInvoice.Address(
                        address.street(), null, address.city(), address.postcode(), address.region(), country));
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }

    private Optional<StoredRecord> related(StoredRecord record, String field, Actor actor) {
        Long id = record.reference(field);
        return id == null ? Optional.empty() : records.find(types.load(field), id, actor);
    }

    private StoredRecord write(StoredRecord invoice, Prepared draft, BillingSeries.Taken number, Actor actor) {
        TaxInvoice legal = draft.legal(number.id());
        InvoiceContent content = new InvoiceContent(
                paper(draft.paper, number.id(), legal.parties().buyer() == null),
                legal,
                draft.due,
                invoice.date("operation_date"),
                qr(legal),
                draft.corrected == null
                        ? List.of()
                        : List.of(draft.corrected.legal().id().text()),
                invoice.text("correction_method"),
                invoice.text("correction_reason"));
        String text = DocumentContents.JSON.writeValueAsString(content);
        Instant now = clock.instant();
        Optional<BillingRecord> record = Optional.empty();
        Map<String, @Nullable Object> values = new HashMap<>();
        Money payable = new Money(draft.totals.payable(), draft.totals.currency());
        values.put("status", "issued");
        values.put("number", number.id().text());
        values.put("series", number.id().series());
        values.put("date", draft.day);
        values.put("due_date", draft.due);
        values.put("payable", payable);
        values.put("balance", payable);
        values.put("issued_at", now);
        if (draft.corrected != null && "substitution".equals(invoice.text("correction_method"))) {
            substitute(invoice, actor);
        }
        StoredRecord issued = invoices.program(invoice, values, actor);
        if (billingRecords.isOn()) {
            record = Optional.of(billingRecords.register(legal, Resubmission.FIRST));
        }
        sql.insertInto(INVOICE_ISSUE)
                .set(INVOICE_ISSUE.INVOICE_ID, invoice.id())
                .set(INVOICE_ISSUE.SERIES_ID, number.seriesId())
                .set(INVOICE_ISSUE.POSITION, number.position())
                .set(INVOICE_ISSUE.NUMBER, number.id().text())
                .set(INVOICE_ISSUE.ISSUED, draft.day)
                .set(INVOICE_ISSUE.CONTENT, text)
                .set(INVOICE_ISSUE.SHA256, QuoteVersions.sha256(text))
                .set(INVOICE_ISSUE.ISSUED_AT, now.atOffset(ZoneOffset.UTC))
                .set(INVOICE_ISSUE.ISSUED_BY, actor.id())
                .set(
                        INVOICE_ISSUE.RECORD_CHAIN,
                        record.map(BillingRecord::chainId).orElse(null))
                .set(
                        INVOICE_ISSUE.RECORD_POSITION,
                        record.map(BillingRecord::position).orElse(null))
                .execute();
        return issued;
    }

    /** The invoice in whose place this one stands is owed no longer. */
    private void substitute(StoredRecord invoice, Actor actor) {
        StoredRecord original = records.find(
                        invoice.type(), Objects.requireNonNull(invoice.reference("corrects")), actor.asProgram())
                .orElseThrow();
        String currency = Objects.requireNonNull(original.money("balance")).currency();
        invoices.program(
                original, Map.of("status", "substituted", "balance", new Money(BigDecimal.ZERO, currency)), actor);
    }

    /** The paper with its number and day; a simplified invoice names nobody. */
    private static DocumentContent paper(DocumentContent of, InvoiceId id, boolean toNobody) {
        return new DocumentContent(
                of.object(),
                id.text(),
                of.version(),
                of.language(),
                of.subject(),
                id.issued(),
                null,
                of.from(),
                toNobody ? new DocumentContent.Party("", "", List.of(), "") : of.to(),
                of.lines(),
                of.taxes(),
                of.totals(),
                of.withheld(),
                of.paymentTerms(),
                of.terms(),
                of.foot());
    }

    private @Nullable String qr(TaxInvoice legal) {
        Optional<Taxpayer> taxpayer = verifactu.find().filter(Taxpayer::active);
        return taxpayer.map(one -> TaxQr.of(
                                agency.invoices(one.environment(), true),
                                one.nif(),
                                legal.id().text(),
                                legal.id().issued(),
                                legal.total())
                        .address()
                        .toString())
                .orElse(null);
    }

    /** What was issued, where it was. */
    public Optional<Issue> find(long invoiceId) {
        return sql.select(INVOICE_ISSUE.CONTENT, INVOICE_ISSUE.SHA256)
                .from(INVOICE_ISSUE)
                .where(INVOICE_ISSUE.INVOICE_ID.eq(invoiceId))
                .fetchOptional(row -> new Issue(
                        DocumentContents.JSON.readValue(row.value1(), InvoiceContent.class),
                        HexFormat.of().formatHex(row.value2()),
                        MessageDigest.isEqual(QuoteVersions.sha256(row.value1()), row.value2())));
    }
}
