package lazo.operational.journal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Problem;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.operational.billing.InvoiceIssuing;
import lazo.operational.billing.InvoicePosting;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.einvoice.TaxInvoice.TaxSubtotal;
import lazo.operational.journal.ChartOfAccounts.Use;
import lazo.operational.journal.Journal.Place;
import lazo.operational.journal.Journal.Posted;
import lazo.operational.journal.Journal.Posting;
import lazo.operational.payment.PaymentLists;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Posts invoices as they were issued. One that takes the place of another takes back what that one posted. */
@Component
class InvoicePostings implements InvoicePosting {
    private final ChartOfAccounts chart;
    private final Journal journal;
    private final JournalLists lists;
    private final JournalFailures failures;
    private final PaymentPostings payments;
    private final PaymentLists paymentLists;
    private final InvoiceIssuing issuing;
    private final Documents documents;
    private final Records records;
    private final ObjectTypes types;
    private final CompanySettings company;

    InvoicePostings(
            ChartOfAccounts chart,
            Journal journal,
            JournalLists lists,
            JournalFailures failures,
            PaymentPostings payments,
            PaymentLists paymentLists,
            InvoiceIssuing issuing,
            Documents documents,
            Records records,
            ObjectTypes types,
            CompanySettings company) {
        this.chart = chart;
        this.journal = journal;
        this.lists = lists;
        this.failures = failures;
        this.payments = payments;
        this.paymentLists = paymentLists;
        this.issuing = issuing;
        this.documents = documents;
        this.records = records;
        this.types = types;
        this.company = company;
    }

    @Override
    public List<Problem> issued(StoredRecord invoice, Actor actor) {
        if (chart.chart().isEmpty()) {
            return List.of();
        }
        Actor program = actor.asProgram();
        TaxInvoice legal = legal(invoice.id());
        String home = company.load().currency().getCurrencyCode();
        if (!legal.currency().equals(home)) {
            failures.note(JournalEntry.Source.INVOICE, invoice.id(), "JRN-201", legal.currency());
            return List.of();
        }
        Map<Use, String> uses = chart.uses();
        Amounts amounts = new Amounts(uses, program);
        StoredRecord whole = records.find(invoice.type(), invoice.id(), program).orElseThrow();
        amounts.add(whole, legal, false);
        Long original = whole.reference("corrects");
        boolean inPlace = legal.correction() != null && legal.correction().bySubstitution();
        if (inPlace && original != null) {
            StoredRecord replaced =
                    records.find(invoice.type(), original, program).orElseThrow();
            if (legal(original).currency().equals(home)) {
                amounts.add(replaced, legal(original), true);
            }
        }
        if (lists.find(JournalEntry.Source.INVOICE, invoice.id()).isEmpty() && amounts.isAnything()) {
            Posted posted = journal.post(
                    new Posting(
                            legal.id().issued(),
                            JournalEntry.Source.INVOICE,
                            invoice.id(),
                            1,
                            legal.id().text(),
                            amounts.list()),
                    actor);
            if (posted instanceof Posted.Refused(var problems)) {
                return problems;
            }
        }
        failures.clear(JournalEntry.Source.INVOICE, invoice.id());
        if (inPlace && original != null) {
            List<Problem> problems = new ArrayList<>();
            paymentLists.of(original).forEach(one -> problems.addAll(payments.changed(one.id(), actor)));
            return problems;
        }
        return List.of();
    }

    private TaxInvoice legal(long invoiceId) {
        return issuing.find(invoiceId).orElseThrow().content().legal();
    }

    /** What one or two invoices come to, account by account. */
    private final class Amounts {
        private final Map<Use, String> uses;
        private final Actor program;
        private final Map<Place, BigDecimal> sums = new LinkedHashMap<>();

        Amounts(Map<Use, String> uses, Actor program) {
            this.uses = uses;
            this.program = program;
        }

        void add(StoredRecord invoice, TaxInvoice legal, boolean back) {
            Long customer = PaymentLists.party(invoice);
            debit(PostingUse.CUSTOMERS, "", customer, legal.payable(), back);
            BigDecimal rest = legal.payable();
            TaxInvoice.Withholding kept = legal.withholding();
            if (kept != null) {
                debit(PostingUse.WITHHOLDING, "", customer, kept.amount(), back);
                rest = rest.add(kept.amount());
            }
            boolean returns = legal.kind().isCorrective()
                    && legal.correction() != null
                    && !legal.correction().bySubstitution();
            Map<TaxInvoice.Tax, BigDecimal> goods = goods(invoice.id(), legal, program);
            for (TaxSubtotal subtotal : legal.taxes()) {
                TaxInvoice.Tax tax = subtotal.tax();
                BigDecimal rate = Objects.requireNonNullElse(tax.rate(), BigDecimal.ZERO);
                BigDecimal ofGoods = goods.getOrDefault(tax, BigDecimal.ZERO);
                sale(PostingUse.SALES_GOODS, tax, ofGoods, returns, back);
                sale(PostingUse.SALES_SERVICES, tax, subtotal.base().subtract(ofGoods), returns, back);
                String detail = ChartOfAccounts.taxed(tax.kind().name(), rate);
                debit(PostingUse.OUTPUT_TAX, detail, null, subtotal.amount().negate(), back);
                debit(PostingUse.SURCHARGE, "", null, subtotal.surcharge().negate(), back);
                rest = rest.subtract(subtotal.base())
                        .subtract(subtotal.amount())
                        .subtract(subtotal.surcharge());
            }
            debit(PostingUse.ROUNDING, "", null, rest.negate(), back);
        }

        private void sale(PostingUse use, TaxInvoice.Tax tax, BigDecimal amount, boolean returns, boolean back) {
            debit(
                    returns && amount.signum() < 0 ? PostingUse.SALES_RETURNS : use,
                    tax.treatment().name(),
                    null,
                    amount.negate(),
                    back);
        }

        private void debit(PostingUse use, String detail, @Nullable Long customer, BigDecimal amount, boolean back) {
            if (amount.signum() != 0) {
                sums.merge(
                        new Place(ChartOfAccounts.account(uses, use, detail), use, customer),
                        back ? amount.negate() : amount,
                        BigDecimal::add);
            }
        }

        boolean isAnything() {
            return sums.values().stream().anyMatch(amount -> amount.signum() != 0);
        }

        List<Map.Entry<Place, BigDecimal>> list() {
            return sums.entrySet().stream().map(Map.Entry::copyOf).toList();
        }
    }

    /** What of each base is for goods; all else is services. */
    private Map<TaxInvoice.Tax, BigDecimal> goods(long invoiceId, TaxInvoice legal, Actor program) {
        List<DocumentLine> lines =
                documents.lines(invoiceId).stream().filter(DocumentLine::counts).toList();
        if (lines.size() != legal.lines().size()) {
            return Map.of();
        }
        List<Long> products = lines.stream()
                .map(DocumentLine::productId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (products.isEmpty()) {
            return Map.of();
        }
        Map<Long, StoredRecord> found = records.find(types.load("product"), products, program).stream()
                .collect(Collectors.toMap(StoredRecord::id, one -> one));
        Map<TaxInvoice.Tax, BigDecimal> goods = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Long product = lines.get(i).productId();
            StoredRecord record = product == null ? null : found.get(product);
            if (record != null && "product".equals(record.text("kind"))) {
                TaxInvoice.Line line = legal.lines().get(i);
                goods.merge(line.tax(), line.net(), BigDecimal::add);
            }
        }
        return goods;
    }
}
