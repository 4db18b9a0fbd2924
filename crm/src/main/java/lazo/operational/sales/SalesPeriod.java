package lazo.operational.sales;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** A calendar month or quarter. @param first its first day */
public record SalesPeriod(Span span, LocalDate first) {
    public enum Span {
        MONTH(1),
        QUARTER(3);

        private final int months;

        Span(int months) {
            this.months = months;
        }
    }

    public SalesPeriod {
        if (first.getDayOfMonth() != 1 || (first.getMonthValue() - 1) % span.months != 0) {
            throw new IllegalArgumentException("No %s begins on %s".formatted(span, first));
        }
    }

    public static SalesPeriod at(Span span, LocalDate day) {
        int month = (day.getMonthValue() - 1) / span.months * span.months + 1;
        return new SalesPeriod(span, LocalDate.of(day.getYear(), month, 1));
    }

    public LocalDate last() {
        return first.plusMonths(span.months).minusDays(1);
    }

    public SalesPeriod next() {
        return new SalesPeriod(span, first.plusMonths(span.months));
    }

    public SalesPeriod previous() {
        return new SalesPeriod(span, first.minusMonths(span.months));
    }

    /** {@code 2026-11} or {@code 2026-Q4}. */
    public String key() {
        return span == Span.MONTH
                ? "%d-%02d".formatted(first.getYear(), first.getMonthValue())
                : "%d-Q%d".formatted(first.getYear(), quarter());
    }

    public int quarter() {
        return (first.getMonthValue() - 1) / 3 + 1;
    }

    public static Optional<SalesPeriod> ofKey(String key) {
        String text = key.toUpperCase(Locale.ROOT);
        if (text.matches("\\d{4}-Q[1-4]")) {
            int month = (text.charAt(6) - '1') * 3 + 1;
            return Optional.of(
                    new SalesPeriod(Span.QUARTER, LocalDate.of(Integer.parseInt(text.substring(0, 4)), month, 1)));
        }
        if (text.matches("\\d{4}-(0[1-9]|1[0-2])")) {
            return Optional.of(new SalesPeriod(
                    Span.MONTH,
                    LocalDate.of(Integer.parseInt(text.substring(0, 4)), Integer.parseInt(text.substring(5)), 1)));
        }
        return Optional.empty();
    }
}
