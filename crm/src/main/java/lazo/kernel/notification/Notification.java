package lazo.kernel.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something one user should hear of.
 *
 * @param href where it leads
 * @param title the name of the record it is about, as the user may see it; empty when it is about none
 * @param actor the name of who did it, empty for the program
 * @param text what was said, or which file
 */
public record Notification(
        long id,
        NotificationKind kind,
        @Nullable Long recordId,
        String href,
        String title,
        String actor,
        String text,
        Instant at,
        boolean read) {
    /** The text that says what has happened, {@code {0}} being who did it. */
    public String says() {
        boolean many = kind == NotificationKind.ASSIGNMENT && recordId == null;
        return "notification.says." + kind + (many ? ".many" : "");
    }
}
