package lazo.kernel.metadata;

import static lazodb.Tables.FIELD_CHOICE;
import static lazodb.Tables.OBJECT_FIELD;
import static lazodb.Tables.OBJECT_TYPE;
import static lazodb.Tables.PIPELINE;
import static lazodb.Tables.PIPELINE_STAGE;
import static org.jooq.impl.DSL.max;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Adds and changes objects, fields, choices and pipelines while the program runs. What it makes works at once in lists,
 * filters, forms, import, export, search and history, because all of those read {@link ObjectTypes}.
 */
@Component
public class ObjectDesigner {
    private static final ScopedValue<Boolean> TOGETHER = ScopedValue.newInstance();

    /** A record table may have 1,600 columns; this leaves room for fields of several columns. */
    public static final int MOST_FIELDS = 300;

    private static final int MOST_KEY_LENGTH = 40;

    /** Words that stand for something else where scopes of API keys name objects. */
    private static final List<String> NO_OBJECT_KEYS = List.of("records", "admin");

    private final DSLContext sql;
    private final ObjectTypes types;
    private final RecordTables tables;

    ObjectDesigner(DSLContext sql, ObjectTypes types, RecordTables tables) {
        this.sql = sql;
        this.types = types;
        this.tables = tables;
    }

    /** What a new object is made of. @param titleLabel name of the field that names its records */
    public record NewObject(
            @Nullable String key,
            Label label,
            Label plural,
            String icon,
            String hue,
            ObjectType.Kind kind,
            boolean inMenu,
            int position,
            @Nullable String pack,
            String titleKey,
            List<NewField> fields) {}

    /** What a new field is made of; {@code key} is made from the label when absent. */
    public record NewField(
            @Nullable String key,
            FieldType type,
            Label label,
            @Nullable Label help,
            String section,
            boolean required,
            boolean unique,
            boolean indexed,
            boolean searchable,
            boolean readOnly,
            boolean milestone,
            boolean inTimeline,
            boolean quick,
            boolean inList,
            @Nullable String pack,
            @Nullable String target,
            List<String> template,
            @Nullable String prefix,
            List<NewChoice> choices) {

        /** A plain field as an administrator or an import adds it: filterable and in search where the type allows. */
        public static NewField plain(FieldType type, Label label, List<NewChoice> choices, @Nullable String target) {
            return new NewField(
                    null,
                    type,
                    label,
                    null,
                    "more",
                    false,
                    false,
                    type != FieldType.LONG_TEXT,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    null,
                    target,
                    List.of(),
                    null,
                    choices);
        }
    }

    /**
     * What an administrator says of a field of their own; the rest follows from its type.
     *
     * @param key made from the label when absent
     * @param target the object a lookup points at
     * @param prefix what an auto-number starts with
     */
    public record OwnField(
            @Nullable String key,
            FieldType type,
            Label label,
            @Nullable Label help,
            boolean required,
            boolean milestone,
            boolean quick,
            @Nullable String target,
            @Nullable String prefix,
            List<NewChoice> choices) {

        NewField field() {
            return new NewField(
                    key,
                    type,
                    label,
                    help,
                    "more",
                    required,
                    false,
                    type != FieldType.LONG_TEXT,
                    isSearchable(),
                    false,
                    milestone,
                    type == FieldType.LOOKUP,
                    quick,
                    false,
                    null,
                    target,
                    List.of(),
                    type == FieldType.AUTO_NUMBER ? prefix : null,
                    choices);
        }

        private boolean isSearchable() {
            return switch (type) {
                case TEXT, EMAIL, PHONE, AUTO_NUMBER, TAGS -> true;
                case LONG_TEXT,
                        NUMBER,
                        MONEY,
                        PERCENT,
                        DATE,
                        DATE_TIME,
                        YES_NO,
                        CHOICE,
                        MULTI_CHOICE,
                        LINK,
                        ADDRESS,
                        USER,
                        LOOKUP,
                        STAGE -> false;
            };
        }
    }

    public record NewChoice(
            @Nullable String key, Label label, @Nullable String hue) {}

    public record NewStage(
            @Nullable String key,
            Label label,
            int winProbability,
            Stage.Outcome outcome,
            @Nullable String hue) {}

