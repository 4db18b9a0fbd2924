package lazo.operational.activity.web;

import gg.jte.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.collaborative.comment.Comments;
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

/** Puts the composer above every timeline: for comments, and for activities where there can be some. */
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
        List<String> kinds = kinds(record, actor);
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        FieldForm form = FieldForm.typed(activities.type(), Map.of(), List.of(), new Names(names.users(), Map.of()));
        return Optional.of(templates.activityComposer(
                screen, new Composer(activities.type(), record, kinds.getFirst(), kinds, form))::render);
    }

    /** The tabs: comments everywhere, activities where they can be about the record; none for whose role only reads. */
    List<String> kinds(StoredRecord about, Actor actor) {
        boolean can = activities.type().timelineLookups().stream()
                .anyMatch(lookup -> about.type().key().equals(lookup.target()));
        List<String> kinds = new ArrayList<>();
        if (can && actor.on(activities.type().key()).create()) {
            kinds.addAll(Composer.KINDS);
        }
        if (Comments.mayWrite(actor)) {
            kinds.add(Composer.COMMENT);
        }
        return kinds;
    }
}
