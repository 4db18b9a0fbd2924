package lazo.kernel.privacy;

import static lazodb.Tables.RECORD_CHANGE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.privacy.Persons.Ref;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds a person in every table there is. It asks the database which tables and columns there are, so that one that is made
 * tomorrow is searched too.
 */
@Component
class PersonSearch {
    /** They are about users and the installation, not about customers. */
    static final Set<String> NOT_SEARCHED = Set.of(
            "app_user",
            "business_unit",
            "company",
            "field_choice",
            "field_restriction",
            "flyway_schema_history",
            "installed_pack",
            "known_device",
            "object_field",
            "object_type",
            "one_time_link",
            "passkey",
            "pipeline",
            "pipeline_stage",
            "privacy_blocked",
            "privacy_key",
            "privacy_objection",
            "privacy_policy",
            "privacy_purpose",
            "recovery_code",
            "role",
            "role_permission",
            "scheduled_tasks",
            "sso_identity",
            "sso_provider",
            "stage_setting",
            "team",
            "totp",
            "used_proof",
            "user_session");

    /** Columns that hold the id of a record in tables that are not made at run time. */
    private static final Set<String> POINTERS = Set.of(
            "record_id", "subject_id", "left_id", "right_id", "lead_id", "contact_id", "account_id", "activity_id");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Persons persons;

    PersonSearch(DSLContext sql, ObjectTypes types, Persons persons) {
        this.sql = sql;
        this.types = types;
        this.persons = persons;
    }

    /** A table, its columns that hold words, and those that point at records. */
    record Place(String schema, String table, Map<String, Kind> words, List<String> pointers) {
        enum Kind {
            TEXT,
            /** jsonb and arrays, looked through as they are written. */
            WRITTEN,
            /** Bytes of UTF-8. */
            BYTES
        }

        String key() {
            return schema + "." + table;
        }

        String from() {
            return "\"%s\".\"%s\"".formatted(schema, table);
        }
    }

    /**
     * A row in which the person is.
     *
     * @param linked whether it points at the person; the others mention them, and only what mentions them is shown
     * @param mentions whether one of their marks stands in it
     */
    record Row(boolean linked, boolean mentions, JsonNode facts) {}

