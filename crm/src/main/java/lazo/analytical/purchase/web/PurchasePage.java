package lazo.analytical.purchase.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import lazo.analytical.purchase.Purchases.Cohort;
import lazo.analytical.purchase.Purchases.Figures;
import lazo.analytical.purchase.Purchases.Month;
import lazo.platform.web.Screen;
import org.jspecify.annotations.Nullable;

/** The figures of a span of days; null where nothing was sold in it. */
public record PurchasePage(
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        @Nullable Figures figures) {
    private static final int DEEPEST = 5;

    public static String month(YearMonth month, Screen screen) {
        return month.format(DateTimeFormatter.ofPattern("MMM yyyy", screen.locale()));
    }

    /** How full the bar of a month is, in percent of the best one. */
    public long share(Month month) {
        BigDecimal best = figures == null
                ? BigDecimal.ZERO
                : figures.months().stream().map(Month::money).reduce(BigDecimal.ZERO, BigDecimal::max);
        return best.signum() == 0
                ? 0
                : month.money()
                        .multiply(BigDecimal.valueOf(100))
                        .divide(best, 0, RoundingMode.HALF_UP)
                        .longValue();
    }

    /** Columns of the table of who comes back. */
    public int months() {
        return figures == null
                ? 0
                : figures.cohorts().stream()
                        .mapToInt(cohort -> cohort.buyers().size())
                        .max()
                        .orElse(0);
    }

    /** Percent of a cohort that bought so many months later. */
    public static double percent(Cohort cohort, int later) {
        return 100.0 * cohort.buyers().get(later) / cohort.buyers().getFirst();
    }

    /** How dark the cell of a share is: 0 to 5. */
    public static int depth(Cohort cohort, int later) {
        return cohort.buyers().get(later) == 0 ? 0 : Math.min(DEEPEST, 1 + (int) (percent(cohort, later) / 12));
    }
}
