package lazo.operational.catalogue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.Optional;
import lazo.operational.catalogue.ListedPrice.Source;
import org.jspecify.annotations.Nullable;

/**
 * A price of one product, with all that says when it holds.
 *
 * @param everybody whether it stands on a list for everybody, rather than on one given to the customer
 * @param listId null for a price of the customer's own and for that of the catalogue
 * @param list what the list is called
 * @param from null for always
 * @param to the last day; null while nobody has ended it
 * @param minimum the quantity from which it holds
 * @param price null where it is a discount
 * @param discount percent off the price in the catalogue; null where it is a price
 */
public record PriceOffer(
        Source source,
        boolean everybody,
        @Nullable Long listId,
        @Nullable String list,
        long productId,
        String currency,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        BigDecimal minimum,
        @Nullable BigDecimal price,
        @Nullable BigDecimal discount) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * The customer's own price comes before the lists they were given, these before the lists for everybody, and the
     * catalogue last. Of several lists, the one that began last; on it, the largest quantity that is reached.
     */
    private static final Comparator<PriceOffer> ORDER = Comparator.comparing(PriceOffer::source)
            .thenComparing(PriceOffer::everybody)
            .thenComparing(offer -> offer.listId == null ? LocalDate.MIN : offer.begin(), Comparator.reverseOrder())
            .thenComparing(offer -> offer.listId == null ? 0L : offer.listId, Comparator.reverseOrder())
            .thenComparing(PriceOffer::minimum, Comparator.reverseOrder())
            .thenComparing(PriceOffer::begin, Comparator.reverseOrder());

    /** The price of the catalogue. */
    static PriceOffer catalogue(long productId, BigDecimal price, String currency) {
        return new PriceOffer(
                Source.CATALOGUE, true, null, null, productId, currency, null, null, BigDecimal.ZERO, price, null);
    }

    private LocalDate begin() {
        return from == null ? LocalDate.MIN : from;
    }

    private boolean holds(long product, BigDecimal quantity, String code, LocalDate day) {
        return productId == product
                && currency.equals(code)
                && !day.isBefore(begin())
                && (to == null || !day.isAfter(to))
                && quantity.abs().compareTo(minimum) >= 0;
    }

    /** What one unit costs, when so many are taken on that day. Empty when nothing is known in that currency. */
    public static Optional<ListedPrice> best(
            Collection<PriceOffer> offers, long product, BigDecimal quantity, Currency currency, LocalDate day) {
        String code = currency.getCurrencyCode();
        BigDecimal catalogue = offers.stream()
                .filter(offer -> offer.source == Source.CATALOGUE && offer.holds(product, quantity, code, day))
                .findFirst()
                .map(PriceOffer::price)
                .orElse(null);
        return offers.stream()
                .filter(offer -> offer.holds(product, quantity, code, day))
                .filter(offer -> offer.price != null || catalogue != null)
                .min(ORDER)
                .map(offer -> new ListedPrice(offer.source, offer.list, offer.amount(catalogue, currency)));
    }

    private BigDecimal amount(@Nullable BigDecimal catalogue, Currency currency) {
        if (price != null || catalogue == null || discount == null) {
            return price == null ? BigDecimal.ZERO : price;
        }
        return catalogue
                .multiply(HUNDRED.subtract(discount))
                .movePointLeft(2)
                .setScale(Math.max(0, currency.getDefaultFractionDigits()), RoundingMode.HALF_UP);
    }
}
