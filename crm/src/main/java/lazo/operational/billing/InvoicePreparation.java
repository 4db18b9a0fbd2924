package lazo.operational.billing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Problem;
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
import lazo.operational.verifactu.BillingRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at the draft of an invoice: what it is going to say, and all that is missing or wrong. */
@Component
class InvoicePreparation {
    private static final int DAYS_TO_PAY = 30;

    private final ObjectTypes types;
    private final Records records;
    private final Documents documents;
    private final DocumentContents contents;
    private final IssuerSettings issuer;
    private final Taxes taxes;
    private final BillingRecords billingRecords;
    private final CompanySettings company;
    private final Clock clock;

    InvoicePreparation(
            ObjectTypes types,
            Records records,
            Documents documents,
            DocumentContents contents,
            IssuerSettings issuer,
            Taxes taxes,
            BillingRecords billingRecords,
            CompanySettings company,
            Clock clock) {
        this.types = types;
        this.records = records;
        this.documents = documents;
        this.contents = contents;
        this.issuer = issuer;
        this.taxes = taxes;
        this.billingRecords = billingRecords;
        this.company = company;
        this.clock = clock;
    }

    /** What an invoice is going to say. @param problems what keeps it from being issued */
    record Prepared(
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
        Prepared {
            problems = List.copyOf(problems);
            lines = List.copyOf(lines);
            taxes = Map.copyOf(taxes);
        }

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

    /** @param corrected what the invoice that this one corrects says */
    Prepared of(StoredRecord invoice, @Nullable InvoiceContent corrected, Actor program) {
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
        checkCorrection(invoice, corrected, problems);
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
        if (problems.isEmpty() && billingRecords.isOn()) {
            billingRecords
                    .problems(TaxInvoices.of(header, document, lines, totals, known))
                    .forEach(one -> problems.add(Problem.of("", "BIL-174", one.name())));
        }
        return new Prepared(problems, day, due, of, document, lines, totals, paper, corrected, known, header);
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

    private static void checkCorrection(
            StoredRecord invoice, @Nullable InvoiceContent corrected, List<Problem> problems) {
        if (!"corrective".equals(invoice.text("kind"))) {
            return;
        }
        if (corrected == null) {
            problems.add(Problem.of("corrects", "BIL-179"));
        }
        String reason = invoice.text("correction_reason");
        if (reason == null || reason.isBlank()) {
            problems.add(Problem.of("correction_reason", "BIL-182"));
        }
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
}