    /** Makes an object with its table. @return its key */
    public String addObject(NewObject wanted) {
        String key = wanted.key() != null
                ? wanted.key()
                : keyFrom(
                        wanted.label(),
                        Stream.concat(types.all().stream().map(ObjectType::key), NO_OBJECT_KEYS.stream())
                                .toList());
        change(() -> {
            sql.insertInto(OBJECT_TYPE)
                    .set(OBJECT_TYPE.KEY, key)
                    .set(OBJECT_TYPE.LABEL, ObjectTypes.json(wanted.label()))
                    .set(OBJECT_TYPE.PLURAL, ObjectTypes.json(wanted.plural()))
                    .set(OBJECT_TYPE.ICON, wanted.icon())
                    .set(OBJECT_TYPE.HUE, wanted.hue())
                    .set(OBJECT_TYPE.KIND, wanted.kind().name())
                    .set(OBJECT_TYPE.IN_MENU, wanted.inMenu())
                    .set(OBJECT_TYPE.POSITION, wanted.position())
                    .set(OBJECT_TYPE.PACK, wanted.pack())
                    .set(OBJECT_TYPE.TITLE_FIELD, wanted.titleKey())
                    .execute();
            tables.create(key);
            addSystemFields(key);
            List<String> taken = new ArrayList<>(ObjectField.SYSTEM_KEYS);
            for (NewField field : wanted.fields()) {
                ObjectField made = insertField(key, field, taken);
                taken.add(made.key());
                tables.addColumns(made);
                tables.createIndexes(made, made.key().equals(wanted.titleKey()));
                if (made.unique()) {
                    tables.addUnique(made);
                }
            }
            if (wanted.kind() == ObjectType.Kind.ACTIVITY) {
                tables.createIndexesOfDays(key, taken);
            }
        });
        return key;
    }

    /** Adds a field as an administrator wants it. @throws IllegalStateException when the object is full */
    public ObjectField addField(String objectKey, OwnField wanted) {
        return addField(objectKey, wanted.field());
    }

    /** Adds a field to an object in use. @throws IllegalStateException when the object is full */
    public ObjectField addField(String objectKey, NewField wanted) {
        ObjectType type = types.load(objectKey);
        if (type.allFields().size() >= MOST_FIELDS) {
            throw new IllegalStateException("Object '%s' has %d fields, the most is %d"
                    .formatted(objectKey, type.allFields().size(), MOST_FIELDS));
        }
        List<ObjectField> made = new ArrayList<>();
        change(() -> {
            made.clear();
            List<String> taken = new ArrayList<>(
                    type.allFields().stream().map(ObjectField::key).toList());
            made.add(insertField(objectKey, wanted, taken));
            tables.addColumns(made.getFirst());
            if (wanted.unique()) {
                tables.addUnique(made.getFirst());
            }
        });
        tables.createIndexesConcurrently(made.getFirst());
        return types.load(objectKey).field(made.getFirst().key());
    }

    /** Says how delicate fields are. @param classes by field id */
    public void classify(Map<Long, Sensitivity> classes) {
        change(() -> classes.forEach((id, is) -> sql.update(OBJECT_FIELD)
                .set(OBJECT_FIELD.SENSITIVITY, is.name())
                .where(OBJECT_FIELD.ID.eq(id))
                .execute()));
    }

    /** Renames a field and says how it is shown. */
    public void changeField(
            long fieldId, Label label, @Nullable Label help, boolean required, boolean quick, String section) {
        change(() -> {
            sql.update(OBJECT_FIELD)
                    .set(OBJECT_FIELD.LABEL, ObjectTypes.json(label))
                    .set(OBJECT_FIELD.HELP, help == null ? null : ObjectTypes.json(help))
                    .set(OBJECT_FIELD.REQUIRED, required)
                    .set(OBJECT_FIELD.QUICK, quick)
                    .set(OBJECT_FIELD.SECTION, section)
                    .where(OBJECT_FIELD.ID.eq(fieldId))
                    .execute();
        });
    }

    /** Puts a field away, or brings it back; its values are kept. */
    public void archiveField(long fieldId, boolean archived) {
        change(() -> {
            sql.update(OBJECT_FIELD)
                    .set(OBJECT_FIELD.ARCHIVED, archived)
                    .where(OBJECT_FIELD.ID.eq(fieldId))
                    .execute();
        });
    }

