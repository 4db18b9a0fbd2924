package lazo.operational.ledger.web;

import java.time.LocalDate;
import java.util.List;
import lazo.operational.ledger.InvoiceBook.Book;
import lazo.operational.ledger.InvoiceBook.Rate;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;

/** The book of a span of days; its first lines, the file has all. */
public record BookPage(
        LocalDate from, LocalDate until, String period, List<Option> periods, Book book, boolean exports) {
    public BookPage {
        periods = List.copyOf(periods);
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
