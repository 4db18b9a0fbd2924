package lazo.operational.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import lazo.operational.billing.DocumentLine.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No cent is lost or found. */
@Tag("OPE-06")
class TotalsTest {
    private static final Currency EURO = Currency.getInstance("EUR");
    private static final List<String> RATES = List.of("21", "10", "4", "0", "7", "9.5", "0.5");
    private static final List<String> SURCHARGES = List.of("5.2", "1.4", "0.5", "0", "0", "0", "0");
    private static final List<String> CURRENCIES = List.of("EUR", "EUR", "USD", "JPY", "KWD");

    private static DocumentLine line(
            Kind kind, String quantity, String price, String discount, String tax, String surcharge) {
        return line(kind, quantity, price, discount, tax, surcharge, null);
    }

    private static DocumentLine line(
            Kind kind,
            String quantity,
            String price,
            String discount,
            String tax,
            String surcharge,
            @Nullable String cost) {
        return new DocumentLine(
                0,
                "a",
                kind,
                null,
                "Algo",
                null,
                new BigDecimal(quantity),
                null,
                new BigDecimal(price),
                new BigDecimal(discount),
                cost == null ? null : new BigDecimal(cost),
                "tax_" + tax,
                new BigDecimal(tax),
                new BigDecimal(surcharge),
                null);
    }

    private static Totals of(DocumentLine... lines) {
        return Totals.of(List.of(lines), EURO, Rounding.DOCUMENT);
    }

    @Test
    void the_quote_of_the_mock_comes_to_the_cent() {
        Totals totals = of(
                line(Kind.ITEM, "1", "41850", "4", "21", "0"),
                line(Kind.ITEM, "1", "1450", "0", "21", "0"),
                line(Kind.ITEM, "36", "29", "10", "21", "0"),
                line(Kind.ITEM, "1", "3900", "0", "21", "0"),
                line(Kind.ITEM, "4", "85", "0", "10", "0"));
        assertThat(totals.discount()).isEqualTo("1778.40");
        assertThat(totals.net()).isEqualTo("46805.60");
        assertThat(totals.rates())
                .extracting(rate -> rate.quota().toPlainString())
                .containsExactly("9757.78", "34.00");
        assertThat(totals.total()).isEqualTo("56597.38");
    }

    @Test
    void headings_and_options_nobody_chose_count_for_nothing() {
        Totals totals = of(
                line(Kind.SECTION, "0", "0", "0", "0", "0"),
                line(Kind.ITEM, "2", "10", "0", "21", "0"),
                line(Kind.OPTIONAL, "1", "1000", "0", "21", "0"),
                line(Kind.CHOSEN, "1", "5", "0", "21", "0"));
        assertThat(totals.net()).isEqualTo("25.00");
        assertThat(totals.total()).isEqualTo("30.25");
    }

    @Test
    void surcharge_is_added_and_withholding_is_told_apart_from_the_total() {
        Totals totals = Totals.of(
                List.of(line(Kind.ITEM, "1", "1000", "0", "21", "5.2")), EURO, Rounding.DOCUMENT, new BigDecimal("15"));
        assertThat(totals.surcharge()).isEqualTo("52.00");
        assertThat(totals.total()).isEqualTo("1262.00");
        assertThat(totals.withholding()).isEqualTo("150.00");
        assertThat(totals.payable()).isEqualTo("1112.00");
    }

    @Test
    void rounding_by_line_and_by_document_may_differ_and_each_is_told() {
        List<DocumentLine> lines = List.of(
                line(Kind.ITEM, "1", "0.03", "0", "21", "0"),
                line(Kind.ITEM, "1", "0.03", "0", "21", "0"),
                line(Kind.ITEM, "1", "0.03", "0", "21", "0"));
        assertThat(Totals.of(lines, EURO, Rounding.DOCUMENT).tax()).isEqualTo("0.02");
        assertThat(Totals.of(lines, EURO, Rounding.LINE).tax()).isEqualTo("0.03");
    }

    @Test
    void the_margin_is_known_when_every_cost_is() {
        assertThat(of(line(Kind.ITEM, "2", "50", "0", "21", "0", "30")).margin())
                .isEqualTo("40.0");
        assertThat(of(line(Kind.ITEM, "2", "50", "0", "21", "0", "30"), line(Kind.ITEM, "1", "1", "0", "21", "0"))
                        .margin())
                .isNull();
    }

