package lazo.kernel.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kind of record: its names, its fields and its pipelines. An immutable picture; changes make a new one. */
public final class ObjectType {
    /** What the program itself needs to know about an object. */
    public enum Kind {
        PLAIN,
        /** A person or company one deals with. */
        PARTY,
        /** Something done or to be done; shown on the timelines of the records it is about. */
        ACTIVITY
    }

    private final String key;
    private final Label label;
    private final Label plural;
    private final String icon;
    private final String hue;
    private final Kind kind;
    private final boolean inMenu;
    private final int position;
    private final @Nullable String pack;
    private final String titleKey;
    private final Map<String, ObjectField> fields;
    private final List<ObjectField> current;
    private final List<ObjectField> timelineLookups;
    private final List<Pipeline> pipelines;
    private final Map<String, Stage> stages = new LinkedHashMap<>();

    ObjectType(
            String key,
            Label label,
            Label plural,
            String icon,
            String hue,
            Kind kind,
            boolean inMenu,
            int position,
            @Nullable String pack,
            String titleKey,
            List<ObjectField> fields,
            List<Pipeline> pipelines) {
        this.key = key;
        this.label = label;
        this.plural = plural;
        this.icon = icon;
        this.hue = hue;
        this.kind = kind;
        this.inMenu = inMenu;
        this.position = position;
        this.pack = pack;
        this.titleKey = titleKey;
        this.fields = new LinkedHashMap<>();
        fields.forEach(field -> this.fields.put(field.key(), field));
        this.current = fields.stream().filter(field -> !field.archived()).toList();
        this.timelineLookups = current.stream().filter(ObjectField::inTimeline).toList();
        this.pipelines = List.copyOf(pipelines);
        pipelines.forEach(pipeline -> pipeline.stages().forEach(stage -> stages.put(stage.key(), stage)));
    }

    /** The same object as a file tells of it, in columns that are not its fields. @param title the one that names a record */
    public ObjectType ofFile(String title, List<ObjectField> columns) {
        return new ObjectType(
                key, label, plural, icon, hue, Kind.PLAIN, inMenu, position, pack, title, columns, List.of());
    }

    public String key() {
        return key;
    }

    public Label label() {
        return label;
    }

    public Label plural() {
        return plural;
    }

    public String icon() {
        return icon;
    }

    public String hue() {
        return hue;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isParty() {
        return kind == Kind.PARTY;
    }

    public boolean isActivity() {
        return kind == Kind.ACTIVITY;
    }

    public boolean inMenu() {
        return inMenu;
    }

    public int position() {
        return position;
    }

    public @Nullable String pack() {
        return pack;
    }

    /** The field that names a record. */
    public ObjectField titleField() {
        return field(titleKey);
    }

    /** Fields in use, in the order of the record page. */
    public List<ObjectField> fields() {
        return current;
    }

    /** All fields, those put away included. */
    public List<ObjectField> allFields() {
        return List.copyOf(fields.values());
    }

    /** Whether a record is for its owner only: the field {@code private} of activities. */
    public Optional<ObjectField> privateField() {
        return isActivity()
                ? find("private").filter(field -> field.type() == FieldType.YES_NO && !field.archived())
                : Optional.empty();
    }

    public Optional<ObjectField> find(String fieldKey) {
        return Optional.ofNullable(fields.get(fieldKey));
    }

    /** @throws NoSuchElementException when the object has no such field */
    public ObjectField field(String fieldKey) {
        return find(fieldKey)
                .orElseThrow(
                        () -> new NoSuchElementException("Object '%s' has no field '%s'".formatted(key, fieldKey)));
    }

    public List<Pipeline> pipelines() {
        return pipelines;
    }

    public Optional<Stage> stage(@Nullable String stageKey) {
        return Optional.ofNullable(stages.get(stageKey));
    }

    public Optional<Pipeline> pipelineOf(@Nullable String stageKey) {
        return stage(stageKey)
                .flatMap(stage -> pipelines.stream()
                        .filter(pipeline -> pipeline.id() == stage.pipelineId())
                        .findFirst());
    }

    public Optional<ObjectField> stageField() {
        return fields.values().stream()
                .filter(field -> field.type() == FieldType.STAGE)
                .findFirst();
    }

    /** Lookups whose targets hear on their timeline of what happens to records of this type. */
    public List<ObjectField> timelineLookups() {
        return timelineLookups;
    }
}
