package lazo.operational.activity.web;

import gg.jte.Content;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.FieldForm;
import lazo.kernel.record.web.Names;
import lazo.kernel.record.web.RecordNames;
import lazo.kernel.record.web.RecordPanel;
import lazo.operational.activity.Activities;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** Puts the composer above the timeline of every record that activities can be about. */
@Component
class ComposerPanel implements RecordPanel {
    private final Activities activities;
    private final RecordNames names;
    private final Templates templates;

    ComposerPanel(Activities activities, RecordNames names, Templates templates) {
        this.activities = activities;
        this.names = names;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.COMPOSER;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        boolean can = activities.type().timelineLookups().stream()
                .anyMatch(lookup -> record.type().key().equals(lookup.target()));
        if (!can || !actor.on(activities.type().key()).create()) {
            return Optional.empty();
        }
        FieldForm form = FieldForm.typed(activities.type(), Map.of(), List.of(), new Names(names.users(), Map.of()));
        return Optional.of(
                templates.activityComposer(screen, new Composer(activities.type(), record, "note", form))::render);
    }
}
