package lazo.operational.bank;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A movement on an account, as a bank's file tells it.
 *
 * @param account IBAN, or the bank's own number where the file has none
 * @param amount positive for money in
 * @param booked the day it was booked
 * @param valued the day it counts from
 * @param counterparty who paid or was paid, where the bank says so
 * @param reference end to end or structured, where the bank says so
 * @param text all else it says
 * @param returned whether it is a payment that came back
 * @param bankId the bank's number of it, to tell a movement that is read twice
 */
public record BankLine(
        String account,
        BigDecimal amount,
        String currency,
        LocalDate booked,
        LocalDate valued,
        @Nullable String counterparty,
        @Nullable String counterpartyAccount,
        @Nullable String reference,
        String text,
        boolean returned,
        @Nullable String bankId) {}
