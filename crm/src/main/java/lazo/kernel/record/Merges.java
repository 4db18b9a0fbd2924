package lazo.kernel.record;

import static lazodb.Tables.RECORD_BATCH;
import static lazodb.Tables.RECORD_CHANGE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.timeline.Timeline;
import lazo.kernel.timeline.TimelineEntry.Kind;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes two records of one object into one, and two again. The winner gets the chosen values and everything that pointed
 * at the loser; the loser goes, and its address leads to the winner. All of it is one batch.
 */
@Component
public class Merges {
    static final String BATCH = "MERGE";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Field<Long> WINNER = field("({0} ->> 'winner')::bigint", Long.class, RECORD_BATCH.DETAIL);
    private static final Field<Long> LOSER = field("({0} ->> 'loser')::bigint", Long.class, RECORD_BATCH.DETAIL);
    private static final Field<String> TITLE = field("{0} ->> 'title'", String.class, RECORD_BATCH.DETAIL);

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Batches batches;
    private final SetChanges sets;
    private final Access access;
    private final Timeline timeline;
    private final SearchIndex searchIndex;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Merges(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Batches batches,
            SetChanges sets,
            Access access,
            Timeline timeline,
            SearchIndex searchIndex,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.batches = batches;
        this.sets = sets;
        this.access = access;
        this.timeline = timeline;
        this.searchIndex = searchIndex;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Whose value a field gets. */
    public enum Source {
        WINNER,
        LOSER,
        /** Of lists only: what either has. */
        BOTH
    }

    /** Records of one object that point at a record through one lookup. */
    public record Child(ObjectType type, ObjectField via, long records) {}

    /** What would move if this record were the one that goes. */
    public record Preview(List<Child> children, long entries) {}

    /** What became of a merge. Each outcome has to be shown. */
    public sealed interface Outcome {
        /** @param moved how many records point at the winner now that pointed at the loser */
        record Merged(StoredRecord winner, long batchId, long moved) implements Outcome {}

        /** Nothing happened: the winner may not have these values. */
        record Invalid(List<Problem> problems) implements Outcome {}

        /** Nothing happened: somebody changed one of them since the actor looked. */
        record Outdated() implements Outcome {}

        /** Nothing happened: one of them is not there, or not for this actor to see. */
        record Missing() implements Outcome {}

        /** Nothing happened: the actor may not change both. */
        record Denied() implements Outcome {}
    }

    /** What became of taking a merge back. */
    public sealed interface Separation {
        /** @param kept values that were left alone because somebody changed them since */
        record Separated(StoredRecord winner, StoredRecord loser, long kept) implements Separation {}

        /** Nothing happened: there is no such merge, or it is taken back already. */
        record Missing() implements Separation {}

        /** Nothing happened: the actor may not change both. */
        record Denied() implements Separation {}

        /** Nothing happened, for this reason. */
        record Refused(Problem problem) implements Separation {}
    }

    /** A merge that stands. @param title what the record that went was called */
    public record PastMerge(long batchId, long loserId, String title, Instant at, long by) {}

    /** @param winner the version the actor saw of each */
    public record Versions(int winner, int loser) {}

    /** The fields a person may decide about: those that differ. */
    public List<ObjectField> differing(StoredRecord one, StoredRecord other, Actor actor) {
        FieldMask mask = access.mask(actor, one.type());
        return one.type().fields().stream()
                .filter(field -> field.isTyped() && mask.allowsChange(field.key()))
                .filter(field -> !Objects.equals(one.value(field.key()), other.value(field.key())))
                .toList();
    }

    /** What is taken unless somebody says otherwise: what is filled, of two the newer; lists are united. */
    public static Source preferred(ObjectField field, StoredRecord winner, StoredRecord loser) {
        Object own = winner.value(field.key());
        Object other = loser.value(field.key());
        if (own == null || other == null) {
            return other == null ? Source.WINNER : Source.LOSER;
        }
        if (unites(field)) {
            return Source.BOTH;
        }
        Instant ownTime = winner.moment("updated_at");
        Instant otherTime = loser.moment("updated_at");
        return ownTime != null && otherTime != null && otherTime.isAfter(ownTime) ? Source.LOSER : Source.WINNER;
    }

    /** Whether a field can have both values. */
    public static boolean unites(ObjectField field) {
        return field.type() == FieldType.TAGS || field.type() == FieldType.MULTI_CHOICE;
    }

    public Preview preview(ObjectType type, long loserId) {
        List<Child> children = new ArrayList<>();
        for (ObjectType other : types.all()) {
            for (ObjectField via : lookups(other, type)) {
                RecordTable table = new RecordTable(other);
                long found = sql.selectCount()
                        .from(table.table())
                        .where(
                                table.reference(via).eq(loserId),
                                table.deletedAt().isNull(),
                                table.id().ne(loserId))
                        .fetchSingle()
                        .value1();
                if (found > 0) {
                    children.add(new Child(other, via, found));
                }
            }
        }
        return new Preview(children, timeline.count(loserId));
    }

    /** Every field of an object, those put away included, that points at records of a type. */
    private static List<ObjectField> lookups(ObjectType from, ObjectType to) {
        return from.allFields().stream()
                .filter(field -> field.type() == FieldType.LOOKUP && to.key().equals(field.target()))
                .toList();
    }

    /** @param choices by field key; a field without one gets what is {@link #preferred} */
    public Outcome merge(
            ObjectType type, long winnerId, long loserId, Versions seen, Map<String, Source> choices, Actor actor) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Outcome outcome = mergeNow(type, winnerId, loserId, seen, choices, actor);
            if (!(outcome instanceof Outcome.Merged)) {
                status.setRollbackOnly();
            }
            return outcome;
        }));
    }

    private Outcome mergeNow(
            ObjectType type, long winnerId, long loserId, Versions seen, Map<String, Source> choices, Actor actor) {
        if (winnerId == loserId || type.isActivity()) {
            return new Outcome.Missing();
        }
        Map<Long, StoredRecord> both = lockBoth(type, winnerId, loserId, actor);
        StoredRecord winner = both.get(winnerId);
        StoredRecord loser = both.get(loserId);
        if (winner == null || loser == null || winner.isDeleted() || loser.isDeleted()) {
            return new Outcome.Missing();
        }
        if (!mayChangeBoth(type, winnerId, loserId, actor)) {
            return new Outcome.Denied();
        }
        if (winner.version() != seen.winner() || loser.version() != seen.loser()) {
            return new Outcome.Outdated();
        }
        OffsetDateTime at = now();
        long batchId = batches.begin(BATCH, type, actor, detail(winnerId, loser));
        setMerged(type, loserId, at, actor.id(), winnerId);
        Map<String, @Nullable Object> values = values(winner, loser, choices, actor);
        StoredRecord saved;
        switch (changes.change(type, winnerId, winner.version(), Draft.of(values), actor, Origin.batch(batchId))) {
            case WriteResult.Saved(var record, var changed) -> saved = record;
            case WriteResult.Invalid(var problems) -> {
                return new Outcome.Invalid(problems);
            }
            case WriteResult.Conflict conflict -> {
                return new Outcome.Outdated();
            }
            case WriteResult.Missing() -> {
                return new Outcome.Missing();
            }
            case WriteResult.Denied() -> {
                return new Outcome.Denied();
            }
        }
        keepActivityDates(winner, loser, saved.version(), at, actor, batchId);
        long moved = moveChildren(type, winnerId, loserId, at, actor, batchId);
        timeline.moveTo(loserId, winnerId, batchId);
        access.moveShares(loserId, winnerId, batchId);
        searchIndex.refresh(type, List.of(winnerId, loserId));
        tell(Kind.MERGED, saved, loser.title(), at, actor, batchId);
        batches.end(batchId, moved + 2);
        events.publishEvent(new RecordsMerged(type.key(), winnerId, loserId, batchId, false));
        events.publishEvent(new RecordChanged(
                type.key(),
                loserId,
                loser.version() + 1,
                RecordChanged.Kind.DELETED,
                Set.of(),
                actor.id(),
                Origin.PERSON.depth(),
                null));
        return new Outcome.Merged(saved, batchId, moved);
    }

    /** In the order of their ids, so that two merges never wait for each other. */
    private Map<Long, StoredRecord> lockBoth(ObjectType type, long one, long other, Actor actor) {
        Map<Long, StoredRecord> both = new HashMap<>();
        for (long id : new long[] {Math.min(one, other), Math.max(one, other)}) {
            changes.lock(type, id, actor).ifPresent(record -> both.put(record.id(), record));
        }
        return both;
    }

    private boolean mayChangeBoth(ObjectType type, long one, long other, Actor actor) {
        return access.mayChange(actor, type, one)
                && access.mayChange(actor, type, other)
                && access.mayDelete(actor, type, one)
                && access.mayDelete(actor, type, other);
    }

    private static String detail(long winnerId, StoredRecord loser) {
        return JSON.writeValueAsString(Map.of("winner", winnerId, "loser", loser.id(), "title", loser.title()));
    }

    private void setMerged(ObjectType type, long id, OffsetDateTime at, @Nullable Long by, @Nullable Long into) {
        RecordTable table = new RecordTable(type);
        sql.update(table.table())
                .set(bare("deleted_at", OffsetDateTime.class), into == null ? null : at)
                .set(bare("deleted_by", Long.class), into == null ? null : by)
                .set(bare("merged_into", Long.class), into)
                .set(bare("version", Integer.class), table.version().plus(1))
                .set(bare("updated_at", OffsetDateTime.class), at)
                .where(table.id().eq(id))
                .execute();
    }

    /** What the winner does not have yet. A lookup never points at one of the two. */
    private Map<String, @Nullable Object> values(
            StoredRecord winner, StoredRecord loser, Map<String, Source> choices, Actor actor) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (ObjectField field : differing(winner, loser, actor)) {
            Source source = choices.getOrDefault(field.key(), preferred(field, winner, loser));
            Object own = winner.value(field.key());
            Object value = switch (source) {
                case WINNER -> own;
                case LOSER -> loser.value(field.key());
                case BOTH -> unites(field) ? united(field, winner, loser) : own;
            };
            boolean itself = field.type() == FieldType.LOOKUP
                    && winner.type().key().equals(field.target())
                    && (Objects.equals(value, winner.id()) || Objects.equals(value, loser.id()));
            if (!Objects.equals(itself ? null : value, own)) {
                values.put(field.key(), itself ? null : value);
            }
        }
        return values;
    }

    private static List<String> united(ObjectField field, StoredRecord winner, StoredRecord loser) {
        Set<String> words = new LinkedHashSet<>(winner.words(field.key()));
        words.addAll(loser.words(field.key()));
        return List.copyOf(words);
    }

    /** The last thing done with either, and the next. */
    private void keepActivityDates(
            StoredRecord winner, StoredRecord loser, int version, OffsetDateTime at, Actor actor, long batchId) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        for (String key : List.of("last_activity_at", "next_activity_at")) {
            Optional<ObjectField> of = winner.type().find(key).filter(ObjectField::readOnly);
            Instant own = of.isPresent() ? winner.moment(key) : null;
            Instant other = of.isPresent() ? loser.moment(key) : null;
            boolean last = key.startsWith("last");
            if (other != null && (own == null || (last ? other.isAfter(own) : other.isBefore(own)))) {
                kept.put(key, other);
                ObjectField field = of.orElseThrow();
                sql.insertInto(RECORD_CHANGE)
                        .set(RECORD_CHANGE.RECORD_ID, winner.id())
                        .set(RECORD_CHANGE.OBJECT_KEY, winner.type().key())
                        .set(RECORD_CHANGE.VERSION, version)
                        .set(RECORD_CHANGE.FIELD_KEY, key)
                        .set(RECORD_CHANGE.OLD_VALUE, FieldValues.canonical(field, own))
                        .set(RECORD_CHANGE.NEW_VALUE, FieldValues.canonical(field, other))
                        .set(RECORD_CHANGE.CHANGED_AT, at)
                        .set(RECORD_CHANGE.CHANGED_BY, actor.id())
                        .set(RECORD_CHANGE.BATCH_ID, batchId)
                        .execute();
            }
        }
        if (!kept.isEmpty()) {
            changes.keep(winner.type(), winner.id(), kept);
        }
    }

    /** Whatever points at the loser points at the winner, records in the recycle bin included. */
    private long moveChildren(
            ObjectType type, long winnerId, long loserId, OffsetDateTime at, Actor actor, long batchId) {
        long all = 0;
        for (ObjectType other : types.all()) {
            long moved = 0;
            RecordTable table = new RecordTable(other);
            for (ObjectField via : lookups(other, type)) {
                for (Condition presence :
                        List.of(table.deletedAt().isNull(), table.deletedAt().isNotNull())) {
                    moved += move(table, via, presence, winnerId, loserId, at, actor, batchId);
                }
            }
            if (moved > 0) {
                events.publishEvent(new RecordsChanged(other.key(), batchId, moved));
            }
            all += moved;
        }
        return all;
    }

    private long move(
            RecordTable table,
            ObjectField via,
            Condition presence,
            long winnerId,
            long loserId,
            OffsetDateTime at,
            Actor actor,
            long batchId) {
        int noted = sql.insertInto(
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
                                inline(table.type().key()),
                                table.version().plus(1),
                                inline(via.key()),
                                val(String.valueOf(loserId)),
                                val(String.valueOf(winnerId)),
                                val(at),
                                val(actor.id()),
                                val(batchId))
                        .from(table.table())
                        .where(
                                table.reference(via).eq(loserId),
                                presence,
                                table.id().notIn(winnerId, loserId))
                        .forUpdate())
                .execute();
        if (noted > 0) {
            sql.update(table.table())
                    .set(bare(via.column(), Long.class), winnerId)
                    .set(bare("version", Integer.class), table.version().plus(1))
                    .set(bare("updated_at", OffsetDateTime.class), at)
                    .set(bare("updated_by", Long.class), actor.id())
                    .where(
                            table.reference(via).eq(loserId),
                            table.id()
                                    .in(select(RECORD_CHANGE.RECORD_ID)
                                            .from(RECORD_CHANGE)
                                            .where(
                                                    RECORD_CHANGE.BATCH_ID.eq(batchId),
                                                    RECORD_CHANGE.OBJECT_KEY.eq(
                                                            table.type().key()),
                                                    RECORD_CHANGE.FIELD_KEY.eq(via.key()))))
                    .execute();
            events.publishEvent(new RecordsWritten(
                    table.type().key(), RecordChanged.Kind.CHANGED, () -> moved(table, via, batchId), actor.id()));
        }
        return noted;
    }

    private List<Long> moved(RecordTable table, ObjectField via, long batchId) {
        return sql.select(RECORD_CHANGE.RECORD_ID)
                .from(RECORD_CHANGE)
                .where(
                        RECORD_CHANGE.BATCH_ID.eq(batchId),
                        RECORD_CHANGE.OBJECT_KEY.eq(table.type().key()),
                        RECORD_CHANGE.FIELD_KEY.eq(via.key()))
                .fetch(RECORD_CHANGE.RECORD_ID);
    }

    private void tell(Kind kind, StoredRecord record, String note, OffsetDateTime at, Actor actor, long batchId) {
        timeline.append(
                List.of(record.id()),
                at.toInstant(),
                kind,
                record.type().key(),
                record.id(),
                actor.id(),
                batchId,
                List.of(),
                note);
    }

    /** The merges that made this record what it is, newest first. */
    public List<PastMerge> into(StoredRecord winner) {
        return sql.select(RECORD_BATCH.ID, LOSER, TITLE, RECORD_BATCH.MADE_AT, RECORD_BATCH.MADE_BY)
                .from(RECORD_BATCH)
                .where(RECORD_BATCH.KIND.eq(inline(BATCH)), RECORD_BATCH.UNDONE_AT.isNull(), WINNER.eq(winner.id()))
                .orderBy(RECORD_BATCH.ID.desc())
                .fetch(row -> new PastMerge(
                        row.value1(), row.value2(), row.value3(), row.value4().toInstant(), row.value5()));
    }

    /** Takes a merge back: what nobody changed since is as it was before. */
    public Separation separate(long batchId, Actor actor) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                Separation separation = separateNow(batchId, actor);
                if (!(separation instanceof Separation.Separated)) {
                    status.setRollbackOnly();
                }
                return separation;
            }));
        } catch (org.springframework.dao.DataIntegrityViolationException
                | org.jooq.exception.IntegrityConstraintViolationException taken) {
            return new Separation.Refused(Problem.of("", "REC-442"));
        }
    }

    private Separation separateNow(long batchId, Actor actor) {
        var batch = sql.select(RECORD_BATCH.OBJECT_KEY, WINNER, LOSER, TITLE)
                .from(RECORD_BATCH)
                .where(RECORD_BATCH.ID.eq(batchId), RECORD_BATCH.KIND.eq(BATCH), RECORD_BATCH.UNDONE_AT.isNull())
                .forUpdate()
                .fetchOptional();
        if (batch.isEmpty() || batch.get().value2() == null) {
            return new Separation.Missing();
        }
        ObjectType type = types.load(batch.get().value1());
        long winnerId = batch.get().value2();
        long loserId = batch.get().value3();
        Optional<StoredRecord> winner = changes.lock(type, winnerId, actor).filter(record -> !record.isDeleted());
        if (winner.isEmpty()) {
            return records.findEvenDeleted(type, winnerId, actor).isEmpty()
                    ? new Separation.Missing()
                    : new Separation.Refused(Problem.of("", "REC-441"));
        }
        if (!mayChangeBoth(type, winnerId, loserId, actor)) {
            return new Separation.Denied();
        }
        OffsetDateTime at = now();
        long undoBatch = batches.begin("UNDO", type, actor, "{\"of\": %d}".formatted(batchId));
        Reverted reverted = revert(batchId, undoBatch, actor);
        rejoin(type, winnerId);
        timeline.moveBack(loserId, winnerId, batchId, reverted.activities());
        access.moveSharesBack(loserId, winnerId, batchId);
        setMerged(type, loserId, at, null, null);
        searchIndex.refresh(type, List.of(winnerId, loserId));
        StoredRecord apart = records.find(type, loserId, actor).orElseThrow();
        StoredRecord stays = records.find(type, winnerId, actor).orElseThrow();
        tell(Kind.UNMERGED, stays, apart.title(), at, actor, undoBatch);
        tell(Kind.UNMERGED, apart, stays.title(), at, actor, undoBatch);
        sql.update(RECORD_BATCH)
                .set(RECORD_BATCH.UNDONE_AT, at)
                .set(RECORD_BATCH.UNDONE_BY, actor.id())
                .where(RECORD_BATCH.ID.eq(batchId))
                .execute();
        batches.end(undoBatch, reverted.records() + 1);
        events.publishEvent(new RecordsMerged(type.key(), winnerId, loserId, batchId, true));
        events.publishEvent(new RecordChanged(
                type.key(),
                loserId,
                apart.version(),
                RecordChanged.Kind.RESTORED,
                Set.of(),
                actor.id(),
                Origin.PERSON.depth(),
                null));
        return new Separation.Separated(stays, apart, reverted.kept());
    }

    private record Reverted(long records, long kept, List<Long> activities) {}

    private Reverted revert(long batchId, long undoBatch, Actor actor) {
        long touched = 0;
        long kept = 0;
        List<Long> activities = new ArrayList<>();
        var fields = sql.selectDistinct(RECORD_CHANGE.OBJECT_KEY, RECORD_CHANGE.FIELD_KEY)
                .from(RECORD_CHANGE)
                .where(RECORD_CHANGE.BATCH_ID.eq(batchId))
                .fetch();
        for (var of : fields) {
            Optional<ObjectType> type = types.find(of.value1());
            Optional<ObjectField> field = type.flatMap(is -> is.find(of.value2()));
            if (field.isEmpty()) {
                continue;
            }
            List<Long> ids = sql.select(RECORD_CHANGE.RECORD_ID)
                    .from(RECORD_CHANGE)
                    .where(
                            RECORD_CHANGE.BATCH_ID.eq(batchId),
                            RECORD_CHANGE.OBJECT_KEY.eq(of.value1()),
                            RECORD_CHANGE.FIELD_KEY.eq(of.value2()))
                    .fetch(RECORD_CHANGE.RECORD_ID);
            List<Long> back = sets.revert(type.orElseThrow(), field.get(), ids, batchId, undoBatch, actor);
            touched += back.size();
            kept += ids.size() - back.size();
            if (type.orElseThrow().isActivity()) {
                activities.addAll(back);
            }
            if (!back.isEmpty()) {
                events.publishEvent(new RecordsChanged(of.value1(), undoBatch, back.size()));
            }
        }
        return new Reverted(touched, kept, activities);
    }

    /** Joined fields follow their parts, of which some may have stayed. */
    private void rejoin(ObjectType type, long id) {
        RecordTable table = new RecordTable(type);
        for (ObjectField field : type.fields()) {
            if (field.isDerived()) {
                Field<String> parts = field.template().stream()
                        .map(type::field)
                        .map(table::text)
                        .reduce((left, right) -> field("concat_ws(' ', {0}, {1})", String.class, left, right))
                        .orElseThrow();
                sql.update(table.table())
                        .set(bare(field.column(), String.class), field("nullif({0}, '')", String.class, parts))
                        .where(table.id().eq(id))
                        .execute();
            }
        }
    }

    private static <T> Field<T> bare(String column, Class<T> as) {
        return field(name(column), as);
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
