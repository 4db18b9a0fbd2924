package lazo.kernel.timeline;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One happening on a record's page.
 *
 * @param recordId the record on whose page it shows
 * @param subjectId the record it happened to, which may be another: a deal's move shows on its customer's page
 * @param actorId the user who did it, {@code null} when the program did
 * @param changes what changed, for kinds that tell it
 * @param note further detail by kind, for example the loss reason
 */
public record TimelineEntry(
        long recordId,
        Instant at,
        long id,
        Kind kind,
        String subjectObject,
        long subjectId,
        @Nullable Long actorId,
        List<FieldChange> changes,
        @Nullable String note) {

    /** What kind of thing happened. */
    public enum Kind {
        CREATED,
        IMPORTED,
        /** Ordinary fields were changed; shows only on the record's own page. */
        CHANGED,
        /** A field that marks progress was changed: a stage, a lifecycle. */
        MILESTONE,
        ACTIVITY,
        /** What a colleague said; the note is its number. */
        COMMENT,
        CONVERTED,
        MERGED,
        UNMERGED,
        DELETED,
        RESTORED;

        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One field's old and new value as canonical text. */
    public record FieldChange(
            String field, @Nullable String from, @Nullable String to) {}

    public TimelineEntry {
        changes = List.copyOf(changes);
    }
}
