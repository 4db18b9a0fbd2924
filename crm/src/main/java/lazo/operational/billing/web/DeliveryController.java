package lazo.operational.billing.web;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Objects;
import lazo.operational.billing.Invoices;
import lazo.operational.billing.OrderDeliveries;
import lazo.operational.billing.OrderDeliveries.Delivered;
import lazo.operational.billing.OrderDeliveries.Delivery;
import lazo.operational.billing.OrderDeliveries.Handover;
import lazo.operational.billing.OrderDeliveries.Progress;
import lazo.operational.billing.SalesOrders;
import lazo.operational.stock.Warehouses;
import lazo.platform.web.Form;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is handed over of an order and what comes back, and the notes of it. */
@Controller
class DeliveryController {
    private static final int DECIMALS = 6;

    private final Objects objects;
    private final DocumentEditor editor;
    private final SalesOrders orders;
    private final Invoices invoices;
    private final OrderDeliveries deliveries;
    private final Warehouses warehouses;
    private final Records records;
    private final Templates templates;

    DeliveryController(
            Objects objects,
            DocumentEditor editor,
            SalesOrders orders,
            Invoices invoices,
            OrderDeliveries deliveries,
            Warehouses warehouses,
            Records records,
            Templates templates) {
        this.objects = objects;
        this.editor = editor;
        this.orders = orders;
        this.invoices = invoices;
        this.deliveries = deliveries;
        this.warehouses = warehouses;
        this.records = records;
        this.templates = templates;
    }

    /** @param back whether it is what comes back */
    @GetMapping("/o/sales_order/{id:\\d+}/deliver")
    Page ask(@PathVariable long id, @RequestParam(defaultValue = "false") boolean back, Screen screen, Actor actor) {
        StoredRecord order = editor.mine(orders.type(), id, actor);
        Map<String, String> values = new HashMap<>();
        values.put("on", screen.today().toString());
        if (!back) {
            for (Progress one : deliveries.progress(id)) {
                values.put("q." + one.line().id(), screen.number(one.rest()));
            }
        }
        return page(HttpStatus.OK, order, back, Form.of(values), List.of(), screen);
    }

    private Page page(
            HttpStatus status, StoredRecord order, boolean back, Form form, List<String> wrong, Screen screen) {
        return Page.of(
                status,
                templates.billingDeliver(
                        screen, order, deliveries.progress(order.id()), warehouses.open(), back, form, wrong));
    }

    @PostMapping("/o/sales_order/{id:\\d+}/deliver")
    Page handOver(@PathVariable long id, @RequestParam Map<String, String> typed, Screen screen, Actor actor) {
        StoredRecord order = editor.mine(orders.type(), id, actor);
        Form form = Form.of(typed);
        boolean back = "true".equals(form.value("back"));
        List<String> wrong = new ArrayList<>();
        Map<Long, BigDecimal> quantities = quantities(id, form, wrong, screen);
        LocalDate on = day(form.stripped("on"));
        if (on == null || on.isAfter(screen.today())) {
            wrong.add(screen.t("billing.delivery.wrong-day"));
        }
        Long warehouse = warehouses.open().stream()
                .map(Warehouses.Warehouse::id)
                .filter(one -> String.valueOf(one).equals(form.value("warehouse")))
                .findFirst()
                .orElse(null);
        if (warehouse == null && !warehouses.open().isEmpty()) {
            wrong.add(screen.t("stock.no-warehouse"));
        }
        String note = form.stripped("note");
        if (note.length() > 500) {
            wrong.add(screen.t("billing.delivery.long-note"));
        }
        if (!wrong.isEmpty() || on == null) {
            return page(HttpStatus.UNPROCESSABLE_CONTENT, order, back, form, wrong, screen);
        }
        var handover = new Handover(back, warehouse, on, note.isEmpty() ? null : note, quantities);
        return switch (deliveries.handOver(id, handover, actor)) {
            case Delivered.Done(var delivery) ->
                Page.redirect("/o/sales_order/" + id + "/deliveries/" + delivery.id())
                        .toast(screen.t("billing.delivery.done", delivery.number()));
            case Delivered.Refused(var problems) ->
                page(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        order,
                        back,
                        form,
                        problems.stream()
                                .map(one -> FieldForm.message(one, screen))
                                .toList(),
                        screen);
            case Delivered.Missing() -> throw Problem.notFound("REC-404");
            case Delivered.Denied() -> throw Problem.forbidden("REC-403");
        };
    }

    private Map<Long, BigDecimal> quantities(long orderId, Form form, List<String> wrong, Screen screen) {
        Map<Long, BigDecimal> quantities = new HashMap<>();
        for (Progress one : deliveries.progress(orderId)) {
            String text = form.stripped("q." + one.line().id());
            if (text.isEmpty()) {
                continue;
            }
            BigDecimal quantity = number(text, screen);
            if (quantity == null) {
                wrong.add(screen.t("billing.delivery.wrong-quantity", one.line().name(), text));
            } else if (quantity.signum() != 0) {
                quantities.put(one.line().id(), quantity);
            }
        }
        return quantities;
    }

    private static @Nullable BigDecimal number(String text, Screen screen) {
        try {
            BigDecimal number = Draft.number(text, screen.locale());
            return number.signum() >= 0 && number.scale() <= DECIMALS ? number : null;
        } catch (Draft.Unreadable unreadable) {
            return null;
        }
    }

    private static @Nullable LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            return day.getYear() >= 1900 && day.getYear() <= 9999 ? day : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** The delivery note, with the way to every other document of its chain. */
    @GetMapping("/o/sales_order/{id:\\d+}/deliveries/{delivery:\\d{1,18}}")
    Page show(@PathVariable long id, @PathVariable long delivery, Screen screen, Actor actor) {
        StoredRecord order = objects.load(orders.type(), id, actor);
        Delivery note = deliveries
                .find(id, delivery)
                .orElseThrow(() -> Problem.notFound("BIL-404", "billing.delivery.missing"));
        Long quoteId = order.reference("quote");
        Optional<StoredRecord> quote =
                quoteId == null ? Optional.empty() : records.find(objects.load("quote"), quoteId, actor);
        Long accountId = order.reference("account");
        Optional<StoredRecord> account =
                accountId == null ? Optional.empty() : records.find(objects.load("account"), accountId, actor);
        return Page.of(templates.billingDelivery(
                screen,
                order,
                note,
                deliveries.progress(id),
                deliveries.of(id),
                quote.orElse(null),
                account.orElse(null),
                invoices.of(order, actor, "sales_order")));
    }
}
