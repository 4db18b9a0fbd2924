package lazo.operational.stock;

import static lazodb.Tables.STOCK_LEVEL;
import static lazodb.Tables.STOCK_MOVEMENT;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazodb.tables.records.StockMovementRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How much of a product there is. Movements are only added; one is taken back by its opposite. A product has stock from its
 * first movement on: of others nothing is counted and everything can be delivered.
 */
@Component
public class Stock {
    private static final int SHOWN = 100;

    private final DSLContext sql;
    private final Access access;
    private final Warehouses warehouses;
    private final ObjectProvider<Reservations> reservations;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Stock(
            DSLContext sql,
            Access access,
            Warehouses warehouses,
            ObjectProvider<Reservations> reservations,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.access = access;
        this.warehouses = warehouses;
        this.reservations = reservations;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Why goods were moved. */
    public enum Kind {
        IN,
        OUT,
        /** What was counted differs from what was known. */
        ADJUSTMENT,
        TRANSFER,
        DELIVERY,
        RETURN;

        /** Whether the movement alone is taken back: a transfer is by another, a delivery by a return. */
        public boolean isReversible() {
            return this == IN || this == OUT || this == ADJUSTMENT;
        }
    }

    /** What is to be moved. @param quantity less than nothing for what goes out */
    public record Move(long productId, long warehouseId, BigDecimal quantity) {}

    /** What was moved. @param onHand what lay there after it @param reversed whether it was taken back */
    public record Movement(
            long id,
            long warehouseId,
            Kind kind,
            BigDecimal quantity,
            BigDecimal onHand,
            @Nullable String reason,
            @Nullable Long reverses,
            boolean reversed,
            Instant at,
            @Nullable Long by) {}

    /** How much there is in all warehouses, and how much of it is promised. */
    public record Level(BigDecimal onHand, BigDecimal reserved) {
        public BigDecimal available() {
            return onHand.subtract(reserved);
        }
    }

    /** What became of a movement. */
    public sealed interface Moved {
        record Done() implements Moved {}

        /** Nothing was moved: there is not that much. @param onHand what there is */
        record Short(long productId, BigDecimal onHand) implements Moved {}

        record Denied() implements Moved {}

        /** No such movement is left to take back; transfers and deliveries have their own way back. */
        record Missing() implements Moved {}
    }

    /** By product; one without stock of its own is missing. */
    public Map<Long, Level> levels(Collection<Long> products) {
        if (products.isEmpty()) {
            return Map.of();
        }
        Map<Long, BigDecimal> onHand = sql.select(STOCK_LEVEL.PRODUCT_ID, sum(STOCK_LEVEL.ON_HAND))
                .from(STOCK_LEVEL)
                .where(STOCK_LEVEL.PRODUCT_ID.in(products))
                .groupBy(STOCK_LEVEL.PRODUCT_ID)
                .fetchMap(row -> row.value1(), row -> row.value2());
        if (onHand.isEmpty()) {
            return Map.of();
        }
        Map<Long, BigDecimal> reserved = new HashMap<>();
        reservations.forEach(one -> one.reserved(onHand.keySet())
                .forEach((product, quantity) -> reserved.merge(product, quantity, BigDecimal::add)));
        return onHand.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Level(
                                plain(entry.getValue()),
                                plain(reserved.getOrDefault(entry.getKey(), BigDecimal.ZERO)))));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** What lies in each warehouse of one product, by the id of the warehouse. */
    public Map<Long, BigDecimal> byWarehouse(long productId) {
        Map<Long, BigDecimal> levels = new LinkedHashMap<>();
        sql.selectFrom(STOCK_LEVEL)
                .where(STOCK_LEVEL.PRODUCT_ID.eq(productId))
                .orderBy(STOCK_LEVEL.WAREHOUSE_ID)
                .forEach(row -> levels.put(row.getWarehouseId(), plain(row.getOnHand())));
        return levels;
    }

    /** The newest movements of a product. */
    public List<Movement> movements(long productId) {
        var later = STOCK_MOVEMENT.as("later");
        Set<Long> reversed = sql.select(later.REVERSES_ID)
                .from(later)
                .where(later.PRODUCT_ID.eq(productId), later.REVERSES_ID.isNotNull())
                .fetchSet(later.REVERSES_ID);
        return sql.selectFrom(STOCK_MOVEMENT)
                .where(STOCK_MOVEMENT.PRODUCT_ID.eq(productId))
                .orderBy(STOCK_MOVEMENT.ID.desc())
                .limit(SHOWN)
                .fetch(row -> new Movement(
                        row.getId(),
                        row.getWarehouseId(),
                        Kind.valueOf(row.getKind()),
                        plain(row.getQuantity()),
                        plain(row.getOnHand()),
                        row.getReason(),
                        row.getReversesId(),
                        reversed.contains(row.getId()),
                        row.getMovedAt().toInstant(),
                        row.getMovedBy()));
    }

