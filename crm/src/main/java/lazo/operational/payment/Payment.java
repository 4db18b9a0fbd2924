package lazo.operational.payment;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Money that came in or went out.
 *
 * @param amount above zero, whichever way it went
 * @param partyId the account, or else the contact, whose money it is
 * @param refunds the payment whose rest this one gives back
 * @param rest what is not on any invoice and was not given back: the customer's credit
 */
public record Payment(
        long id,
        Kind kind,
        LocalDate paidOn,
        BigDecimal amount,
        String currency,
        Method method,
        @Nullable String reference,
        long partyId,
        @Nullable Long refunds,
        Instant madeAt,
        @Nullable Long madeBy,
        @Nullable Reversal reversal,
        List<Allocation> allocations,
        BigDecimal rest) {
    public enum Kind {
        RECEIVED,
        REFUND
    }

    public enum Method {
        TRANSFER,
        CARD,
        CASH,
        DIRECT_DEBIT,
        CHEQUE,
        OTHER
    }

    /** That it came back, or never was. */
    public record Reversal(
            Kind kind,
            LocalDate reversedOn,
            String reason,
            @Nullable Long madeBy) {
        public enum Kind {
            /** The money came back, such as a bounced debit. */
            RETURNED,
            /** It had been recorded wrongly. */
            MISTAKE
        }
    }

    /** How much of it was put on an invoice, and how much still is. Below zero where the invoice was refunded. */
    public record Allocation(long invoiceId, BigDecimal given, BigDecimal amount) {}

    public Payment {
        allocations = List.copyOf(allocations);
    }

    public boolean isReversed() {
        return reversal != null;
    }

    /** The part of it that has to do with one invoice. */
    public Allocation on(long invoiceId) {
        return allocations.stream()
                .filter(one -> one.invoiceId() == invoiceId)
                .findFirst()
                .orElse(new Allocation(invoiceId, BigDecimal.ZERO, BigDecimal.ZERO));
    }
}
