package lazo.operational.verifactu;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record at the tax agency.
 *
 * @param receipt the agency's code of the batch it came with (CSV)
 * @param errorCode the agency's
 */
public record Submission(
        State state,
        boolean inDoubt,
        @Nullable Instant answeredAt,
        @Nullable String receipt,
        @Nullable String errorCode,
        @Nullable String errorText) {
    /** Each record ends in one of the last three, once. */
    public enum State {
        WAITING,
        ACCEPTED,
        ACCEPTED_WITH_ERRORS,
        REJECTED
    }
}
