package lazo.kernel.privacy;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something a person asked for about their data, and until when it has to be answered.
 *
 * @param person who asks, where there is no record of them
 * @param extended why the answer takes up to two months more
 */
public record PrivacyRequest(
        long id,
        Kind kind,
        @Nullable String object,
        @Nullable Long recordId,
        @Nullable String person,
        @Nullable String note,
        LocalDate receivedOn,
        LocalDate dueOn,
        @Nullable String extended,
        long madeBy,
        @Nullable Outcome outcome,
        @Nullable String answer,
        @Nullable Long closedBy,
        @Nullable Instant closedAt) {

    public enum Kind {
        ACCESS,
        RECTIFICATION,
        ERASURE,
        RESTRICTION,
        PORTABILITY,
        OBJECTION
    }

    public enum Outcome {
        DONE,
        REFUSED
    }

    public boolean isOpen() {
        return closedAt == null;
    }

    public boolean isOverdue(LocalDate today) {
        return isOpen() && dueOn.isBefore(today);
    }
}
