package lazo.kernel.privacy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long records of an object are kept.
 *
 * @param ranOn how many records it dealt with the last time
 */
public record RetentionRule(
        long id,
        String name,
        String object,
        Counted counted,
        int months,
        Action action,
        boolean active,
        long madeBy,
        @Nullable Instant ranAt,
        @Nullable Long ranOn) {

    /** From when the months are counted. */
    public enum Counted {
        LAST_ACTIVITY,
        CREATED
    }

    public enum Action {
        BIN,
        ERASE
    }
}
