package lazo.operational.verifactu;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A link of a chain: that an invoice was issued, or that one never should have been.
 *
 * @param taxAmount as it is hashed; of a registration only, like kind and total
 * @param generatedAt as it is hashed
 */
public record BillingRecord(
        long chainId,
        long position,
        Kind kind,
        String issuerNif,
        String number,
        LocalDate issued,
        @Nullable String invoiceKind,
        @Nullable String taxAmount,
        @Nullable String totalAmount,
        String previousHash,
        String generatedAt,
        String hash,
        String xml) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd-MM-uuuu");

    /** What it tells. */
    public enum Kind {
        /** An invoice was issued (alta). */
        REGISTRATION,
        /** An invoice that was registered never should have been (anulación). */
        CANCELLATION
    }

    /** How the tax agency writes a day. */
    static String day(LocalDate day) {
        return DAY.format(day);
    }

    public Instant generated() {
        return OffsetDateTime.parse(generatedAt).toInstant();
    }

    public @Nullable BigDecimal total() {
        return totalAmount == null ? null : new BigDecimal(totalAmount);
    }

    /** What its fields amount to; the same as {@link #hash()} as long as nobody has touched them. */
    String computedHash() {
        return kind == Kind.REGISTRATION
                ? RecordHash.ofRegistration(
                        issuerNif,
                        number,
                        day(issued),
                        empty(invoiceKind),
                        empty(taxAmount),
                        empty(totalAmount),
                        previousHash,
                        generatedAt)
                : RecordHash.ofCancellation(issuerNif, number, day(issued), previousHash, generatedAt);
    }

    private static String empty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
