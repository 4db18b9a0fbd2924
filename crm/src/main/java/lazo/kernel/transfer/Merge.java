package lazo.kernel.transfer;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Decides for every staged row what is to be done with it, set by set: whom its references mean, which record its key
 * finds, whether it is there already. Always within the transaction of one chunk; {@link MergeWriter} does what is decided.
 *
 * <p>Every row ends with one action: create, update, nothing to change, skip or reject.
 */
final class Merge {
    static final String CREATE = "C";
    static final String UPDATE = "U";
    static final String SAME = "=";
    static final String SKIP = "S";
    static final String REJECT = "R";

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;
    private final ImportPlan plan;
    private final Slots slots;
    private final ObjectType type;
    private final Actor actor;
    private final boolean trial;
    private final StagingTable stage;
    private final Script script;

    /** @param trial only says what would be done; the caller keeps one transaction open for the whole dry run */
    Merge(DSLContext sql, ObjectTypes types, Access access, ImportPlan plan, Slots slots, Actor actor, boolean trial) {
        this.sql = sql;
        this.types = types;
        this.access = access;
        this.plan = plan;
        this.slots = slots;
        this.type = slots.type();
        this.actor = actor;
        this.trial = trial;
        this.stage = new StagingTable(sql, slots, plan.mode().updates() ? Optional.empty() : Optional.of(CREATE));
        this.script = script(sql, type);
    }

    /** What the statements about one chunk have in common. */
    static Script script(DSLContext sql, ObjectType type) {
        return new Script(sql)
                .set("stage", StagingTable.NAME)
                .set("records", "record." + Script.quoted(type.key()))
                .set("object", Script.constant(type.key()))
                .set("create", Script.constant(CREATE))
                .set("update", Script.constant(UPDATE))
                .set("same", Script.constant(SAME))
                .set("skip", Script.constant(SKIP))
                .set("reject", Script.constant(REJECT));
    }

    /** For the dry run: keys of rows seen so far, as long as its transaction lasts. */
    void begin() {
        script.run(
                "create temporary table import_seen (kind text, value text, primary key (kind, value)) on commit drop");
    }

    /** Puts the rows into the staging table and decides about each. Rows already rejected are left out. */
    void decide(List<StagedRow> rows, @Nullable Long batchId) {
        stage.fill(rows.stream().filter(row -> !row.isRejected()).toList());
        for (Slot slot : slots.references()) {
            resolve(slot);
        }
        if (plan.mode().updates()) {
            match(batchId);
        } else if (plan.duplicates() == ImportPlan.Duplicates.SKIP) {
            skipDuplicates();
        }
        checkUnique();
        checkRequired();
    }

    /** Gives rows that fulfil the condition an action and says why; rejected rows stay so. @param argument an expression */
    private void mark(String action, String code, String argument, String condition) {
        script.run(
                "update $stage s set action__ = $action, code__ = $code, argument__ = $argument where action__ is distinct from $reject and ($condition)",
                "action",
                Script.constant(action),
                "code",
                Script.constant(code),
                "argument",
                argument,
                "condition",
                condition);
    }

    /** Rows whose value an earlier row of the same chunk has. */
    private String again(String value, String condition) {
        return script.text(
                "s.n__ in (select n__ from (select n__, row_number() over (partition by $value order by n__) as place from $stage s where $value is not null and $condition) p where place > 1)",
                "value",
                value,
                "condition",
                condition);
    }

    /** Rows whose value a row of an earlier chunk of the dry run had; from now on also what this chunk has. */
    private void markSeen(String action, String code, String kind, String value, String argument, String condition) {
        mark(
                action,
                code,
                argument,
                script.text(
                        "$condition and $value is not null and exists (select 1 from pg_temp.import_seen e where e.kind = $kind and e.value = ($value)::text)",
                        "condition",
                        condition,
                        "value",
                        value,
                        "kind",
                        Script.constant(kind)));
        script.run(
                "insert into pg_temp.import_seen select $kind, ($value)::text from $stage s where $value is not null and $condition on conflict do nothing",
                "condition",
                condition,
                "value",
                value,
                "kind",
                Script.constant(kind));
    }

    // References

    /** Finds what the rows refer to; again after what they name was made. */
    void resolve(Slot slot) {
        ObjectType target = target(slot);
        Script of = script(sql, type)
                .set("column", Script.quoted(slot.field().column()))
                .set("text", Script.quoted(slot.textColumn()))
                .set("targets", "record." + Script.quoted(target.key()))
                .set("visible", sql.renderInlined(access.visible(actor, new RecordTable(target))));
        if (slot.byIdentifier()) {
            sql.execute(
                    of.text(
                            "update $stage s set $column = i.record_id from import_identifier i where i.system = ? and i.object_key = ? and i.identifier = s.$text"),
                    plan.system(),
                    target.key());
            return;
        }
        String find = """
                update $stage s set $column = (select min(r.id) from $targets r
                    where fold(r.$name) = fold(s.$text) and r.deleted_at is null and ($visible))
                where s.$column is null and s.$text is not null and $condition
                """;
        of.run(find, "name", Script.quoted(target.titleField().column()), "condition", "true");
        target.find("email")
                .filter(email -> email.type() == FieldType.EMAIL && email.indexed())
                .ifPresent(email -> of.run(
                        find, "name", Script.quoted(email.column()), "condition", of.text("s.$text like '%@%'")));
    }

