package lazo.kernel.transfer;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.FieldSql;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.kernel.transfer.Slot.StagedColumn;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Decides for every staged row what is to be done with it, and does it, set by set: references, keys, duplicates, new
 * records, changes with their history, timeline and search. Always within the transaction of one chunk.
 *
 * <p>Every row ends with one action: create, update, unchanged, skip or reject.
 */
final class Merge {
    private static final char CREATE = 'C';
    private static final char UPDATE = 'U';
    private static final char SAME = '=';
    private static final char SKIP = 'S';
    private static final char REJECT = 'R';

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;
    private final SearchIndex searchIndex;
    private final Clock clock;
    private final ImportPlan plan;
    private final Slots slots;
    private final ObjectType type;
    private final Actor actor;
    private final boolean trial;
    private final StagingTable stage;
    private final RecordTable table;

    /** What the merge stands on. */
    record Base(DSLContext sql, ObjectTypes types, Access access, SearchIndex searchIndex, Clock clock) {}

    /** @param trial only says what would be done; the caller keeps one transaction open for the whole dry run */
    Merge(Base base, ImportPlan plan, Slots slots, Actor actor, boolean trial) {
        this.sql = base.sql();
        this.types = base.types();
        this.access = base.access();
        this.searchIndex = base.searchIndex();
        this.clock = base.clock();
        this.plan = plan;
        this.slots = slots;
        this.type = slots.type();
        this.actor = actor;
        this.trial = trial;
        this.stage = new StagingTable(sql, slots);
        this.table = new RecordTable(type);
    }

    /** For the dry run: keys of rows seen so far, as long as its transaction lasts. */
    void begin() {
        if (trial) {
            sql.execute(
                    "create temporary table import_seen (kind text, value text, primary key (kind, value)) on commit drop");
        }
    }

    /** Puts the rows into the staging table and decides about each. Rows already rejected are left out. */
    void decide(List<StagedRow> rows, @Nullable Long batchId) {
        stage.fill(rows.stream().filter(row -> !row.isRejected()).toList());
        for (Slot slot : slots.slots()) {
            if (slot.isLookup() && !slot.constant() && !slot.fresh()) {
                resolve(slot);
            }
        }
        if (plan.mode().updates()) {
            match(batchId);
        } else {
            sql.execute("update %s set action = '%s'".formatted(StagingTable.NAME, CREATE));
            if (plan.duplicates() == ImportPlan.Duplicates.SKIP) {
                skipDuplicates();
            }
        }
        checkUnique();
        checkNames();
    }

    private void mark(char action, String code, String argument, String where) {
        sql.execute(
                "update %s s set action = '%s', code = '%s', argument = %s where action is distinct from '%s' and (%s)"
                        .formatted(StagingTable.NAME, action, code, argument, REJECT, where));
    }

    // References

    private void resolve(Slot slot) {
        ObjectType target =
                types.load(java.util.Objects.requireNonNull(slot.field().target()));
        String column = slot.field().column();
        String text = slot.textColumn();
        if (slot.byIdentifier()) {
            sql.execute("""
                    update %s s set "%s" = i.record_id from import_identifier i
                    where i.system = ? and i.object_key = ? and i.identifier = s."%s"
                    """.formatted(StagingTable.NAME, column, text), plan.system(), target.key());
            return;
        }
        RecordTable targets = new RecordTable(target, "r");
        String visible = sql.renderInlined(access.visible(actor, targets));
        String title = "r.\"" + target.titleField().column() + "\"";
        String find = """
                update %s s set "%s" = (select min(r.id) from record."%s" r
                    where fold(%s) = fold(s."%s") and r.deleted_at is null and (%s))
                where s."%s" is null and s."%s" is not null
                """.formatted(StagingTable.NAME, column, target.key(), title, text, visible, column, text);
        sql.execute(find);
        target.find("email")
                .filter(field -> field.type() == FieldType.EMAIL && field.indexed())
                .ifPresent(email -> sql.execute("""
                update %s s set "%s" = (select min(r.id) from record."%s" r
                    where fold(r."%s") = fold(s."%s") and r.deleted_at is null and (%s))
                where s."%s" is null and s."%s" like '%%@%%'
                """.formatted(
                                StagingTable.NAME, column, target.key(), email.column(), text, visible, column, text)));
    }

