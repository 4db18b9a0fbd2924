package lazo.collaborative.comment.web;

import gg.jte.Content;
import java.util.Optional;
import lazo.collaborative.comment.Followers;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.RecordPanel;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** Follows a record, or no longer, from the menu of its page. */
@Component
class FollowPanel implements RecordPanel {
    private final Followers followers;
    private final Templates templates;

    FollowPanel(Followers followers, Templates templates) {
        this.followers = followers;
        this.templates = templates;
    }

    @Override
    public Place place() {
        return Place.MENU;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Optional<Content> render(Screen screen, Actor actor, StoredRecord record) {
        boolean follows = followers.follows(record.id(), record.owner(), actor.id());
        return Optional.of(templates.commentFollow(screen, record, follows)::render);
    }
}
