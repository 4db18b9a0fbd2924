package lazo.kernel.metadata;

import static lazodb.Tables.FIELD_CHOICE;
import static lazodb.Tables.METADATA_VERSION;
import static lazodb.Tables.OBJECT_FIELD;
import static lazodb.Tables.OBJECT_TYPE;
import static lazodb.Tables.PIPELINE;
import static lazodb.Tables.PIPELINE_STAGE;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import lazodb.tables.records.ObjectFieldRecord;
import lazodb.tables.records.ObjectTypeRecord;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * All object types, kept in memory and read again when {@code metadata_version} says somebody changed them. The check
 * costs one row and is made at most once a second; the process that makes a change sees it at once.
 */
@Component
public class ObjectTypes {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final long CHECK_EVERY_MILLIS = 1000;

    private final DSLContext sql;
    private final Clock clock;
    private volatile Snapshot snapshot = new Snapshot(-1, Map.of());
    private volatile long checkedAt;

    private record Snapshot(long version, Map<String, ObjectType> types) {}

    ObjectTypes(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** In the order of the menu. */
    public List<ObjectType> all() {
        return List.copyOf(current().values());
    }

    public Optional<ObjectType> find(String key) {
        return Optional.ofNullable(current().get(key));
    }

    /** @throws NoSuchElementException when there is no such object */
    public ObjectType load(String key) {
        return find(key).orElseThrow(() -> new NoSuchElementException("There is no object '%s'".formatted(key)));
    }

    private Map<String, ObjectType> current() {
        long now = clock.millis();
        Snapshot known = snapshot;
        if (known.version >= 0 && Math.abs(now - checkedAt) < CHECK_EVERY_MILLIS) {
            return known.types;
        }
        checkedAt = now;
        Long version =
                sql.select(METADATA_VERSION.VERSION).from(METADATA_VERSION).fetchOne(METADATA_VERSION.VERSION);
        if (version != null && version != known.version) {
            snapshot = read(version);
        }
        return snapshot.types;
    }

    /** Part of every change to the description, in its transaction. */
    void raiseVersion() {
        sql.update(METADATA_VERSION)
                .set(METADATA_VERSION.VERSION, METADATA_VERSION.VERSION.plus(1))
                .execute();
    }

    /** After the commit of a change: this process sees it at once, others within a second. */
    void readAgain() {
        snapshot = read(sql.select(METADATA_VERSION.VERSION)
                .from(METADATA_VERSION)
                .fetchSingle()
                .value1());
    }

    private Snapshot read(long version) {
        Map<Long, List<Choice>> choices = new LinkedHashMap<>();
        sql.selectFrom(FIELD_CHOICE)
                .orderBy(FIELD_CHOICE.POSITION, FIELD_CHOICE.KEY)
                .forEach(row -> choices.computeIfAbsent(row.getFieldId(), id -> new ArrayList<>())
                        .add(new Choice(
                                row.getKey(),
                                label(row.getLabel()),
                                row.getHue(),
                                row.getPosition(),
                                row.getArchived())));
        Map<String, List<ObjectField>> fields = new LinkedHashMap<>();
        sql.selectFrom(OBJECT_FIELD)
                .orderBy(OBJECT_FIELD.POSITION, OBJECT_FIELD.ID)
                .forEach(row -> fields.computeIfAbsent(row.getObjectKey(), key -> new ArrayList<>())
                        .add(field(row, choices.getOrDefault(row.getId(), List.of()))));
        Map<Long, List<Stage>> stages = new LinkedHashMap<>();
        sql.selectFrom(PIPELINE_STAGE)
                .orderBy(PIPELINE_STAGE.POSITION, PIPELINE_STAGE.KEY)
                .forEach(row -> stages.computeIfAbsent(row.getPipelineId(), id -> new ArrayList<>())
                        .add(new Stage(
                                row.getKey(),
                                row.getPipelineId(),
                                label(row.getLabel()),
                                row.getWinProbability(),
                                Stage.Outcome.valueOf(row.getOutcome()),
                                row.getHue(),
                                row.getPosition(),
                                row.getArchived())));
        Map<String, List<Pipeline>> pipelines = new LinkedHashMap<>();
        sql.selectFrom(PIPELINE)
                .orderBy(PIPELINE.POSITION, PIPELINE.ID)
                .forEach(row -> pipelines
                        .computeIfAbsent(row.getObjectKey(), key -> new ArrayList<>())
                        .add(new Pipeline(
                                row.getId(),
                                row.getKey(),
                                label(row.getLabel()),
                                row.getPosition(),
                                row.getArchived(),
                                stages.getOrDefault(row.getId(), List.of()))));
        Map<String, ObjectType> types = new LinkedHashMap<>();
        sql.selectFrom(OBJECT_TYPE)
                .orderBy(OBJECT_TYPE.POSITION, OBJECT_TYPE.KEY)
                .forEach(row -> types.put(
                        row.getKey(),
                        type(
                                row,
                                fields.getOrDefault(row.getKey(), List.of()),
                                pipelines.getOrDefault(row.getKey(), List.of()))));
        return new Snapshot(version, types);
    }

    private static ObjectType type(ObjectTypeRecord row, List<ObjectField> fields, List<Pipeline> pipelines) {
        return new ObjectType(
                row.getKey(),
                label(row.getLabel()),
                label(row.getPlural()),
                row.getIcon(),
                row.getHue(),
                ObjectType.Kind.valueOf(row.getKind()),
                row.getInMenu(),
                row.getPosition(),
                row.getPack(),
                row.getTitleField(),
                fields,
                pipelines);
    }

    private static ObjectField field(ObjectFieldRecord row, List<Choice> choices) {
        String[] template = row.getTemplate();
        return new ObjectField(
                row.getId(),
                row.getObjectKey(),
                row.getKey(),
                row.getColumnName(),
                FieldType.valueOf(row.getType()),
                label(row.getLabel()),
                row.getHelp() == null ? null : label(row.getHelp()),
                row.getSection(),
                row.getPosition(),
                row.getRequired(),
                row.getIsUnique(),
                row.getIndexed(),
                row.getSearchable(),
                row.getReadOnly(),
                row.getMilestone(),
                row.getInTimeline(),
                row.getQuick(),
                row.getInList(),
                row.getArchived(),
                row.getPack(),
                row.getTargetObject(),
                template == null ? List.of() : Arrays.asList(template),
                row.getPrefix(),
                row.getSensitivity() == null ? null : Sensitivity.valueOf(row.getSensitivity()),
                choices);
    }

    static Label label(@Nullable JSONB json) {
        return new Label(
                JSON.readValue(json == null ? "{}" : json.data(), new TypeReference<Map<String, String>>() {}));
    }

    static JSONB json(Label label) {
        return JSONB.valueOf(JSON.writeValueAsString(label.byLanguage()));
    }
}
