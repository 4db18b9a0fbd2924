package lazo.kernel.metadata;

import java.math.BigDecimal;

/** An amount in one currency. @param currency ISO 4217 code */
public record Money(BigDecimal amount, String currency) {
    public Money {
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("Currency '%s': expected three capital letters".formatted(currency));
        }
    }
}
