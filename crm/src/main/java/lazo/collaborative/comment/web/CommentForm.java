package lazo.collaborative.comment.web;

import lazo.kernel.record.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * The box a comment is written in.
 *
 * @param id the comment that is being changed, or 0 for a new one
 * @param error what is wrong with the text
 */
public record CommentForm(
        StoredRecord about, long id, String text, @Nullable String error) {
    public static CommentForm empty(StoredRecord about) {
        return new CommentForm(about, 0, "", null);
    }

    /** Where what belongs to the record's comments is. */
    public String base() {
        return "/o/" + about.type().key() + "/" + about.id();
    }

    public String url() {
        return base() + "/comments" + (id == 0 ? "" : "/" + id);
    }
}
