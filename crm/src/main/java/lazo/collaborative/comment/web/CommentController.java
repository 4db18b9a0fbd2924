package lazo.collaborative.comment.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.collaborative.comment.Comment;
import lazo.collaborative.comment.Comments;
import lazo.collaborative.comment.Followers;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Objects;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Writes, changes and removes comments from a record's page, and follows it. */
@Controller
class CommentController {
    private static final int OFFERED = 8;

    private final Objects objects;
    private final Comments comments;
    private final Followers followers;
    private final Templates templates;

    CommentController(Objects objects, Comments comments, Followers followers, Templates templates) {
        this.objects = objects;
        this.comments = comments;
        this.followers = followers;
        this.templates = templates;
    }

    @PostMapping("/o/{object}/{id:\\d+}/comments")
    Page write(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String description,
            Screen screen,
            Actor actor) {
        StoredRecord about = load(object, id, actor);
        if (!Comments.mayWrite(actor)) {
            throw Problem.forbidden("REC-403");
        }
        Optional<Page> refused = refused(new CommentForm(about, 0, description, null), screen);
        if (refused.isPresent()) {
            return refused.get();
        }
        Comments.Written written = comments.write(about, description, actor);
        return Page.of(templates.commentForm(screen, CommentForm.empty(about)))
                .trigger("record-changed")
                .toast(said(written, screen, "comment.saved"));
    }

    private StoredRecord load(String object, long id, Actor actor) {
        return objects.load(objects.load(object), id, actor);
    }

    private Optional<Page> refused(CommentForm form, Screen screen) {
        String why = form.text().isBlank()
                ? screen.t("comment.missing")
                : form.text().length() > Comments.LONGEST ? screen.t("comment.too-long", Comments.LONGEST) : null;
        return why == null
                ? Optional.empty()
                : Optional.of(Page.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        templates.commentForm(screen, new CommentForm(form.about(), form.id(), form.text(), why))));
    }

    private static String said(Comments.Written written, Screen screen, String key) {
        if (written.untold().isEmpty()) {
            return screen.t(key);
        }
        String names = written.untold().stream().map(User::name).collect(Collectors.joining(", "));
        return screen.t(key) + " "
                + screen.t("comment.untold", names, written.untold().size());
    }

    @GetMapping("/o/{object}/{id:\\d+}/comments/{comment:\\d+}")
    Page edit(
            @PathVariable String object,
            @PathVariable long id,
            @PathVariable long comment,
            Screen screen,
            Actor actor) {
        StoredRecord about = load(object, id, actor);
        Comment own = own(comments.find(about, comment).filter(one -> one.authorId() == actor.id()));
        return Page.of(templates.commentForm(screen, new CommentForm(about, own.id(), own.text(), null)));
    }

    private static <T> T own(Optional<T> found) {
        return found.orElseThrow(() -> Problem.notFound("CMT-404", "comment.not-yours"));
    }

    @PostMapping("/o/{object}/{id:\\d+}/comments/{comment:\\d+}")
    Page change(
            @PathVariable String object,
            @PathVariable long id,
            @PathVariable long comment,
            @RequestParam(defaultValue = "") String description,
            Screen screen,
            Actor actor) {
        StoredRecord about = load(object, id, actor);
        Optional<Page> refused = refused(new CommentForm(about, comment, description, null), screen);
        if (refused.isPresent()) {
            return refused.get();
        }
        Comments.Written written = own(comments.change(about, comment, description, actor));
        return Page.empty().reswap("none").trigger("record-changed").toast(said(written, screen, "comment.changed"));
    }

    @DeleteMapping("/o/{object}/{id:\\d+}/comments/{comment:\\d+}")
    Page remove(
            @PathVariable String object,
            @PathVariable long id,
            @PathVariable long comment,
            Screen screen,
            Actor actor) {
        if (!comments.remove(load(object, id, actor), comment, actor)) {
            throw Problem.notFound("CMT-404", "comment.not-yours");
        }
        return Page.empty().trigger("record-changed").toast(screen.t("comment.removed"));
    }

    @GetMapping("/o/{object}/{id:\\d+}/comments/{comment:\\d+}/history")
    Page history(
            @PathVariable String object,
            @PathVariable long id,
            @PathVariable long comment,
            Screen screen,
            Actor actor) {
        Comment found = comments.find(load(object, id, actor), comment)
                .orElseThrow(() -> Problem.notFound("CMT-404", "comment.gone"));
        return Page.of(templates.commentHistory(screen, found, comments.history(comment)));
    }

    /** Who can be mentioned here, for what was typed after the @. */
    @GetMapping("/o/{object}/{id:\\d+}/mentions")
    Page mentions(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String q,
            Screen screen,
            Actor actor) {
        List<Comments.Mentionable> found = comments.mentionable(load(object, id, actor), q, OFFERED);
        return Page.of(templates.commentMentions(screen, found));
    }

    @PostMapping("/o/{object}/{id:\\d+}/follow")
    Page follow(
            @PathVariable String object,
            @PathVariable long id,
            @RequestParam(defaultValue = "true") boolean follows,
            Screen screen,
            Actor actor) {
        StoredRecord record = load(object, id, actor);
        followers.follow(object, id, actor.id(), follows);
        return Page.of(templates.commentFollow(screen, record, follows))
                .toast(screen.t(follows ? "comment.following" : "comment.not-following"));
    }
}
