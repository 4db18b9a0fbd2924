package lazo.kernel.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one webhook.
 *
 * @param event such as {@code contact.changed}
 * @param body what is sent, as it was when it happened
 * @param status what was answered last
 * @param answer the beginning of that answer
 * @param failure why there was no answer, or none that counts
 */
public record Delivery(
        long id,
        long webhookId,
        UUID eventId,
        String event,
        @Nullable Long recordId,
        String body,
        Instant createdAt,
        State state,
        int attempts,
        @Nullable Instant firstTriedAt,
        Instant nextAttemptAt,
        @Nullable Instant triedAt,
        @Nullable Integer status,
        @Nullable Integer millis,
        @Nullable String answer,
        @Nullable String failure) {
    public enum State {
        WAITING,
        DELIVERED,
        /** Given up after days; somebody may send it again. */
        DEAD
    }
}
