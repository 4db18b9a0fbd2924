package lazo.kernel.transfer;

import java.util.Map;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.transfer.profile.Conventions;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one column of a file.
 *
 * @param position of the column in the file
 * @param header its name in the file, for the name of a new field and for values kept aside
 * @param field where it goes: {@code email}, {@code address.city}, {@code account#} (a reference by the other system's
 *     identifier), {@code #} (the record's own identifier there)
 * @param newType the type of the field to be made
 * @param values what a value of the file means where it is not obvious: text to key of a choice, empty for none
 */
public record ColumnPlan(
        int position,
        String header,
        Use use,
        String field,
        @Nullable FieldType newType,
        Conventions conventions,
        Map<String, String> values) {
    /** The identifier that the record has in the system it comes from. */
    public static final String IDENTIFIER = "#";

    public enum Use {
        /** Into a field that is there. */
        FIELD,
        /** Into a field that is made for it. */
        NEW_FIELD,
        /** Kept with the record, without a field. */
        ASIDE,
        IGNORE
    }

    public ColumnPlan {
        values = Map.copyOf(values);
    }

    public ColumnPlan into(String other) {
        return new ColumnPlan(position, header, Use.FIELD, other, null, conventions, values);
    }

    public ColumnPlan asNew(FieldType type) {
        return new ColumnPlan(position, header, Use.NEW_FIELD, "", type, conventions, values);
    }

    public ColumnPlan aside() {
        return new ColumnPlan(position, header, Use.ASIDE, "", null, conventions, values);
    }

    public ColumnPlan ignored() {
        return new ColumnPlan(position, header, Use.IGNORE, "", null, conventions, values);
    }

    public ColumnPlan read(Conventions as) {
        return new ColumnPlan(position, header, use, field, newType, as, values);
    }

    public ColumnPlan meaning(Map<String, String> meanings) {
        return new ColumnPlan(position, header, use, field, newType, conventions, meanings);
    }
}
