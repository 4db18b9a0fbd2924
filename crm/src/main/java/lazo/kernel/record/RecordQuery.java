package lazo.kernel.record;

import java.util.Optional;
import lazo.kernel.filter.Filter;
import lazo.kernel.metadata.ObjectType;

/**
 * Which records, in which order, from where on.
 *
 * @param text what was typed into the view's own search box
 * @param after where the page before ended, as its cursor text
 * @param deleted the recycle bin instead of the living
 */
public record RecordQuery(
        ObjectType type,
        Filter filter,
        Optional<String> text,
        Sort sort,
        Optional<String> after,
        int limit,
        boolean deleted) {
    /** @param field a sortable field's key */
    public record Sort(String field, boolean descending) {
        /** {@code name} or {@code -name}. */
        public static Sort of(String text) {
            return text.startsWith("-") ? new Sort(text.substring(1), true) : new Sort(text, false);
        }

        public String text() {
            return descending ? "-" + field : field;
        }
    }

    public static RecordQuery of(ObjectType type, Filter filter) {
        return new RecordQuery(
                type, filter, Optional.empty(), new Sort("updated_at", true), Optional.empty(), 50, false);
    }

    public RecordQuery sorted(Sort by) {
        return new RecordQuery(type, filter, text, by, after, limit, deleted);
    }

    public RecordQuery limited(int most) {
        return new RecordQuery(type, filter, text, sort, after, most, deleted);
    }

    public RecordQuery after(Optional<String> cursor) {
        return new RecordQuery(type, filter, text, sort, cursor, limit, deleted);
    }

    public RecordQuery containing(Optional<String> typed) {
        return new RecordQuery(type, filter, typed.filter(some -> !some.isBlank()), sort, after, limit, deleted);
    }

    public RecordQuery where(Filter other) {
        return new RecordQuery(type, other, text, sort, after, limit, deleted);
    }

    public RecordQuery inRecycleBin() {
        return new RecordQuery(type, filter, text, sort, after, limit, true);
    }
}
