package lazo.operational.billing.web;

import gg.jte.Content;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.billing.InvoiceIssuing;
import lazo.operational.billing.Invoices;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** What can be done with an invoice on its page; on that of an order or an accepted quote, its invoices and a new one. */
@Component
class InvoicePanel implements RecordPanel {
    private final Access access;
    private final Invoices invoices;
    private final InvoiceIssuing issuing;
    private final Templates templates;

    InvoicePanel(Access access, Invoices invoices, InvoiceIssuing issuing, Templates templates) {
        this.access = access;
        this.invoices = invoices;
        this.issuing = issuing;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.HEAD;
    }

    @Override
    public int order() {
        return 25;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        return switch (record.type().key()) {
            case "invoice" ->
                Optional.of(templates.billingInvoiceBar(
                        screen,
                        record,
                        issuing.find(record.id()).orElse(null),
                        invoices.of(record, actor, "corrects"),
                        access.mayChange(actor, record.type(), record.id()),
                        actor.on("invoice").create())::render);
            case "sales_order" -> made(screen, actor, record, !"cancelled".equals(record.text("status")));
            case "quote" -> made(screen, actor, record, "accepted".equals(record.text("status")));
            default -> Optional.empty();
        };
    }

    private Optional<Content> made(Screen screen, Actor actor, StoredRecord source, boolean open) {
        return Optional.of(templates.billingInvoicesBar(
                screen,
                source,
                invoices.of(source, actor, source.type().key()),
                open && actor.on("invoice").create() && access.mayChange(actor, source.type(), source.id()))::render);
    }
}