    // Keys

    private void match(@Nullable Long batchId) {
        String key = plan.key().contains(ColumnPlan.IDENTIFIER) ? matchByIdentifier() : matchByFields();
        mark(REJECT, "IMP-215", "null", key + " is null");
        mark(REJECT, "IMP-216", "null", again(key, "true"));
        if (trial) {
            markSeen(REJECT, "IMP-216", "key", key, "null", script.text("s.action__ is distinct from $reject"));
        } else {
            mark(REJECT, "IMP-216", "null", script.text("""
                            s.record_id__ is not null and (exists (select 1 from $records r where r.id = s.record_id__ and r.batch_id = $batch)
                            or exists (select 1 from record_change h where h.record_id = s.record_id__ and h.batch_id = $batch))
                            """, "batch", Objects.requireNonNull(batchId)));
        }
        mark(
                REJECT,
                "IMP-218",
                "null",
                script.text(
                        "s.record_id__ is not null and not exists (select 1 from $records r where r.id = s.record_id__ and ($changeable))",
                        "changeable",
                        sql.renderInlined(access.changeable(actor, new RecordTable(type)))));
        script.run("update $stage set action__ = $update where action__ is null and record_id__ is not null");
        if (plan.mode().creates()) {
            script.run("update $stage set action__ = $create where action__ is null");
        } else {
            mark(SKIP, "IMP-219", "null", "s.action__ is null");
        }
    }

    private String matchByIdentifier() {
        sql.execute(script.text("""
                        update $stage s set record_id__ = i.record_id from import_identifier i join $records r on r.id = i.record_id
                        where i.system = ? and i.object_key = ? and i.identifier = s.identifier__ and r.deleted_at is null
                        """), plan.system(), type.key());
        return "s.identifier__";
    }

    private String matchByFields() {
        List<String> conditions = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (String key : plan.key()) {
            Slot slot = slots.find(key)
                    .orElseThrow(() -> new IllegalStateException("The key '%s' is not in the plan".formatted(key)));
            String column = Script.quoted(slot.field().column());
            if (slot.fresh()) {
                parts.add("s.%s::text".formatted(column));
            } else if (slot.field().type().isOneLine()) {
                conditions.add(script.text("fold(r.$c) = fold(s.$c) and lower(r.$c) = lower(s.$c)", "c", column));
                parts.add("lower(s.%s)".formatted(column));
            } else {
                conditions.add(script.text("r.$c = s.$c", "c", column));
                parts.add("s.%s::text".formatted(column));
            }
        }
        if (conditions.size() == parts.size()) {
            script.run("""
                    update $stage s set record_id__ = m.id, action__ = case when m.times > 1 then $reject end,
                        code__ = case when m.times > 1 then 'IMP-217' end, argument__ = case when m.times > 1 then m.times::text end
                    from (select s.n__, min(r.id) as id, count(*) as times from $stage s
                        join $records r on $condition and r.deleted_at is null group by s.n__) m
                    where m.n__ = s.n__
                    """, "condition", String.join(" and ", conditions));
        }
        return parts.size() == 1 ? parts.get(0) : "(" + String.join(" || chr(31) || ", parts) + ")";
    }

    // What is there already

    private void skipDuplicates() {
        for (ObjectField field : duplicateFields(type)) {
            Optional<Slot> slot = slots.find(field.key()).filter(filled -> !filled.constant());
            if (slot.isEmpty()) {
                continue;
            }
            String column = Script.quoted(field.column());
            String value = "fold(s.%s)".formatted(column);
            String shown = "s." + column;
            mark(
                    SKIP,
                    "IMP-220",
                    shown,
                    script.text(
                            "s.action__ = $create and s.$c is not null and exists (select 1 from $records r where fold(r.$c) = fold(s.$c) and r.deleted_at is null)",
                            "c",
                            column));
            mark(SKIP, "IMP-221", shown, again(value, script.text("s.action__ = $create")));
            if (trial) {
                markSeen(SKIP, "IMP-221", field.key(), value, shown, script.text("s.action__ = $create"));
            }
        }
    }

    /** Fields that nobody shares: e-mail addresses and tax numbers. Only indexed ones, so that looking costs little. */
    private static List<ObjectField> duplicateFields(ObjectType type) {
        return type.isParty()
                ? type.fields().stream()
                        .filter(field -> field.indexed()
                                && (field.type() == FieldType.EMAIL
                                        || field.key().equals("tax_id")))
                        .toList()
                : List.of();
    }