    @Test
    void a_currency_has_its_own_cents() {
        DocumentLine line = line(Kind.ITEM, "3", "33.3335", "0", "10", "0");
        assertThat(Totals.of(List.of(line), Currency.getInstance("JPY"), Rounding.DOCUMENT)
                        .total())
                .isEqualTo("110");
        assertThat(Totals.of(List.of(line), Currency.getInstance("KWD"), Rounding.DOCUMENT)
                        .total())
                .isEqualTo("110.001");
    }

    @Test
    void not_a_cent_is_lost_in_a_hundred_thousand_documents_whatever_the_order_of_their_lines() {
        SplittableRandom dice = new SplittableRandom(20_261_122L);
        for (int document = 0; document < 100_000; document++) {
            Currency currency = Currency.getInstance(CURRENCIES.get(dice.nextInt(CURRENCIES.size())));
            Rounding rounding = dice.nextBoolean() ? Rounding.DOCUMENT : Rounding.LINE;
            BigDecimal withheld = dice.nextInt(3) == 0 ? new BigDecimal("15") : BigDecimal.ZERO;
            List<DocumentLine> lines = lines(dice);
            Totals totals = Totals.of(lines, currency, rounding, withheld);
            check(totals, lines, currency, rounding, withheld);
            List<DocumentLine> shuffled = new ArrayList<>(lines);
            Collections.shuffle(shuffled, new Random(document));
            assertThat(Totals.of(shuffled, currency, rounding, withheld)).isEqualTo(totals);
        }
    }

    private static List<DocumentLine> lines(SplittableRandom dice) {
        List<DocumentLine> lines = new ArrayList<>();
        int count = dice.nextInt(8);
        for (int place = 0; place < count; place++) {
            int rate = dice.nextInt(RATES.size());
            Kind kind = Kind.values()[dice.nextInt(10) < 7 ? 0 : dice.nextInt(4)];
            BigDecimal quantity = BigDecimal.valueOf(dice.nextLong(-2_000, 1_000_000), dice.nextInt(4));
            BigDecimal price = BigDecimal.valueOf(dice.nextLong(10_000_000), dice.nextInt(7));
            BigDecimal discount = dice.nextInt(3) == 0 ? BigDecimal.valueOf(dice.nextLong(10_001), 2) : BigDecimal.ZERO;
            lines.add(line(
                    kind,
                    quantity.toPlainString(),
                    price.toPlainString(),
                    discount.toPlainString(),
                    RATES.get(rate),
                    dice.nextInt(4) == 0 ? SURCHARGES.get(rate) : "0"));
        }
        return lines;
    }

    private static void check(
            Totals totals, List<DocumentLine> lines, Currency currency, Rounding rounding, BigDecimal withheld) {
        int decimals = currency.getDefaultFractionDigits();
        BigDecimal nets = BigDecimal.ZERO;
        BigDecimal gross = BigDecimal.ZERO;
        for (DocumentLine line : lines) {
            if (line.counts()) {
                nets = nets.add(line.net(decimals));
                gross = gross.add(line.gross(decimals));
            }
        }
        BigDecimal bases = BigDecimal.ZERO;
        BigDecimal quotas = BigDecimal.ZERO;
        for (Totals.Rate rate : totals.rates()) {
            bases = bases.add(rate.base());
            quotas = quotas.add(rate.quota()).add(rate.surcharge());
            if (rounding == Rounding.DOCUMENT) {
                equal(
                        rate.quota(),
                        rate.base().multiply(rate.percent()).movePointLeft(2).setScale(decimals, RoundingMode.HALF_UP));
            }
        }
        equal(bases, nets);
        equal(totals.net(), nets);
        equal(totals.discount(), gross.subtract(nets));
        equal(totals.total(), bases.add(quotas));
        equal(totals.tax().add(totals.surcharge()), quotas);
        equal(totals.payable().add(totals.withholding()), totals.total());
        equal(totals.withholding(), nets.multiply(withheld).movePointLeft(2).setScale(decimals, RoundingMode.HALF_UP));
        if (totals.total().scale() != decimals) {
            throw new AssertionError("Not in whole cents: " + totals);
        }
    }

    /** A plain comparison: a million assertions would take a minute. */
    private static void equal(BigDecimal one, BigDecimal other) {
        if (one.compareTo(other) != 0) {
            throw new AssertionError(one + " is not " + other);
        }
    }
}
