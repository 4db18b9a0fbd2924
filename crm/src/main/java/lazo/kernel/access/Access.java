package lazo.kernel.access;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.FIELD_RESTRICTION;
import static lazodb.Tables.OBJECT_FIELD;
import static lazodb.Tables.RECORD_SHARE;
import static lazodb.Tables.SHARE_MOVED;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The one place that says who may see and change which records and fields. Every query of records, search rows and
 * timelines carries its condition, so lists, counts, boards, search, export and history give the same answer.
 *
 * <p>Administrators and readers see every record; managers those of their team and those nobody owns; sellers their own.
 * Everybody also sees what is shared with them or their team.
 */
@Component
public class Access {
    private final DSLContext sql;
    private final Cache<String, FieldMask> masks =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(5)).build();

    Access(DSLContext sql) {
        this.sql = sql;
    }

    /** The records of this table that the actor may see, deleted ones aside. */
    public Condition visible(Actor actor, RecordTable table) {
        return visible(actor, table.id(), table.owner());
    }

    /** The same for any rows that carry a record's id and owner. */
    public Condition visible(Actor actor, Field<Long> recordId, Field<Long> ownerId) {
        return switch (actor.role()) {
            case ADMINISTRATOR, READER -> noCondition();
            case MANAGER -> ownerId.in(actor.team()).or(ownerId.isNull()).or(shared(actor, recordId, false));
            case SELLER -> ownerId.eq(actor.id()).or(shared(actor, recordId, false));
        };
    }

    /** The records of this table that the actor may change. */
    public Condition changeable(Actor actor, RecordTable table) {
        return switch (actor.role()) {
            case ADMINISTRATOR -> noCondition();
            case READER -> org.jooq.impl.DSL.falseCondition();
            case MANAGER ->
                table.owner().in(actor.team()).or(table.owner().isNull()).or(shared(actor, table.id(), true));
            case SELLER -> table.owner().eq(actor.id()).or(shared(actor, table.id(), true));
        };
    }

    /**
     * As an array that is read once, not a subquery for every row: so PostgreSQL can find one's own and the shared records
     * through two indexes instead of looking at all.
     */
    private static Condition shared(Actor actor, Field<Long> recordId, boolean toChange) {
        return recordId.eq(any(array(select(RECORD_SHARE.RECORD_ID)
                .from(RECORD_SHARE)
                .where(
                        toChange ? RECORD_SHARE.MAY_CHANGE.isTrue() : noCondition(),
                        RECORD_SHARE
                                .USER_ID
                                .eq(actor.id())
                                .or(RECORD_SHARE.TEAM_ID.eq(
                                        select(APP_USER.TEAM_ID).from(APP_USER).where(APP_USER.ID.eq(actor.id()))))))));
    }

    /** Which fields of this object are hidden from the actor, or shown but not theirs to change. */
    public FieldMask mask(Actor actor, ObjectType type) {
        return masks.get(actor.role() + " " + type.key(), key -> readMask(actor.role(), type));
    }

    private FieldMask readMask(Role role, ObjectType type) {
        Set<String> hidden = new HashSet<>();
        Set<String> readOnly = new HashSet<>();
        sql.select(OBJECT_FIELD.KEY, FIELD_RESTRICTION.LEVEL)
                .from(FIELD_RESTRICTION)
                .join(OBJECT_FIELD)
                .on(OBJECT_FIELD.ID.eq(FIELD_RESTRICTION.FIELD_ID))
                .where(OBJECT_FIELD.OBJECT_KEY.eq(type.key()), FIELD_RESTRICTION.ROLE.eq(role.name()))
                .forEach(row -> (row.value2().equals("HIDDEN") ? hidden : readOnly).add(row.value1()));
        return new FieldMask(hidden, readOnly);
    }

    /** Sets what a role may do with a field. @param level {@code HIDDEN}, {@code READ}, or empty for everything */
    public void restrict(long fieldId, Role role, Optional<String> level) {
        sql.deleteFrom(FIELD_RESTRICTION)
                .where(FIELD_RESTRICTION.FIELD_ID.eq(fieldId), FIELD_RESTRICTION.ROLE.eq(role.name()))
                .execute();
        level.ifPresent(is -> sql.insertInto(FIELD_RESTRICTION)
                .set(FIELD_RESTRICTION.FIELD_ID, fieldId)
                .set(FIELD_RESTRICTION.ROLE, role.name())
                .set(FIELD_RESTRICTION.LEVEL, is)
                .execute());
        masks.invalidateAll();
    }

    /** Whether the actor may change this very record, which need not be visible in any list. */
    public boolean mayChange(Actor actor, ObjectType type, long recordId) {
        RecordTable table = new RecordTable(type);
        return sql.fetchExists(
                selectOne().from(table.table()).where(table.id().eq(recordId), changeable(actor, table)));
    }

    /** One share of a record, as its page lists it. */
    public record Share(
            long id, @Nullable Long userId, @Nullable Long teamId, boolean mayChange, OffsetDateTime at) {}

    public List<Share> shares(long recordId) {
        return sql.selectFrom(RECORD_SHARE)
                .where(RECORD_SHARE.RECORD_ID.eq(recordId))
                .orderBy(RECORD_SHARE.ID)
                .fetch(row -> new Share(
                        row.getId(), row.getUserId(), row.getTeamId(), row.getMayChange(), row.getSharedAt()));
    }

    /** Shares a record with one user or one team; the caller has checked that the actor may change it. */
    public void share(
            Actor actor,
            String objectKey,
            long recordId,
            @Nullable Long userId,
            @Nullable Long teamId,
            boolean mayChange) {
        sql.insertInto(RECORD_SHARE)
                .set(RECORD_SHARE.RECORD_ID, recordId)
                .set(RECORD_SHARE.OBJECT_KEY, objectKey)
                .set(RECORD_SHARE.USER_ID, userId)
                .set(RECORD_SHARE.TEAM_ID, teamId)
                .set(RECORD_SHARE.MAY_CHANGE, mayChange)
                .set(RECORD_SHARE.SHARED_BY, actor.id())
                .onConflict(RECORD_SHARE.RECORD_ID, RECORD_SHARE.USER_ID, RECORD_SHARE.TEAM_ID)
                .doUpdate()
                .set(RECORD_SHARE.MAY_CHANGE, val(mayChange))
                .execute();
    }

    public void unshare(long recordId, long shareId) {
        sql.deleteFrom(RECORD_SHARE)
                .where(RECORD_SHARE.ID.eq(shareId), RECORD_SHARE.RECORD_ID.eq(recordId))
                .execute();
    }

    /** Moves shares from one record to another with which its sharers do not yet share it; for a merge. */
    public void moveShares(long fromRecord, long toRecord, long batchId) {
        var there = RECORD_SHARE.as("there");
        sql.insertInto(SHARE_MOVED, SHARE_MOVED.BATCH_ID, SHARE_MOVED.SHARE_ID)
                .select(select(val(batchId), RECORD_SHARE.ID)
                        .from(RECORD_SHARE)
                        .where(
                                RECORD_SHARE.RECORD_ID.eq(fromRecord),
                                notExists(selectOne()
                                        .from(there)
                                        .where(
                                                there.RECORD_ID.eq(toRecord),
                                                there.USER_ID.isNotDistinctFrom(RECORD_SHARE.USER_ID),
                                                there.TEAM_ID.isNotDistinctFrom(RECORD_SHARE.TEAM_ID)))))
                .execute();
        sql.update(RECORD_SHARE)
                .set(RECORD_SHARE.RECORD_ID, toRecord)
                .where(
                        RECORD_SHARE.RECORD_ID.eq(fromRecord),
                        RECORD_SHARE.ID.in(
                                select(SHARE_MOVED.SHARE_ID).from(SHARE_MOVED).where(SHARE_MOVED.BATCH_ID.eq(batchId))))
                .execute();
    }

    /** Takes back what {@link #moveShares} did in this batch. */
    public void moveSharesBack(long fromRecord, long toRecord, long batchId) {
        sql.update(RECORD_SHARE)
                .set(RECORD_SHARE.RECORD_ID, fromRecord)
                .where(
                        RECORD_SHARE.RECORD_ID.eq(toRecord),
                        RECORD_SHARE.ID.in(
                                select(SHARE_MOVED.SHARE_ID).from(SHARE_MOVED).where(SHARE_MOVED.BATCH_ID.eq(batchId))))
                .execute();
        sql.deleteFrom(SHARE_MOVED).where(SHARE_MOVED.BATCH_ID.eq(batchId)).execute();
    }
}
