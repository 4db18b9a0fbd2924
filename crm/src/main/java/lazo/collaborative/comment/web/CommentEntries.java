package lazo.collaborative.comment.web;

import gg.jte.Content;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.collaborative.comment.Comment;
import lazo.collaborative.comment.Comments;
import lazo.collaborative.comment.Mentions;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.TimelineEntries;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.platform.web.PaletteSource;
import lazo.platform.web.Screen;
import lazo.platform.web.Text;
import lazo.platform.web.Viewer;
import lazojte.Templates;
import org.springframework.stereotype.Component;

/** Comments on the timeline and among what the palette finds. */
@Component
class CommentEntries implements TimelineEntries, PaletteSource {
    private final Comments comments;
    private final Users users;
    private final Templates templates;

    CommentEntries(Comments comments, Users users, Templates templates) {
        this.comments = comments;
        this.users = users;
        this.templates = templates;
    }

    @Override
    public Kind kind() {
        return Kind.COMMENT;
    }

    @Override
    public Map<String, Content> render(Screen screen, Actor actor, StoredRecord record, List<String> notes) {
        List<Long> ids = notes.stream().map(Long::valueOf).toList();
        Mentions mentions = comments.mentions();
        Map<Long, User> people = users.byId();
        Map<String, Content> rendered = new HashMap<>();
        for (Comment comment : comments.find(record, ids).values()) {
            User author = people.get(comment.authorId());
            rendered.put(
                    String.valueOf(comment.id()),
                    templates.commentEntry(
                            screen,
                            comment,
                            mentions,
                            author == null ? "" : author.name(),
                            comment.authorId() == actor.id() && screen.seenBy() == null)::render);
        }
        return rendered;
    }

    @Override
    public List<Group> find(Viewer viewer, Text text, String query) {
        List<Hit> hits = comments.search(query, users.actor(viewer.id())).stream()
                .map(hit -> new Hit(
                        "/o/" + hit.comment().objectKey() + "/" + hit.comment().recordId(),
                        "message-circle",
                        null,
                        hit.title(),
                        around(hit.comment().text(), query),
                        text.t("comment.one")))
                .toList();
        return hits.isEmpty() ? List.of() : List.of(new Group(text.t("comment.many"), hits));
    }

    private static String around(String text, String query) {
        int at = Math.max(
                0, text.toLowerCase(java.util.Locale.ROOT).indexOf(query.toLowerCase(java.util.Locale.ROOT)) - 30);
        String cut = text.substring(at, Math.min(text.length(), at + 100)).replaceAll("\\s+", " ");
        return (at > 0 ? "…" : "") + cut;
    }
}
