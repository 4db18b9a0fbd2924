package lazo.kernel.transfer;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.FieldSql;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.kernel.transfer.Slot.StagedColumn;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Writes what {@link Merge} decided about a chunk, a few statements for all its rows: new records, changes with their
 * history, timelines, search, identifiers. Does set by set what {@link lazo.kernel.record.RecordChanges} does one by one.
 */
final class MergeWriter {
    private final DSLContext sql;
    private final ObjectTypes types;
    private final SearchIndex searchIndex;
    private final Clock clock;
    private final ImportPlan plan;
    private final Slots slots;
    private final ObjectType type;
    private final Actor actor;
    private final boolean trial;
    private final Script script;

    MergeWriter(
            DSLContext sql,
            ObjectTypes types,
            SearchIndex searchIndex,
            Clock clock,
            ImportPlan plan,
            Slots slots,
            Actor actor,
            long batchId,
            boolean trial) {
        this.sql = sql;
        this.types = types;
        this.searchIndex = searchIndex;
        this.clock = clock;
        this.plan = plan;
        this.slots = slots;
        this.type = slots.type();
        this.actor = actor;
        this.trial = trial;
        this.script = Merge.script(sql, type)
                .set("batch", batchId)
                .set("actor", actor.id())
                .set("owner", plan.owner() == null ? actor.id() : plan.owner())
                .set(
                        "now",
                        "timestamptz '"
                                + clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC) + "'");
    }

    // Records that are made because rows name them

    /** Makes the companies that rows name and Lazo does not know. @param told hears which were made */
    void createTargets(Merge merge, Map<String, Long> batches, BiConsumer<ObjectType, List<Long>> told) {
        for (Slot slot : slots.references()) {
            ObjectType target = types.load(Objects.requireNonNull(slot.field().target()));
            Long batch = batches.get(target.key());
            if (!plan.createTargets() || batch == null || !slot.mayMake(target)) {
                continue;
            }
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put(target.titleField().column(), "named.text");
            columns.put("owner_id", script.text("$owner"));
            target.stageField()
                    .ifPresent(field -> firstStage(target)
                            .ifPresent(stage -> columns.put(field.column(), Script.constant(stage.key()))));
            stamp(columns, batch);
            List<Long> made = script.fetch(
                            """
                            insert into record.$target ($columns) select $values from (
                                select distinct on (fold(s.$text)) s.$text as text from $stage s
                                where s.$column is null and s.$text is not null and s.action__ in ($create, $update)
                                order by fold(s.$text), s.n__) named
                            returning id
                            """,
                            "target",
                            Script.quoted(target.key()),
                            "columns",
                            Script.quoted(List.copyOf(columns.keySet())),
                            "values",
                            String.join(", ", columns.values()),
                            "text",
                            Script.quoted(slot.textColumn()),
                            "column",
                            Script.quoted(slot.field().column()))
                    .getValues("id", Long.class);
            if (!made.isEmpty()) {
                String ids = String.join(",", made.stream().map(String::valueOf).toList());
                tellCreated(target, "r.id = any('{" + ids + "}'::bigint[])", batch);
                searchIndex.refresh(target, made);
                merge.resolve(slot);
                told.accept(target, made);
            }
        }
    }

    private static java.util.Optional<Stage> firstStage(ObjectType of) {
        return of.pipelines().stream()
                .filter(pipeline -> !pipeline.archived())
                .flatMap(pipeline -> pipeline.current().stream())
                .findFirst();
    }

    private void stamp(Map<String, String> columns, long batch) {
        columns.put("created_at", script.text("$now"));
        columns.put("updated_at", script.text("$now"));
        columns.put("created_by", script.text("$actor"));
        columns.put("updated_by", script.text("$actor"));
        columns.put("batch_id", String.valueOf(batch));
    }

    // New records

    /** Ids are given first, so that everything else can refer to them. */
    void create() {
        script.run("update $stage set record_id__ = nextval('public.record_id') where action__ = $create");
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", "s.record_id__");
        for (Slot slot : slots.slots()) {
            for (StagedColumn column : slot.staged(part -> part.type().getCastTypeName(sql.configuration()))) {
                columns.put(column.name(), "s." + Script.quoted(column.name()));
            }
        }
        columns.merge("owner_id", script.text("$owner"), "coalesce(%s, %s)"::formatted);
        for (ObjectField field : type.fields()) {
            if (field.isDerived()) {
                columns.put(field.column(), derived(field, "s", columns.keySet()));
            } else if (field.type() == FieldType.AUTO_NUMBER && !columns.containsKey(field.column())) {
                columns.put(field.column(), numbers(field));
            } else if (field.type() == FieldType.STAGE) {
                firstStage(type)
                        .ifPresent(first -> columns.merge(
                                field.column(), Script.constant(first.key()), "coalesce(%s, %s)"::formatted));
            }
        }
        stamp(columns, Long.parseLong(script.text("$batch")));
        columns.put("extra", "s.extra::jsonb");
        script.run(
                "insert into $records ($columns) select $values from $stage s where s.action__ = $create order by s.n__",
                "columns",
                Script.quoted(List.copyOf(columns.keySet())),
                "values",
                String.join(", ", columns.values()));
        tellCreated(
                type,
                script.text("r.id in (select record_id__ from $stage where action__ = $create)"),
                Long.parseLong(script.text("$batch")));
    }

    private String derived(ObjectField field, String alias, Set<String> columns) {
        List<String> parts = field.template().stream()
                .map(key -> type.field(key).column())
                .filter(columns::contains)
                .map(column -> alias + "." + Script.quoted(column))
                .toList();
        return parts.isEmpty() ? "null" : "nullif(concat_ws(' ', %s), '')".formatted(String.join(", ", parts));
    }

    /** Reserves as many numbers as there are new rows and deals them out in the order of the file. */
    private String numbers(ObjectField field) {
        int year = script.fetch("select extract(year from ($now)::timestamptz at time zone 'UTC')::int as year")
                .getFirst()
                .get("year", Integer.class);
        Long before = script.fetch("""
                        insert into auto_number (object_key, field_key, last)
                        select $object, $field, count(*) from $stage where action__ = $create
                        on conflict (object_key, field_key) do update set last = auto_number.last + excluded.last
                        returning last - (select count(*) from $stage where action__ = $create) as before
                        """, "field", Script.constant(field.numberSeries(year)))
                .getFirst()
                .get("before", Long.class);
        String number = "%d + row_number() over (order by s.n__)".formatted(before);
        boolean yearly = !field.numberSeries(year).equals(field.key());
        String start = Script.constant(field.numbered(year, 0).replaceFirst("0+$", ""));
        return yearly
                ? "%1$s || lpad((%2$s)::text, greatest(4, length((%2$s)::text)), '0')".formatted(start, number)
                : "%s || (%s)".formatted(start, number);
    }

    private void tellCreated(ObjectType of, String chosen, long batch) {
        List<String> moments = new ArrayList<>();
        for (String key : of.isActivity() ? List.of("start_at", "due_at") : List.of("issued_at")) {
            of.find(key).ifPresent(field -> moments.add("r." + Script.quoted(field.column())));
        }
        moments.add("r.created_at");
        script.run(
                """
                insert into timeline_entry (record_id, at, kind, subject_object, subject_id, actor_id, batch_id)
                select p.page, $at, $kind, $object, r.id, $actor, $batch from record.$of r
                cross join lateral (select distinct unnest(array[$pages]) as page) p where p.page is not null and $chosen
                """,
                "at",
                "coalesce(%s)".formatted(String.join(", ", moments)),
                "kind",
                Script.constant((of.isActivity() ? Kind.ACTIVITY : Kind.IMPORTED).name()),
                "object",
                Script.constant(of.key()),
                "of",
                Script.quoted(of.key()),
                "batch",
                batch,
                "pages",
                String.join(", ", pages(of)),
                "chosen",
                chosen);
    }

    /** The records on whose timelines it is told: itself, and those it points at that want to hear. */
    private static List<String> pages(ObjectType of) {
        List<String> pages = new ArrayList<>(List.of("r.id"));
        of.timelineLookups().forEach(lookup -> pages.add("r." + Script.quoted(lookup.column())));
        return pages;
    }

    // Changes

    /**
     * Puts beside each other what the matched records are and what they shall be, in {@code import_merged}, and marks the
     * rows that change nothing.
     */
    void compare() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (Slot slot : changing()) {
            merged(slot, columns);
        }
        StringBuilder outer = new StringBuilder("m.*");
        for (ObjectField field : type.fields()) {
            if (field.isDerived() && touches(field)) {
                field.template().forEach(key -> {
                    String column = type.field(key).column();
                    columns.putIfAbsent(column, "r." + Script.quoted(column));
                });
                outer.append(", ")
                        .append(derived(field, "m", columns.keySet()))
                        .append(" as ")
                        .append(Script.quoted(field.column()));
            }
        }
        StringBuilder inner = new StringBuilder("s.n__, s.record_id__ as id");
        columns.forEach((column, value) ->
                inner.append(", ").append(value).append(" as ").append(Script.quoted(column)));
        script.run("drop table if exists pg_temp.import_merged");
        script.run("""
                create temporary table import_merged on commit drop as select $outer from (
                    select $inner from $stage s join $records r on r.id = s.record_id__ where s.action__ = $update $lock) m
                """, "outer", outer, "inner", inner, "lock", trial ? "" : "for update of r");
        script.run("analyze pg_temp.import_merged");
        List<String> differences = changedFields().stream()
                .flatMap(field -> field.columns().stream())
                .map(column -> "r.%1$s is distinct from m.%1$s".formatted(Script.quoted(column)))
                .toList();
        script.run("""
                update $stage s set action__ = $same from pg_temp.import_merged m join $records r on r.id = m.id
                where m.n__ = s.n__ and s.action__ = $update and not ($differs)
                """, "differs", differences.isEmpty() ? "false" : String.join(" or ", differences));
        List<String> fresh = slots.slots().stream()
                .filter(Slot::fresh)
                .map(slot ->
                        "s.%s is not null".formatted(Script.quoted(slot.field().column())))
                .toList();
        if (!fresh.isEmpty()) {
            // In the dry run a field still to be made is empty everywhere: a value for it is a change.
            script.run(
                    "update $stage s set action__ = $update where s.action__ = $same and ($filled)",
                    "filled",
                    String.join(" or ", fresh));
        }
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

    /** What the columns of a field shall hold: the staged value, and where that is empty what the plan says. */
    private void merged(Slot slot, Map<String, String> columns) {
        ObjectField field = slot.field();
        ObjectField title = type.titleField();
        boolean clears = plan.emptyCells() == ImportPlan.EmptyCells.CLEAR
                && !field.required()
                && !field.equals(title)
                && !title.template().contains(field.key())
                && field.type() != FieldType.STAGE
                && !plan.key().contains(field.key());
        switch (field.type()) {
            case MONEY -> {
                String amount = Script.quoted(field.column());
                String currency = Script.quoted(field.column() + "_currency");
                columns.put(field.column(), clears ? "s." + amount : "coalesce(s.%1$s, r.%1$s)".formatted(amount));
                columns.put(
                        field.column() + "_currency",
                        clears
                                ? "s." + currency
                                : "case when s.%1$s is null then r.%2$s else s.%2$s end".formatted(amount, currency));
            }
            case ADDRESS -> {
                for (String part : Address.PARTS) {
                    String column = field.column() + "_" + part;
                    columns.put(column, slot.covers(part) ? merged(column, clears) : "r." + Script.quoted(column));
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
                    STAGE -> columns.put(field.column(), merged(field.column(), clears));
        }
    }

    private static String merged(String column, boolean clears) {
        String quoted = Script.quoted(column);
        return clears ? "s." + quoted : "coalesce(s.%1$s, r.%1$s)".formatted(quoted);
    }

    private List<ObjectField> changedFields() {
        Set<ObjectField> fields = new LinkedHashSet<>();
        changing().forEach(slot -> fields.add(slot.field()));
        type.fields().stream()
                .filter(field -> field.isDerived() && touches(field))
                .forEach(fields::add);
        return List.copyOf(fields);
    }

    /** Writes the changes that {@link #compare} found: history first, then the records, then their timelines. */
    void update() {
        List<ObjectField> fields = changedFields();
        if (fields.isEmpty()) {
            return;
        }
        RecordTable before = new RecordTable(type, "r");
        RecordTable after = new RecordTable(type, "m");
        List<String> values = new ArrayList<>();
        List<String> assignments = new ArrayList<>();
        for (ObjectField field : fields) {
            values.add("(%s, %s, %s)"
                    .formatted(
                            Script.constant(field.key()),
                            sql.renderInlined(FieldSql.canonical(before, field)),
                            sql.renderInlined(FieldSql.canonical(after, field))));
            field.columns().forEach(column -> assignments.add("%1$s = m.%1$s".formatted(Script.quoted(column))));
        }
        if (!slots.aside().isEmpty()) {
            assignments.add(
                    "extra = case when s.extra is null then r.extra else coalesce(r.extra, '{}') || s.extra::jsonb end");
        }
        String changed = script.text("pg_temp.import_merged m join $stage s on s.n__ = m.n__ and s.action__ = $update");
        script.run("""
                insert into record_change (record_id, object_key, version, field_key, old_value, new_value, changed_at, changed_by, batch_id)
                select r.id, $object, r.version + 1, c.field, c.old, c.new, $now, $actor, $batch
                from $changed join $records r on r.id = m.id
                cross join lateral (values $values) as c(field, old, new) where c.old is distinct from c.new
                """, "changed", changed, "values", String.join(", ", values));
        script.run("""
                update $records r set $assignments, version = r.version + 1, updated_at = $now, updated_by = $actor
                from $changed where r.id = m.id
                """, "changed", changed, "assignments", String.join(", ", assignments));
        if (!type.isActivity()) {
            tellChanged(fields);
        }
    }

    private void tellChanged(List<ObjectField> fields) {
        List<String> milestones = fields.stream()
                .filter(ObjectField::milestone)
                .map(ObjectField::key)
                .toList();
        List<String> others = fields.stream()
                .filter(ObjectField::isTold)
                .map(ObjectField::key)
                .toList();
        String untold = Script.constants(fields.stream()
                .filter(field -> field.type() == FieldType.LONG_TEXT)
                .map(ObjectField::key)
                .toList());
        if (!others.isEmpty()) {
            tellChanged(Kind.CHANGED, others, untold, List.of("r.id"));
        }
        if (!milestones.isEmpty()) {
            tellChanged(Kind.MILESTONE, milestones, untold, pages(type));
        }
    }

    /** @param untold long texts: that they changed is told, not what they say */
    private void tellChanged(Kind kind, List<String> fields, String untold, List<String> pages) {
        script.run(
                """
                insert into timeline_entry (record_id, at, kind, subject_object, subject_id, actor_id, batch_id, detail)
                select p.page, $now, $kind, $object, r.id, $actor, $batch, jsonb_build_object('changes', c.changes)
                from $stage s join $records r on r.id = s.record_id__
                cross join lateral (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('field', h.field_key,
                        'from', case when h.field_key in ($untold) then null else h.old_value end,
                        'to', case when h.field_key in ($untold) then null else h.new_value end))) as changes
                    from record_change h
                    where h.record_id = r.id and h.batch_id = $batch and h.version = r.version and h.field_key in ($fields)) c
                cross join lateral (select distinct unnest(array[$pages]) as page) p
                where s.action__ = $update and c.changes is not null and p.page is not null
                """,
                "kind",
                Script.constant(kind.name()),
                "untold",
                untold,
                "fields",
                Script.constants(fields),
                "pages",
                String.join(", ", pages));
    }

    // What follows

    /** Remembers what records are called where they come from. */
    void identify() {
        if (slots.identifier() == null || plan.system().isEmpty()) {
            return;
        }
        script.run("""
                insert into import_identifier (system, object_key, identifier, record_id)
                select distinct on (s.identifier__) $system, $object, s.identifier__, s.record_id__ from $stage s
                where s.identifier__ is not null and s.record_id__ is not null and s.action__ in ($create, $update, $same)
                order by s.identifier__, s.n__
                on conflict (system, object_key, identifier) do update set record_id = excluded.record_id
                where import_identifier.record_id <> excluded.record_id
                """, "system", Script.constant(plan.system()));
    }

    /** The records of the rows with this action. */
    List<Long> written(String action) {
        return script.fetch(
                        "select record_id__ as record_id from $stage where action__ = $action order by n__",
                        "action",
                        Script.constant(action))
                .getValues("record_id", Long.class);
    }

    void refreshSearch() {
        RecordTable table = new RecordTable(type);
        String of = "r.id in (select record_id__ from $stage where action__ = %s)";
        searchIndex.addMany(table, DSL.condition(script.text(of.formatted("$create"))));
        if (plan.mode().updates()) {
            searchIndex.refreshMany(table, DSL.condition(script.text(of.formatted("$update"))));
        }
    }
}
