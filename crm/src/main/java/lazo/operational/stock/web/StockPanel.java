package lazo.operational.stock.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.stock.Stock;
import lazo.operational.stock.Warehouses;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** On the page of a product: what there is, what is promised and what is left. */
@Component
class StockPanel implements RecordPanel {
    private final Stock stock;
    private final Warehouses warehouses;
    private final Templates templates;

    StockPanel(Stock stock, Warehouses warehouses, Templates templates) {
        this.stock = stock;
        this.warehouses = warehouses;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.ASIDE;
    }

    @Override
    public int order() {
        return 25;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!record.type().key().equals("product") || "service".equals(record.text("kind"))) {
            return Optional.empty();
        }
        return Optional.of(templates.stockPanel(
                screen,
                record,
                stock.levels(List.of(record.id())).get(record.id()),
                stock.byWarehouse(record.id()),
                warehouses.all())::render);
    }
}
