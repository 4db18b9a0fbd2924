package lazo.operational.billing;

import static lazodb.Tables.DELIVERY;
import static lazodb.Tables.DELIVERY_LINE;
import static lazodb.Tables.DELIVERY_SERIES;
import static lazodb.Tables.DOCUMENT_LINE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.operational.stock.Reservations;
import lazo.operational.stock.Stock;
import lazo.operational.stock.Stock.Move;
import lazo.operational.stock.Stock.Moved;
import lazodb.tables.records.DeliveryRecord;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What was handed over of orders and what came back. A delivery is never changed; a return follows it. The order is locked
 * first, then the numbers, then the stock, so many may deliver at once and never more than was ordered.
 */
@Component
public class OrderDeliveries implements Reservations {
    /** What the customer has of a line: less what they gave back. */
    private static final Field<BigDecimal> SIGNED =
            when(DELIVERY.RETURNED, DELIVERY_LINE.QUANTITY.neg()).otherwise(DELIVERY_LINE.QUANTITY);

    private final DSLContext sql;
    private final SalesOrders orders;
    private final Documents documents;
    private final RecordChanges changes;
    private final Stock stock;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OrderDeliveries(
            DSLContext sql,
            SalesOrders orders,
            Documents documents,
            RecordChanges changes,
            Stock stock,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.orders = orders;
        this.documents = documents;
        this.changes = changes;
        this.stock = stock;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** A delivery note. @param returned whether the customer gave it back @param quantities by the id of the order's line */
    public record Delivery(
            long id,
            String number,
            long orderId,
            boolean returned,
            LocalDate on,
            @Nullable String note,
            Instant at,
            @Nullable Long by,
            Map<Long, BigDecimal> quantities) {
        public Delivery {
            quantities = Map.copyOf(quantities);
        }
    }

    /** What is to be handed over or taken back. @param warehouseId null where no product has stock */
    public record Handover(
            boolean returned,
            @Nullable Long warehouseId,
            LocalDate on,
            @Nullable String note,
            Map<Long, BigDecimal> quantities) {
        public Handover {
            quantities = Map.copyOf(quantities);
        }
    }

    /** A line of an order and how much of it the customer has. */
    public record Progress(DocumentLine line, BigDecimal delivered) {
        public BigDecimal rest() {
            return line.quantity().subtract(delivered).max(BigDecimal.ZERO);
        }
    }

    /** What became of a handover. */
    public sealed interface Delivered {
        record Done(Delivery delivery) implements Delivered {}

        /** Nothing was written; the field of a problem is the id of a line. */
        record Refused(List<Problem> problems) implements Delivered {
            public Refused {
                problems = List.copyOf(problems);
            }
        }

        record Missing() implements Delivered {}

        record Denied() implements Delivered {}
    }

    /** Those of an order, the oldest first. */
    public List<Delivery> of(long orderId) {
        List<DeliveryRecord> rows = sql.selectFrom(DELIVERY)
                .where(DELIVERY.ORDER_ID.eq(orderId))
                .orderBy(DELIVERY.ID)
                .fetch();
        Map<Long, Map<Long, BigDecimal>> quantities = new HashMap<>();
        sql.selectFrom(DELIVERY_LINE)
                .where(DELIVERY_LINE.DELIVERY_ID.in(
                        rows.stream().map(DeliveryRecord::getId).toList()))
                .forEach(line -> quantities
                        .computeIfAbsent(line.getDeliveryId(), none -> new HashMap<>())
                        .put(line.getLineId(), line.getQuantity()));
        return rows.stream()
                .map(row -> new Delivery(
                        row.getId(),
                        row.getNumber(),
                        row.getOrderId(),
                        row.getReturned(),
                        row.getDeliveredOn(),
                        row.getNote(),
                        row.getMadeAt().toInstant(),
                        row.getMadeBy(),
                        quantities.getOrDefault(row.getId(), Map.of())))
                .toList();
    }

    /** The lines of an order that are handed over, in their order. */
    public List<Progress> progress(long orderId) {
        Map<Long, BigDecimal> delivered = delivered(orderId);
        return documents.lines(orderId).stream()
                .filter(line -> line.counts() && line.quantity().signum() > 0)
                .map(line -> new Progress(line, delivered.getOrDefault(line.id(), BigDecimal.ZERO)))
                .toList();
    }

    private Map<Long, BigDecimal> delivered(long orderId) {
        Map<Long, BigDecimal> delivered = new HashMap<>();
        sql.select(DELIVERY_LINE.LINE_ID, sum(SIGNED))
                .from(DELIVERY_LINE)
                .join(DELIVERY)
                .on(DELIVERY.ID.eq(DELIVERY_LINE.DELIVERY_ID))
                .where(DELIVERY.ORDER_ID.eq(orderId))
                .groupBy(DELIVERY_LINE.LINE_ID)
                .forEach(row -> delivered.put(row.value1(), row.value2()));
        return delivered;
    }

    /** Hands over, or takes back, so much of each line; all of it or nothing. */
    public Delivered handOver(long orderId, Handover handover, Actor actor) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Delivered result = switch (documents.hold(orders.type(), orderId, actor)) {
                case Documents.Held.Granted(var order) -> write(order, handover, actor);
                case Documents.Held.Missing() -> new Delivered.Missing();
                case Documents.Held.Denied() -> new Delivered.Denied();
            };
            if (!(result instanceof Delivered.Done)) {
                status.setRollbackOnly();
            }
            return result;
        }));
    }

    private Delivered write(StoredRecord order, Handover handover, Actor actor) {
        List<Progress> progress = progress(order.id());
        List<Problem> problems = problems(order, progress, handover);
        if (!problems.isEmpty()) {
            return new Delivered.Refused(problems);
        }
        Map<Long, BigDecimal> quantities = new LinkedHashMap<>();
        List<Move> moves = new ArrayList<>();
        for (Progress one : progress) {
            BigDecimal quantity = handover.quantities().getOrDefault(one.line().id(), BigDecimal.ZERO);
            if (quantity.signum() > 0) {
                quantities.put(one.line().id(), quantity);
                Long product = one.line().productId();
                if (product != null && handover.warehouseId() != null) {
                    moves.add(new Move(
                            product, handover.warehouseId(), handover.returned() ? quantity : quantity.negate()));
                }
            }
        }
        DeliveryRecord row = sql.newRecord(DELIVERY);
        row.setNumber(number(handover.on().getYear()));
        row.setOrderId(order.id());
        row.setReturned(handover.returned());
        row.setWarehouseId(moves.isEmpty() ? null : handover.warehouseId());
        row.setDeliveredOn(handover.on());
        row.setNote(handover.note());
        row.setMadeAt(clock.instant().atOffset(ZoneOffset.UTC));
        row.setMadeBy(actor.id());
        row.store();
        quantities.forEach((line, quantity) -> sql.insertInto(DELIVERY_LINE)
                .set(DELIVERY_LINE.DELIVERY_ID, row.getId())
                .set(DELIVERY_LINE.LINE_ID, line)
                .set(DELIVERY_LINE.QUANTITY, quantity)
                .execute());
        Stock.Kind kind = handover.returned() ? Stock.Kind.RETURN : Stock.Kind.DELIVERY;
        if (stock.deliver(kind, moves, row.getId(), row.getNumber(), actor)
                instanceof Moved.Short(long product, BigDecimal onHand)) {
            String name = progress.stream()
                    .map(Progress::line)
                    .filter(line -> Objects.equals(line.productId(), product))
                    .map(DocumentLine::name)
                    .findFirst()
                    .orElse("");
            return new Delivered.Refused(List.of(Problem.of("", "BIL-203", name, onHand.toPlainString())));
        }
        follow(order, actor);
        return new Delivered.Done(of(order.id()).stream()
                .filter(one -> one.id() == row.getId())
                .findFirst()
                .orElseThrow());
    }

    private static List<Problem> problems(StoredRecord order, List<Progress> progress, Handover handover) {
        if ("cancelled".equals(order.text("status"))) {
            return List.of(Problem.of("", "BIL-200"));
        }
        List<Problem> problems = new ArrayList<>();
        Map<Long, Progress> lines =
                progress.stream().collect(Collectors.toMap(one -> one.line().id(), one -> one));
        handover.quantities().forEach((id, quantity) -> {
            Progress line = lines.get(id);
            BigDecimal most = line == null ? BigDecimal.ZERO : handover.returned() ? line.delivered() : line.rest();
            if (quantity.signum() < 0 || quantity.compareTo(most) > 0) {
                problems.add(Problem.of(
                        "" + id,
                        handover.returned() ? "BIL-205" : "BIL-202",
                        line == null ? "" : line.line().name(),
                        most.stripTrailingZeros().toPlainString()));
            }
        });
        boolean nothing = handover.quantities().values().stream().noneMatch(one -> one.signum() > 0);
        if (problems.isEmpty() && nothing) {
            problems.add(Problem.of("", "BIL-201"));
        }
        return problems;
    }

    private String number(int year) {
        int number = sql.insertInto(DELIVERY_SERIES)
                .set(DELIVERY_SERIES.YEAR, year)
                .set(DELIVERY_SERIES.LAST, 1)
                .onConflict(DELIVERY_SERIES.YEAR)
                .doUpdate()
                .set(DELIVERY_SERIES.LAST, DELIVERY_SERIES.LAST.plus(1))
                .returning(DELIVERY_SERIES.LAST)
                .fetchSingle()
                .getLast();
        return "A-%d-%04d".formatted(year, number);
    }

    /** The status of an order follows from what was delivered of it. */
    private void follow(StoredRecord order, Actor actor) {
        List<Progress> progress = progress(order.id());
        boolean all = progress.stream().allMatch(one -> one.rest().signum() == 0);
        boolean some = progress.stream().anyMatch(one -> one.delivered().signum() > 0);
        String status = all ? "delivered" : some ? "partly_delivered" : "confirmed";
        WriteResult written = changes.change(
                order.type(), order.id(), order.version(), Draft.of(Map.of("status", status)), actor.asProgram());
        if (!(written instanceof WriteResult.Saved)) {
            throw new IllegalStateException("Order %d was not written: %s".formatted(order.id(), written));
        }
    }

    /** What confirmed orders hold of products and was not handed over yet. */
    @Override
    public Map<Long, BigDecimal> reserved(Collection<Long> products) {
        ObjectType type = orders.type();
        RecordTable order = new RecordTable(type, "o");
        var handed = sql.select(DELIVERY_LINE.LINE_ID, sum(SIGNED).as("quantity"))
                .from(DELIVERY_LINE)
                .join(DELIVERY)
                .on(DELIVERY.ID.eq(DELIVERY_LINE.DELIVERY_ID))
                .join(DOCUMENT_LINE)
                .on(DOCUMENT_LINE.ID.eq(DELIVERY_LINE.LINE_ID))
                .where(DOCUMENT_LINE.PRODUCT_ID.in(products))
                .groupBy(DELIVERY_LINE.LINE_ID)
                .asTable("handed");
        Field<BigDecimal> rest =
                DOCUMENT_LINE.QUANTITY.minus(coalesce(handed.field("quantity", BigDecimal.class), BigDecimal.ZERO));
        Map<Long, BigDecimal> reserved = new HashMap<>();
        sql.select(DOCUMENT_LINE.PRODUCT_ID, sum(rest))
                .from(DOCUMENT_LINE)
                .join(order.table())
                .on(
                        order.id().eq(DOCUMENT_LINE.DOCUMENT_ID),
                        order.deletedAt().isNull(),
                        order.text(type.field("status")).in("confirmed", "partly_delivered"))
                .leftJoin(handed)
                .on(DOCUMENT_LINE.ID.eq(handed.field(DELIVERY_LINE.LINE_ID)))
                .where(
                        DOCUMENT_LINE.PRODUCT_ID.in(products),
                        DOCUMENT_LINE.KIND.in(DocumentLine.Kind.ITEM.name(), DocumentLine.Kind.CHOSEN.name()),
                        rest.gt(BigDecimal.ZERO))
                .groupBy(DOCUMENT_LINE.PRODUCT_ID)
                .forEach(row -> reserved.put(row.value1(), row.value2()));
        return reserved;
    }

    /** One of an order's deliveries. */
    public Optional<Delivery> find(long orderId, long id) {
        return of(orderId).stream().filter(one -> one.id() == id).findFirst();
    }
}
