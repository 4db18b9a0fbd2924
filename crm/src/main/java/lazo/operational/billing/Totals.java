package lazo.operational.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a document comes to. The one place where its money is reckoned, exactly and in the minor unit of its currency
 * (ISO 4217: two decimals for the euro, none for the yen), rounding half up:
 *
 * <pre>
 *   net of a line   = round(quantity × price × (1 − discount / 100))
 *   base of a rate  = sum of the nets of its lines
 *   quota of a rate = round(base × percent / 100)                  rounding per document, or
 *                     sum of round(net × percent / 100)            rounding per line
 *   total           = sum of bases + sum of quotas + sum of equivalence surcharges (reckoned like quotas)
 *   payable         = total − withholding,  withholding = round(net × percent / 100)
 * </pre>
 *
 * So the bases add up to the net, the bases and quotas to the total, and no cent is lost or found, whatever the order of
 * the lines. Headings and optional lines that nobody chose count for nothing.
 *
 * @param discount what the discounts of the lines take off
 * @param rates by percent from the highest, then by tax
 * @param withholding what the customer keeps back and pays to the tax office; not part of the total
 * @param margin percent of the net that is left after direct costs; null unless the cost of every line is known
 */
public record Totals(
        String currency,
        BigDecimal discount,
        BigDecimal net,
        List<Rate> rates,
        BigDecimal tax,
        BigDecimal surcharge,
        BigDecimal total,
        BigDecimal withholding,
        BigDecimal payable,
        @Nullable BigDecimal margin) {

    /** One rate of one tax. @param percent of the quota @param surchargePercent of the equivalence surcharge, or 0 */
    public record Rate(
            @Nullable String tax,
            BigDecimal percent,
            BigDecimal surchargePercent,
            BigDecimal base,
            BigDecimal quota,
            BigDecimal surcharge) {}

    public Totals {
        rates = List.copyOf(rates);
    }

    /** For a reader who is not to know it. */
    public Totals withoutMargin() {
        return new Totals(currency, discount, net, rates, tax, surcharge, total, withholding, payable, null);
    }

    public static Totals of(List<DocumentLine> lines, Currency currency, Rounding rounding) {
        return of(lines, currency, rounding, BigDecimal.ZERO);
    }

    /** @param withheld percent of the net */
    public static Totals of(List<DocumentLine> lines, Currency currency, Rounding rounding, BigDecimal withheld) {
        int decimals = Math.max(0, currency.getDefaultFractionDigits());
        BigDecimal zero = BigDecimal.ZERO.setScale(decimals);
        Map<Key, Sum> sums = new TreeMap<>(Key.ORDER);
        BigDecimal net = zero;
        BigDecimal gross = zero;
        BigDecimal cost = BigDecimal.ZERO;
        boolean costed = true;
        for (DocumentLine line : lines) {
            if (!line.counts()) {
                continue;
            }
            BigDecimal of = line.net(decimals);
            net = net.add(of);
            gross = gross.add(line.gross(decimals));
            Key key = new Key(plain(line.taxPercent()), plain(line.surcharge()), String.valueOf(line.taxKey()));
            sums.computeIfAbsent(key, none -> new Sum(line.taxKey(), zero)).add(of, key, decimals);
            if (line.cost() != null) {
                cost = cost.add(line.cost().multiply(line.quantity()));
            } else if (of.signum() != 0) {
                costed = false;
            }
        }
        List<Rate> rates = new ArrayList<>();
        BigDecimal tax = zero;
        BigDecimal surcharge = zero;
        for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
            Key key = entry.getKey();
            Sum sum = entry.getValue();
            boolean once = rounding == Rounding.DOCUMENT;
            BigDecimal quota = once ? share(sum.base, key.percent, decimals) : sum.quota;
            BigDecimal more = once ? share(sum.base, key.surcharge, decimals) : sum.surcharge;
            rates.add(new Rate(sum.tax, key.percent, key.surcharge, sum.base, quota, more));
            tax = tax.add(quota);
            surcharge = surcharge.add(more);
        }
        BigDecimal total = net.add(tax).add(surcharge);
        BigDecimal withholding = share(net, withheld, decimals);
        return new Totals(
                currency.getCurrencyCode(),
                gross.subtract(net),
                net,
                rates,
                tax,
                surcharge,
                total,
                withholding,
                total.subtract(withholding),
                costed && net.signum() > 0
                        ? net.subtract(cost).movePointRight(2).divide(net, 1, RoundingMode.HALF_UP)
                        : null);
    }

    private static BigDecimal share(BigDecimal of, BigDecimal percent, int decimals) {
        return of.multiply(percent).movePointLeft(2).setScale(decimals, RoundingMode.HALF_UP);
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private record Key(BigDecimal percent, BigDecimal surcharge, String tax) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::percent)
                .thenComparing(Key::surcharge)
                .reversed()
                .thenComparing(Key::tax);
    }

    private static final class Sum {
        private final @Nullable String tax;
        private BigDecimal base;
        private BigDecimal quota;
        private BigDecimal surcharge;

        Sum(@Nullable String tax, BigDecimal zero) {
            this.tax = tax;
            this.base = zero;
            this.quota = zero;
            this.surcharge = zero;
        }

        void add(BigDecimal net, Key key, int decimals) {
            base = base.add(net);
            quota = quota.add(share(net, key.percent(), decimals));
            surcharge = surcharge.add(share(net, key.surcharge(), decimals));
        }
    }
}
