package lazo.operational.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lazo.Visitor.Answer;
import lazo.kernel.record.Draft;
import lazo.kernel.record.StoredRecord;
import lazo.operational.billing.OrderDeliveries.Delivered;
import lazo.operational.billing.OrderDeliveries.Handover;
import lazo.operational.stock.Stock;
import lazo.operational.stock.Stock.Kind;
import lazo.operational.stock.Stock.Move;
import lazo.operational.stock.Stock.Moved;
import lazo.operational.stock.Warehouses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Stock, deliveries and returns of orders. */
@Tag("OPE-07")
@Tag("FEA-09")
class OrderDeliveriesTest extends BillingTest {
    private static final LocalDate DAY = LocalDate.parse("2026-01-15");

    @Autowired
    OrderDeliveries deliveries;

    @Autowired
    Stock stock;

    @Autowired
    Warehouses warehouses;

    private long central;
    private StoredRecord panel;
    private StoredRecord inverter;

    @BeforeEach
    void twoProducts() {
        central = warehouses.open().getFirst().id();
        panel = product("Panel ");
        inverter = product("Inversor ");
    }

    private StoredRecord product(String name) {
        return make("product", Map.of("name", name + System.nanoTime(), "kind", "product"));
    }

    private StoredRecord order(Map<StoredRecord, Integer> quantities) {
        StoredRecord order = make("sales_order", Map.of("subject", "Montaje"));
        List<DocumentLine> lines = new ArrayList<>();
        quantities.forEach((product, quantity) -> lines.add(new DocumentLine(
                0,
                DocumentLine.newRow(),
                DocumentLine.Kind.ITEM,
                product.id(),
                product.title(),
                null,
                BigDecimal.valueOf(quantity),
                "ud",
                BigDecimal.TEN,
                BigDecimal.ZERO,
                null,
                "iva_general",
                BigDecimal.valueOf(21),
                BigDecimal.ZERO,
                null)));
        documents.begin(order, Currency.getInstance("EUR"), lines, actor);
        return order;
    }

    private Moved move(StoredRecord product, Kind kind, int quantity) {
        return stock.move(
                product,
                kind,
                List.of(new Move(product.id(), central, BigDecimal.valueOf(quantity))),
                "Recuento",
                actor);
    }

    private long line(StoredRecord order, StoredRecord product) {
        return documents.lines(order.id()).stream()
                .filter(line -> product.id() == line.productId())
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Delivered deliver(StoredRecord order, StoredRecord product, int quantity) {
        return handOver(order, product, quantity, false);
    }

    private Delivered handOver(StoredRecord order, StoredRecord product, int quantity, boolean back) {
        return deliveries.handOver(
                order.id(),
                new Handover(back, central, DAY, null, Map.of(line(order, product), BigDecimal.valueOf(quantity))),
                actor);
    }

    private Stock.Level level(StoredRecord product) {
        return stock.levels(List.of(product.id())).get(product.id());
    }

    private static String code(Delivered delivered) {
        return ((Delivered.Refused) delivered).problems().getFirst().code();
    }

    @Test
    void an_order_is_delivered_in_parts_and_its_status_follows() {
        move(panel, Kind.IN, 10);
        StoredRecord order = order(Map.of(panel, 6));
        assertThat(level(panel).available()).isEqualByComparingTo("4");
        assertThat(deliver(order, panel, 4)).isInstanceOf(Delivered.Done.class);
        assertThat(read(order).text("status")).isEqualTo("partly_delivered");
        assertThat(level(panel)).isEqualTo(new Stock.Level(new BigDecimal("6"), new BigDecimal("2")));
        assertThat(code(deliver(order, panel, 3))).isEqualTo("BIL-202");
        assertThat(deliver(order, panel, 2)).isInstanceOf(Delivered.Done.class);
        assertThat(read(order).text("status")).isEqualTo("delivered");
        assertThat(level(panel)).isEqualTo(new Stock.Level(new BigDecimal("4"), BigDecimal.ZERO));

        assertThat(code(handOver(order, panel, 7, true))).isEqualTo("BIL-205");
        assertThat(handOver(order, panel, 6, true)).isInstanceOf(Delivered.Done.class);
        assertThat(read(order).text("status")).isEqualTo("confirmed");
        assertThat(level(panel)).isEqualTo(new Stock.Level(new BigDecimal("10"), new BigDecimal("6")));

        StoredRecord now = read(order);
        changes.change(now.type(), now.id(), now.version(), Draft.of(Map.of("status", "cancelled")), actor);
        assertThat(code(deliver(order, panel, 1))).isEqualTo("BIL-200");
        assertThat(level(panel).reserved()).isZero();
    }

    @Test
    void nobody_delivers_what_is_not_there_unless_the_company_allows_it() {
        move(panel, Kind.IN, 3);
        StoredRecord order = order(Map.of(panel, 5, inverter, 2));
        assertThat(code(deliver(order, panel, 5))).isEqualTo("BIL-203");
        assertThat(deliveries.of(order.id())).isEmpty();
        assertThat(read(order).text("status")).isEqualTo("confirmed");
        assertThat(level(panel).onHand()).isEqualByComparingTo("3");
        assertThat(move(panel, Kind.OUT, -4)).isInstanceOf(Moved.Short.class);
        try {
            warehouses.allowNegative(true);
            assertThat(deliver(order, panel, 5)).isInstanceOf(Delivered.Done.class);
        } finally {
            warehouses.allowNegative(false);
        }
        assertThat(level(panel).onHand()).isEqualByComparingTo("-2");
        assertThat(deliver(order, inverter, 2))
                .as("a product whose stock is not counted")
                .isInstanceOf(Delivered.Done.class);
        assertThat(level(inverter)).isNull();
    }

    @Test
    void a_movement_is_taken_back_once_and_never_changed() {
        move(panel, Kind.IN, 5);
        long id = stock.movements(panel.id()).getFirst().id();
        assertThat(stock.reverse(panel, id, actor)).isInstanceOf(Moved.Done.class);
        assertThat(stock.reverse(panel, id, actor)).isInstanceOf(Moved.Missing.class);
        assertThat(level(panel).onHand()).isZero();
        assertThat(stock.movements(panel.id())).hasSize(2);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> sql.execute("update stock_movement set quantity = 9 where id = ?", id))
                .hasStackTraceContaining("taken back by another");
    }