    /** Makes the companies that rows name and Lazo does not know. @return how many, by object */
    Map<String, Long> createTargets(Map<String, Long> batches) {
        Map<String, Long> made = new HashMap<>();
        for (Slot slot : slots.slots()) {
            if (!slot.isLookup() || slot.byIdentifier() || slot.constant() || slot.fresh() || !plan.createTargets()) {
                continue;
            }
            ObjectType target =
                    types.load(java.util.Objects.requireNonNull(slot.field().target()));
            if (target.titleField().isDerived() || target.isActivity()) {
                continue;
            }
            Long batch = batches.get(target.key());
            if (batch == null) {
                continue;
            }
            List<Long> ids = sql.fetch("""
                    insert into record."%1$s" ("%2$s", owner_id, created_at, created_by, updated_at, updated_by, batch_id%3$s)
                    select distinct on (fold(s."%4$s")) s."%4$s", %5$d, %6$s, %7$d, %6$s, %7$d, %8$d%9$s from %10$s s
                    where s."%11$s" is null and s."%4$s" is not null and s.action in ('%12$s', '%13$s')
                    order by fold(s."%4$s"), s.n returning id
                    """.formatted(
                                    target.key(),
                                    target.titleField().column(),
                                    stageDefault(target, true),
                                    slot.textColumn(),
                                    owner(),
                                    timestamp(),
                                    actor.id(),
                                    batch,
                                    stageDefault(target, false),
                                    StagingTable.NAME,
                                    slot.field().column(),
                                    CREATE,
                                    UPDATE))
                    .getValues("id", Long.class);
            if (!ids.isEmpty()) {
                tellCreated(target, "id = any(array[%s]::bigint[])".formatted(joined(ids)), batch);
                searchIndex.refresh(target, ids);
                made.merge(target.key(), (long) ids.size(), Long::sum);
                resolve(slot);
            }
        }
        return made;
    }

    private static String joined(List<Long> ids) {
        return String.join(",", ids.stream().map(String::valueOf).toList());
    }

    private static String stageDefault(ObjectType target, boolean column) {
        return target.stageField()
                .map(field -> target.pipelines().stream()
                        .filter(pipeline -> !pipeline.archived())
                        .flatMap(pipeline -> pipeline.current().stream())
                        .findFirst()
                        .map(first -> column ? ", \"" + field.column() + "\"" : ", '" + first.key() + "'")
                        .orElse(""))
                .orElse("");
    }

    // Keys

    private void match(@Nullable Long batchId) {
        String key = plan.key().contains(ColumnPlan.IDENTIFIER) ? matchByIdentifier() : matchByFields();
        mark(REJECT, "IMP-215", "null", key + " is null");
        mark(
                REJECT,
                "IMP-216",
                "null",
                "s.n in (select n from (select n, row_number() over (partition by %s order by n) as place from %s s where %s is not null) p where place > 1)"
                        .formatted(key, StagingTable.NAME, key));
        if (trial) {
            repeated("key", key);
        } else {
            mark(REJECT, "IMP-216", "null", """
                    s.record_id is not null and (exists (select 1 from record."%s" r where r.id = s.record_id and r.batch_id = %d)
                    or exists (select 1 from record_change h where h.record_id = s.record_id and h.batch_id = %d))
                    """.formatted(type.key(), batchId, batchId));
        }
        String changeable = sql.renderInlined(access.changeable(actor, table));
        mark(
                REJECT,
                "IMP-218",
                "null",
                "s.record_id is not null and not exists (select 1 from record.\"%s\" r where r.id = s.record_id and (%s))"
                        .formatted(type.key(), changeable));
        sql.execute("update %s set action = '%s' where action is null and record_id is not null"
                .formatted(StagingTable.NAME, UPDATE));
        if (plan.mode().creates()) {
            sql.execute("update %s set action = '%s' where action is null".formatted(StagingTable.NAME, CREATE));
        } else {
            mark(SKIP, "IMP-219", "null", "s.action is null");
        }
    }

    private String matchByIdentifier() {
        sql.execute("""
                update %s s set record_id = i.record_id from import_identifier i join record."%s" r on r.id = i.record_id
                where i.system = ? and i.object_key = ? and i.identifier = s.identifier and r.deleted_at is null
                """.formatted(StagingTable.NAME, type.key()), plan.system(), type.key());
        return "s.identifier";
    }

