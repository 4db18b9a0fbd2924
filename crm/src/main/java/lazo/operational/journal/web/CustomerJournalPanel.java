package lazo.operational.journal.web;

import gg.jte.Content;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.journal.JournalLists;
import lazo.operational.payment.PaymentLists;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** What stands on the accounts for a customer, on their page. */
@Component
class CustomerJournalPanel implements RecordPanel {
    private final Books books;
    private final JournalLists lists;
    private final Templates templates;

    CustomerJournalPanel(Books books, JournalLists lists, Templates templates) {
        this.books = books;
        this.lists = lists;
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
        if (!PaymentLists.CUSTOMERS.contains(record.type().key()) || !Books.reads(actor)) {
            return Optional.empty();
        }
        Map<String, BigDecimal> balances = lists.balances(record.id());
        return balances.isEmpty()
                ? Optional.empty()
                : Optional.of(templates.journalCustomer(screen, books.frame(actor), record.id(), balances)::render);
    }
}
