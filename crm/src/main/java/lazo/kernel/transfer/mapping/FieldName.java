package lazo.kernel.transfer.mapping;

import java.util.List;
import lazo.kernel.transfer.profile.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * A field and what it is called.
 *
 * @param names in every language, synonyms included
 * @param type what its values are, null where any text will do
 */
public record FieldName(
        String key, List<String> names, @Nullable ColumnType type) {
    public FieldName {
        names = List.copyOf(names);
    }
}
