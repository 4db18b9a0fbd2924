package lazo.operational.billing;

import static lazodb.Tables.BILLING_SERIES;

import java.time.LocalDate;
import java.util.Optional;
import lazo.operational.einvoice.TaxInvoice.InvoiceId;
import lazodb.tables.records.BillingSeriesRecord;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The series invoices are numbered in, one for each kind and year. A number is taken under a lock on the row of its series,
 * in the transaction that issues the invoice: whatever fails gives it back, so there are no gaps.
 */
@Component
class BillingSeries {
    private final DSLContext sql;

    BillingSeries(DSLContext sql) {
        this.sql = sql;
    }

    /** What a series is for. */
    enum Kind {
        FULL("F"),
        SIMPLIFIED("S"),
        CORRECTIVE("R");

        private final String letter;

        Kind(String letter) {
            this.letter = letter;
        }
    }

    /** A number that is taken when the transaction commits. */
    record Taken(long seriesId, long position, InvoiceId id) {}

    /** Empty when the series has an invoice of a later day: {@link #latest}. */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<Taken> take(Kind kind, LocalDate day) {
        sql.insertInto(BILLING_SERIES)
                .set(BILLING_SERIES.KIND, kind.name())
                .set(BILLING_SERIES.PREFIX, kind.letter + day.getYear() + "-")
                .set(BILLING_SERIES.YEAR, day.getYear())
                .onConflictDoNothing()
                .execute();
        BillingSeriesRecord series = sql.selectFrom(BILLING_SERIES)
                .where(BILLING_SERIES.KIND.eq(kind.name()), BILLING_SERIES.YEAR.eq(day.getYear()))
                .forUpdate()
                .fetchSingle();
        if (series.getLastIssued() != null && series.getLastIssued().isAfter(day)) {
            return Optional.empty();
        }
        sql.update(BILLING_SERIES)
                .set(BILLING_SERIES.NEXT_NUMBER, series.getNextNumber() + 1)
                .set(BILLING_SERIES.LAST_ISSUED, day)
                .where(BILLING_SERIES.ID.eq(series.getId()))
                .execute();
        String number = "%06d".formatted(series.getNextNumber());
        return Optional.of(
                new Taken(series.getId(), series.getNextNumber(), new InvoiceId(series.getPrefix(), number, day)));
    }

    /** The day of the latest invoice of a series. */
    Optional<LocalDate> latest(Kind kind, int year) {
        return sql.select(BILLING_SERIES.LAST_ISSUED)
                .from(BILLING_SERIES)
                .where(
                        BILLING_SERIES.KIND.eq(kind.name()),
                        BILLING_SERIES.YEAR.eq(year),
                        BILLING_SERIES.LAST_ISSUED.isNotNull())
                .fetchOptional(BILLING_SERIES.LAST_ISSUED);
    }
}
