package lazo.operational.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the journal.
 *
 * @param number without gaps within its year
 * @param sourceId the invoice, the payment, or the entry it reverses
 * @param total of either side
 */
public record JournalEntry(
        long id,
        int year,
        long number,
        LocalDate day,
        Source source,
        @Nullable Long sourceId,
        int step,
        String description,
        BigDecimal total,
        Instant madeAt,
        @Nullable Long madeBy,
        List<Line> lines) {
    /** Where an entry comes from. */
    public enum Source {
        INVOICE,
        PAYMENT,
        MANUAL,
        REVERSAL
    }

    /** An amount on one side of an account. @param customer the account or contact it concerns */
    public record Line(
            String account,
            @Nullable PostingUse use,
            @Nullable Long customer,
            BigDecimal debit,
            BigDecimal credit) {}

    public JournalEntry {
        lines = List.copyOf(lines);
    }
}
