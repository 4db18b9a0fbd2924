package lazo.kernel.record.web;

import java.util.List;
import java.util.Optional;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.Operator;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.view.ViewState;
import org.jspecify.annotations.Nullable;

/**
 * What the editor of one condition shows.
 *
 * @param path the field's key, with the part for an address
 * @param edited the condition being changed; empty for a new one
 * @param base address of the list or board the condition belongs to
 * @param problem why the last try was refused, in the viewer's language
 */
public record FilterForm(
        ViewState state,
        ObjectField field,
        String path,
        Optional<Condition> edited,
        String base,
        Names names,
        @Nullable String problem) {
    public List<Operator> operators() {
        return Operator.of(field.type());
    }

    public boolean isChosen(Operator operator) {
        return edited.map(Condition::operator).orElse(operators().getFirst()) == operator;
    }

    public boolean has(String value) {
        return edited.map(Condition::values).orElse(List.of()).contains(value);
    }

    public String value() {
        return String.join("; ", edited.map(Condition::values).orElse(List.of()));
    }

    public String editIndex() {
        return edited.map(is -> String.valueOf(state.conditions().indexOf(is))).orElse("");
    }
}
