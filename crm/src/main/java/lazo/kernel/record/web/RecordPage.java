package lazo.kernel.record.web;

import gg.jte.Content;
import java.util.List;
import java.util.Map;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;

/**
 * What the page of one record shows.
 *
 * @param sections fields by section, in order
 * @param panels what other modules add, by place
 * @param related records of other objects that point at this one
 */
public record RecordPage(
        StoredRecord record,
        Names names,
        FieldMask mask,
        boolean mayChange,
        boolean mayDelete,
        boolean mayAskWhy,
        List<Section> sections,
        Map<RecordPanel.Place, List<Content>> panels,
        List<Related> related,
        TimelinePage timeline,
        List<Access.Share> shares) {

    public record Section(String key, List<ObjectField> fields) {}

    /** Records of one object that point at this one. @param via the lookup that does */
    public record Related(
            ObjectType type, ObjectField via, List<StoredRecord> records, long count, boolean capped, Names names) {}

    public ObjectType type() {
        return record.type();
    }

    public List<Content> panels(RecordPanel.Place place) {
        return panels.getOrDefault(place, List.of());
    }

    public boolean mayEdit(ObjectField field) {
        return mayChange && field.isTyped() && mask.allowsChange(field.key());
    }
}
