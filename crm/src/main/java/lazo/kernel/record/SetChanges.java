package lazo.kernel.record;

import static lazodb.Tables.RECORD_CHANGE;
import static lazodb.Tables.TIMELINE_ENTRY;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazodb.tables.RecordChange;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.TableLike;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Writes a set of records with a few statements, in the transaction of the caller and under one of the {@link Batches}:
 * values, history, timelines, search. Who may and what a rule says is the caller's to ask.
 */
@Component
class SetChanges {
    private final DSLContext sql;
    private final SearchIndex searchIndex;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SetChanges(DSLContext sql, SearchIndex searchIndex, ApplicationEventPublisher events, Clock clock) {
        this.sql = sql;
        this.searchIndex = searchIndex;
        this.events = events;
        this.clock = clock;
    }

    /** Gives the field the value of this canonical text where it differs; history, timeline and search follow. */
    long set(ObjectType type, List<Long> ids, ObjectField of, Field<String> text, Actor actor, long batchId) {
        RecordTable table = new RecordTable(type);
        OffsetDateTime at = now();
        Field<String> old = FieldSql.canonical(table, of);
        var locked = select(asterisk())
                .from(table.bare())
                .where(
                        field(name("id"), Long.class).in(ids),
                        field(name("deleted_at")).isNull())
                .forUpdate()
                .asTable("r");
        List<Long> changed = note(type, of, old, text, locked, old.isDistinctFrom(text), actor, batchId, at);
        if (!changed.isEmpty()) {
            put(table, of, changed, batchId, actor, at);
            tell(type, changed, batchId, of.milestone());
            searchIndex.refresh(type, changed);
            publish(type, RecordChanged.Kind.CHANGED, changed, actor);
        }
        return changed.size();
    }

    /** Takes back what a batch did to one field of these records. @return the records that got it back */
    List<Long> takeBack(ObjectType type, ObjectField of, List<Long> ids, long batchId, long undoBatch, Actor actor) {
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
        RecordChange done = RECORD_CHANGE.as("h");
        List<Long> back = note(
                type,
                of,
                now,
                done.OLD_VALUE,
                table.table().join(done).on(done.RECORD_ID.eq(table.id())),
                done.BATCH_ID
                        .eq(batchId)
                        .and(done.FIELD_KEY.eq(of.key()))
                        .and(table.id().in(ids))
                        .and(now.isNotDistinctFrom(done.NEW_VALUE)),
                actor,
                undoBatch,
                at);
        if (!back.isEmpty()) {
            put(table, of, back, undoBatch, actor, at);
            publish(type, RecordChanged.Kind.CHANGED, back, actor);
        }
        return back;
    }

    private void publish(ObjectType type, RecordChanged.Kind kind, List<Long> ids, Actor actor) {
        events.publishEvent(new RecordsWritten(type.key(), kind, () -> ids, actor.id()));
    }

    /** Notes in the history that a field of these records becomes this, where it is another. @return the records it changes */
    private List<Long> note(
            ObjectType type,
            ObjectField of,
            Field<String> from,
            Field<String> to,
            TableLike<?> records,
            Condition where,
            Actor actor,
            long batchId,
            OffsetDateTime at) {
        RecordTable table = new RecordTable(type);
        return sql.insertInto(
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
                                from,
                                to,
                                val(at),
                                val(actor.id()),
                                val(batchId))
                        .from(records)
                        .where(where))
                .returningResult(RECORD_CHANGE.RECORD_ID)
                .fetch(RECORD_CHANGE.RECORD_ID);
    }

    /** Writes into the records the new values of the batch's history. */
    private void put(RecordTable table, ObjectField of, List<Long> ids, long batchId, Actor actor, OffsetDateTime at) {
        var source = select(RECORD_CHANGE.RECORD_ID.as("record_id"), RECORD_CHANGE.NEW_VALUE.as("wanted"))
                .from(RECORD_CHANGE)
                .where(
                        RECORD_CHANGE.BATCH_ID.eq(batchId),
                        RECORD_CHANGE.FIELD_KEY.eq(of.key()),
                        RECORD_CHANGE.RECORD_ID.in(ids))
                .asTable("h");
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
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

    /** Puts these records into the recycle bin, where they are not there yet. */
    long delete(ObjectType type, List<Long> ids, Actor actor, long batchId) {
        OffsetDateTime at = now();
        RecordTable table = new RecordTable(type);
        List<Long> gone = mark(table, table.id().in(ids).and(table.deletedAt().isNull()), at, actor.id());
        searchIndex.drop(gone);
        tellPresence(type, gone, Kind.DELETED, at, actor, batchId);
        publish(type, RecordChanged.Kind.DELETED, gone, actor);
        return gone.size();
    }

    /** Takes these records out of the recycle bin; those that were merged into others stay. */
    long restore(ObjectType type, List<Long> ids, Actor actor, long batchId) {
        RecordTable table = new RecordTable(type);
        List<Long> back = mark(
                table,
                table.id()
                        .in(ids)
                        .and(table.deletedAt().isNotNull())
                        .and(table.mergedInto().isNull()),
                null,
                null);
        searchIndex.refresh(type, back);
        tellPresence(type, back, Kind.RESTORED, now(), actor, batchId);
        publish(type, RecordChanged.Kind.RESTORED, back, actor);
        return back.size();
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

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
