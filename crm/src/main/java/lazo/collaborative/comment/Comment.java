package lazo.collaborative.comment;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One comment. @param editedAt when it was last changed, {@code null} if it never was */
public record Comment(
        long id,
        String objectKey,
        long recordId,
        long authorId,
        String text,
        Instant createdAt,
        @Nullable Instant editedAt) {

    /** A stretch of the text. @param mention whether it is the name of somebody who was mentioned */
    public record Part(String text, boolean mention) {}

    /** The text with the names in it told apart. */
    public List<Part> parts(Mentions mentions) {
        return mentions.parts(text);
    }
}
