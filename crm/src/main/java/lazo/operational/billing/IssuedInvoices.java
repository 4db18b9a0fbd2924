package lazo.operational.billing;

import static lazodb.Tables.INVOICE_ISSUE;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was issued in a span of days, in the order of day and number, as it was issued. */
@Component
public class IssuedInvoices {
    private static final int AT_ONCE = 500;

    private final DSLContext sql;

    IssuedInvoices(DSLContext sql) {
        this.sql = sql;
    }

    /** An invoice and its record. */
    public record Entry(long invoiceId, InvoiceContent content) {}

    /** @param until the last day, included */
    @Transactional(readOnly = true)
    public void forEach(LocalDate from, LocalDate until, Consumer<Entry> taker) {
        try (var cursor = sql.select(INVOICE_ISSUE.INVOICE_ID, INVOICE_ISSUE.CONTENT)
                .from(INVOICE_ISSUE)
                .where(INVOICE_ISSUE.ISSUED.between(from, until))
                .orderBy(INVOICE_ISSUE.ISSUED, INVOICE_ISSUE.SERIES_ID, INVOICE_ISSUE.POSITION)
                .fetchSize(AT_ONCE)
                .fetchLazy()) {
            cursor.forEach(row -> taker.accept(
                    new Entry(row.value1(), DocumentContents.JSON.readValue(row.value2(), InvoiceContent.class))));
        }
    }

    /** Records of all issued invoices, in the order of day and number. */
    public List<Long> ids() {
        return sql.select(INVOICE_ISSUE.INVOICE_ID)
                .from(INVOICE_ISSUE)
                .orderBy(INVOICE_ISSUE.ISSUED, INVOICE_ISSUE.SERIES_ID, INVOICE_ISSUE.POSITION)
                .fetch(INVOICE_ISSUE.INVOICE_ID);
    }
}
