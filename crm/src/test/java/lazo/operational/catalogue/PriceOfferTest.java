package lazo.operational.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import lazo.operational.catalogue.ListedPrice.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which price holds: a table of examples over one set of offers. */
@Tag("OPE-06")
class PriceOfferTest {
    private static final long PANEL = 1;
    private static final long SERVICE = 2;
    private static final long BARE = 3;

    private static final List<PriceOffer> OFFERS = List.of(
            PriceOffer.catalogue(PANEL, new BigDecimal("100"), "EUR"),
            PriceOffer.catalogue(SERVICE, new BigDecimal("33.33"), "EUR"),
            // A list for everybody, all of 2026; another one from July on.
            list(true, 10, "General", PANEL, "EUR", "2026-01-01", "2026-12-31", "0", "95", null),
            list(true, 10, "General", PANEL, "EUR", "2026-01-01", "2026-12-31", "10", "90", null),
            list(true, 10, "General", PANEL, "EUR", "2026-01-01", "2026-12-31", "100", null, "20"),
            list(true, 11, "Summer", PANEL, "EUR", "2026-07-01", "2026-08-31", "0", "85", null),
            list(true, 12, "Dollars", PANEL, "USD", "2026-01-01", null, "0", "110", null),
            // One that was given to the customer.
            list(false, 20, "Dealers", PANEL, "EUR", "2026-03-01", "2026-03-31", "0", "80", null),
            list(false, 20, "Dealers", SERVICE, "EUR", "2026-03-01", "2026-03-31", "0", null, "12.5"),
            list(false, 20, "Dealers", BARE, "EUR", "2026-03-01", "2026-03-31", "0", null, "10"),
            // Agreed with the customer for large quantities, better since the sixteenth.
            own(PANEL, "EUR", "2026-03-10", null, "50", "70"),
            own(PANEL, "EUR", "2026-03-16", null, "50", "69"),
            own(PANEL, "EUR", "2026-03-10", null, "200", "65"));

    private static PriceOffer list(
            boolean everybody,
            long id,
            String name,
            long product,
            String currency,
            String from,
            @Nullable String to,
            String minimum,
            @Nullable String price,
            @Nullable String discount) {
        return new PriceOffer(
                Source.LIST,
                everybody,
                id,
                name,
                product,
                currency,
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                new BigDecimal(minimum),
                price == null ? null : new BigDecimal(price),
                discount == null ? null : new BigDecimal(discount));
    }

    private static PriceOffer own(
            long product, String currency, String from, @Nullable String to, String minimum, String price) {
        return new PriceOffer(
                Source.CUSTOMER,
                false,
                null,
                null,
                product,
                currency,
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                new BigDecimal(minimum),
                new BigDecimal(price),
                null);
    }

    @ParameterizedTest(name = "{1} of {0} in {2} on {3}: {4} ({5})")
    @CsvSource(
            nullValues = "-",
            value = {
                // before and after every list
                "1, 1, EUR, 2025-12-31, 100, CATALOGUE",
                "1, 1, EUR, 2027-01-01, 100, CATALOGUE",
                // the first and the last day
                "1, 1, EUR, 2026-01-01, 95, General",
                "1, 1, EUR, 2026-12-31, 95, General",
                // quantity breaks: just below, on, above; what is given back costs what it cost
                "1, 9.999999, EUR, 2026-01-15, 95, General",
                "1, 10, EUR, 2026-01-15, 90, General",
                "1, 99, EUR, 2026-01-15, 90, General",
                "1, 100, EUR, 2026-01-15, 80.00, General",
                "1, -10, EUR, 2026-01-15, 90, General",
                "1, 0, EUR, 2026-01-15, 95, General",
                // of two lists for everybody the one that began last, whatever the other asks
                "1, 1, EUR, 2026-07-01, 85, Summer",
                "1, 500, EUR, 2026-08-31, 65, CUSTOMER",
                "1, 20, EUR, 2026-08-31, 85, Summer",
                "1, 20, EUR, 2026-09-01, 90, General",
                // another currency knows only its own
                "1, 1, USD, 2026-05-05, 110, Dollars",
                "1, 1, GBP, 2026-05-05, -, -",
                // a list of the customer before those of everybody, on its days only
                "1, 10, EUR, 2026-02-28, 90, General",
                "1, 10, EUR, 2026-03-01, 80, Dealers",
                "1, 10, EUR, 2026-03-31, 80, Dealers",
                "1, 10, EUR, 2026-04-01, 90, General",
                // the customer's own price before any list, from its quantity on, the newest first
                "1, 49, EUR, 2026-03-15, 80, Dealers",
                "1, 50, EUR, 2026-03-09, 80, Dealers",
                "1, 50, EUR, 2026-03-15, 70, CUSTOMER",
                "1, 50, EUR, 2026-03-16, 69, CUSTOMER",
                "1, 200, EUR, 2026-03-16, 65, CUSTOMER",
                // a discount is off the catalogue and rounds to the cent; without a catalogue price there is none
                "2, 1, EUR, 2026-03-15, 29.16, Dealers",
                "3, 1, EUR, 2026-03-15, -, -",
                // a product nobody has priced
                "4, 1, EUR, 2026-03-15, -, -"
            })
    void the_price_is_the_one_of_the_table(
            long product,
            String quantity,
            String currency,
            String day,
            @Nullable String price,
            @Nullable String source) {
        List<PriceOffer> offers = new ArrayList<>(OFFERS);
        Collections.shuffle(offers, new Random(7));
        var found = PriceOffer.best(
                offers, product, new BigDecimal(quantity), Currency.getInstance(currency), LocalDate.parse(day));
        assertThat(found.map(ListedPrice::amount).map(BigDecimal::toPlainString).orElse(null))
                .isEqualTo(price);
        assertThat(found.map(one -> one.list() == null ? one.source().name() : one.list())
                        .orElse(null))
                .isEqualTo(source);
    }
}
