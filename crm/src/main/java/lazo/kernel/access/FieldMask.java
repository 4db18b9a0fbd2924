package lazo.kernel.access;

import java.util.Set;

/**
 * Which fields of an object an actor may not see or not write.
 *
 * @param hidden keys of fields that do not exist for the actor
 * @param readOnly keys of fields the actor sees but may not change
 */
public record FieldMask(Set<String> hidden, Set<String> readOnly) {
    public FieldMask {
        hidden = Set.copyOf(hidden);
        readOnly = Set.copyOf(readOnly);
    }

    public boolean shows(String fieldKey) {
        return !hidden.contains(fieldKey);
    }

    public boolean allowsChange(String fieldKey) {
        return !hidden.contains(fieldKey) && !readOnly.contains(fieldKey);
    }
}
