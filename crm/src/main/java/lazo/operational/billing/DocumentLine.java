package lazo.operational.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import lazo.operational.catalogue.ListedPrice;
import org.jspecify.annotations.Nullable;

/**
 * One line of a document.
 *
 * @param id 0 until it is stored
 * @param rowKey tells it from the other lines of its document, through all versions
 * @param discount percent
 * @param cost what one unit costs the company, where that is known
 * @param taxPercent as of the document's date
 * @param surcharge percent of equivalence surcharge; 0 where none is charged
 * @param sourceLineId the line of the document before this one in the chain
 * @param listed what the catalogue asked for its product, this customer and this quantity; null where nobody looked it up
 */
public record DocumentLine(
        long id,
        String rowKey,
        Kind kind,
        @Nullable Long productId,
        String name,
        @Nullable String detail,
        BigDecimal quantity,
        @Nullable String unit,
        BigDecimal price,
        BigDecimal discount,
        @Nullable BigDecimal cost,
        @Nullable String taxKey,
        BigDecimal taxPercent,
        BigDecimal surcharge,
        @Nullable Long sourceLineId,
        @Nullable ListedPrice listed) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** What a line is for. */
    public enum Kind {
        ITEM,
        /** A heading: no money. */
        SECTION,
        /** Offered besides; counts for nothing until it is chosen. */
        OPTIONAL,
        /** An optional line that the customer wants. */
        CHOSEN
    }

    /** A line whose price nobody looked up. */
    public DocumentLine(
            long id,
            String rowKey,
            Kind kind,
            @Nullable Long productId,
            String name,
            @Nullable String detail,
            BigDecimal quantity,
            @Nullable String unit,
            BigDecimal price,
            BigDecimal discount,
            @Nullable BigDecimal cost,
            @Nullable String taxKey,
            BigDecimal taxPercent,
            BigDecimal surcharge,
            @Nullable Long sourceLineId) {
        this(
                id,
                rowKey,
                kind,
                productId,
                name,
                detail,
                quantity,
                unit,
                price,
                discount,
                cost,
                taxKey,
                taxPercent,
                surcharge,
                sourceLineId,
                null);
    }

    /** A new line for one of something. */
    public static DocumentLine item(String name, BigDecimal price) {
        return fresh(Kind.ITEM, name, BigDecimal.ONE, price);
    }

    /** A new heading. */
    public static DocumentLine section(String name) {
        return fresh(Kind.SECTION, name, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private static DocumentLine fresh(Kind kind, String name, BigDecimal quantity, BigDecimal price) {
        return new DocumentLine(
                0,
                newRow(),
                kind,
                null,
                name,
                null,
                quantity,
                null,
                price,
                BigDecimal.ZERO,
                null,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null);
    }

    /** What tells a new line from all others. */
    public static String newRow() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    public DocumentLine taxed(@Nullable String key, BigDecimal percent) {
        return new DocumentLine(
                id,
                rowKey,
                kind,
                productId,
                name,
                detail,
                quantity,
                unit,
                price,
                discount,
                cost,
                key,
                percent,
                surcharge,
                sourceLineId,
                listed);
    }

    public DocumentLine listed(BigDecimal now, @Nullable ListedPrice asked) {
        return new DocumentLine(
                id,
                rowKey,
                kind,
                productId,
                name,
                detail,
                quantity,
                unit,
                now,
                discount,
                cost,
                taxKey,
                taxPercent,
                surcharge,
                sourceLineId,
                asked);
    }

    /** Whether the price is another than the catalogue asked for. */
    public boolean isPriceTyped() {
        return listed == null || listed.amount().compareTo(price) != 0;
    }

    /** Percent below what the catalogue asked, or the discount where that is more; never below nothing. */
    public BigDecimal takenOff() {
        if (listed == null || listed.amount().signum() <= 0) {
            return discount;
        }
        BigDecimal asked = price.multiply(HUNDRED.subtract(discount)).movePointLeft(2);
        BigDecimal below =
                listed.amount().subtract(asked).movePointRight(2).divide(listed.amount(), 4, RoundingMode.HALF_UP);
        return below.max(discount);
    }

    /** Quantity × what the catalogue asked, or × price where that is more or nobody asked anything. */
    public BigDecimal asked(int decimals) {
        BigDecimal unit = listed == null ? price : listed.amount().max(price);
        return quantity.multiply(unit).setScale(decimals, RoundingMode.HALF_UP);
    }

    /** Percent of the net that is left after direct costs; null where the cost is not known or there is no net. */
    public @Nullable BigDecimal margin(int decimals) {
        BigDecimal net = net(decimals);
        return cost == null || net.signum() == 0
                ? null
                : net.subtract(cost.multiply(quantity)).movePointRight(2).divide(net, 1, RoundingMode.HALF_UP);
    }

    /** Whether it is part of what the document comes to. */
    public boolean counts() {
        return kind == Kind.ITEM || kind == Kind.CHOSEN;
    }

    /** Quantity × price, rounded to this many decimals. */
    public BigDecimal gross(int decimals) {
        return quantity.multiply(price).setScale(decimals, RoundingMode.HALF_UP);
    }

    /** Quantity × price × (1 − discount), rounded once. */
    public BigDecimal net(int decimals) {
        return quantity.multiply(price)
                .multiply(HUNDRED.subtract(discount))
                .movePointLeft(2)
                .setScale(decimals, RoundingMode.HALF_UP);
    }
}
