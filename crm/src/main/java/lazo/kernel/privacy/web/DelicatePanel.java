package lazo.kernel.privacy.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.privacy.DelicateFields;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** Says beside a record that there are delicate fields, covered until somebody asks for them. */
@Component
class DelicatePanel implements RecordPanel {
    private final DelicateFields delicate;
    private final Templates templates;

    DelicatePanel(DelicateFields delicate, Templates templates) {
        this.delicate = delicate;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.BELOW;
    }

    @Override
    public int order() {
        return 790;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        List<ObjectField> fields = delicate.of(record.type(), actor);
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(templates.privacyDelicateCard(screen, record, fields)::render);
    }
}