    /** Puts fields in this order; those not named keep theirs, behind. */
    public void orderFields(List<Long> fieldIds) {
        change(() -> {
            for (int i = 0; i < fieldIds.size(); i++) {
                sql.update(OBJECT_FIELD)
                        .set(OBJECT_FIELD.POSITION, i + 1)
                        .where(OBJECT_FIELD.ID.eq(fieldIds.get(i)))
                        .execute();
            }
        });
    }

    /** Adds a word to a choice field. @return its key */
    public String addChoice(ObjectField field, NewChoice wanted) {
        String[] key = {""};
        change(() -> {
            key[0] = insertChoice(
                    field.id(),
                    wanted,
                    field.choices().stream().map(Choice::key).toList(),
                    field.choices().size());
        });
        return key[0];
    }

    public void changeChoice(long fieldId, String key, Label label, String hue, int position, boolean archived) {
        change(() -> {
            sql.update(FIELD_CHOICE)
                    .set(FIELD_CHOICE.LABEL, ObjectTypes.json(label))
                    .set(FIELD_CHOICE.HUE, hue)
                    .set(FIELD_CHOICE.POSITION, position)
                    .set(FIELD_CHOICE.ARCHIVED, archived)
                    .where(FIELD_CHOICE.FIELD_ID.eq(fieldId), FIELD_CHOICE.KEY.eq(key))
                    .execute();
        });
    }

    /** Adds a sales process with its stages. @return its id */
    public long addPipeline(String objectKey, @Nullable String key, Label label, List<NewStage> stages) {
        long[] id = new long[1];
        change(() -> {
            ObjectType type = types.load(objectKey);
            String own = key != null
                    ? key
                    : keyFrom(
                            label, type.pipelines().stream().map(Pipeline::key).toList());
            id[0] = sql.insertInto(PIPELINE)
                    .set(PIPELINE.OBJECT_KEY, objectKey)
                    .set(PIPELINE.KEY, own)
                    .set(PIPELINE.LABEL, ObjectTypes.json(label))
                    .set(PIPELINE.POSITION, type.pipelines().size() + 1)
                    .returningResult(PIPELINE.ID)
                    .fetchSingle()
                    .value1();
            List<String> taken = new ArrayList<>(sql.select(PIPELINE_STAGE.KEY)
                    .from(PIPELINE_STAGE)
                    .where(PIPELINE_STAGE.OBJECT_KEY.eq(objectKey))
                    .fetch(PIPELINE_STAGE.KEY));
            for (NewStage stage : stages) {
                taken.add(insertStage(objectKey, id[0], stage, taken));
            }
        });
        return id[0];
    }

    /** Renames a sales process, moves it among the others, puts it away or brings it back. */
    public void changePipeline(long id, Label label, int position, boolean archived) {
        change(() -> {
            sql.update(PIPELINE)
                    .set(PIPELINE.LABEL, ObjectTypes.json(label))
                    .set(PIPELINE.POSITION, position)
                    .set(PIPELINE.ARCHIVED, archived)
                    .where(PIPELINE.ID.eq(id))
                    .execute();
        });
    }

    public String addStage(String objectKey, long pipelineId, NewStage wanted) {
        String[] key = {""};
        change(() -> {
            key[0] = insertStage(
                    objectKey,
                    pipelineId,
                    wanted,
                    sql.select(PIPELINE_STAGE.KEY)
                            .from(PIPELINE_STAGE)
                            .where(PIPELINE_STAGE.OBJECT_KEY.eq(objectKey))
                            .fetch(PIPELINE_STAGE.KEY));
        });
        return key[0];
    }

    public void changeStage(String objectKey, Stage changed) {
        change(() -> {
            sql.update(PIPELINE_STAGE)
                    .set(PIPELINE_STAGE.LABEL, ObjectTypes.json(changed.label()))
                    .set(PIPELINE_STAGE.WIN_PROBABILITY, changed.winProbability())
                    .set(PIPELINE_STAGE.OUTCOME, changed.outcome().name())
                    .set(PIPELINE_STAGE.HUE, changed.hue())
                    .set(PIPELINE_STAGE.POSITION, changed.position())
                    .set(PIPELINE_STAGE.ARCHIVED, changed.archived())
                    .where(PIPELINE_STAGE.OBJECT_KEY.eq(objectKey), PIPELINE_STAGE.KEY.eq(changed.key()))
                    .execute();
        });
    }

