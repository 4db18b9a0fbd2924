package lazo.kernel.record;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.RecordChanges.Origin;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes many records as one of the {@link Batches}. Work goes in chunks, each a transaction of its own, set by
 * set where no rule watches the field and record by record where one does.
 */
@Component
public class BulkChanges {
    private static final int CHUNK = 2_000;

    private final DSLContext sql;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final Batches batches;
    private final SetChanges sets;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    BulkChanges(
            DSLContext sql,
            Records records,
            RecordChanges changes,
            Access access,
            Batches batches,
            SetChanges sets,
            ApplicationEventPublisher events,
            TransactionTemplate transaction) {
        this.sql = sql;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.batches = batches;
        this.sets = sets;
        this.events = events;
        this.transaction = transaction;
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

    /** How many records the selection holds and how many of them the actor may change, or delete. */
    public record Preview(long selected, long changeable) {}

    /** @param deletes whether they are to be deleted, rather than changed */
    public Preview preview(Selection selection, boolean deletes, Actor actor) {
        RecordTable table = new RecordTable(selection.type());
        Condition chosen = condition(selection, table, actor);
        long selected = count(table, chosen);
        return new Preview(selected, count(table, chosen.and(allowed(deletes, table, actor))));
    }

    private Condition allowed(boolean deletes, RecordTable table, Actor actor) {
        return deletes ? access.deletable(actor, table) : access.changeable(actor, table);
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
                        .where(chosen, allowed(edit instanceof Edit.Delete, table, actor))
                        .orderBy(table.id())
                        .fetch(table.id());
        long batchId = batches.begin(edit instanceof Edit.Delete ? "DELETE" : "EDIT", type, actor, describe(edit));
        long changed = 0;
        long refused = 0;
        for (int from = 0; from < allowed.size(); from += CHUNK) {
            List<Long> chunk = allowed.subList(from, Math.min(from + CHUNK, allowed.size()));
            long done = chunk(type, chunk, edit, actor, batchId);
            changed += Math.max(done, 0);
            refused += isRowByRow(type, edit) ? chunk.size() - Math.max(done, 0) : 0;
            progress.accept(from + chunk.size());
        }
        batches.end(batchId, changed);
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
                        : sets.set(
                                type, ids, type.field(fieldKey), textOf(type.field(fieldKey), value), actor, batchId);
            case Edit.AddTags(var fieldKey, var tags) ->
                sets.set(type, ids, type.field(fieldKey), added(type, fieldKey, tags), actor, batchId);
            case Edit.RemoveTags(var fieldKey, var tags) ->
                sets.set(type, ids, type.field(fieldKey), removed(type, fieldKey, tags), actor, batchId);
            case Edit.Delete delete -> sets.delete(type, ids, actor, batchId);
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
}
