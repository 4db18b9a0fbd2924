package lazo.operational.journal.web;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import lazo.kernel.identity.Actor;
import lazo.operational.journal.CashForecast;
import lazo.operational.journal.TaxSummary;
import lazo.operational.journal.web.Books.Days;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What sales come to for the tax return of a quarter, and when their money should come in. */
@Controller
class TaxSummaryController {
    private static final int QUARTERS = 12;
    private static final int MONTHS = 3;

    private final Books books;
    private final TaxSummary taxes;
    private final CashForecast forecast;
    private final Templates templates;

    TaxSummaryController(Books books, TaxSummary taxes, CashForecast forecast, Templates templates) {
        this.books = books;
        this.taxes = taxes;
        this.forecast = forecast;
        this.templates = templates;
    }

    private static LocalDate quarter(LocalDate day) {
        return day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / MONTHS * MONTHS + 1);
    }

    private static String key(LocalDate first) {
        return first.getYear() + "-" + (first.getMonthValue() / MONTHS + 1);
    }

    private static LocalDate asked(String quarter, LocalDate today) {
        if (!quarter.matches("(19|20|21)\\d{2}-[1-4]")) {
            return quarter(today);
        }
        int number = quarter.charAt(quarter.length() - 1) - '0';
        return LocalDate.of(Integer.parseInt(quarter.substring(0, 4)), number * MONTHS - MONTHS + 1, 1);
    }

    @GetMapping("/journal/taxes")
    Page taxes(@RequestParam(defaultValue = "") String quarter, Screen screen, Actor actor) {
        Books.reading(actor);
        LocalDate first = asked(quarter, screen.today());
        LocalDate last = first.plusMonths(MONTHS).minusDays(1);
        List<Option> quarters = IntStream.range(0, QUARTERS)
                .mapToObj(i -> quarter(screen.today()).minusMonths((long) i * MONTHS))
                .map(day -> new Option(
                        key(day), screen.t("journal.quarter", day.getMonthValue() / MONTHS + 1, "" + day.getYear())))
                .toList();
        return Page.of(templates.journalTaxes(
                screen, books.frame(actor), new Days(first, last), key(first), quarters, taxes.of(first, last)));
    }

    @GetMapping("/journal/forecast")
    Page forecast(Screen screen, Actor actor) {
        Books.reading(actor);
        return Page.of(templates.journalForecast(screen, books.frame(actor), forecast.of(actor, screen.today())));
    }
}
