package lazo.operational.billing.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.billing.Document;
import lazo.operational.billing.DocumentLine;
import lazo.operational.billing.Documents;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** The lines of a document and what they come to, on the page of its record. */
@Component
class DocumentPanel implements RecordPanel {
    private final Documents documents;
    private final Access access;
    private final Templates templates;

    DocumentPanel(Documents documents, Access access, Templates templates) {
        this.documents = documents;
        this.access = access;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.COMPOSER;
    }

    @Override
    public int order() {
        return 5;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        if (!Documents.OBJECTS.contains(record.type().key())) {
            return Optional.empty();
        }
        Document document = documents.find(record);
        List<DocumentLine> lines = documents.lines(record.id());
        boolean margin = access.mask(actor, record.type()).shows("margin");
        return Optional.of(templates.billingLines(
                screen, record, document, lines, documents.totals(document, lines), margin)::render);
    }
}
