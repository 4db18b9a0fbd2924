package lazo.kernel.filter;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.stream.Stream;

/** A span of days named relative to today. */
public enum Period {
    TODAY,
    YESTERDAY,
    TOMORROW,
    THIS_WEEK,
    LAST_WEEK,
    NEXT_WEEK,
    THIS_MONTH,
    LAST_MONTH,
    NEXT_MONTH,
    THIS_QUARTER,
    LAST_QUARTER,
    THIS_YEAR,
    LAST_YEAR,
    LAST_7_DAYS,
    LAST_30_DAYS,
    LAST_90_DAYS,
    NEXT_7_DAYS,
    NEXT_30_DAYS,
    PAST,
    FUTURE;

    /** First and last day, both included; an open end is far away. */
    public record Days(LocalDate first, LocalDate last) {}

    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Optional<Period> ofKey(String key) {
        return Stream.of(values()).filter(period -> period.key().equals(key)).findFirst();
    }

    public Days days(LocalDate today) {
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate month = today.withDayOfMonth(1);
        LocalDate quarter = month.withMonth((month.getMonthValue() - 1) / 3 * 3 + 1);
        LocalDate year = today.withDayOfYear(1);
        return switch (this) {
            case TODAY -> new Days(today, today);
            case YESTERDAY -> new Days(today.minusDays(1), today.minusDays(1));
            case TOMORROW -> new Days(today.plusDays(1), today.plusDays(1));
            case THIS_WEEK -> new Days(monday, monday.plusDays(6));
            case LAST_WEEK -> new Days(monday.minusDays(7), monday.minusDays(1));
            case NEXT_WEEK -> new Days(monday.plusDays(7), monday.plusDays(13));
            case THIS_MONTH -> new Days(month, month.plusMonths(1).minusDays(1));
            case LAST_MONTH -> new Days(month.minusMonths(1), month.minusDays(1));
            case NEXT_MONTH -> new Days(month.plusMonths(1), month.plusMonths(2).minusDays(1));
            case THIS_QUARTER -> new Days(quarter, quarter.plusMonths(3).minusDays(1));
            case LAST_QUARTER -> new Days(quarter.minusMonths(3), quarter.minusDays(1));
            case THIS_YEAR -> new Days(year, year.plusYears(1).minusDays(1));
            case LAST_YEAR -> new Days(year.minusYears(1), year.minusDays(1));
            case LAST_7_DAYS -> new Days(today.minusDays(6), today);
            case LAST_30_DAYS -> new Days(today.minusDays(29), today);
            case LAST_90_DAYS -> new Days(today.minusDays(89), today);
            case NEXT_7_DAYS -> new Days(today, today.plusDays(6));
            case NEXT_30_DAYS -> new Days(today, today.plusDays(29));
            case PAST -> new Days(LocalDate.of(1, 1, 1), today.minusDays(1));
            case FUTURE -> new Days(today.plusDays(1), LocalDate.of(9999, 12, 31));
        };
    }
}