    /** What this person looks like in texts: of what is theirs alone, now and in their history. */
    PersonPattern pattern(Set<Ref> person) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> words = new LinkedHashSet<>();
        Set<String> phones = new LinkedHashSet<>();
        for (Ref ref : person) {
            for (ObjectField field : identifying(ref.type())) {
                for (String value : values(ref, field)) {
                    if (isTheirsAlone(field, value, person)) {
                        switch (field.type()) {
                            case PHONE -> phones.add(value);
                            case EMAIL -> words.add(value);
                            default -> {
                                (Persons.isTaxId(field) ? words : names).add(value);
                                addShortName(value, person, names);
                            }
                        }
                    }
                }
            }
        }
        return PersonPattern.of(names, words, phones);
    }

    /** With two surnames people are mostly called by the first one, which must not be how another person is called. */
    private void addShortName(String name, Set<Ref> person, Set<String> names) {
        String[] words = name.strip().split("\\s+");
        if (words.length < 3) {
            return;
        }
        String shorter = words[0] + " " + words[1];
        List<Long> own = person.stream().map(Ref::id).toList();
        for (ObjectType type : persons.types()) {
            RecordTable table = new RecordTable(type);
            Condition begins =
                    RecordTable.fold(table.text(type.titleField())).startsWith(RecordTable.fold(val(shorter)));
            if (sql.fetchExists(
                    selectOne().from(table.table()).where(begins, table.id().notIn(own)))) {
                return;
            }
        }
        names.add(shorter);
    }

    private static List<ObjectField> identifying(ObjectType type) {
        return type.allFields().stream()
                .filter(field -> field.type() == FieldType.EMAIL
                        || field.type() == FieldType.PHONE
                        || field.equals(type.titleField())
                        || field.type() == FieldType.TEXT && Persons.isTaxId(field))
                .toList();
    }

    private Set<String> values(Ref ref, ObjectField field) {
        Set<String> values = new LinkedHashSet<>();
        persons.find(ref).map(record -> record.value(field.key())).ifPresent(value -> values.add(value.toString()));
        sql.select(RECORD_CHANGE.OLD_VALUE, RECORD_CHANGE.NEW_VALUE)
                .from(RECORD_CHANGE)
                .where(RECORD_CHANGE.RECORD_ID.eq(ref.id()), RECORD_CHANGE.FIELD_KEY.eq(field.key()))
                .forEach(row -> {
                    if (row.value1() != null) {
                        values.add(row.value1());
                    }
                    if (row.value2() != null) {
                        values.add(row.value2());
                    }
                });
        return values;
    }

    /** What another person has too tells nothing: it is left where it stands. */
    private boolean isTheirsAlone(ObjectField field, String value, Set<Ref> person) {
        List<Long> own = person.stream().map(Ref::id).toList();
        for (ObjectType type : persons.types()) {
            RecordTable table = new RecordTable(type);
            Condition same = org.jooq.impl.DSL.or(identifying(type).stream()
                    .filter(other -> other.type() == field.type())
                    .map(other -> field.type() == FieldType.PHONE
                            ? RecordTable.phoneKey(table.text(other)).eq(RecordTable.phoneKey(val(value)))
                            : RecordTable.fold(table.text(other)).eq(RecordTable.fold(val(value))))
                    .toList());
            if (sql.fetchExists(
                    selectOne().from(table.table()).where(same, table.id().notIn(own)))) {
                return false;
            }
        }
        return true;
    }

    /** Every row of every table in which the person is, by table; tables without one are left out. */
    Map<String, List<Row>> find(Set<Ref> person, PersonPattern pattern) {
        Long[] ids = person.stream().map(Ref::id).toArray(Long[]::new);
        Map<String, List<Row>> found = new LinkedHashMap<>();
        for (Place place : places()) {
            List<Row> rows = rows(place, ids, pattern.regex());
            if (!rows.isEmpty()) {
                found.put(place.key(), rows);
            }
        }
        return found;
    }

    private List<Row> rows(Place place, Long[] ids, String regex) {
        List<String> matches = place.words().entrySet().stream()
                .map(column -> matches(column.getKey(), column.getValue()))
                .toList();
        String mentions = matches.isEmpty()
                ? "false"
                : "("
                        + String.join(
                                " or ",
                                matches.stream()
                                        .map("coalesce(%s, false)"::formatted)
                                        .toList()) + ")";
        String linked = place.pointers().isEmpty()
                ? "false"
                : "("
                        + String.join(
                                " or ",
                                place.pointers().stream()
                                        .map("coalesce(t.\"%s\" = any(p.ids), false)"::formatted)
                                        .toList())
                        + ")";
        List<String> parts = new ArrayList<>();
        place.words()
                .forEach((column, kind) -> parts.add("'%s', case when %s then %s end"
                        .formatted(column, matches(column, kind), shown(column, kind))));
        String mentioning = parts.isEmpty() ? "'{}'::jsonb" : jsonb(parts);
        return sql.fetch("""
                        with p as materialized (select cast(? as bigint[]) as ids, cast(? as text) as regex)
                        select f.linked, f.mentions, f.facts::text as facts from p cross join lateral (
                            select %1$s as linked, %2$s as mentions,
                                   case when %1$s then to_jsonb(t) else %3$s end as facts
                            from %4$s t where %1$s or %2$s) f
                        """.formatted(linked, mentions, mentioning, place.from()), ids, regex)
                .map(row -> new Row(
                        row.get("linked", Boolean.class),
                        row.get("mentions", Boolean.class),
                        JSON.readTree(row.get("facts", String.class))));
    }

    /** Functions take a hundred arguments at most. */
    private static String jsonb(List<String> parts) {
        List<String> objects = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += 40) {
            objects.add("jsonb_build_object(%s)"
                    .formatted(String.join(", ", parts.subList(from, Math.min(parts.size(), from + 40)))));
        }
        return "jsonb_strip_nulls(" + String.join(" || ", objects) + ")";
    }

    static String matches(String column, Place.Kind kind) {
        return switch (kind) {
            case TEXT -> "t.\"%s\" ~ p.regex".formatted(column);
            case WRITTEN -> "t.\"%s\"::text ~ p.regex".formatted(column);
            case BYTES -> "convert_from(t.\"%s\", 'UTF8') ~ p.regex".formatted(column);
        };
    }

    private static String shown(String column, Place.Kind kind) {
        return kind == Place.Kind.BYTES
                ? "to_jsonb(convert_from(t.\"%s\", 'UTF8'))".formatted(column)
                : "to_jsonb(t.\"%s\")".formatted(column);
    }

    /** Every table of the schemas of Lazo with what can be searched in it. */
    List<Place> places() {
        Map<String, Place> places = new TreeMap<>();
        sql.fetch("""
                select c.table_schema, c.table_name, c.column_name, c.data_type from information_schema.columns c
                join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
                where c.table_schema in ('public', 'record') and t.table_type = 'BASE TABLE'
                order by c.table_schema, c.table_name, c.ordinal_position
                """).forEach(row -> {
            String schema = row.get(0, String.class);
            String table = row.get(1, String.class);
            String column = row.get(2, String.class);
            if (schema.equals("public") && NOT_SEARCHED.contains(table)) {
                return;
            }
            Place place = places.computeIfAbsent(
                    schema + "." + table, key -> new Place(schema, table, new LinkedHashMap<>(), new ArrayList<>()));
            switch (row.get(3, String.class)) {
                case "text", "character varying", "character" -> place.words().put(column, Place.Kind.TEXT);
                case "jsonb", "json", "ARRAY" -> place.words().put(column, Place.Kind.WRITTEN);
                case "bytea" -> {
                    if (table.equals("api_answer") && column.equals("body")) {
                        place.words().put(column, Place.Kind.BYTES);
                    }
                }
                case "bigint" -> {
                    if (points(schema, table, column)) {
                        place.pointers().add(column);
                    }
                }
                default -> {
                    // Dates, figures and flags tell nobody by themselves.
                }
            }
        });
        return List.copyOf(places.values());
    }

    private boolean points(String schema, String table, String column) {
        if (schema.equals("public")) {
            return POINTERS.contains(column);
        }
        return column.equals("id")
                        && types.find(table).filter(persons::isPerson).isPresent()
                || types.find(table).stream()
                        .flatMap(type -> type.allFields().stream())
                        .anyMatch(field -> field.column().equals(column)
                                && field.type() == FieldType.LOOKUP
                                && field.target() != null
                                && types.find(field.target())
                                        .filter(persons::isPerson)
                                        .isPresent());
    }

    /** Ids of records of this object that point at the person. */
    List<Long> pointingAt(ObjectType type, Collection<Ref> person) {
        List<Condition> any = new ArrayList<>();
        RecordTable table = new RecordTable(type);
        for (ObjectField via : type.allFields()) {
            if (via.type() == FieldType.LOOKUP && via.target() != null) {
                List<Long> ids = person.stream()
                        .filter(ref -> ref.type().key().equals(via.target()))
                        .map(Ref::id)
                        .toList();
                if (!ids.isEmpty()) {
                    any.add(table.reference(via).in(ids));
                }
            }
        }
        return any.isEmpty()
                ? List.of()
                : sql.select(table.id())
                        .from(table.table())
                        .where(org.jooq.impl.DSL.or(any))
                        .fetch(field(name("r", "id"), Long.class));
    }
}
