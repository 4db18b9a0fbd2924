package lazo.operational.billing.web;

import gg.jte.Content;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.billing.QuoteDecisions;
import lazo.operational.billing.Quotes;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** What can be done with a quote on its page; on the page of a deal, a new quote for it; on that of an order, its quote. */
@Component
class QuotePanel implements RecordPanel {
    private final Access access;
    private final Quotes quotes;
    private final QuoteDecisions decisions;
    private final Records records;
    private final ObjectTypes types;
    private final Templates templates;

    QuotePanel(
            Access access,
            Quotes quotes,
            QuoteDecisions decisions,
            Records records,
            ObjectTypes types,
            Templates templates) {
        this.access = access;
        this.quotes = quotes;
        this.decisions = decisions;
        this.records = records;
        this.types = types;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.HEAD;
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        return switch (record.type().key()) {
            case "quote" ->
                Optional.of(templates.billingQuoteBar(
                        screen,
                        record,
                        decisions.find(record.id(), Quotes.version(record)).orElse(null),
                        quotes.order(record, actor).orElse(null),
                        access.mayChange(actor, record.type(), record.id()),
                        actor.on("sales_order").create())::render);
            case "opportunity" ->
                actor.on("quote").create()
                        ? Optional.of(templates.billingDealBar(screen, record)::render)
                        : Optional.empty();
            case "sales_order" ->
                Optional.ofNullable(record.reference("quote"))
                        .flatMap(id -> records.find(types.load("quote"), id, actor))
                        .map(quote -> templates.billingOrderBar(screen, record, quote)::render);
            default -> Optional.empty();
        };
    }
}
