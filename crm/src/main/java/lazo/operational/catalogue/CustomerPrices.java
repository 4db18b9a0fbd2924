package lazo.operational.catalogue;

import static lazodb.Tables.CUSTOMER_PRICE;
import static org.jooq.impl.DSL.val;

import java.time.LocalDate;
import java.util.List;
import lazo.kernel.record.RecordsMerged;
import lazo.operational.catalogue.PriceList.Line;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prices agreed with one customer. */
@Component
public class CustomerPrices {
    private final DSLContext sql;
    private final PriceLists lists;

    CustomerPrices(DSLContext sql, PriceLists lists) {
        this.sql = sql;
        this.lists = lists;
    }

    /** One of them. @param to the last day; null while nobody has ended it */
    public record Agreed(
            Line line,
            String currency,
            LocalDate from,
            @Nullable LocalDate to) {}

    public List<Agreed> of(long accountId) {
        return sql.selectFrom(CUSTOMER_PRICE)
                .where(CUSTOMER_PRICE.ACCOUNT_ID.eq(accountId))
                .orderBy(CUSTOMER_PRICE.PRODUCT_ID, CUSTOMER_PRICE.MINIMUM, CUSTOMER_PRICE.VALID_FROM.desc())
                .fetch(row -> new Agreed(
                        new Line(row.getId(), row.getProductId(), row.getMinimum(), row.getPrice(), row.getDiscount()),
                        row.getCurrency(),
                        row.getValidFrom(),
                        row.getValidTo()));
    }

    /** Writes a price; one of the same product and quantity that begins on the same day is replaced. */
    public void add(long accountId, Agreed agreed) {
        Line line = agreed.line();
        sql.insertInto(CUSTOMER_PRICE)
                .set(CUSTOMER_PRICE.ACCOUNT_ID, accountId)
                .set(CUSTOMER_PRICE.PRODUCT_ID, line.productId())
                .set(CUSTOMER_PRICE.CURRENCY, agreed.currency())
                .set(CUSTOMER_PRICE.MINIMUM, line.minimum())
                .set(CUSTOMER_PRICE.PRICE, line.price())
                .set(CUSTOMER_PRICE.DISCOUNT, line.discount())
                .set(CUSTOMER_PRICE.VALID_FROM, agreed.from())
                .set(CUSTOMER_PRICE.VALID_TO, agreed.to())
                .onConflict(
                        CUSTOMER_PRICE.ACCOUNT_ID,
                        CUSTOMER_PRICE.PRODUCT_ID,
                        CUSTOMER_PRICE.CURRENCY,
                        CUSTOMER_PRICE.MINIMUM,
                        CUSTOMER_PRICE.VALID_FROM)
                .doUpdate()
                .set(CUSTOMER_PRICE.PRICE, line.price())
                .set(CUSTOMER_PRICE.DISCOUNT, line.discount())
                .set(CUSTOMER_PRICE.VALID_TO, agreed.to())
                .execute();
    }

    public void remove(long accountId, long id) {
        sql.deleteFrom(CUSTOMER_PRICE)
                .where(CUSTOMER_PRICE.ID.eq(id), CUSTOMER_PRICE.ACCOUNT_ID.eq(accountId))
                .execute();
    }

    /** The rows of whoever goes stay behind, so that both have theirs again when the merge is taken back. */
    @EventListener
    void hear(RecordsMerged merged) {
        if (!merged.objectKey().equals("account") || merged.undone()) {
            return;
        }
        lists.join(merged.winnerId(), merged.loserId());
        sql.insertInto(
                        CUSTOMER_PRICE,
                        CUSTOMER_PRICE.ACCOUNT_ID,
                        CUSTOMER_PRICE.PRODUCT_ID,
                        CUSTOMER_PRICE.CURRENCY,
                        CUSTOMER_PRICE.MINIMUM,
                        CUSTOMER_PRICE.PRICE,
                        CUSTOMER_PRICE.DISCOUNT,
                        CUSTOMER_PRICE.VALID_FROM,
                        CUSTOMER_PRICE.VALID_TO)
                .select(sql.select(
                                val(merged.winnerId()),
                                CUSTOMER_PRICE.PRODUCT_ID,
                                CUSTOMER_PRICE.CURRENCY,
                                CUSTOMER_PRICE.MINIMUM,
                                CUSTOMER_PRICE.PRICE,
                                CUSTOMER_PRICE.DISCOUNT,
                                CUSTOMER_PRICE.VALID_FROM,
                                CUSTOMER_PRICE.VALID_TO)
                        .from(CUSTOMER_PRICE)
                        .where(CUSTOMER_PRICE.ACCOUNT_ID.eq(merged.loserId())))
                .onConflictDoNothing()
                .execute();
    }
}
