package lazo.kernel.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the file as it goes into the staging table.
 *
 * @param row number of the row in the file, from 1
 * @param values one per slot, of the Java types of {@link lazo.kernel.metadata.FieldType}; null where empty
 * @param texts one per slot: what a reference is looked for by
 * @param identifier what the record is called in the system it comes from
 * @param aside values without a field, as JSON
 * @param notes what is to be told about the row
 */
record StagedRow(
        long row,
        long line,
        @Nullable Object[] values,
        @Nullable String[] texts,
        @Nullable String identifier,
        @Nullable String aside,
        List<RowNote> notes) {
    boolean isRejected() {
        for (RowNote note : notes) {
            if (note.fatal()) {
                return true;
            }
        }
        return false;
    }
}