    private Moved wholly(java.util.function.Supplier<Moved> body) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Moved moved = body.get();
            if (!(moved instanceof Moved.Done)) {
                status.setRollbackOnly();
            }
            return moved;
        }));
    }

    /** Moves goods of one product: in, out or to another warehouse. */
    public Moved move(StoredRecord product, Kind kind, List<Move> moves, @Nullable String reason, Actor actor) {
        return access.mayChange(actor, product.type(), product.id())
                ? wholly(() -> write(kind, moves, reason, null, null, actor))
                : new Moved.Denied();
    }

    /** Moves what a delivery or a return hands over; of products without stock nothing. Call it inside a transaction. */
    public Moved deliver(Kind kind, List<Move> moves, long deliveryId, String number, Actor actor) {
        Set<Long> kept = sql.selectDistinct(STOCK_LEVEL.PRODUCT_ID)
                .from(STOCK_LEVEL)
                .where(STOCK_LEVEL.PRODUCT_ID.in(
                        moves.stream().map(Move::productId).toList()))
                .fetchSet(STOCK_LEVEL.PRODUCT_ID);
        List<Move> counted =
                moves.stream().filter(move -> kept.contains(move.productId())).toList();
        return write(kind, counted, number, deliveryId, null, actor);
    }

    /** Takes a movement back by its opposite. */
    public Moved reverse(StoredRecord product, long movementId, Actor actor) {
        if (!access.mayChange(actor, product.type(), product.id())) {
            return new Moved.Denied();
        }
        return wholly(() -> {
            Optional<StockMovementRecord> found = sql.selectFrom(STOCK_MOVEMENT)
                    .where(
                            STOCK_MOVEMENT.ID.eq(movementId),
                            STOCK_MOVEMENT.PRODUCT_ID.eq(product.id()),
                            STOCK_MOVEMENT.DELIVERY_ID.isNull(),
                            STOCK_MOVEMENT.KIND.ne(Kind.TRANSFER.name()),
                            STOCK_MOVEMENT.REVERSES_ID.isNull())
                    .forUpdate()
                    .fetchOptional();
            if (found.isEmpty() || sql.fetchExists(STOCK_MOVEMENT, STOCK_MOVEMENT.REVERSES_ID.eq(movementId))) {
                return new Moved.Missing();
            }
            StockMovementRecord row = found.get();
            Move back = new Move(
                    row.getProductId(), row.getWarehouseId(), row.getQuantity().negate());
            return write(Kind.valueOf(row.getKind()), List.of(back), row.getReason(), null, movementId, actor);
        });
    }

    /** Rows are locked in the order of products and warehouses, so nobody waits for somebody who waits for them. */
    private Moved write(
            Kind kind,
            List<Move> moves,
            @Nullable String reason,
            @Nullable Long deliveryId,
            @Nullable Long reverses,
            Actor actor) {
        boolean negative = warehouses.negative();
        List<Move> ordered = moves.stream()
                .sorted(Comparator.comparingLong(Move::productId)
                        .thenComparingLong(Move::warehouseId)
                        .thenComparing(Move::quantity))
                .toList();
        for (Move move : ordered) {
            BigDecimal onHand = sql.insertInto(STOCK_LEVEL)
                    .set(STOCK_LEVEL.PRODUCT_ID, move.productId())
                    .set(STOCK_LEVEL.WAREHOUSE_ID, move.warehouseId())
                    .set(STOCK_LEVEL.ON_HAND, move.quantity())
                    .onConflict(STOCK_LEVEL.PRODUCT_ID, STOCK_LEVEL.WAREHOUSE_ID)
                    .doUpdate()
                    .set(STOCK_LEVEL.ON_HAND, STOCK_LEVEL.ON_HAND.plus(move.quantity()))
                    .returning(STOCK_LEVEL.ON_HAND)
                    .fetchSingle()
                    .getOnHand();
            if (onHand.signum() < 0 && move.quantity().signum() < 0 && !negative) {
                return new Moved.Short(move.productId(), plain(onHand.subtract(move.quantity())));
            }
            sql.insertInto(STOCK_MOVEMENT)
                    .set(STOCK_MOVEMENT.PRODUCT_ID, move.productId())
                    .set(STOCK_MOVEMENT.WAREHOUSE_ID, move.warehouseId())
                    .set(STOCK_MOVEMENT.KIND, kind.name())
                    .set(STOCK_MOVEMENT.QUANTITY, move.quantity())
                    .set(STOCK_MOVEMENT.ON_HAND, onHand)
                    .set(STOCK_MOVEMENT.REASON, reason)
                    .set(STOCK_MOVEMENT.DELIVERY_ID, deliveryId)
                    .set(STOCK_MOVEMENT.REVERSES_ID, reverses)
                    .set(STOCK_MOVEMENT.MOVED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                    .set(STOCK_MOVEMENT.MOVED_BY, actor.id())
                    .execute();
        }
        return new Moved.Done();
    }
}
