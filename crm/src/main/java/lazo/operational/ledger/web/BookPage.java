package lazo.operational.ledger.web;

import java.time.LocalDate;
import java.util.List;
import lazo.operational.ledger.InvoiceBook.Line;
import lazo.operational.ledger.InvoiceBook.Rate;
import lazo.operational.ledger.InvoiceBook.Summary;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;

/**
 * The book of a span of days.
 *
 * @param lines the first of them; the file has all
 * @param left how many more there are
 */
public record BookPage(
        LocalDate from,
        LocalDate until,
        String period,
        List<Option> periods,
        List<Summary> summaries,
        List<Line> lines,
        int left,
        boolean exports) {
    public BookPage {
        periods = List.copyOf(periods);
        summaries = List.copyOf(summaries);
        lines = List.copyOf(lines);
    }

    /** A tax and its rate in words. */
    public static String label(Rate rate, Screen screen) {
        return rate.treatment().equals("TAXED")
                ? rate.tax() + " " + screen.formats().share(rate.percent())
                : screen.t("ledger.treatment." + rate.treatment());
    }

    public String query() {
        return "period=" + period;
    }
}
