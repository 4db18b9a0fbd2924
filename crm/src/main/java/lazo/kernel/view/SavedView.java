package lazo.kernel.view;

import java.util.List;
import java.util.Locale;
import lazo.kernel.filter.Filter;
import lazo.kernel.metadata.Label;
import org.jspecify.annotations.Nullable;

/**
 * A named question about one object.
 *
 * @param label the name by language, for views that came with a pack
 * @param ownerId who made it; {@code null} for a pack's
 * @param sort {@code name} or {@code -name}
 * @param columns field keys in order
 * @param groupBy the field whose values are the lanes of a board
 */
public record SavedView(
        long id,
        String objectKey,
        String name,
        @Nullable Label label,
        @Nullable Long ownerId,
        boolean shared,
        Layout layout,
        Filter filter,
        @Nullable String sort,
        List<String> columns,
        @Nullable String groupBy,
        int version) {
    public enum Layout {
        LIST,
        BOARD
    }

    public SavedView {
        columns = List.copyOf(columns);
    }

    public String name(Locale locale) {
        return label == null ? name : label.in(locale);
    }

    public boolean isFromPack() {
        return ownerId == null;
    }
}
