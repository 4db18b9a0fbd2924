package lazo.kernel.record;

import static lazodb.Tables.RECORD_BATCH;
import static lazodb.Tables.RECORD_CHANGE;
import static lazodb.Tables.TIMELINE_ENTRY;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.timeline.TimelineEntry.Kind;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes many records as one batch that can be undone as one. Work goes in chunks, each a transaction of its own, set by
 * set where no rule watches the field and record by record where one does.
 */
@Component
public class BulkChanges {
    private static final int CHUNK = 2_000;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final SearchIndex searchIndex;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    BulkChanges(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Access access,
            SearchIndex searchIndex,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.searchIndex = searchIndex;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Which records: those ticked, or everything a query answers. */
    public sealed interface Selection {
        ObjectType type();

        record Ticked(ObjectType type, Set<Long> ids) implements Selection {
            public Ticked {
                ids = Set.copyOf(ids);
            }
        }

        record Everything(RecordQuery query, ZoneId zone) implements Selection {
            @Override
            public ObjectType type() {
                return query.type();
            }
        }
    }

    /** What to do with them. */
    public sealed interface Edit {
        /** Gives one field this value in all of them; {@code null} empties it. */
        record SetValue(String field, @Nullable Object value) implements Edit {}

        record AddTags(String field, List<String> tags) implements Edit {}

        record RemoveTags(String field, List<String> tags) implements Edit {}

        record Delete() implements Edit {}
    }

    /** How a batch went. @param notAllowed records the actor sees but may not change @param refused records a rule refused */
    public record Outcome(long batchId, long selected, long changed, long notAllowed, long refused) {}

    /** A batch as lists of recent work show it. */
    public record Batch(
            long id,
            String kind,
            String objectKey,
            long madeBy,
            Instant madeAt,
            long records,
            @Nullable Instant undoneAt) {}

    /** How many records the selection holds and how many of them the actor may change. */
    public record Preview(long selected, long changeable) {}

    public Preview preview(Selection selection, Actor actor) {
        RecordTable table = new RecordTable(selection.type());
        Condition chosen = condition(selection, table, actor);
        long selected = count(table, chosen);
        return new Preview(selected, count(table, chosen.and(access.changeable(actor, table))));
    }

    private long count(RecordTable table, Condition chosen) {
        return sql.selectCount().from(table.table()).where(chosen).fetchSingle().value1();
    }

    /** @param progress hears how many records are done so far */
    public Outcome apply(Selection selection, Edit edit, Actor actor, LongConsumer progress) {
        ObjectType type = selection.type();
        RecordTable table = new RecordTable(type);
        Condition chosen = condition(selection, table, actor);
        List<Long> all = sql.select(table.id())
                .from(table.table())
                .where(chosen)
                .orderBy(table.id())
                .fetch(table.id());
        List<Long> allowed = all.isEmpty()
                ? all
                : sql.select(table.id())
                        .from(table.table())
                        .where(chosen, access.changeable(actor, table))
                        .orderBy(table.id())
                        .fetch(table.id());
        long batchId = begin(edit instanceof Edit.Delete ? "DELETE" : "EDIT", type, actor, describe(edit));
        long changed = 0;
        long refused = 0;
        for (int from = 0; from < allowed.size(); from += CHUNK) {
            List<Long> chunk = allowed.subList(from, Math.min(from + CHUNK, allowed.size()));
            long done = chunk(type, chunk, edit, actor, batchId);
            changed += Math.max(done, 0);
            refused += isRowByRow(type, edit) ? chunk.size() - Math.max(done, 0) : 0;
            progress.accept(from + chunk.size());
        }
        end(batchId, changed);
        events.publishEvent(new RecordsChanged(type.key(), batchId, changed));
        return new Outcome(batchId, all.size(), changed, all.size() - allowed.size(), refused);
    }

    private boolean isRowByRow(ObjectType type, Edit edit) {
        return switch (edit) {
            case Edit.SetValue(var fieldKey, var value) ->
                changes.isWatched(type, fieldKey)
                        || type.fields().stream()
                                .anyMatch(field -> field.template().contains(fieldKey))
                        || type.field(fieldKey).unique()
                        || type.field(fieldKey).inTimeline()
                        || (value == null && type.field(fieldKey).required());
            case Edit.AddTags added -> false;
            case Edit.RemoveTags removed -> false;
            case Edit.Delete delete -> false;
        };
    }

    private long chunk(ObjectType type, List<Long> ids, Edit edit, Actor actor, long batchId) {
        Long done = transaction.execute(status -> switch (edit) {
            case Edit.SetValue(var fieldKey, var value) ->
                isRowByRow(type, edit)
                        ? oneByOne(type, ids, fieldKey, value, actor, batchId)
                        : set(type, ids, type.field(fieldKey), textOf(type.field(fieldKey), value), actor, batchId);
            case Edit.AddTags(var fieldKey, var tags) ->
                set(type, ids, type.field(fieldKey), added(type, fieldKey, tags), actor, batchId);
            case Edit.RemoveTags(var fieldKey, var tags) ->
                set(type, ids, type.field(fieldKey), removed(type, fieldKey, tags), actor, batchId);
            case Edit.Delete delete -> delete(type, ids, actor, batchId);
        });
        return done == null ? 0 : done;
    }

    private static Field<String> textOf(ObjectField field, @Nullable Object value) {
        return val(FieldValues.canonical(field, value), String.class);
    }

    private static Field<String> added(ObjectType type, String fieldKey, List<String> tags) {
        Field<String[]> column = new RecordTable(type).words(type.field(fieldKey));
        return field(
                "to_jsonb(coalesce({0}, '{}') || array(select t from unnest({1}) t where t <> all(coalesce({0}, '{}'))))::text",
                String.class, column, val(tags.toArray(String[]::new)));
    }

    private static Field<String> removed(ObjectType type, String fieldKey, List<String> tags) {
        Field<String[]> column = new RecordTable(type).words(type.field(fieldKey));
        return field(
                "to_jsonb(nullif(array(select t from unnest({0}) t where t <> all({1})), '{}'))::text",
                String.class, column, val(tags.toArray(String[]::new)));
    }

    private long oneByOne(
            ObjectType type, List<Long> ids, String fieldKey, @Nullable Object value, Actor actor, long batchId) {
        long done = 0;
        java.util.Map<String, @Nullable Object> values = new java.util.HashMap<>();
        values.put(fieldKey, value);
        for (StoredRecord record : records.find(type, ids, actor)) {
            WriteResult result =
                    changes.change(type, record.id(), record.version(), Draft.of(values), actor, Origin.batch(batchId));
            if (result instanceof WriteResult.Saved) {
                done++;
            }
        }
        return done;
    }

    /** Gives the field the value of this canonical text where it differs; history, timeline and search follow. */
    private long set(ObjectType type, List<Long> ids, ObjectField of, Field<String> text, Actor actor, long batchId) {
        RecordTable table = new RecordTable(type);
        OffsetDateTime at = now();
        Field<String> old = FieldSql.canonical(table, of);
        List<Long> changed = sql.insertInto(
                        RECORD_CHANGE,
                        RECORD_CHANGE.RECORD_ID,
                        RECORD_CHANGE.OBJECT_KEY,
                        RECORD_CHANGE.VERSION,
                        RECORD_CHANGE.FIELD_KEY,
                        RECORD_CHANGE.OLD_VALUE,
                        RECORD_CHANGE.NEW_VALUE,
                        RECORD_CHANGE.CHANGED_AT,
                        RECORD_CHANGE.CHANGED_BY,
                        RECORD_CHANGE.BATCH_ID)
                .select(select(
                                table.id(),
                                inline(type.key()),
                                table.version().plus(1),
                                inline(of.key()),
                                old,
                                text,
                                val(at),
                                val(actor.id()),
                                val(batchId))
                        .from(select(org.jooq.impl.DSL.asterisk())
                                .from(table.bare())
                                .where(
                                        field(name("id"), Long.class).in(ids),
                                        field(name("deleted_at")).isNull())
                                .forUpdate()
                                .asTable("r"))
                        .where(old.isDistinctFrom(text)))
                .returningResult(RECORD_CHANGE.RECORD_ID)
                .fetch(RECORD_CHANGE.RECORD_ID);
        if (!changed.isEmpty()) {
            putBack(table, of, changed, batchId, RECORD_CHANGE.NEW_VALUE, actor, at);
            tell(type, changed, batchId, of.milestone());
            searchIndex.refresh(type, changed);
        }
        return changed.size();
    }

    /** Writes into the records what the batch's history says, its new values or its old ones. */
    private void putBack(
            RecordTable table,
            ObjectField of,
            List<Long> ids,
            long batchId,
            Field<String> side,
            Actor actor,
            OffsetDateTime at) {
        var source = select(RECORD_CHANGE.RECORD_ID.as("record_id"), side.as("wanted"))
                .from(RECORD_CHANGE)
                .where(
                        RECORD_CHANGE.BATCH_ID.eq(batchId),
                        RECORD_CHANGE.FIELD_KEY.eq(of.key()),
                        RECORD_CHANGE.RECORD_ID.in(ids))
                .asTable("h");
        java.util.Map<Field<?>, Object> columns = new java.util.LinkedHashMap<>();
        FieldSql.assignments(of, field(name("h", "wanted"), String.class)).forEach(columns::put);
        columns.put(field(name("version"), Integer.class), table.version().plus(1));
        columns.put(field(name("updated_at"), OffsetDateTime.class), at);
        columns.put(field(name("updated_by"), Long.class), actor.id());
        sql.update(table.table())
                .set(columns)
                .from(source)
                .where(table.id().eq(field(name("h", "record_id"), Long.class)))
                .execute();
    }

    private void tell(ObjectType type, List<Long> ids, long batchId, boolean milestone) {
        Field<JSONB> detail = field(
                "jsonb_build_object('changes', jsonb_agg(jsonb_strip_nulls(jsonb_build_object('field', {0}, 'from', {1}, 'to', {2}))))",
                JSONB.class, RECORD_CHANGE.FIELD_KEY, RECORD_CHANGE.OLD_VALUE, RECORD_CHANGE.NEW_VALUE);
        sql.insertInto(
                        TIMELINE_ENTRY,
                        TIMELINE_ENTRY.RECORD_ID,
                        TIMELINE_ENTRY.AT,
                        TIMELINE_ENTRY.KIND,
                        TIMELINE_ENTRY.SUBJECT_OBJECT,
                        TIMELINE_ENTRY.SUBJECT_ID,
                        TIMELINE_ENTRY.ACTOR_ID,
                        TIMELINE_ENTRY.BATCH_ID,
                        TIMELINE_ENTRY.DETAIL)
                .select(select(
                                RECORD_CHANGE.RECORD_ID,
                                RECORD_CHANGE.CHANGED_AT,
                                inline(milestone ? Kind.MILESTONE.name() : Kind.CHANGED.name()),
                                inline(type.key()),
                                RECORD_CHANGE.RECORD_ID,
                                RECORD_CHANGE.CHANGED_BY,
                                RECORD_CHANGE.BATCH_ID,
                                detail)
                        .from(RECORD_CHANGE)
                        .where(RECORD_CHANGE.BATCH_ID.eq(batchId), RECORD_CHANGE.RECORD_ID.in(ids))
                        .groupBy(
                                RECORD_CHANGE.RECORD_ID,
                                RECORD_CHANGE.CHANGED_AT,
                                RECORD_CHANGE.CHANGED_BY,
                                RECORD_CHANGE.BATCH_ID))
                .execute();
    }

    private long delete(ObjectType type, List<Long> ids, Actor actor, long batchId) {
        OffsetDateTime at = now();
        RecordTable table = new RecordTable(type);
        List<Long> gone = mark(table, table.id().in(ids).and(table.deletedAt().isNull()), at, actor.id());
        searchIndex.drop(gone);
        tellPresence(type, gone, Kind.DELETED, at, actor, batchId);
        return gone.size();
    }

    private List<Long> mark(
            RecordTable table, Condition chosen, @Nullable OffsetDateTime deletedAt, @Nullable Long by) {
        return sql.update(table.table())
                .set(field(name("deleted_at"), OffsetDateTime.class), deletedAt)
                .set(field(name("deleted_by"), Long.class), by)
                .set(field(name("version"), Integer.class), table.version().plus(1))
                .set(field(name("updated_at"), OffsetDateTime.class), now())
                .where(chosen)
                .returningResult(table.id())
                .fetch(table.id());
    }

    private void tellPresence(
            ObjectType type, List<Long> ids, Kind kind, OffsetDateTime at, Actor actor, long batchId) {
        if (ids.isEmpty()) {
            return;
        }
        RecordTable table = new RecordTable(type);
        sql.insertInto(
                        TIMELINE_ENTRY,
                        TIMELINE_ENTRY.RECORD_ID,
                        TIMELINE_ENTRY.AT,
                        TIMELINE_ENTRY.KIND,
                        TIMELINE_ENTRY.SUBJECT_OBJECT,
                        TIMELINE_ENTRY.SUBJECT_ID,
                        TIMELINE_ENTRY.ACTOR_ID,
                        TIMELINE_ENTRY.BATCH_ID)
                .select(select(
                                table.id(),
                                val(at),
                                inline(kind.name()),
                                inline(type.key()),
                                table.id(),
                                val(actor.id()),
                                val(batchId))
                        .from(table.table())
                        .where(table.id().in(ids)))
                .execute();
    }

    /** What undoing did. @param kept fields that were left alone because somebody changed them since */
    public record Undone(long records, long kept) {}

    /**
     * Takes a whole batch back: fields get their old values where nobody changed them since, deleted records come back,
     * created ones go to the recycle bin. Empty when there is no such batch, it is undone already, or it is not the actor's.
     */
    public Optional<Undone> undo(long batchId, Actor actor) {
        var batch = sql.selectFrom(RECORD_BATCH)
                .where(
                        RECORD_BATCH.ID.eq(batchId),
                        RECORD_BATCH.KIND.ne(Merges.BATCH),
                        RECORD_BATCH.UNDONE_AT.isNull(),
                        actor.isAdministrator() ? noCondition() : RECORD_BATCH.MADE_BY.eq(actor.id()))
                .fetchOptional();
        if (batch.isEmpty() || !actor.writes()) {
            return Optional.empty();
        }
        ObjectType type = types.load(batch.get().getObjectKey());
        long undoBatch = begin("UNDO", type, actor, "{\"of\": %d}".formatted(batchId));
        long touched = 0;
        long kept = 0;
        List<String> fields = sql.selectDistinct(RECORD_CHANGE.FIELD_KEY)
                .from(RECORD_CHANGE)
                .where(RECORD_CHANGE.BATCH_ID.eq(batchId))
                .fetch(RECORD_CHANGE.FIELD_KEY);
        Set<Long> recordsTouched = new LinkedHashSet<>();
        for (String fieldKey : fields) {
            ObjectField of = type.field(fieldKey);
            List<Long> ids = sql.selectDistinct(RECORD_CHANGE.RECORD_ID)
                    .from(RECORD_CHANGE)
                    .where(RECORD_CHANGE.BATCH_ID.eq(batchId), RECORD_CHANGE.FIELD_KEY.eq(fieldKey))
                    .orderBy(RECORD_CHANGE.RECORD_ID)
                    .fetch(RECORD_CHANGE.RECORD_ID);
            for (int from = 0; from < ids.size(); from += CHUNK) {
                List<Long> chunk = ids.subList(from, Math.min(from + CHUNK, ids.size()));
                List<Long> done = transaction.execute(status -> takeBack(type, of, chunk, batchId, undoBatch, actor));
                List<Long> back = done == null ? List.of() : done;
                recordsTouched.addAll(back);
                kept += chunk.size() - back.size();
            }
        }
        touched += recordsTouched.size();
        touched += takeBackPresence(type, batchId, undoBatch, actor);
        sql.update(RECORD_BATCH)
                .set(RECORD_BATCH.UNDONE_AT, now())
                .set(RECORD_BATCH.UNDONE_BY, actor.id())
                .where(RECORD_BATCH.ID.eq(batchId))
                .execute();
        end(undoBatch, touched);
        events.publishEvent(new RecordsChanged(type.key(), undoBatch, touched));
        return Optional.of(new Undone(touched, kept));
    }

    private List<Long> takeBack(
            ObjectType type, ObjectField of, List<Long> ids, long batchId, long undoBatch, Actor actor) {
        List<Long> back = revert(type, of, ids, batchId, undoBatch, actor);
        if (!back.isEmpty()) {
            tell(type, back, undoBatch, of.milestone());
            searchIndex.refresh(type, back);
        }
        return back;
    }

    /**
     * Gives a field of these records the value it had before the batch where it still has the one the batch gave it, with
     * history but without a word on timelines. @return the records that got it back
     */
    List<Long> revert(ObjectType type, ObjectField of, List<Long> ids, long batchId, long undoBatch, Actor actor) {
        RecordTable table = new RecordTable(type);
        OffsetDateTime at = now();
        Field<String> now = FieldSql.canonical(table, of);
        List<Long> back = sql.insertInto(
                        RECORD_CHANGE,
                        RECORD_CHANGE.RECORD_ID,
                        RECORD_CHANGE.OBJECT_KEY,
                        RECORD_CHANGE.VERSION,
                        RECORD_CHANGE.FIELD_KEY,
                        RECORD_CHANGE.OLD_VALUE,
                        RECORD_CHANGE.NEW_VALUE,
                        RECORD_CHANGE.CHANGED_AT,
                        RECORD_CHANGE.CHANGED_BY,
                        RECORD_CHANGE.BATCH_ID)
                .select(select(
                                table.id(),
                                inline(type.key()),
                                table.version().plus(1),
                                inline(of.key()),
                                now,
                                field(name("h", "old_value"), String.class),
                                val(at),
                                val(actor.id()),
                                val(undoBatch))
                        .from(table.table())
                        .join(RECORD_CHANGE.as("h"))
                        .on(field(name("h", "record_id"), Long.class).eq(table.id()))
                        .where(
                                field(name("h", "batch_id"), Long.class).eq(batchId),
                                field(name("h", "field_key"), String.class).eq(of.key()),
                                table.id().in(ids),
                                now.isNotDistinctFrom(field(name("h", "new_value"), String.class))))
                .returningResult(RECORD_CHANGE.RECORD_ID)
                .fetch(RECORD_CHANGE.RECORD_ID);
        if (!back.isEmpty()) {
            putBack(table, of, back, undoBatch, RECORD_CHANGE.NEW_VALUE, actor, at);
        }
        return back;
    }

    /** Chunk by chunk, so that a batch of any size is taken back in constant memory and can go on after a kill. */
    private long takeBackPresence(ObjectType type, long batchId, long undoBatch, Actor actor) {
        RecordTable table = new RecordTable(type);
        OffsetDateTime at = now();
        List<Long> deleted = sql.select(TIMELINE_ENTRY.SUBJECT_ID)
                .from(TIMELINE_ENTRY)
                .where(
                        TIMELINE_ENTRY.BATCH_ID.eq(batchId),
                        TIMELINE_ENTRY.KIND.eq(Kind.DELETED.name()),
                        TIMELINE_ENTRY.RECORD_ID.eq(TIMELINE_ENTRY.SUBJECT_ID))
                .fetch(TIMELINE_ENTRY.SUBJECT_ID);
        long touched = 0;
        for (int from = 0; from < deleted.size(); from += CHUNK) {
            List<Long> chunk = deleted.subList(from, Math.min(from + CHUNK, deleted.size()));
            Integer revived = transaction.execute(status -> {
                List<Long> back = mark(
                        table,
                        table.id()
                                .in(chunk)
                                .and(table.deletedAt().isNotNull())
                                .and(table.mergedInto().isNull()),
                        null,
                        null);
                searchIndex.refresh(type, back);
                tellPresence(type, back, Kind.RESTORED, at, actor, undoBatch);
                return back.size();
            });
            touched += revived == null ? 0 : revived;
        }
        for (List<Long> created = alive(table, batchId); !created.isEmpty(); created = alive(table, batchId)) {
            List<Long> chunk = created;
            transaction.executeWithoutResult(status -> {
                List<Long> removed = mark(table, table.id().in(chunk), at, actor.id());
                searchIndex.drop(removed);
                tellPresence(type, removed, Kind.DELETED, at, actor, undoBatch);
            });
            touched += chunk.size();
        }
        return touched;
    }

    /** Some of the records that a batch made and that are not deleted. */
    private List<Long> alive(RecordTable table, long batchId) {
        return sql.select(table.id())
                .from(table.table())
                .where(table.batch().eq(batchId), table.deletedAt().isNull())
                .limit(CHUNK)
                .fetch(table.id());
    }

    /** Opens a batch. @param kind as {@code record_batch} names it @param detail JSON that tells what it did */
    public long begin(String kind, ObjectType type, Actor actor, String detail) {
        return sql.insertInto(RECORD_BATCH)
                .set(RECORD_BATCH.KIND, kind)
                .set(RECORD_BATCH.OBJECT_KEY, type.key())
                .set(RECORD_BATCH.MADE_BY, actor.id())
                .set(RECORD_BATCH.MADE_AT, now())
                .set(RECORD_BATCH.DETAIL, JSONB.valueOf(detail))
                .returningResult(RECORD_BATCH.ID)
                .fetchSingle()
                .value1();
    }

    /** Notes how many records a batch touched. */
    public void end(long batchId, long touched) {
        sql.update(RECORD_BATCH)
                .set(RECORD_BATCH.RECORDS, touched)
                .where(RECORD_BATCH.ID.eq(batchId))
                .execute();
    }

    /** The actor's latest batches; an administrator sees everybody's. */
    public List<Batch> recent(Actor actor, int most) {
        return sql.selectFrom(RECORD_BATCH)
                .where(actor.isAdministrator() ? noCondition() : RECORD_BATCH.MADE_BY.eq(actor.id()))
                .orderBy(RECORD_BATCH.ID.desc())
                .limit(most)
                .fetch(row -> new Batch(
                        row.getId(),
                        row.getKind(),
                        row.getObjectKey(),
                        row.getMadeBy(),
                        row.getMadeAt().toInstant(),
                        row.getRecords(),
                        row.getUndoneAt() == null ? null : row.getUndoneAt().toInstant()));
    }

    private static String describe(Edit edit) {
        return switch (edit) {
            case Edit.SetValue(var fieldKey, var value) -> "{\"field\": \"%s\"}".formatted(fieldKey);
            case Edit.AddTags(var fieldKey, var tags) -> "{\"field\": \"%s\"}".formatted(fieldKey);
            case Edit.RemoveTags(var fieldKey, var tags) -> "{\"field\": \"%s\"}".formatted(fieldKey);
            case Edit.Delete delete -> "{}";
        };
    }

    private Condition condition(Selection selection, RecordTable table, Actor actor) {
        return switch (selection) {
            case Selection.Ticked(var type, var ids) ->
                table.id().in(ids).and(table.deletedAt().isNull()).and(access.visible(actor, table));
            case Selection.Everything(var query, var zone) -> records.where(query, table, actor, zone);
        };
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
