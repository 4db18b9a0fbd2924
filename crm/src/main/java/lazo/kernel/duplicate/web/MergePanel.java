package lazo.kernel.duplicate.web;

import gg.jte.Content;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** Leads from a record's menu to its duplicates. */
@Component
class MergePanel implements RecordPanel {
    private final Access access;
    private final Templates templates;

    MergePanel(Access access, Templates templates) {
        this.access = access;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.MENU;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        boolean may = !record.type().isActivity() && access.mayChange(actor, record.type(), record.id());
        return may ? Optional.of(templates.duplicateMenu(screen, record)::render) : Optional.empty();
    }
}
