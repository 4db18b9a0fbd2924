package lazo.kernel.duplicate.web;

import java.util.List;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.record.Merges.Preview;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.Names;
import org.jspecify.annotations.Nullable;

/**
 * Two records to be made one.
 *
 * @param keepsLeft which of the two stays
 * @param leftMoves what would move if the left one went
 * @param problems why it did not happen, in the viewer's language
 */
public record MergePage(
        StoredRecord left,
        StoredRecord right,
        boolean keepsLeft,
        Preview leftMoves,
        Preview rightMoves,
        List<Row> rows,
        Names names,
        List<String> problems) {

    /**
     * A field that differs.
     *
     * @param taken {@code left}, {@code right} or {@code both}
     * @param unites whether it can have both values
     */
    public record Row(
            ObjectField field,
            @Nullable Object left,
            @Nullable Object right,
            String taken,
            boolean unites) {}
}
