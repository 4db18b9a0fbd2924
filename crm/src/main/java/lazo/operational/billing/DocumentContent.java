package lazo.operational.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a document says to its reader, in the reader's language: what is previewed, printed, shown to the customer,
 * frozen as a version and compared. Costs and margins are none of the reader's business and are not in it.
 *
 * @param taxes what the taxes of the lines are called
 */
public record DocumentContent(
        String object,
        String number,
        int version,
        String language,
        @Nullable String subject,
        LocalDate date,
        @Nullable LocalDate validUntil,
        Party from,
        Party to,
        List<Line> lines,
        Map<String, String> taxes,
        Totals totals,
        BigDecimal withheld,
        @Nullable String paymentTerms,
        @Nullable String terms,
        String foot) {
    /** One side of a document. @param address line by line */
    public record Party(String name, String taxId, List<String> address, String email) {
        public Party {
            address = List.copyOf(address);
        }
    }

    /** What the reader sees of a line. */
    public record Line(
            String rowKey,
            DocumentLine.Kind kind,
            String name,
            @Nullable String detail,
            BigDecimal quantity,
            @Nullable String unit,
            BigDecimal price,
            BigDecimal discount,
            @Nullable String taxKey,
            BigDecimal taxPercent,
            BigDecimal net) {}

    public DocumentContent {
        lines = List.copyOf(lines);
        taxes = Map.copyOf(taxes);
    }
}