    @Test
    void what_is_available_is_what_is_on_hand_less_what_is_reserved_whatever_happens() {
        Random dice = new Random(2026);
        List<StoredRecord> products = List.of(panel, inverter);
        Map<Long, Integer> onHand = new HashMap<>();
        Map<Long, Integer> reserved = new HashMap<>();
        List<StoredRecord> orders = new ArrayList<>();
        Map<Long, Integer> rest = new HashMap<>();
        Map<Long, Integer> handed = new HashMap<>();
        products.forEach(one -> {
            move(one, Kind.IN, 20);
            onHand.put(one.id(), 20);
            reserved.put(one.id(), 0);
        });
        for (int step = 0; step < 120; step++) {
            StoredRecord product = products.get(dice.nextInt(2));
            int quantity = 1 + dice.nextInt(6);
            int deed = orders.isEmpty() ? 0 : dice.nextInt(5);
            StoredRecord order = orders.isEmpty() ? panel : orders.get(dice.nextInt(orders.size()));
            switch (deed) {
                case 0 -> {
                    StoredRecord made = order(Map.of(product, quantity));
                    orders.add(made);
                    long line = line(made, product);
                    rest.put(line, quantity);
                    handed.put(line, 0);
                    reserved.merge(product.id(), quantity, Integer::sum);
                }
                case 1 -> {
                    if (move(product, Kind.IN, quantity) instanceof Moved.Done) {
                        onHand.merge(product.id(), quantity, Integer::sum);
                    }
                }
                case 2 -> {
                    boolean enough = onHand.get(product.id()) >= quantity;
                    assertThat(move(product, Kind.OUT, -quantity) instanceof Moved.Done)
                            .isEqualTo(enough);
                    onHand.merge(product.id(), enough ? -quantity : 0, Integer::sum);
                }
                default -> {
                    boolean back = deed == 4;
                    DocumentLine line = documents.lines(order.id()).getFirst();
                    StoredRecord of = line.productId() == panel.id() ? panel : inverter;
                    boolean fits = back
                            ? handed.get(line.id()) >= quantity
                            : rest.get(line.id()) >= quantity && onHand.get(of.id()) >= quantity;
                    assertThat(handOver(order, of, quantity, back) instanceof Delivered.Done)
                            .isEqualTo(fits);
                    int moved = !fits ? 0 : back ? -quantity : quantity;
                    handed.merge(line.id(), moved, Integer::sum);
                    rest.merge(line.id(), -moved, Integer::sum);
                    onHand.merge(of.id(), -moved, Integer::sum);
                    reserved.merge(of.id(), -moved, Integer::sum);
                }
            }
            if (step % 10 == 9) {
                for (StoredRecord one : products) {
                    Stock.Level level = level(one);
                    assertThat(level.onHand()).isEqualByComparingTo("" + onHand.get(one.id()));
                    assertThat(level.reserved()).isEqualByComparingTo("" + reserved.get(one.id()));
                    assertThat(level.available())
                            .isEqualByComparingTo("" + (onHand.get(one.id()) - reserved.get(one.id())));
                    assertThat(sql.fetchValue(
                                    "select sum(quantity) from stock_movement where product_id = ?", one.id()))
                            .as("the level is the sum of the movements")
                            .isEqualTo(sql.fetchValue(
                                    "select sum(on_hand) from stock_level where product_id = ?", one.id()));
                }
            }
        }
    }

