package lazo.operational.catalogue;

import static lazodb.Tables.PRODUCT_COST;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Draft;
import lazo.kernel.record.PendingChange;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordRule;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What products cost the company directly, with dates. The sum that holds today stands on the product as {@code cost}, where
 * lists and filters find it; who may see and change that field may see and change the costs behind it.
 */
@Component
public class ProductCosts {
    private static final ScopedValue<Boolean> PROGRAM = ScopedValue.newInstance();

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final CompanySettings company;
    private final Users users;
    private final Clock clock;

    ProductCosts(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Access access,
            CompanySettings company,
            Users users,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.company = company;
        this.users = users;
        this.clock = clock;
    }

    /** What a cost is for. */
    public enum Kind {
        MATERIALS,
        LABOUR,
        PURCHASE
    }

    /** One of them. @param from the day since which it holds, until the next one of its kind */
    public record Cost(
            long id,
            Kind kind,
            BigDecimal amount,
            String currency,
            LocalDate from,
            @Nullable String note,
            Instant at,
            @Nullable Long by) {}

    /** What is to be added. */
    public record NewCost(
            Kind kind,
            BigDecimal amount,
            LocalDate from,
            @Nullable String note) {}

    public boolean mayChange(StoredRecord product, Actor actor) {
        FieldMask mask = access.mask(actor, product.type());
        return mask.shows("cost") && mask.allowsChange("cost") && access.mayChange(actor, product.type(), product.id());
    }

    /** All that were ever noted down, the newest first. Empty for whoever may not see costs. */
    public List<Cost> of(StoredRecord product, Actor actor) {
        if (!access.mask(actor, product.type()).shows("cost")) {
            return List.of();
        }
        return sql.selectFrom(PRODUCT_COST)
                .where(PRODUCT_COST.PRODUCT_ID.eq(product.id()))
                .orderBy(PRODUCT_COST.VALID_FROM.desc(), PRODUCT_COST.ID.desc())
                .fetch(row -> new Cost(
                        row.getId(),
                        Kind.valueOf(row.getKind()),
                        row.getAmount(),
                        row.getCurrency(),
                        row.getValidFrom(),
                        row.getNote(),
                        row.getAddedAt().toInstant(),
                        row.getAddedBy()));
    }

    /** What one unit costs on a day, all kinds together, of the products whose costs are known in that currency. */
    public Map<Long, BigDecimal> on(Collection<Long> products, Currency currency, LocalDate day) {
        if (products.isEmpty()) {
            return Map.of();
        }
        var latest = sql.select(PRODUCT_COST.PRODUCT_ID, PRODUCT_COST.KIND, PRODUCT_COST.AMOUNT)
                .distinctOn(PRODUCT_COST.PRODUCT_ID, PRODUCT_COST.KIND)
                .from(PRODUCT_COST)
                .where(
                        PRODUCT_COST.PRODUCT_ID.in(products),
                        PRODUCT_COST.CURRENCY.eq(currency.getCurrencyCode()),
                        PRODUCT_COST.VALID_FROM.le(day))
                .orderBy(
                        PRODUCT_COST.PRODUCT_ID,
                        PRODUCT_COST.KIND,
                        PRODUCT_COST.VALID_FROM.desc(),
                        PRODUCT_COST.ID.desc())
                .asTable("latest");
        var product = latest.field(PRODUCT_COST.PRODUCT_ID);
        var amount = latest.field(PRODUCT_COST.AMOUNT);
        Map<Long, BigDecimal> costs = new HashMap<>();
        sql.select(product, sum(amount))
                .from(latest)
                .groupBy(product)
                .forEach(row -> costs.put(row.value1(), row.value2()));
        return costs;
    }

    /** Notes a cost down, in the currency of the company. False when the actor may not. */
    @Transactional
    public boolean add(StoredRecord product, NewCost cost, Actor actor) {
        if (!mayChange(product, actor)) {
            return false;
        }
        sql.insertInto(PRODUCT_COST)
                .set(PRODUCT_COST.PRODUCT_ID, product.id())
                .set(PRODUCT_COST.KIND, cost.kind().name())
                .set(PRODUCT_COST.AMOUNT, cost.amount())
                .set(PRODUCT_COST.CURRENCY, company.load().currency().getCurrencyCode())
                .set(PRODUCT_COST.VALID_FROM, cost.from())
                .set(PRODUCT_COST.NOTE, cost.note())
                .set(PRODUCT_COST.ADDED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(PRODUCT_COST.ADDED_BY, actor.id())
                .execute();
        refresh(product.id(), actor);
        return true;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), company.load().zone());
    }

    /** Writes what holds today on the product. */
    private void refresh(long productId, Actor actor) {
        ObjectType type = types.load("product");
        Currency currency = company.load().currency();
        BigDecimal now = on(Set.of(productId), currency, today()).get(productId);
        Optional<StoredRecord> product = records.find(type, productId, actor.asProgram());
        if (now == null || product.isEmpty()) {
            return;
        }
        Money cost = product.get().money("cost");
        if (cost == null
                || cost.amount().compareTo(now) != 0
                || !cost.currency().equals(currency.getCurrencyCode())) {
            ScopedValue.where(PROGRAM, true)
                    .run(() -> changes.change(
                            type,
                            productId,
                            product.get().version(),
                            Draft.of(Map.of("cost", new Money(now, currency.getCurrencyCode()))),
                            actor.asProgram()));
        }
    }

    /** Writes the costs that begin today on their products, in the name of whoever noted them down. */
    public int begin() {
        if (company.find().isEmpty()) {
            return 0;
        }
        var due = sql.select(PRODUCT_COST.PRODUCT_ID, PRODUCT_COST.ADDED_BY)
                .distinctOn(PRODUCT_COST.PRODUCT_ID)
                .from(PRODUCT_COST)
                .where(PRODUCT_COST.VALID_FROM.between(today().minusDays(1), today()))
                .orderBy(PRODUCT_COST.PRODUCT_ID, PRODUCT_COST.ID.desc())
                .fetch();
        due.forEach(row -> {
            if (row.value2() != null && users.find(row.value2()).isPresent()) {
                refresh(row.value1(), users.actor(row.value2()));
            }
        });
        return due.size();
    }

    /** A cost that follows from dated ones is not typed over. */
    @Component
    static class Rules implements RecordRule {
        private final DSLContext sql;

        Rules(DSLContext sql) {
            this.sql = sql;
        }

        @Override
        public String objectKey() {
            return "product";
        }

        @Override
        public Set<String> fields() {
            return Set.of("cost");
        }

        @Override
        public void beforeSave(PendingChange change) {
            StoredRecord before = change.before();
            if (before != null
                    && change.changes("cost")
                    && !PROGRAM.isBound()
                    && sql.fetchExists(PRODUCT_COST, PRODUCT_COST.PRODUCT_ID.eq(before.id()))) {
                change.refuse(Problem.of("cost", "CAT-120"));
            }
        }
    }
}
