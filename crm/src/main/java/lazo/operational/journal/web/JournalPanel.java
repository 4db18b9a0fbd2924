package lazo.operational.journal.web;

import gg.jte.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.billing.Invoices;
import lazo.operational.journal.JournalEntry;
import lazo.operational.journal.JournalLists;
import lazo.operational.payment.PaymentLists;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** The entries of an issued invoice and of its payments, on its page. */
@Component
class JournalPanel implements RecordPanel {
    private final Books books;
    private final JournalLists lists;
    private final PaymentLists payments;
    private final Templates templates;

    JournalPanel(Books books, JournalLists lists, PaymentLists payments, Templates templates) {
        this.books = books;
        this.lists = lists;
        this.payments = payments;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.COMPOSER;
    }

    @Override
    public int order() {
        return 7;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!record.type().key().equals("invoice") || !Books.reads(actor) || !Invoices.isIssued(record)) {
            return Optional.empty();
        }
        List<JournalEntry> entries = new ArrayList<>(lists.of(JournalEntry.Source.INVOICE, record.id()));
        payments.of(record.id())
                .forEach(payment -> entries.addAll(lists.of(JournalEntry.Source.PAYMENT, payment.id())));
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(templates.journalPanel(screen, books.frame(actor), entries)::render);
    }
}
