package lazo.kernel.record;

import static lazodb.Tables.RECORD_BATCH;
import static lazodb.Tables.RECORD_CHANGE;
import static lazodb.Tables.TIMELINE_ENTRY;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.noCondition;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.timeline.TimelineEntry.Kind;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What was done to many records at once, an edit, an import, a merge, and can be taken back as one. */
@Component
public class Batches {
    private static final int CHUNK = 2_000;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final SetChanges sets;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Batches(
            DSLContext sql,
            ObjectTypes types,
            SetChanges sets,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.sets = sets;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
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

    /** @param by who did it @param counts how many records it gave to each owner */
    public record Assigned(long by, Map<Long, Integer> counts) {}

    /** Whose the records of a batch have become, whether it made them or gave them another owner. */
    public Assigned assigned(ObjectType type, long batchId) {
        RecordTable table = new RecordTable(type);
        Map<Long, Integer> counts = new HashMap<>();
        sql.select(RECORD_CHANGE.NEW_VALUE, count())
                .from(RECORD_CHANGE)
                .where(
                        RECORD_CHANGE.BATCH_ID.eq(batchId),
                        RECORD_CHANGE.FIELD_KEY.eq("owner"),
                        RECORD_CHANGE.NEW_VALUE.isNotNull())
                .groupBy(RECORD_CHANGE.NEW_VALUE)
                .forEach(row -> counts.merge(Long.valueOf(row.value1()), row.value2(), Integer::sum));
        sql.select(table.owner(), count())
                .from(table.table())
                .where(
                        table.batch().eq(batchId),
                        table.deletedAt().isNull(),
                        table.owner().isNotNull())
                .groupBy(table.owner())
                .forEach(row -> counts.merge(row.value1(), row.value2(), Integer::sum));
        long by = sql.select(RECORD_BATCH.MADE_BY)
                .from(RECORD_BATCH)
                .where(RECORD_BATCH.ID.eq(batchId))
                .fetchSingle()
                .value1();
        return new Assigned(by, counts);
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
                        actor.may(Ability.IMPORTS) ? noCondition() : RECORD_BATCH.MADE_BY.eq(actor.id()))
                .fetchOptional();
        if (batch.isEmpty() || !actor.writes()) {
            return Optional.empty();
        }
        ObjectType type = types.load(batch.get().getObjectKey());
        long undoBatch = begin("UNDO", type, actor, "{\"of\": %d}".formatted(batchId));
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
                List<Long> back = inTransaction(() -> sets.takeBack(type, of, chunk, batchId, undoBatch, actor));
                recordsTouched.addAll(back);
                kept += chunk.size() - back.size();
            }
        }
        long touched = recordsTouched.size() + takeBackPresence(type, batchId, undoBatch, actor);
        sql.update(RECORD_BATCH)
                .set(RECORD_BATCH.UNDONE_AT, now())
                .set(RECORD_BATCH.UNDONE_BY, actor.id())
                .where(RECORD_BATCH.ID.eq(batchId))
                .execute();
        end(undoBatch, touched);
        events.publishEvent(new RecordsChanged(type.key(), undoBatch, touched));
        return Optional.of(new Undone(touched, kept));
    }

    /** Chunk by chunk, so that it can go on after a kill. */
    private long takeBackPresence(ObjectType type, long batchId, long undoBatch, Actor actor) {
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
            touched += inTransaction(() -> sets.restore(type, chunk, actor, undoBatch));
        }
        for (List<Long> made = alive(type, batchId); !made.isEmpty(); made = alive(type, batchId)) {
            List<Long> chunk = made;
            touched += inTransaction(() -> sets.delete(type, chunk, actor, undoBatch));
        }
        return touched;
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    /** Some of the records that a batch made and that are not deleted. */
    private List<Long> alive(ObjectType type, long batchId) {
        RecordTable table = new RecordTable(type);
        return sql.select(table.id())
                .from(table.table())
                .where(table.batch().eq(batchId), table.deletedAt().isNull())
                .limit(CHUNK)
                .fetch(table.id());
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
