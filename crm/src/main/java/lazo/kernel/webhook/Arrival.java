package lazo.kernel.webhook;

import java.time.Instant;
import java.util.List;
import lazo.kernel.record.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One event of a source.
 *
 * @param body what was sent; null once it is forgotten
 * @param times how often it was sent
 * @param created whether the record was made by it
 * @param failure why nothing was written
 */
public record Arrival(
        long id,
        long sourceId,
        String eventId,
        @Nullable String body,
        Instant receivedAt,
        int times,
        State state,
        int attempts,
        @Nullable Long recordId,
        @Nullable Boolean created,
        @Nullable Failure failure) {
    public enum State {
        WAITING,
        DONE,
        /** Waits for somebody to mend the mapping or the record, and to try again. */
        FAILED
    }

    /** @param code as the API has it @param problems field by field */
    public record Failure(String code, List<String> arguments, List<Problem> problems) {}
}
