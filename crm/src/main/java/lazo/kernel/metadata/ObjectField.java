package lazo.kernel.metadata;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field of an object type.
 *
 * @param column name of its (first) column in the record table
 * @param section group of fields it is shown with on the record page
 * @param pack the pack it came with, {@code null} for an administrator's own
 * @param target the object a lookup points at
 * @param template keys of the fields this one is joined from; empty unless derived
 * @param prefix what an auto-number starts with; with {@code {year}} in it, it starts anew every year and has four digits
 * @param classified how delicate an administrator says it is; null as its type says
 */
public record ObjectField(
        long id,
        String objectKey,
        String key,
        String column,
        FieldType type,
        Label label,
        @Nullable Label help,
        String section,
        int position,
        boolean required,
        boolean unique,
        boolean indexed,
        boolean searchable,
        boolean readOnly,
        boolean milestone,
        boolean inTimeline,
        boolean quick,
        boolean inList,
        boolean archived,
        @Nullable String pack,
        @Nullable String target,
        List<String> template,
        @Nullable String prefix,
        @Nullable Sensitivity classified,
        List<Choice> choices) {

    private static final String YEAR = "{year}";

    /** Keys of the fields every object has, kept by the kernel itself. */
    public static final List<String> SYSTEM_KEYS = List.of("owner", "created_at", "created_by", "updated_at");

    public ObjectField {
        template = List.copyOf(template);
        choices = List.copyOf(choices);
    }

    /** A field that no table keeps: what a column of a file means while it is read. */
    public static ObjectField ofFile(String objectKey, String key, FieldType type, Label label) {
        return new ObjectField(
                0, objectKey, key, key, type, label, null, "more", 0, false, false, false, false, false, false, false,
                false, false, false, null, null, List.of(), null, null, List.of());
    }

    public Optional<Choice> choice(@Nullable String choiceKey) {
        return choices.stream().filter(choice -> choice.key().equals(choiceKey)).findFirst();
    }

    /** The choices still offered. */
    public List<Choice> currentChoices() {
        return choices.stream().filter(choice -> !choice.archived()).toList();
    }

    /** How delicate what it holds is. */
    public Sensitivity sensitivity() {
        return classified == null ? Sensitivity.of(type) : classified;
    }

    public boolean isDerived() {
        return !template.isEmpty();
    }

    /** Whether a person may type a value: not kept by the program, not derived, not put away. */
    public boolean isTyped() {
        return !readOnly && !isDerived() && !archived && type != FieldType.AUTO_NUMBER;
    }

    /** Whether a change of it is told on timelines together with others: not what the program keeps or derives. */
    public boolean isTold() {
        return !milestone && !readOnly && !isDerived() && !sensitivity().isMasked();
    }

    /** Names of all its columns. */
    public List<String> columns() {
        return type.columns().stream().map(part -> column + part.suffix()).toList();
    }

    /** What an auto-number is counted by in this year. */
    public String numberSeries(int year) {
        return prefix != null && prefix.contains(YEAR) ? key + " " + year : key;
    }

    /** An auto-number as it is written: {@code P-2026-0418}. */
    public String numbered(int year, long number) {
        if (prefix == null) {
            return String.valueOf(number);
        }
        return prefix.contains(YEAR) ? prefix.replace(YEAR, "" + year) + "%04d".formatted(number) : prefix + number;
    }
}
