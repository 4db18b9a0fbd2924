package lazo.platform.mail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One mail on its way to one person. What it says is known only until it is sent.
 *
 * @param failure why it has not been taken, a word whose sentence is {@code mail.failure.…}
 * @param answer what the server said to that
 */
public record Mail(
        long id,
        UUID messageId,
        Kind kind,
        String recipient,
        Instant createdAt,
        @Nullable Instant goodUntil,
        State state,
        int attempts,
        @Nullable Instant firstTriedAt,
        Instant nextAttemptAt,
        @Nullable Instant triedAt,
        @Nullable String failure,
        @Nullable String answer) {
    /** What it is about, for the list of what was sent. */
    public enum Kind {
        INVITATION,
        PASSWORD,
        ADDRESS,
        NOTIFICATION,
        DIGEST,
        DOCUMENT
    }

    public enum State {
        WAITING,
        SENT,
        /** Refused for good, of no use any more, or given up after days; somebody may send it again. */
        DEAD
    }
}
