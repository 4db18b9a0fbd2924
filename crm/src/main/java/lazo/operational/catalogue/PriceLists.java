package lazo.operational.catalogue;

import static lazodb.Tables.PRICE_LIST;
import static lazodb.Tables.PRICE_LIST_CUSTOMER;
import static lazodb.Tables.PRICE_LIST_LINE;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.val;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lazo.operational.catalogue.PriceList.Line;
import lazodb.tables.records.PriceListRecord;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The price lists of the company, their prices and the customers they are given to. */
@Component
public class PriceLists {
    private final DSLContext sql;

    PriceLists(DSLContext sql) {
        this.sql = sql;
    }

    /** The newest first. */
    public List<PriceList> all() {
        return sql.selectFrom(PRICE_LIST)
                .orderBy(PRICE_LIST.VALID_FROM.desc(), PRICE_LIST.ID.desc())
                .fetch(PriceLists::list);
    }

    public Optional<PriceList> find(long id) {
        return sql.selectFrom(PRICE_LIST).where(PRICE_LIST.ID.eq(id)).fetchOptional(PriceLists::list);
    }

    private static PriceList list(PriceListRecord row) {
        return new PriceList(
                row.getId(),
                row.getName(),
                row.getCurrency(),
                row.getValidFrom(),
                row.getValidTo(),
                row.getEverybody());
    }

    /** How many prices stand on each list. */
    public Map<Long, Integer> counts() {
        return sql.select(PRICE_LIST_LINE.LIST_ID, count())
                .from(PRICE_LIST_LINE)
                .groupBy(PRICE_LIST_LINE.LIST_ID)
                .fetchMap(PRICE_LIST_LINE.LIST_ID, count());
    }

    /** Writes a list; one without id is new. Empty when the name is taken. */
    @Transactional
    public OptionalLong save(PriceList list) {
        boolean taken = sql.fetchExists(
                PRICE_LIST, lower(PRICE_LIST.NAME).eq(lower(val(list.name()))).and(PRICE_LIST.ID.ne(list.id())));
        if (taken) {
            return OptionalLong.empty();
        }
        PriceListRecord row =
                list.id() == 0 ? sql.newRecord(PRICE_LIST) : sql.fetchSingle(PRICE_LIST, PRICE_LIST.ID.eq(list.id()));
        row.setName(list.name());
        row.setCurrency(list.currency());
        row.setValidFrom(list.from());
        row.setValidTo(list.to());
        row.setEverybody(list.everybody());
        row.store();
        return OptionalLong.of(row.getId());
    }

    public List<Line> lines(long listId) {
        return sql.selectFrom(PRICE_LIST_LINE)
                .where(PRICE_LIST_LINE.LIST_ID.eq(listId))
                .orderBy(PRICE_LIST_LINE.PRODUCT_ID, PRICE_LIST_LINE.MINIMUM)
                .fetch(row ->
                        new Line(row.getId(), row.getProductId(), row.getMinimum(), row.getPrice(), row.getDiscount()));
    }

    /** Writes prices; those of the same products and quantities are replaced. */
    @Transactional
    public void add(long listId, Collection<Line> lines) {
        sql.batch(lines.stream()
                        .map(line -> sql.insertInto(PRICE_LIST_LINE)
                                .set(PRICE_LIST_LINE.LIST_ID, listId)
                                .set(PRICE_LIST_LINE.PRODUCT_ID, line.productId())
                                .set(PRICE_LIST_LINE.MINIMUM, line.minimum())
                                .set(PRICE_LIST_LINE.PRICE, line.price())
                                .set(PRICE_LIST_LINE.DISCOUNT, line.discount())
                                .onConflict(
                                        PRICE_LIST_LINE.PRODUCT_ID, PRICE_LIST_LINE.LIST_ID, PRICE_LIST_LINE.MINIMUM)
                                .doUpdate()
                                .set(PRICE_LIST_LINE.PRICE, line.price())
                                .set(PRICE_LIST_LINE.DISCOUNT, line.discount()))
                        .toList())
                .execute();
    }

    public void remove(long listId, long lineId) {
        sql.deleteFrom(PRICE_LIST_LINE)
                .where(PRICE_LIST_LINE.ID.eq(lineId), PRICE_LIST_LINE.LIST_ID.eq(listId))
                .execute();
    }

    /** Ids of the customers a list is given to. */
    public List<Long> customers(long listId) {
        return sql.select(PRICE_LIST_CUSTOMER.ACCOUNT_ID)
                .from(PRICE_LIST_CUSTOMER)
                .where(PRICE_LIST_CUSTOMER.LIST_ID.eq(listId))
                .orderBy(PRICE_LIST_CUSTOMER.ACCOUNT_ID)
                .fetch(PRICE_LIST_CUSTOMER.ACCOUNT_ID);
    }

    /** The lists a customer was given. */
    public List<PriceList> of(long accountId) {
        return sql.select(PRICE_LIST.fields())
                .from(PRICE_LIST)
                .join(PRICE_LIST_CUSTOMER)
                .on(PRICE_LIST_CUSTOMER.LIST_ID.eq(PRICE_LIST.ID))
                .where(PRICE_LIST_CUSTOMER.ACCOUNT_ID.eq(accountId))
                .orderBy(PRICE_LIST.VALID_FROM.desc(), PRICE_LIST.ID.desc())
                .fetch(row -> list(row.into(PRICE_LIST)));
    }

    public void give(long listId, long accountId) {
        sql.insertInto(PRICE_LIST_CUSTOMER)
                .set(PRICE_LIST_CUSTOMER.ACCOUNT_ID, accountId)
                .set(PRICE_LIST_CUSTOMER.LIST_ID, listId)
                .onConflictDoNothing()
                .execute();
    }

    public void takeBack(long listId, long accountId) {
        sql.deleteFrom(PRICE_LIST_CUSTOMER)
                .where(PRICE_LIST_CUSTOMER.ACCOUNT_ID.eq(accountId), PRICE_LIST_CUSTOMER.LIST_ID.eq(listId))
                .execute();
    }

    /** Whoever becomes one with another customer keeps what either was given. */
    void join(long winner, long loser) {
        sql.insertInto(PRICE_LIST_CUSTOMER, PRICE_LIST_CUSTOMER.ACCOUNT_ID, PRICE_LIST_CUSTOMER.LIST_ID)
                .select(sql.select(val(winner), PRICE_LIST_CUSTOMER.LIST_ID)
                        .from(PRICE_LIST_CUSTOMER)
                        .where(PRICE_LIST_CUSTOMER.ACCOUNT_ID.eq(loser)))
                .onConflictDoNothing()
                .execute();
    }
}