    @Test
    void twenty_who_deliver_one_order_never_deliver_more_than_was_ordered_or_lies_there()
            throws InterruptedException, ExecutionException {
        move(panel, Kind.IN, 30);
        move(inverter, Kind.IN, 8);
        StoredRecord order = order(Map.of(panel, 15, inverter, 15));
        StoredRecord other = order(Map.of(inverter, 15, panel, 15));
        List<Long> lines = List.of(line(order, panel), line(order, inverter));
        List<Long> otherLines = List.of(line(other, panel), line(other, inverter));
        int done = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Delivered>> all = new ArrayList<>();
            for (int place = 0; place < 40; place++) {
                boolean first = place % 2 == 0;
                List<Long> mine = new ArrayList<>(first ? lines : otherLines);
                Collections.rotate(mine, place % 2);
                Map<Long, BigDecimal> quantities = Map.of(mine.get(0), BigDecimal.ONE, mine.get(1), BigDecimal.ONE);
                long id = first ? order.id() : other.id();
                all.add(threads.submit(
                        () -> deliveries.handOver(id, new Handover(false, central, DAY, null, quantities), actor)));
            }
            for (Future<Delivered> one : all) {
                done += one.get() instanceof Delivered.Done ? 1 : 0;
            }
        }
        assertThat(done).as("as many as there were inverters").isEqualTo(8);
        assertThat(level(inverter).onHand()).isZero();
        assertThat(level(panel).onHand()).isEqualByComparingTo("22");

        move(inverter, Kind.IN, 100);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Delivered>> all = new ArrayList<>();
            for (int place = 0; place < 20; place++) {
                all.add(threads.submit(() -> deliver(order, inverter, 1)));
            }
            for (Future<Delivered> one : all) {
                one.get();
            }
        }
        assertThat(deliveries.progress(order.id()))
                .filteredOn(one -> one.line().id() == lines.get(1))
                .allSatisfy(one -> assertThat(one.delivered()).isEqualByComparingTo("15"));
        List<String> numbers = deliveries.of(order.id()).stream()
                .map(OrderDeliveries.Delivery::number)
                .toList();
        assertThat(numbers).doesNotHaveDuplicates();
    }

    @Test
    void the_screens_show_stock_hand_over_and_lead_to_every_document() {
        String stockPage = "/o/product/" + panel.id() + "/stock";
        visitor.get(stockPage);
        Answer in = visitor.post(stockPage, "kind", "IN", "warehouse", "" + central, "quantity", "7,5", "reason", "");
        assertThat(in.status()).as(in.body()).isEqualTo(303);
        assertThat(visitor.post(
                                stockPage,
                                "kind",
                                "ADJUSTMENT",
                                "warehouse",
                                "" + central,
                                "quantity",
                                "-0,5",
                                "reason",
                                "")
                        .body())
                .contains("STK-107");
        assertThat(visitor.post(stockPage, "kind", "OUT", "warehouse", "" + central, "quantity", "9", "reason", "")
                        .body())
                .contains("STK-101");
        StoredRecord order = order(Map.of(panel, 3));
        assertThat(visitor.get("/o/product/" + panel.id()).body()).contains("7,5", "4,5");

        String form = "/o/sales_order/" + order.id() + "/deliver";
        String field = "q." + line(order, panel);
        assertThat(visitor.get(form).body()).contains("name=\"" + field + "\"", "value=\"3\"");
        Answer refused = visitor.post(form, field, "x", "on", DAY.toString(), "warehouse", "" + central);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("BIL-207");
        Answer done =
                visitor.post(form, field, "2", "on", DAY.toString(), "warehouse", "" + central, "note", "Muelle 2");
        assertThat(done.location()).as(done.body()).contains("/deliveries/");
        String note = visitor.get(done.location()).body();
        assertThat(note)
                .contains("A-2026-", "Muelle 2", order.title(), panel.title())
                .doesNotContain("30,00");
        assertThat(visitor.get("/o/sales_order/" + order.id()).body()).contains("Albarán A-2026-", "Entregar");

        StoredRecord quote = make("quote", Map.of("subject", "Otro"));
        assertThat(visitor.get("/o/quote/" + quote.id() + "/lines/new?product=" + panel.id())
                        .body())
                .contains("Disponible: 4,5");
    }
}
