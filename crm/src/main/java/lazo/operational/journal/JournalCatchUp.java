package lazo.operational.journal;

import static lazodb.Tables.LEDGER_SETTING;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.record.Problem;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.Invoices;
import lazo.operational.billing.IssuedInvoices;
import lazo.operational.payment.PaymentLists;
import lazo.operational.payment.Payments;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Posts what was issued and paid before the journal began, and what could not be posted. It may stop anywhere: what is posted
 * is not posted again.
 */
@Component
public class JournalCatchUp {
    private static final Actor LAZO = new Actor(0, "Lazo", Role.READER, Set.of()).asProgram();

    private final DSLContext sql;
    private final JournalLists lists;
    private final JournalFailures failures;
    private final InvoicePostings invoicePostings;
    private final Invoices invoices;
    private final IssuedInvoices issued;
    private final PaymentLists paymentLists;
    private final Payments payments;
    private final Records records;
    private final TransactionTemplate transaction;

    JournalCatchUp(
            DSLContext sql,
            JournalLists lists,
            JournalFailures failures,
            InvoicePostings invoicePostings,
            Invoices invoices,
            IssuedInvoices issued,
            PaymentLists paymentLists,
            Payments payments,
            Records records,
            TransactionTemplate transaction) {
        this.sql = sql;
        this.lists = lists;
        this.failures = failures;
        this.invoicePostings = invoicePostings;
        this.invoices = invoices;
        this.issued = issued;
        this.paymentLists = paymentLists;
        this.payments = payments;
        this.records = records;
        this.transaction = transaction;
    }

    public boolean isBehind() {
        return sql.fetchExists(LEDGER_SETTING, LEDGER_SETTING.BEHIND.isTrue());
    }

    /** Until nothing is left; each document in a transaction of its own. */
    public void run() {
        if (!isBehind()) {
            return;
        }
        all(JournalEntry.Source.INVOICE, issued.ids(), this::postInvoice);
        all(JournalEntry.Source.PAYMENT, paymentLists.ids(), this::postPayment);
        sql.update(LEDGER_SETTING).set(LEDGER_SETTING.BEHIND, false).execute();
    }

    private void all(JournalEntry.Source source, List<Long> ids, Function<Long, List<Problem>> poster) {
        Set<Long> posted = lists.posted(source);
        ids.stream().filter(id -> !posted.contains(id)).forEach(id -> post(source, id, poster));
    }

    private void post(JournalEntry.Source source, long id, Function<Long, List<Problem>> poster) {
        poster.apply(id).stream()
                .findFirst()
                .ifPresent(problem -> failures.note(source, id, problem.code(), String.join(" ", problem.args())));
    }

    private List<Problem> postInvoice(long id) {
        return Objects.requireNonNull(transaction.execute(status -> {
            StoredRecord invoice = records.find(invoices.type(), id, LAZO).orElse(null);
            List<Problem> problems =
                    invoice == null ? List.of(Problem.of("", "JRN-202")) : invoicePostings.issued(invoice, LAZO);
            if (!problems.isEmpty()) {
                status.setRollbackOnly();
            }
            return problems;
        }));
    }

    private List<Problem> postPayment(long id) {
        return payments.post(id, LAZO) instanceof Payments.Written.Refused(var problems) ? problems : List.of();
    }

    /** Tries again what could not be posted. @return how much is left */
    public int retry() {
        for (JournalFailures.Failure failure : failures.all()) {
            boolean invoice = failure.source() == JournalEntry.Source.INVOICE;
            post(failure.source(), failure.sourceId(), invoice ? this::postInvoice : this::postPayment);
        }
        return failures.count();
    }
}
