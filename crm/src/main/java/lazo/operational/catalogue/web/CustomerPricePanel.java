package lazo.operational.catalogue.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.catalogue.CustomerPrices;
import lazo.operational.catalogue.PriceList;
import lazo.operational.catalogue.PriceLists;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** On the page of a company: which prices it has. */
@Component
class CustomerPricePanel implements RecordPanel {
    private final PriceLists lists;
    private final CustomerPrices prices;
    private final Templates templates;

    CustomerPricePanel(PriceLists lists, CustomerPrices prices, Templates templates) {
        this.lists = lists;
        this.prices = prices;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.ASIDE;
    }

    @Override
    public int order() {
        return 35;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!record.type().key().equals("account")) {
            return Optional.empty();
        }
        List<PriceList> given = lists.of(record.id());
        int own = prices.of(record.id()).size();
        return given.isEmpty() && own == 0 && !actor.may(Ability.COMPANY)
                ? Optional.empty()
                : Optional.of(templates.catalogueCustomerPanel(screen, record, given, own)::render);
    }
}
