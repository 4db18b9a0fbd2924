package lazo.kernel.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.metadata.ObjectType;
import org.jspecify.annotations.Nullable;

/**
 * One record as it was read. Values are by field key, of the Java types that {@link lazo.kernel.metadata.FieldType} names;
 * fields the actor may not see are not there.
 *
 * @param deletedAt when it went to the recycle bin
 * @param mergedInto the record it was merged into
 */
public record StoredRecord(
        ObjectType type,
        long id,
        int version,
        Map<String, @Nullable Object> values,
        @Nullable Instant deletedAt,
        @Nullable Long mergedInto) {

    public StoredRecord {
        values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    public @Nullable Object value(String field) {
        return values.get(field);
    }

    /** What the record is called; never empty. */
    public String title() {
        String title = text(type.titleField().key());
        return title == null || title.isBlank() ? "#" + id : title;
    }

    public @Nullable String text(String field) {
        return (String) values.get(field);
    }

    public @Nullable Long reference(String field) {
        return (Long) values.get(field);
    }

    public @Nullable BigDecimal number(String field) {
        return (BigDecimal) values.get(field);
    }

    public @Nullable Money money(String field) {
        return (Money) values.get(field);
    }

    public @Nullable LocalDate date(String field) {
        return (LocalDate) values.get(field);
    }

    public @Nullable Instant moment(String field) {
        return (Instant) values.get(field);
    }

    public @Nullable Address address(String field) {
        return (Address) values.get(field);
    }

    public boolean yes(String field) {
        return Boolean.TRUE.equals(values.get(field));
    }

    @SuppressWarnings("unchecked")
    public List<String> words(String field) {
        List<String> words = (List<String>) values.get(field);
        return words == null ? List.of() : words;
    }

    public @Nullable Long owner() {
        return reference("owner");
    }

    /** This record without some fields, for an actor who may not see them. */
    StoredRecord without(java.util.Set<String> hidden) {
        Map<String, @Nullable Object> shown = new HashMap<>(values);
        shown.keySet().removeAll(hidden);
        return new StoredRecord(type, id, version, shown, deletedAt, mergedInto);
    }

    public boolean isDeleted() {
        return deletedAt != null;
    }
}
