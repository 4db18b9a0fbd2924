package lazo.operational.catalogue.web;

import gg.jte.Content;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.catalogue.ProductCosts;
import lazo.operational.catalogue.ProductCosts.Cost;
import lazo.operational.catalogue.ProductCosts.Kind;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** On the page of a product: what it costs today, by kind. */
@Component
class CostPanel implements RecordPanel {
    private final Access access;
    private final ProductCosts costs;
    private final Templates templates;

    CostPanel(Access access, ProductCosts costs, Templates templates) {
        this.access = access;
        this.costs = costs;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.ASIDE;
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!record.type().key().equals("product")
                || !access.mask(actor, record.type()).shows("cost")) {
            return Optional.empty();
        }
        return Optional.of(
                templates.catalogueCostPanel(screen, record, now(costs.of(record, actor), screen.today()))::render);
    }

    /** The one of each kind that holds today. */
    static List<Cost> now(List<Cost> newestFirst, LocalDate today) {
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        List<Cost> now = new ArrayList<>();
        for (Cost cost : newestFirst) {
            if (!cost.from().isAfter(today) && seen.add(cost.kind())) {
                now.add(cost);
            }
        }
        return now;
    }
}
