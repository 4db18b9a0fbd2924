package lazo.operational.sales;

import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One column of a board: the records whose field has one value.
 *
 * @param key the value as conditions write it; empty for records without one
 * @param label {@code null} where the screen has the word: no value, yes, no
 * @param reasonField key of the field that must say why a record comes here; {@code null} where none must
 */
public record Lane(
        String key,
        @Nullable Label label,
        String hue,
        Stage.Outcome outcome,
        @Nullable String reasonField) {
    public boolean isOpen() {
        return outcome == Stage.Outcome.OPEN;
    }
}
