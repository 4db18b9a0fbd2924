package lazo.operational.billing.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.billing.OrderDeliveries;
import lazo.operational.billing.OrderDeliveries.Delivery;
import lazo.operational.billing.OrderDeliveries.Progress;
import lazo.operational.billing.Quotes;
import lazo.operational.billing.SalesOrders;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** On the page of an order its delivery notes and the next one; on that of its quote and its invoices the way to them. */
@Component
class DeliveryPanel implements RecordPanel {
    private final Access access;
    private final OrderDeliveries deliveries;
    private final Quotes quotes;
    private final SalesOrders orders;
    private final Records records;
    private final Templates templates;

    DeliveryPanel(
            Access access,
            OrderDeliveries deliveries,
            Quotes quotes,
            SalesOrders orders,
            Records records,
            Templates templates) {
        this.orders = orders;
        this.records = records;
        this.access = access;
        this.deliveries = deliveries;
        this.quotes = quotes;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.HEAD;
    }

    @Override
    public int order() {
        return 24;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        return switch (record.type().key()) {
            case "sales_order" -> {
                boolean may = !"cancelled".equals(record.text("status"))
                        && access.mayChange(actor, record.type(), record.id());
                List<Progress> progress = deliveries.progress(record.id());
                boolean open = progress.stream().anyMatch(one -> one.rest().signum() > 0);
                boolean some = progress.stream().anyMatch(one -> one.delivered().signum() > 0);
                yield show(screen, record.id(), may && open, may && some);
            }
            case "quote" -> quotes.order(record, actor).flatMap(order -> show(screen, order.id(), false, false));
            case "invoice" ->
                Optional.ofNullable(record.reference("sales_order"))
                        .flatMap(id -> records.find(orders.type(), id, actor))
                        .flatMap(order -> show(screen, order.id(), false, false));
            default -> Optional.empty();
        };
    }

    private Optional<Content> show(Screen screen, long orderId, boolean mayDeliver, boolean mayTakeBack) {
        List<Delivery> made = deliveries.of(orderId);
        return made.isEmpty() && !mayDeliver
                ? Optional.empty()
                : Optional.of(templates.billingDeliveries(screen, orderId, made, mayDeliver, mayTakeBack)::render);
    }
}
