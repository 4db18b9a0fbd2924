package lazo.kernel.record.web;

import java.util.List;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.BulkChanges.Preview;
import lazo.kernel.view.ViewState;

/**
 * What is asked before a change to many records.
 *
 * @param what assign, tag, edit or delete
 * @param ids the ticked ones, by comma
 * @param ticked whether only those are meant, or everything the list finds
 * @param chosen key of the field to edit
 */
public record BulkForm(
        ViewState state,
        String what,
        String ids,
        boolean ticked,
        Preview preview,
        List<ObjectField> fields,
        FieldForm values,
        String chosen) {
    public ObjectType type() {
        return state.type();
    }
}