    /** Makes several changes of this designer as one: all of them are done, or none. */
    public void together(Runnable changes) {
        change(() -> ScopedValue.where(TOGETHER, true).run(changes));
    }

    private void change(Runnable what) {
        if (TOGETHER.isBound()) {
            what.run();
            return;
        }
        tables.patiently(() -> {
            what.run();
            types.raiseVersion();
        });
        types.readAgain();
    }

    private void addSystemFields(String objectKey) {
        systemField(objectKey, "owner", "owner_id", FieldType.USER, Label.of("Propietario", "Owner"), false);
        systemField(objectKey, "created_at", "created_at", FieldType.DATE_TIME, Label.of("Creado", "Created"), true);
        systemField(objectKey, "created_by", "created_by", FieldType.USER, Label.of("Creado por", "Created by"), true);
        systemField(
                objectKey,
                "updated_at",
                "updated_at",
                FieldType.DATE_TIME,
                Label.of("Último cambio", "Last change"),
                true);
    }

    private void systemField(
            String objectKey, String key, String column, FieldType type, Label label, boolean readOnly) {
        sql.insertInto(OBJECT_FIELD)
                .set(OBJECT_FIELD.OBJECT_KEY, objectKey)
                .set(OBJECT_FIELD.KEY, key)
                .set(OBJECT_FIELD.COLUMN_NAME, column)
                .set(OBJECT_FIELD.TYPE, type.name())
                .set(OBJECT_FIELD.LABEL, ObjectTypes.json(label))
                .set(OBJECT_FIELD.SECTION, "record")
                .set(OBJECT_FIELD.POSITION, 900)
                .set(OBJECT_FIELD.INDEXED, true)
                .set(OBJECT_FIELD.READ_ONLY, readOnly)
                .set(OBJECT_FIELD.PACK, "kernel")
                .execute();
    }

    private ObjectField insertField(String objectKey, NewField wanted, List<String> taken) {
        String key = wanted.key() != null ? wanted.key() : keyFrom(wanted.label(), taken);
        Integer last = sql.select(max(OBJECT_FIELD.POSITION))
                .from(OBJECT_FIELD)
                .where(OBJECT_FIELD.OBJECT_KEY.eq(objectKey), OBJECT_FIELD.POSITION.lt(900))
                .fetchOne(0, Integer.class);
        long id = sql.insertInto(OBJECT_FIELD)
                .set(OBJECT_FIELD.OBJECT_KEY, objectKey)
                .set(OBJECT_FIELD.KEY, key)
                .set(OBJECT_FIELD.COLUMN_NAME, key)
                .set(OBJECT_FIELD.TYPE, wanted.type().name())
                .set(OBJECT_FIELD.LABEL, ObjectTypes.json(wanted.label()))
                .set(OBJECT_FIELD.HELP, wanted.help() == null ? null : ObjectTypes.json(wanted.help()))
                .set(OBJECT_FIELD.SECTION, wanted.section())
                .set(OBJECT_FIELD.POSITION, last == null ? 1 : last + 1)
                .set(OBJECT_FIELD.REQUIRED, wanted.required())
                .set(OBJECT_FIELD.IS_UNIQUE, wanted.unique())
                .set(OBJECT_FIELD.INDEXED, wanted.indexed())
                .set(OBJECT_FIELD.SEARCHABLE, wanted.searchable())
                .set(OBJECT_FIELD.READ_ONLY, wanted.readOnly())
                .set(OBJECT_FIELD.MILESTONE, wanted.milestone())
                .set(OBJECT_FIELD.IN_TIMELINE, wanted.inTimeline())
                .set(OBJECT_FIELD.QUICK, wanted.quick())
                .set(OBJECT_FIELD.IN_LIST, wanted.inList())
                .set(OBJECT_FIELD.PACK, wanted.pack())
                .set(OBJECT_FIELD.TARGET_OBJECT, wanted.target())
                .set(
                        OBJECT_FIELD.TEMPLATE,
                        wanted.template().isEmpty() ? null : wanted.template().toArray(String[]::new))
                .set(OBJECT_FIELD.PREFIX, wanted.prefix())
                .returningResult(OBJECT_FIELD.ID)
                .fetchSingle()
                .value1();
        String column = wanted.pack() != null ? key : "c_" + key + "_" + id;
        sql.update(OBJECT_FIELD)
                .set(OBJECT_FIELD.COLUMN_NAME, column)
                .where(OBJECT_FIELD.ID.eq(id))
                .execute();
        List<String> choiceKeys = new ArrayList<>();
        for (NewChoice choice : wanted.choices()) {
            choiceKeys.add(insertChoice(id, choice, choiceKeys, choiceKeys.size()));
        }
        return new ObjectField(
                id,
                objectKey,
                key,
                column,
                wanted.type(),
                wanted.label(),
                wanted.help(),
                wanted.section(),
                0,
                wanted.required(),
                wanted.unique(),
                wanted.indexed(),
                wanted.searchable(),
                wanted.readOnly(),
                wanted.milestone(),
                wanted.inTimeline(),
                wanted.quick(),
                wanted.inList(),
                false,
                wanted.pack(),
                wanted.target(),
                wanted.template(),
                wanted.prefix(),
                null,
                List.of());
    }