    private String matchByFields() {
        List<String> conditions = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (String fieldKey : plan.key()) {
            Slot slot = slots.slots().stream()
                    .filter(candidate -> candidate.field().key().equals(fieldKey))
                    .findFirst()
                    .orElse(null);
            if (slot == null || slot.fresh()) {
                Slot fresh = slots.slots().stream()
                        .filter(candidate -> candidate.fresh()
                                && ("new " + candidate.columns().get(0).position()).equals(fieldKey))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("The key '%s' is not in the plan".formatted(fieldKey)));
                parts.add("s.\"%s\"::text".formatted(fresh.field().column()));
                continue;
            }
            String column = slot.field().column();
            if (isFolded(slot.field())) {
                conditions.add("fold(r.\"%s\") = fold(s.\"%s\") and lower(r.\"%s\") = lower(s.\"%s\")"
                        .formatted(column, column, column, column));
                parts.add("lower(s.\"%s\")".formatted(column));
            } else {
                conditions.add("r.\"%s\" = s.\"%s\"".formatted(column, column));
                parts.add("s.\"%s\"::text".formatted(column));
            }
        }
        if (conditions.size() == parts.size()) {
            sql.execute("""
                    update %1$s s set record_id = m.id, action = case when m.times > 1 then '%2$s' end, code = case when m.times > 1 then 'IMP-217' end,
                        argument = case when m.times > 1 then m.times::text end
                    from (select s.n, min(r.id) as id, count(*) as times from %1$s s join record."%3$s" r on %4$s and r.deleted_at is null
                        group by s.n) m where m.n = s.n
                    """.formatted(StagingTable.NAME, REJECT, type.key(), String.join(" and ", conditions)));
        }
        return parts.size() == 1 ? parts.get(0) : "(" + String.join(" || chr(31) || ", parts) + ")";
    }

    static boolean isFolded(ObjectField field) {
        return switch (field.type()) {
            case TEXT, EMAIL, PHONE, LINK, AUTO_NUMBER -> true;
            case LONG_TEXT,
                    NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    CHOICE,
                    MULTI_CHOICE,
                    ADDRESS,
                    USER,
                    LOOKUP,
                    TAGS,
                    STAGE -> false;
        };
    }

    /** Marks rows whose value a row of an earlier chunk of the dry run had. */
    private void repeated(String kind, String value) {
        mark(
                REJECT,
                "IMP-216",
                "null",
                "%s is not null and exists (select 1 from pg_temp.import_seen e where e.kind = '%s' and e.value = (%s)::text)"
                        .formatted(value, kind, value));
        sql.execute(
                "insert into pg_temp.import_seen select '%s', (%s)::text from %s s where %s is not null on conflict do nothing"
                        .formatted(kind, value, StagingTable.NAME, value));
    }

    // Duplicates of what is there

    private void skipDuplicates() {
        for (ObjectField field : duplicateFields(type)) {
            boolean staged =
                    slots.slots().stream().anyMatch(slot -> slot.field().equals(field) && !slot.constant());
            if (!staged) {
                continue;
            }
            String value = "fold(s.\"%s\")".formatted(field.column());
            mark(SKIP, "IMP-220", "s.\"%s\"".formatted(field.column()), """
                    s.action = '%s' and s."%s" is not null and exists (select 1 from record."%s" r
                        where fold(r."%s") = %s and r.deleted_at is null)
                    """.formatted(
                            CREATE, field.column(), type.key(), field.column(), value));
            String again =
                    "s.n in (select n from (select n, row_number() over (partition by %s order by n) as place from %s s where %s is not null and action = '%s') p where place > 1)"
                            .formatted(value, StagingTable.NAME, value, CREATE);
            mark(SKIP, "IMP-221", "s.\"%s\"".formatted(field.column()), again);
            if (trial) {
                mark(
                        SKIP,
                        "IMP-221",
                        "s.\"%s\"".formatted(field.column()),
                        "s.action = '%s' and exists (select 1 from pg_temp.import_seen e where e.kind = '%s' and e.value = %s)"
                                .formatted(CREATE, field.key(), value));
                sql.execute(
                        "insert into pg_temp.import_seen select '%s', %s from %s s where %s is not null and action = '%s' on conflict do nothing"
                                .formatted(field.key(), value, StagingTable.NAME, value, CREATE));
            }
        }
    }

    /** Fields that nobody shares: e-mail addresses and tax numbers. Only indexed ones, so that looking costs little. */
    static List<ObjectField> duplicateFields(ObjectType type) {
        if (!type.isParty()) {
            return List.of();
        }
        return type.fields().stream()
                .filter(field -> field.indexed()
                        && (field.type() == FieldType.EMAIL || field.key().equals("tax_id")))
                .toList();
    }

    private void checkUnique() {
        for (Slot slot : slots.slots()) {
            ObjectField field = slot.field();
            if (!field.unique() || slot.constant() || slot.fresh()) {
                continue;
            }
            String value = "fold(s.\"%s\")".formatted(field.column());
            mark(REJECT, "IMP-222", "s.\"%s\"".formatted(field.column()), """
                    s.action in ('%s', '%s') and exists (select 1 from record."%s" r where fold(r."%s") = %s
                        and r.deleted_at is null and r.id is distinct from s.record_id)
                    """.formatted(
                            CREATE, UPDATE, type.key(), field.column(), value));
            mark(
                    REJECT,
                    "IMP-216",
                    "s.\"%s\"".formatted(field.column()),
                    "s.n in (select n from (select n, row_number() over (partition by %s order by n) as place from %s s where %s is not null) p where place > 1)"
                            .formatted(value, StagingTable.NAME, value));
        }
    }

    /** A new record needs a name, and whatever else its object demands. */
    private void checkNames() {
        for (ObjectField field : type.fields()) {
            boolean title = field.equals(type.titleField());
            if (!field.required() && !title) {
                continue;
            }
            List<String> keys = field.isDerived() ? field.template() : List.of(field.key());
            List<String> columns = slots.slots().stream()
                    .filter(slot -> keys.contains(slot.field().key()))
                    .map(slot -> "s.\"" + slot.field().column() + "\"")
                    .toList();
            String missing = columns.isEmpty()
                    ? "true"
                    : "coalesce(%s) is null".formatted(String.join("::text, ", columns) + "::text");
            mark(REJECT, "IMP-211", "'" + field.key() + "'", "s.action = '%s' and %s".formatted(CREATE, missing));
        }
    }

    // Writing

    /** Writes new records. Their ids are given first, so that everything else can refer to them. */
    void create(long batchId) {
        sql.execute("update %s set record_id = nextval('public.record_id') where action = '%s'"
                .formatted(StagingTable.NAME, CREATE));
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", "s.record_id");
        for (Slot slot : slots.slots()) {
            for (StagedColumn column : staged(slot)) {
                columns.put(column.name(), "s.\"" + column.name() + "\"");
            }
        }
        columns.merge(
                "owner_id", String.valueOf(owner()), (staged, usual) -> "coalesce(%s, %s)".formatted(staged, usual));
        for (ObjectField field : type.fields()) {
            if (field.isDerived()) {
                columns.put(field.column(), derived(field, "s", columns));
            } else if (field.type() == FieldType.AUTO_NUMBER && !columns.containsKey(field.column())) {
                columns.put(field.column(), numbers(field));
            } else if (field.type() == FieldType.STAGE) {
                type.pipelines().stream()
                        .filter(pipeline -> !pipeline.archived())
                        .flatMap(pipeline -> pipeline.current().stream())
                        .findFirst()
                        .ifPresent(first ->
                                columns.merge(field.column(), "'" + first.key() + "'", "coalesce(%s, %s)"::formatted));
            }
        }
        String at = timestamp();
        columns.put("created_at", at);
        columns.put("updated_at", at);
        columns.put("created_by", String.valueOf(actor.id()));
        columns.put("updated_by", String.valueOf(actor.id()));
        columns.put("batch_id", String.valueOf(batchId));
        columns.put("extra", "s.extra::jsonb");
        sql.execute("insert into record.\"%s\" (%s) select %s from %s s where s.action = '%s' order by s.n"
                .formatted(
                        type.key(),
                        StagingTable.quoted(List.copyOf(columns.keySet())),
                        String.join(", ", columns.values()),
                        StagingTable.NAME,
                        CREATE));
        tellCreated(
                type,
                "id in (select record_id from %s where action = '%s')".formatted(StagingTable.NAME, CREATE),
                batchId);
    }

    private String derived(ObjectField field, String alias, Map<String, String> columns) {
        List<String> parts = field.template().stream()
                .map(key -> type.field(key).column())
                .filter(columns::containsKey)
                .map(column -> alias + ".\"" + column + "\"")
                .toList();
        return parts.isEmpty() ? "null" : "nullif(concat_ws(' ', %s), '')".formatted(String.join(", ", parts));
    }

    /** Reserves as many numbers as there are new rows and deals them out in the order of the file. */
    private String numbers(ObjectField field) {
        Record counted = sql.fetchSingle(
                """
                insert into auto_number (object_key, field_key, last)
                select ?, ?, count(*) from %s where action = '%s'
                on conflict (object_key, field_key) do update set last = auto_number.last + excluded.last
                returning last - (select count(*) from %s where action = '%s') as before
                """.formatted(StagingTable.NAME, CREATE, StagingTable.NAME, CREATE), type.key(), field.key());
        String prefix = field.prefix() == null ? "" : field.prefix();
        return "'%s' || (%d + row_number() over (order by s.n))"
                .formatted(prefix.replace("'", "''"), counted.get("before", Long.class));
    }

    private void tellCreated(ObjectType of, String chosen, long batchId) {
        List<String> pages = new ArrayList<>();
        pages.add("r.id");
        for (ObjectField lookup : of.timelineLookups()) {
            pages.add("r.\"" + lookup.column() + "\"");
        }
        String at = of.isActivity() ? "coalesce(%s)".formatted(String.join(", ", momentColumns(of))) : timestamp();
        sql.execute("""
                insert into timeline_entry (record_id, at, kind, subject_object, subject_id, actor_id, batch_id)
                select p.page, %s, '%s', '%s', r.id, %d, %d from record."%s" r cross join lateral (select distinct unnest(array[%s]) as page) p
                where p.page is not null and r.%s
                """.formatted(
                        at,
                        (of.isActivity() ? Kind.ACTIVITY : Kind.IMPORTED).name(),
                        of.key(),
                        actor.id(),
                        batchId,
                        of.key(),
                        String.join(", ", pages),
                        chosen));
    }

    private static List<String> momentColumns(ObjectType of) {
        List<String> columns = new ArrayList<>();
        for (String key : List.of("start_at", "due_at")) {
            of.find(key).ifPresent(field -> columns.add("r.\"" + field.column() + "\""));
        }
        columns.add("r.created_at");
        return columns;
    }

    /**
     * Puts beside each other what the matched records are and what they shall be, in {@code import_merged}, and marks the
     * rows that change nothing.
     */
    void compare() {
        sql.execute("drop table if exists pg_temp.import_merged");
        Map<String, String> columns = new LinkedHashMap<>();
        for (Slot slot : changing()) {
            merged(slot, columns);
        }
        for (ObjectField field : type.fields()) {
            if (field.isDerived() && touches(field)) {
                for (String key : field.template()) {
                    String column = type.field(key).column();
                    columns.putIfAbsent(column, "r.\"" + column + "\"");
                }
            }
        }
        StringBuilder select = new StringBuilder("s.n, s.record_id as id");
        columns.forEach((column, value) -> select.append(", ")
                .append(value)
                .append(" as \"")
                .append(column)
                .append('"'));
        StringBuilder outer = new StringBuilder("m.*");
        for (ObjectField field : type.fields()) {
            if (field.isDerived() && touches(field)) {
                outer.append(", ")
                        .append(derived(field, "m", columns))
                        .append(" as \"")
                        .append(field.column())
                        .append('"');
            }
        }
        sql.execute(
                """
                create temporary table import_merged on commit drop as
                select %s from (select %s from %s s join record."%s" r on r.id = s.record_id where s.action = '%s'%s) m
                """.formatted(outer, select, StagingTable.NAME, type.key(), UPDATE, trial ? "" : " for update of r"));
        sql.execute("analyze pg_temp.import_merged");
        List<String> differences = new ArrayList<>();
        for (String column : changedColumns()) {
            differences.add("r.\"%s\" is distinct from m.\"%s\"".formatted(column, column));
        }
        String differs = differences.isEmpty() ? "false" : String.join(" or ", differences);
        sql.execute("""
                update %s s set action = '%s' from import_merged m join record."%s" r on r.id = m.id
                where m.n = s.n and s.action = '%s' and not (%s)
                """.formatted(StagingTable.NAME, SAME, type.key(), UPDATE, differs));
        if (slots.slots().stream()
                .anyMatch(slot -> slot.fresh() && slot.columns().size() == 1)) {
            freshValues();
        }
    }

    /** In the dry run a field still to be made is empty everywhere: a value for it is a change. */
    private void freshValues() {
        List<String> filled = slots.slots().stream()
                .filter(Slot::fresh)
                .map(slot -> "s.\"%s\" is not null".formatted(slot.field().column()))
                .toList();
        sql.execute("update %s s set action = '%s' where s.action = '%s' and (%s)"
                .formatted(StagingTable.NAME, UPDATE, SAME, String.join(" or ", filled)));
    }

    private List<Slot> changing() {
        return slots.slots().stream()
                .filter(slot -> !slot.constant() && !slot.fresh())
                .toList();
    }

    private boolean touches(ObjectField derived) {
        return changing().stream()
                .anyMatch(slot -> derived.template().contains(slot.field().key()));
    }

    private void merged(Slot slot, Map<String, String> columns) {
        ObjectField field = slot.field();
        boolean clears = plan.emptyCells() == ImportPlan.EmptyCells.CLEAR
                && !field.required()
                && !field.equals(type.titleField())
                && !type.titleField().template().contains(field.key())
                && field.type() != FieldType.STAGE
                && !plan.key().contains(field.key());
        switch (field.type()) {
            case MONEY -> {
                String amount = field.column();
                String currency = amount + "_currency";
                columns.put(
                        amount,
                        clears
                                ? "s.\"%s\"".formatted(amount)
                                : "coalesce(s.\"%s\", r.\"%s\")".formatted(amount, amount));
                columns.put(
                        currency,
                        clears
                                ? "s.\"%s\"".formatted(currency)
                                : "case when s.\"%s\" is null then r.\"%s\" else s.\"%s\" end"
                                        .formatted(amount, currency, currency));
            }
            case ADDRESS -> {
                for (String part : Address.PARTS) {
                    String column = field.column() + "_" + part;
                    columns.put(
                            column,
                            !slot.covers(part)
                                    ? "r.\"%s\"".formatted(column)
                                    : clears
                                            ? "s.\"%s\"".formatted(column)
                                            : "coalesce(s.\"%s\", r.\"%s\")".formatted(column, column));
                }
            }
            case TEXT,
                    LONG_TEXT,
                    NUMBER,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    CHOICE,
                    MULTI_CHOICE,
                    EMAIL,
                    PHONE,
                    LINK,
                    USER,
                    LOOKUP,
                    TAGS,
                    AUTO_NUMBER,
                    STAGE -> {
                String column = field.column();
                columns.put(
                        column,
                        clears
                                ? "s.\"%s\"".formatted(column)
                                : "coalesce(s.\"%s\", r.\"%s\")".formatted(column, column));
            }
        }
    }

    private List<ObjectField> changedFields() {
        Set<ObjectField> fields = new LinkedHashSet<>();
        changing().forEach(slot -> fields.add(slot.field()));
        type.fields().stream()
                .filter(field -> field.isDerived() && touches(field))
                .forEach(fields::add);
        return List.copyOf(fields);
    }

    private List<String> changedColumns() {
        return changedFields().stream()
                .flatMap(field -> field.columns().stream())
                .toList();
    }

    /** Writes the changes that {@link #compare} found: history first, then the records, then their timelines. */
    void update(long batchId) {
        RecordTable before = new RecordTable(type, "r");
        RecordTable after = new RecordTable(type, "m");
        List<String> rows = new ArrayList<>();
        for (ObjectField field : changedFields()) {
            rows.add("('%s', %s, %s)"
                    .formatted(
                            field.key(),
                            sql.renderInlined(FieldSql.canonical(before, field)),
                            sql.renderInlined(FieldSql.canonical(after, field))));
        }
        if (rows.isEmpty()) {
            return;
        }
        String at = timestamp();
        sql.execute("""
                insert into record_change (record_id, object_key, version, field_key, old_value, new_value, changed_at, changed_by, batch_id)
                select r.id, '%s', r.version + 1, c.field, c.old, c.new, %s, %d, %d
                from import_merged m join record."%s" r on r.id = m.id join %s s on s.n = m.n and s.action = '%s'
                cross join lateral (values %s) as c(field, old, new) where c.old is distinct from c.new
                """.formatted(
                type.key(), at, actor.id(), batchId, type.key(), StagingTable.NAME, UPDATE, String.join(", ", rows)));
        StringBuilder set = new StringBuilder();
        for (String column : changedColumns()) {
            set.append('"').append(column).append("\" = m.\"").append(column).append("\", ");
        }
        if (!slots.aside().isEmpty()) {
            set.append(
                    "extra = case when s.extra is null then r.extra else coalesce(r.extra, '{}') || s.extra::jsonb end, ");
        }
        sql.execute("""
                update record."%s" r set %s version = r.version + 1, updated_at = %s, updated_by = %d
                from import_merged m join %s s on s.n = m.n and s.action = '%s' where r.id = m.id
                """.formatted(type.key(), set, at, actor.id(), StagingTable.NAME, UPDATE));
        tellChanged(batchId, at);
    }

    private void tellChanged(long batchId, String at) {
        if (type.isActivity()) {
            return;
        }
        List<String> milestones = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> long_ = new ArrayList<>();
        for (ObjectField field : changedFields()) {
            if (field.milestone()) {
                milestones.add("'" + field.key() + "'");
            } else if (!field.isDerived()) {
                others.add("'" + field.key() + "'");
            }
            if (field.type() == FieldType.LONG_TEXT) {
                long_.add("'" + field.key() + "'");
            }
        }
        String hidden = long_.isEmpty() ? "''" : String.join(", ", long_);
        if (!others.isEmpty()) {
            tellChanged(batchId, at, Kind.CHANGED, others, hidden, List.of("r.id"));
        }
        if (!milestones.isEmpty()) {
            List<String> pages = new ArrayList<>(List.of("r.id"));
            type.timelineLookups().forEach(lookup -> pages.add("r.\"" + lookup.column() + "\""));
            tellChanged(batchId, at, Kind.MILESTONE, milestones, hidden, pages);
        }
    }

    private void tellChanged(
            long batchId, String at, Kind kind, List<String> fields, String hidden, List<String> pages) {
        sql.execute("""
                insert into timeline_entry (record_id, at, kind, subject_object, subject_id, actor_id, batch_id, detail)
                select p.page, %1$s, '%2$s', '%3$s', r.id, %4$d, %5$d, jsonb_build_object('changes', c.changes)
                from %6$s s join record."%3$s" r on r.id = s.record_id
                cross join lateral (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('field', h.field_key,
                        'from', case when h.field_key in (%7$s) then null else h.old_value end,
                        'to', case when h.field_key in (%7$s) then null else h.new_value end))) as changes
                    from record_change h where h.record_id = r.id and h.batch_id = %5$d and h.version = r.version and h.field_key in (%8$s)) c
                cross join lateral (select distinct unnest(array[%9$s]) as page) p
                where s.action = '%10$s' and c.changes is not null and p.page is not null
                """.formatted(
                        at,
                        kind.name(),
                        type.key(),
                        actor.id(),
                        batchId,
                        StagingTable.NAME,
                        hidden,
                        String.join(", ", fields),
                        String.join(", ", pages),
                        UPDATE));
    }

    /** Remembers what records are called where they come from. */
    void identify() {
        if (slots.identifier() == null || plan.system().isEmpty()) {
            return;
        }
        sql.execute("""
                insert into import_identifier (system, object_key, identifier, record_id)
                select distinct on (s.identifier) ?, ?, s.identifier, s.record_id from %s s
                where s.identifier is not null and s.record_id is not null and s.action in ('%s', '%s', '%s')
                order by s.identifier, s.n
                on conflict (system, object_key, identifier) do update set record_id = excluded.record_id
                where import_identifier.record_id <> excluded.record_id
                """.formatted(StagingTable.NAME, CREATE, UPDATE, SAME), plan.system(), type.key());
    }

    void refreshSearch() {
        searchIndex.refresh(
                table,
                org.jooq.impl.DSL.condition("r.id in (select record_id from %s where action in ('%s', '%s'))"
                        .formatted(StagingTable.NAME, CREATE, UPDATE)));
    }

    /** Notes of rows that the database refused or skipped, and of references it could not resolve. */
    List<RowNote> notes() {
        List<RowNote> notes = new ArrayList<>();
        sql.fetch("select n, line, action::text as action, code, argument from %s where code is not null order by n"
                        .formatted(StagingTable.NAME))
                .forEach(row -> notes.add(new RowNote(
                        row.get("n", Long.class),
                        row.get("line", Long.class),
                        -1,
                        row.get("code", String.class),
                        row.get("argument", String.class) == null
                                ? List.of()
                                : List.of(row.get("argument", String.class)),
                        String.valueOf(REJECT).equals(row.get("action", String.class)))));
        for (Slot slot : slots.slots()) {
            if (slot.isLookup() && !slot.constant() && !slot.fresh() && !(trial && willMake(slot))) {
                int position = slot.columns().get(0).position();
                sql.fetch(
                                "select n, line, \"%s\" as text from %s where \"%s\" is null and \"%s\" is not null and action in ('%s', '%s') order by n"
                                        .formatted(
                                                slot.textColumn(),
                                                StagingTable.NAME,
                                                slot.field().column(),
                                                slot.textColumn(),
                                                CREATE,
                                                UPDATE))
                        .forEach(row -> notes.add(new RowNote(
                                row.get("n", Long.class),
                                row.get("line", Long.class),
                                position,
                                "IMP-213",
                                List.of(row.get("text", String.class)),
                                false)));
            }
        }
        return notes;
    }

    private boolean willMake(Slot slot) {
        ObjectType target =
                types.load(java.util.Objects.requireNonNull(slot.field().target()));
        return plan.createTargets()
                && !slot.byIdentifier()
                && !target.titleField().isDerived()
                && !target.isActivity();
    }

    /** What became of the staged rows. */
    Tally tally() {
        Record counts = sql.fetchSingle("""
                select count(*) filter (where action = '%s') as created, count(*) filter (where action = '%s') as updated,
                    count(*) filter (where action = '%s') as unchanged, count(*) filter (where action = '%s') as skipped,
                    count(*) filter (where action = '%s') as rejected from %s
                """.formatted(CREATE, UPDATE, SAME, SKIP, REJECT, StagingTable.NAME));
        return new Tally(
                counts.get("created", Long.class),
                counts.get("updated", Long.class),
                counts.get("unchanged", Long.class),
                counts.get("skipped", Long.class),
                counts.get("rejected", Long.class),
                0);
    }

    /** The rows that are to be written, for objects whose rules want to see every record. */
    List<Decided> decided() {
        List<String> lookups = new ArrayList<>();
        for (Slot slot : slots.slots()) {
            if (slot.isLookup()) {
                lookups.add(slot.field().column());
            }
        }
        String more = lookups.isEmpty() ? "" : ", " + StagingTable.quoted(lookups);
        return sql.fetch("select n, record_id, action::text as action%s from %s where action in ('%s', '%s') order by n"
                        .formatted(more, StagingTable.NAME, CREATE, UPDATE))
                .map(row -> {
                    Map<String, @Nullable Long> references = new HashMap<>();
                    for (String lookup : lookups) {
                        references.put(lookup, row.get(field(name(lookup)), Long.class));
                    }
                    return new Decided(
                            row.get("n", Long.class),
                            row.get("record_id", Long.class),
                            String.valueOf(CREATE).equals(row.get("action", String.class)),
                            references);
                });
    }

    /** @param references ids by column of the lookups */
    record Decided(long row, @Nullable Long recordId, boolean create, Map<String, @Nullable Long> references) {}

    /** Notes what a record-by-record write came to. */
    void settle(long row, char action, @Nullable Long recordId) {
        sql.execute(
                "update %s set action = ?::\"char\", record_id = ? where n = ?".formatted(StagingTable.NAME),
                String.valueOf(action),
                recordId,
                row);
    }

    private List<StagedColumn> staged(Slot slot) {
        return slot.staged(part -> part.type().getCastTypeName(sql.configuration()));
    }

    private long owner() {
        return plan.owner() == null ? actor.id() : plan.owner();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private String timestamp() {
        return "timestamptz '" + now() + "'";
    }
}
