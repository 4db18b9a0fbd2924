package lazo.kernel.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import lazo.kernel.api.RecordEvent;
import lazo.kernel.filter.Filter;
import lazo.platform.outbound.Reach;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told of events of one object.
 *
 * @param privateNetwork whether it may stand in the company's own network
 * @param filter which records count
 * @param userId as whom records are seen: what this user may not see is not sent
 * @param pausedBecause why nothing is sent, where nobody has switched it off
 * @param failingSince since when no attempt has succeeded, if the last one failed
 */
public record Webhook(
        long id,
        String name,
        URI address,
        boolean privateNetwork,
        String objectKey,
        Set<RecordEvent> events,
        Filter filter,
        long userId,
        boolean active,
        @Nullable Pause pausedBecause,
        @Nullable Instant failingSince,
        @Nullable Instant lastSuccessAt) {
    public Webhook {
        events = Set.copyOf(events);
    }

    /** Why a webhook was paused by itself. */
    public enum Pause {
        /** Nothing was delivered for days. */
        FAILING,
        /** Its filter asks about a field that is no longer there, or hidden from its user. */
        FILTER
    }

    Reach reach() {
        return privateNetwork ? Reach.PRIVATE_TOO : Reach.PUBLIC;
    }
}
