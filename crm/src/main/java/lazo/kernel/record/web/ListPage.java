package lazo.kernel.record.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.view.SavedView;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Option;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows.
 *
 * @param problem why the filter cannot be answered, in the viewer's language
 * @param hint which condition hides most, when nothing is found
 * @param ways queries without one of the conditions, with what they would show
 */
public record ListPage(
        ViewState state,
        List<SavedView> views,
        List<StoredRecord> records,
        Optional<String> next,
        Names names,
        List<Chip> chips,
        FieldMask mask,
        ObjectPermission may,
        boolean mayChangeView,
        @Nullable String problem,
        String hint,
        List<Option> ways,
        Locale locale) {

    public boolean mayCreate() {
        return may.create();
    }

    public boolean mayImport() {
        return may.imports();
    }

    public boolean mayExport() {
        return may.export() != Scope.NONE;
    }

    public boolean mayChange() {
        return may.change() != Scope.NONE;
    }

    public boolean mayDelete() {
        return may.delete() != Scope.NONE;
    }

    public ObjectType type() {
        return state.type();
    }

    public boolean isFiltered() {
        return !state.conditions().isEmpty() || !state.text().isBlank();
    }

    public boolean hasBoard() {
        return type().fields().stream().anyMatch(field -> field.type().hasLanes());
    }

    public boolean mayEdit(ObjectField field) {
        return mayChange() && field.isTyped() && mask.allowsChange(field.key()) && field.type() != FieldType.LONG_TEXT;
    }

    public List<ObjectField> filterFields() {
        return type().fields().stream().filter(field -> mask.shows(field.key())).toList();
    }

    /** Fields for the column chooser: those shown first, in their order. */
    public List<Option> columnChoices() {
        List<ObjectField> fields = new ArrayList<>(state.shownFields());
        filterFields().stream().filter(field -> !fields.contains(field)).forEach(fields::add);
        return fields.stream()
                .map(field -> new Option(field.key(), field.label().in(locale)))
                .toList();
    }

    /** The address's parameters other than columns, as hidden inputs: value is the name, label the value. */
    public List<Option> stateInputs() {
        List<Option> inputs = new ArrayList<>();
        state.view().ifPresent(view -> inputs.add(new Option("view", String.valueOf(view.id()))));
        state.conditions().forEach(condition -> inputs.add(new Option("f", condition.text())));
        if (state.conditions().isEmpty()) {
            inputs.add(new Option("f", ""));
        }
        inputs.add(new Option("sort", state.sort()));
        if (!state.text().isBlank()) {
            inputs.add(new Option("q", state.text()));
        }
        return inputs;
    }

    public String columnClass(ObjectField field) {
        return field.key().equals(type().titleField().key()) ? "pin pin2" : columnClassOf(field);
    }

    /** Figures are right-aligned; on a phone a few fields follow the name, the rest is hidden. */
    public static String columnClassOf(ObjectField field) {
        return switch (field.type()) {
            case MONEY -> "num p-val";
            case NUMBER, PERCENT -> "num";
            case CHOICE, STAGE -> "p-tag";
            case LOOKUP -> "p-sub truncate";
            case TEXT,
                    LONG_TEXT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    MULTI_CHOICE,
                    EMAIL,
                    PHONE,
                    LINK,
                    ADDRESS,
                    USER,
                    TAGS,
                    AUTO_NUMBER -> "t-" + field.type().key();
        };
    }
}
