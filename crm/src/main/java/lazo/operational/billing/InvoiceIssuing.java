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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Money;
import lazo.kernel.record.Problem;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazo.operational.verifactu.BillingRecord;
import lazo.operational.verifactu.BillingRecords;
import lazo.operational.verifactu.ChainFault;
import lazo.operational.verifactu.Resubmission;
import lazo.operational.verifactu.TaxAgency;
import lazo.operational.verifactu.TaxQr;
import lazo.operational.verifactu.Taxpayer;
import lazo.operational.verifactu.VerifactuSettings;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives a draft its number and freezes what it says. All that can be known is looked at before the series is locked: {@link
 * InvoicePreparation}. Then come the number, the frozen content, the record and, last, the record of VERI*FACTU, in one
 * transaction.
 */
@Component
public class InvoiceIssuing {
    private final DSLContext sql;
    private final Records records;
    private final Invoices invoices;
    private final Documents documents;
    private final InvoicePreparation preparation;
    private final BillingSeries series;
    private final BillingRecords billingRecords;
    private final VerifactuSettings verifactu;
    private final TaxAgency agency;
    private final TransactionTemplate transaction;
    private final ObjectProvider<SaleCheck> checks;
    private final ObjectProvider<InvoicePosting> postings;
    private final Clock clock;

    /** Whoever waits for a series waits here and not with a connection that others need. */
    private final ReentrantLock turn = new ReentrantLock(true);

    InvoiceIssuing(
            DSLContext sql,
            Records records,
            Invoices invoices,
            Documents documents,
            InvoicePreparation preparation,
            BillingSeries series,
            BillingRecords billingRecords,
            VerifactuSettings verifactu,
            TaxAgency agency,
            TransactionTemplate transaction,
            ObjectProvider<SaleCheck> checks,
            ObjectProvider<InvoicePosting> postings,
            Clock clock) {
        this.postings = postings;
        this.checks = checks;
        this.sql = sql;
        this.records = records;
        this.invoices = invoices;
        this.documents = documents;
        this.preparation = preparation;
        this.series = series;
        this.billingRecords = billingRecords;
        this.verifactu = verifactu;
        this.agency = agency;
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
        return switch (documents.hold(invoices.type(), id, actor)) {
            case Documents.Held.Granted(var invoice) -> issued(invoice, actor);
            case Documents.Held.Missing() -> new Issued.Missing();
            case Documents.Held.Denied() -> new Issued.Denied();
        };
    }

    private Issued issued(StoredRecord invoice, Actor actor) {
        if (!Invoices.status(invoice).equals("draft")) {
            return new Issued.Unready(List.of(Problem.of("", "BIL-176")));
        }
        InvoicePreparation.Prepared draft = prepare(invoice, actor.asProgram());
        if (!draft.problems().isEmpty()) {
            return new Issued.Unready(draft.problems());
        }
        List<Problem> against = against(invoice, actor);
        if (!against.isEmpty()) {
            return new Issued.Unready(against);
        }
        Optional<BillingSeries.Taken> number = series.take(draft.series(), draft.day());
        if (number.isEmpty()) {
            return new Issued.Unready(List.of(Problem.of(
                    "date",
                    "BIL-168",
                    "" + draft.day(),
                    series.latest(draft.series(), draft.day().getYear())
                            .map(LocalDate::toString)
                            .orElse(""))));
        }
        StoredRecord written = write(invoice, draft, number.get(), actor);
        List<Problem> refused = postings.orderedStream()
                .flatMap(posting -> posting.issued(written, actor).stream())
                .toList();
        return refused.isEmpty() ? new Issued.Done(written) : new Issued.Unready(refused);
    }

    /** What keeps a draft from being issued, all of it; empty when it is ready. */
    public List<Problem> missing(StoredRecord invoice, Actor actor) {
        if (!Invoices.status(invoice).equals("draft")) {
            return List.of(Problem.of("", "BIL-176"));
        }
        List<Problem> missing =
                new ArrayList<>(prepare(invoice, actor.asProgram()).problems());
        missing.addAll(against(invoice, actor));
        return missing;
    }

    /** What other modules have against the sale, read as it is and not as the actor sees it. */
    private List<Problem> against(StoredRecord invoice, Actor actor) {
        return records.find(invoice.type(), invoice.id(), actor.asProgram()).stream()
                .flatMap(whole -> checks.orderedStream().flatMap(check -> check.problems(whole).stream()))
                .toList();
    }

    private InvoicePreparation.Prepared prepare(StoredRecord invoice, Actor program) {
        InvoiceContent corrected = Optional.ofNullable(invoice.reference("corrects"))
                .flatMap(this::find)
                .map(Issue::content)
                .orElse(null);
        return preparation.of(invoice, corrected, program);
    }

    private StoredRecord write(
            StoredRecord invoice, InvoicePreparation.Prepared draft, BillingSeries.Taken number, Actor actor) {
        TaxInvoice legal = draft.legal(number.id());
        InvoiceContent content = new InvoiceContent(
                paper(draft.paper(), number.id(), legal.parties().buyer() == null),
                legal,
                draft.due(),
                invoice.date("operation_date"),
                qr(legal),
                draft.corrected() == null
                        ? List.of()
                        : List.of(draft.corrected().legal().id().text()),
                invoice.text("correction_method"),
                invoice.text("correction_reason"));
        String text = DocumentContents.JSON.writeValueAsString(content);
        Instant now = clock.instant();
        Optional<BillingRecord> record = Optional.empty();
        Map<String, @Nullable Object> values = new HashMap<>();
        Money payable = new Money(draft.totals().payable(), draft.totals().currency());
        values.put("status", "issued");
        values.put("number", number.id().text());
        values.put("series", number.id().series());
        values.put("date", draft.day());
        values.put("due_date", draft.due());
        values.put("payable", payable);
        values.put("balance", payable);
        values.put("issued_at", now);
        if (draft.corrected() != null && "substitution".equals(invoice.text("correction_method"))) {
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
                .set(INVOICE_ISSUE.ISSUED, draft.day())
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
