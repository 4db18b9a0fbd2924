package lazo.operational.stock;

import static lazodb.Tables.STOCK_POLICY;
import static lazodb.Tables.WAREHOUSE;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.val;

import java.util.List;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where goods lie, and whether more may go out than lies there. */
@Component
public class Warehouses {
    private final DSLContext sql;

    Warehouses(DSLContext sql) {
        this.sql = sql;
    }

    /** One of them. @param retired whether nothing is moved there any more */
    public record Warehouse(long id, String name, boolean retired) {}

    public List<Warehouse> all() {
        return sql.selectFrom(WAREHOUSE)
                .orderBy(WAREHOUSE.ID)
                .fetch(row -> new Warehouse(row.getId(), row.getName(), row.getRetired()));
    }

    /** Those in use. */
    public List<Warehouse> open() {
        return all().stream().filter(one -> !one.retired()).toList();
    }

    /** False when the name is taken. */
    @Transactional
    public boolean add(String name) {
        if (sql.fetchExists(WAREHOUSE, lower(WAREHOUSE.NAME).eq(lower(val(name))))) {
            return false;
        }
        sql.insertInto(WAREHOUSE).set(WAREHOUSE.NAME, name).execute();
        return true;
    }

    public void retire(long id, boolean retired) {
        sql.update(WAREHOUSE)
                .set(WAREHOUSE.RETIRED, retired)
                .where(WAREHOUSE.ID.eq(id), WAREHOUSE.RETIRED.ne(retired))
                .execute();
    }

    /** Whether a level may go below nothing. */
    public boolean negative() {
        return sql.fetchExists(STOCK_POLICY, STOCK_POLICY.NEGATIVE.isTrue());
    }

    public void allowNegative(boolean negative) {
        sql.update(STOCK_POLICY)
                .set(STOCK_POLICY.NEGATIVE, negative)
                .where(STOCK_POLICY.NEGATIVE.ne(negative))
                .execute();
    }
}
