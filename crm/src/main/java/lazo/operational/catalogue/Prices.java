package lazo.operational.catalogue;

import static lazodb.Tables.CUSTOMER_PRICE;
import static lazodb.Tables.PRICE_LIST;
import static lazodb.Tables.PRICE_LIST_CUSTOMER;
import static lazodb.Tables.PRICE_LIST_LINE;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.operational.catalogue.ListedPrice.Source;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What customers are asked for products. */
@Component
public class Prices {
    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final Access access;

    Prices(DSLContext sql, ObjectTypes types, Records records, Access access) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.access = access;
    }

    /** All prices of some products for one customer, out of which {@link #of} picks without asking the database again. */
    public record For(List<PriceOffer> offers) {
        public For {
            offers = List.copyOf(offers);
        }

        public Optional<ListedPrice> of(long product, BigDecimal quantity, Currency currency, LocalDate day) {
            return PriceOffer.best(offers, product, quantity, currency, day);
        }
    }

    /** @param customer null for nobody in particular */
    public Optional<ListedPrice> of(
            long product, @Nullable Long customer, BigDecimal quantity, Currency currency, LocalDate day, Actor actor) {
        return of(List.of(product), customer, actor).of(product, quantity, currency, day);
    }

    /** Those of the products that the actor sees, unless prices are hidden from them. */
    public For of(Collection<Long> products, @Nullable Long customer, Actor actor) {
        var type = types.find("product");
        if (products.isEmpty()
                || type.isEmpty()
                || !access.mask(actor, type.get()).shows("price")) {
            return new For(List.of());
        }
        List<StoredRecord> seen = records.find(type.get(), products, actor);
        List<PriceOffer> offers =
                new ArrayList<>(offers(seen.stream().map(StoredRecord::id).toList(), customer));
        for (StoredRecord product : seen) {
            Money price = product.money("price");
            if (price != null) {
                offers.add(PriceOffer.catalogue(product.id(), price.amount(), price.currency()));
            }
        }
        return new For(offers);
    }

    private List<PriceOffer> offers(List<Long> products, @Nullable Long customer) {
        long account = customer == null ? 0 : customer;
        Condition given = exists(selectOne()
                .from(PRICE_LIST_CUSTOMER)
                .where(PRICE_LIST_CUSTOMER.ACCOUNT_ID.eq(account), PRICE_LIST_CUSTOMER.LIST_ID.eq(PRICE_LIST.ID)));
        return sql.select(
                        PRICE_LIST.EVERYBODY,
                        PRICE_LIST.ID,
                        PRICE_LIST.NAME,
                        PRICE_LIST_LINE.PRODUCT_ID,
                        PRICE_LIST.CURRENCY,
                        PRICE_LIST.VALID_FROM,
                        PRICE_LIST.VALID_TO,
                        PRICE_LIST_LINE.MINIMUM,
                        PRICE_LIST_LINE.PRICE,
                        PRICE_LIST_LINE.DISCOUNT)
                .from(PRICE_LIST_LINE)
                .join(PRICE_LIST)
                .on(PRICE_LIST.ID.eq(PRICE_LIST_LINE.LIST_ID))
                .where(PRICE_LIST_LINE.PRODUCT_ID.in(products), given.or(PRICE_LIST.EVERYBODY))
                .unionAll(sql.select(
                                inline(false),
                                castNull(PRICE_LIST.ID),
                                castNull(PRICE_LIST.NAME),
                                CUSTOMER_PRICE.PRODUCT_ID,
                                CUSTOMER_PRICE.CURRENCY,
                                CUSTOMER_PRICE.VALID_FROM,
                                CUSTOMER_PRICE.VALID_TO,
                                CUSTOMER_PRICE.MINIMUM,
                                CUSTOMER_PRICE.PRICE,
                                CUSTOMER_PRICE.DISCOUNT)
                        .from(CUSTOMER_PRICE)
                        .where(CUSTOMER_PRICE.PRODUCT_ID.in(products), CUSTOMER_PRICE.ACCOUNT_ID.eq(account)))
                .fetch(row -> new PriceOffer(
                        row.value2() == null ? Source.CUSTOMER : Source.LIST,
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7(),
                        row.value8(),
                        row.value9(),
                        row.value10()));
    }
}