    private String insertChoice(long fieldId, NewChoice wanted, List<String> taken, int position) {
        String key = wanted.key() != null ? wanted.key() : keyFrom(wanted.label(), taken);
        sql.insertInto(FIELD_CHOICE)
                .set(FIELD_CHOICE.FIELD_ID, fieldId)
                .set(FIELD_CHOICE.KEY, key)
                .set(FIELD_CHOICE.LABEL, ObjectTypes.json(wanted.label()))
                .set(FIELD_CHOICE.HUE, wanted.hue() == null ? hueAt(position) : wanted.hue())
                .set(FIELD_CHOICE.POSITION, position + 1)
                .execute();
        return key;
    }

    private String insertStage(String objectKey, long pipelineId, NewStage wanted, List<String> taken) {
        String key =
                wanted.key() != null && !taken.contains(wanted.key()) ? wanted.key() : keyFrom(wanted.label(), taken);
        Integer last = sql.select(max(PIPELINE_STAGE.POSITION))
                .from(PIPELINE_STAGE)
                .where(PIPELINE_STAGE.PIPELINE_ID.eq(pipelineId))
                .fetchOne(0, Integer.class);
        int position = last == null ? 1 : last + 1;
        sql.insertInto(PIPELINE_STAGE)
                .set(PIPELINE_STAGE.OBJECT_KEY, objectKey)
                .set(PIPELINE_STAGE.KEY, key)
                .set(PIPELINE_STAGE.PIPELINE_ID, pipelineId)
                .set(PIPELINE_STAGE.LABEL, ObjectTypes.json(wanted.label()))
                .set(PIPELINE_STAGE.WIN_PROBABILITY, wanted.winProbability())
                .set(PIPELINE_STAGE.OUTCOME, wanted.outcome().name())
                .set(PIPELINE_STAGE.HUE, wanted.hue() == null ? hueAt(position) : wanted.hue())
                .set(PIPELINE_STAGE.POSITION, position)
                .execute();
        return key;
    }

    private static final List<String> HUES =
            List.of("blue", "teal", "violet", "orange", "green", "pink", "yellow", "red", "gray");

    private static String hueAt(int position) {
        return HUES.get(Math.floorMod(position, HUES.size()));
    }

    /** A key made from a name: plain lower-case letters, digits and underscores, unlike those taken. */
    static String keyFrom(Label label, List<String> taken) {
        String plain = Normalizer.normalize(label.in(Locale.ENGLISH), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        if (plain.isEmpty() || !Character.isLetter(plain.charAt(0))) {
            plain = "f_" + plain;
        }
        plain = plain.substring(0, Math.min(plain.length(), MOST_KEY_LENGTH)).replaceAll("_+$", "");
        String key = plain;
        for (int n = 2; taken.contains(key); n++) {
            key = plain + "_" + n;
        }
        return key;
    }
}
