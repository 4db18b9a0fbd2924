package lazo.kernel.duplicate.web;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Merges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** Says beside a record what was merged into it, with the way back. */
@Component
class MergedPanel implements RecordPanel {
    private final Merges merges;
    private final Templates templates;

    MergedPanel(Merges merges, Templates templates) {
        this.merges = merges;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.ASIDE;
    }

    @Override
    public int order() {
        return 900;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        List<Merges.PastMerge> past = record.type().isActivity() ? List.of() : merges.into(record);
        return past.isEmpty()
                ? Optional.empty()
                : Optional.of(templates.duplicateMerged(screen, past, actor.writes())::render);
    }
}