    private void checkUnique() {
        for (Slot slot : slots.slots()) {
            if (!slot.field().unique() || slot.constant() || slot.fresh()) {
                continue;
            }
            String column = Script.quoted(slot.field().column());
            mark(REJECT, "IMP-222", "s." + column, script.text("""
                            s.action__ in ($create, $update) and exists (select 1 from $records r
                            where fold(r.$c) = fold(s.$c) and r.deleted_at is null and r.id is distinct from s.record_id__)
                            """, "c", column));
            mark(REJECT, "IMP-216", "s." + column, again("fold(s.%s)".formatted(column), "true"));
        }
    }

    /** A new record needs a name, and whatever else its object demands. */
    private void checkRequired() {
        for (ObjectField field : type.fields()) {
            if (!field.required() && !field.equals(type.titleField())) {
                continue;
            }
            List<String> keys = field.isDerived() ? field.template() : List.of(field.key());
            List<String> columns = slots.slots().stream()
                    .filter(slot -> keys.contains(slot.field().key()))
                    .map(slot ->
                            "s.%s::text".formatted(Script.quoted(slot.field().column())))
                    .toList();
            String missing = columns.isEmpty() ? "true" : "coalesce(%s) is null".formatted(String.join(", ", columns));
            mark(REJECT, "IMP-211", Script.constant(field.key()), script.text("s.action__ = $create and ") + missing);
        }
    }

    private ObjectType target(Slot slot) {
        return types.load(Objects.requireNonNull(slot.field().target()));
    }

    // What was decided

    /** Notes of rows that were refused or skipped here, and of references that name nobody. */
    List<RowNote> notes() {
        List<RowNote> notes = new ArrayList<>();
        script.fetch(
                        "select n__ as n, line__ as line, action__::text as action, code__ as code, argument__ as argument from $stage where code__ is not null order by n__")
                .forEach(row -> notes.add(new RowNote(
                        number(row, "n"),
                        number(row, "line"),
                        -1,
                        row.get("code", String.class),
                        argument(row),
                        REJECT.equals(row.get("action", String.class)))));
        for (Slot slot : slots.references()) {
            if (!(trial && plan.createTargets() && slot.mayMake(target(slot)))) {
                int position = slot.columns().get(0).position();
                script.fetch(
                                "select n__ as n, line__ as line, $text as argument from $stage where $column is null and $text is not null and action__ in ($create, $update) order by n__",
                                "text",
                                Script.quoted(slot.textColumn()),
                                "column",
                                Script.quoted(slot.field().column()))
                        .forEach(row -> notes.add(new RowNote(
                                number(row, "n"), number(row, "line"), position, "IMP-213", argument(row), false)));
            }
        }
        return notes;
    }

    private static long number(Record row, String column) {
        return row.get(column, Long.class);
    }

    private static List<String> argument(Record row) {
        String argument = row.get("argument", String.class);
        return argument == null ? List.of() : List.of(argument);
    }

    /** What became of the staged rows. */
    Tally tally() {
        Map<String, Long> counts = new HashMap<>();
        script.fetch("select action__::text as action, count(*) as times from $stage group by action__")
                .forEach(row -> counts.put(row.get("action", String.class), number(row, "times")));
        return new Tally(
                counts.getOrDefault(CREATE, 0L),
                counts.getOrDefault(UPDATE, 0L),
                counts.getOrDefault(SAME, 0L),
                counts.getOrDefault(SKIP, 0L),
                counts.getOrDefault(REJECT, 0L),
                0);
    }

    /** @param references ids by column of the lookups */
    record Decided(long row, @Nullable Long recordId, boolean create, Map<String, @Nullable Long> references) {}

    /** The rows that are to be written, for objects whose rules want to see every record. */
    List<Decided> decided() {
        List<String> lookups = slots.slots().stream()
                .filter(Slot::isLookup)
                .map(slot -> slot.field().column())
                .toList();
        return script.fetch(
                        "select n__ as n, record_id__ as record_id, action__::text as action$more from $stage where action__ in ($create, $update) order by n__",
                        "more",
                        lookups.isEmpty() ? "" : ", " + Script.quoted(lookups))
                .map(row -> {
                    Map<String, @Nullable Long> references = new HashMap<>();
                    for (String lookup : lookups) {
                        references.put(lookup, row.get(field(name(lookup)), Long.class));
                    }
                    return new Decided(
                            number(row, "n"),
                            row.get("record_id", Long.class),
                            CREATE.equals(row.get("action", String.class)),
                            references);
                });
    }

    /** What a record-by-record write of a row came to. */
    record Settled(long row, String action, @Nullable Long recordId) {}

    void settle(List<Settled> all) {
        if (all.isEmpty()) {
            return;
        }
        String update = script.text(
                "update $stage set action__ = cast(? as \"char\"), record_id__ = cast(? as bigint) where n__ = cast(? as bigint)");
        Object[][] rows = all.stream()
                .map(row -> new Object[] {row.action(), row.recordId(), row.row()})
                .toArray(Object[][]::new);
        sql.batch(update, rows).execute();
    }
}
