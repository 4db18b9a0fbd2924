package lazo.operational.billing;

import java.time.LocalDate;
import java.util.List;
import lazo.operational.einvoice.TaxInvoice;
import org.jspecify.annotations.Nullable;

/**
 * What an issued invoice says, for good: what its paper shows and what the legal formats need. Its canonical text is hashed.
 *
 * @param qr where its buyer asks the tax agency about it; null where VERI*FACTU is off
 * @param method {@code differences} or {@code substitution}, of a corrective invoice
 */
public record InvoiceContent(
        DocumentContent paper,
        TaxInvoice legal,
        @Nullable LocalDate due,
        @Nullable LocalDate operation,
        @Nullable String qr,
        List<String> corrected,
        @Nullable String method,
        @Nullable String reason) {
    public InvoiceContent {
        corrected = List.copyOf(corrected);
    }
}
