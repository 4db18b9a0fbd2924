package lazo.kernel.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit.
 *
 * @param actor the user's name at that time; null for Lazo itself or somebody unknown
 * @param seenAs the id of the user as whom the actor looked at Lazo
 * @param object the object of a record, or what else it was done to: {@code user}, {@code session}
 * @param subject what that was called
 * @param detail what there is to say, by name; a change is a list of before and after
 */
public record AuditEvent(
        long id,
        Instant at,
        @Nullable String actor,
        @Nullable Long seenAs,
        String action,
        String object,
        @Nullable Long recordId,
        @Nullable String subject,
        Map<String, Object> detail,
        @Nullable String request) {}
