package lazo.kernel.record;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record was created, changed, deleted or restored; published in the transaction that did it.
 *
 * @param fields keys of the fields that changed
 * @param depth how many automatic changes led here: 0 for a person's own
 * @param batchId the batch it is part of, whose end is told as {@link RecordsChanged}
 */
public record RecordChanged(
        String objectKey,
        long recordId,
        int version,
        Kind kind,
        Set<String> fields,
        @Nullable Long actorId,
        int depth,
        @Nullable Long batchId) {
    public enum Kind {
        CREATED,
        CHANGED,
        DELETED,
        RESTORED
    }

    public RecordChanged {
        fields = Set.copyOf(fields);
    }
}
