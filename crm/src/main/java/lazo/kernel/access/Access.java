package lazo.kernel.access;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.FIELD_RESTRICTION;
import static lazodb.Tables.OBJECT_FIELD;
import static lazodb.Tables.RECORD_RESTRICTION;
import static lazodb.Tables.RECORD_SHARE;
import static lazodb.Tables.SHARE_MOVED;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.val;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.RolesChanged;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import lazo.platform.database.AfterCommit;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one place that says who may see and change which records and fields. Every query of records, search rows and
 * timelines carries its condition, so lists, counts, boards, search, export and history give the same answer.
 *
 * <p>A role reaches the records of some owners: one's own, those of a team, a business unit, a unit and those below it, or
 * all; from a team on, those nobody owns too. Whoever reaches any also reaches what is shared with them or their team. What
 * is private is for its owner and those it is shared with.
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
        return within(actor, may(actor, table).see(), table, false);
    }

    /**
     * What the actor may see in two parts, each of which one index answers: their own, and what is shared with them. Empty
     * where their role reaches more than that, or nothing.
     */
    public Optional<List<Condition>> ownAndShared(Actor actor, RecordTable table) {
        return may(actor, table).see() != Scope.OWN
                ? Optional.empty()
                : Optional.of(List.of(
                        table.owner().eq(actor.id()),
                        table.owner().isDistinctFrom(actor.id()).and(shared(actor, table.id(), false))));
    }

    /** The records of this table that the actor may change. */
    public Condition changeable(Actor actor, RecordTable table) {
        return within(actor, may(actor, table).change(), table, true).and(unrestricted(table));
    }

    /** The records of this table that the actor may put into the recycle bin and take out of it. */
    public Condition deletable(Actor actor, RecordTable table) {
        return within(actor, may(actor, table).delete(), table, true).and(unrestricted(table));
    }

    /** The records of this table that the actor may take out of Lazo. */
    public Condition exportable(Actor actor, RecordTable table) {
        return within(actor, may(actor, table).export(), table, false).and(unrestricted(table));
    }

    /** Restricted records are kept, and that is all. Few, so they are read once as an array. */
    private static Condition unrestricted(RecordTable table) {
        return table.id().ne(all(array(select(RECORD_RESTRICTION.RECORD_ID).from(RECORD_RESTRICTION))));
    }

    private static ObjectPermission may(Actor actor, RecordTable table) {
        return actor.on(table.type().key());
    }

    private static Condition within(Actor actor, Scope scope, RecordTable table, boolean toChange) {
        Condition reached = within(actor, scope, table.id(), table.owner(), toChange);
        return table.type()
                .privateField()
                .filter(field -> mayReachClosed(scope))
                .map(field -> reached.and(
                        opened(actor, coalesce(table.yesNo(field), inline(false)), table.id(), table.owner())))
                .orElse(reached);
    }

    /** Rows of many objects, such as search rows, that the actor may see. */
    public Condition visible(
            Actor actor, Field<String> objectKey, Field<Long> recordId, Field<Long> ownerId, Field<Boolean> isPrivate) {
        Map<Scope, List<String>> others = new EnumMap<>(Scope.class);
        Role role = actor.role();
        role.objects()
                .forEach((object, may) -> others.computeIfAbsent(may.see(), key -> new ArrayList<>())
                        .add(object));
        Condition reached = within(actor, role.others().see(), recordId, ownerId, false);
        if (others.keySet().stream().anyMatch(scope -> scope != role.others().see())) {
            List<Condition> any = new ArrayList<>();
            any.add(objectKey.notIn(role.objects().keySet()).and(reached));
            others.forEach((scope, objects) ->
                    any.add(objectKey.in(objects).and(within(actor, scope, recordId, ownerId, false))));
            reached = or(any);
        }
        return mayReachClosed(role.others().see()) || others.keySet().stream().anyMatch(Access::mayReachClosed)
                ? reached.and(opened(actor, isPrivate, recordId, ownerId))
                : reached;
    }

    /** Whether this reaches more than one's own and what is shared with one, which are never closed to one. */
    private static boolean mayReachClosed(Scope scope) {
        return scope != Scope.NONE && scope != Scope.OWN;
    }

    private static Condition within(
            Actor actor, Scope scope, Field<Long> recordId, Field<Long> ownerId, boolean toChange) {
        return switch (scope) {
            case NONE -> falseCondition();
            case OWN -> ownerId.eq(actor.id()).or(shared(actor, recordId, toChange));
            case TEAM, UNIT, UNIT_AND_BELOW ->
                ownerId.in(actor.owners(scope)).or(ownerId.isNull()).or(shared(actor, recordId, toChange));
            case ALL -> noCondition();
        };
    }

    /** What is private is for its owner and those it is shared with, whatever a role says. */
    private static Condition opened(Actor actor, Field<Boolean> isPrivate, Field<Long> recordId, Field<Long> ownerId) {
        return actor.isProgram()
                ? noCondition()
                : isPrivate.isFalse().or(ownerId.eq(actor.id())).or(shared(actor, recordId, false));
    }

    /**
     * The records of an object that nobody has closed to the actor, whoever reaches them: for what is shown because of
     * another record.
     */
    public Condition opened(Actor actor, RecordTable table) {
        return table.type()
                .privateField()
                .map(field -> opened(actor, coalesce(table.yesNo(field), inline(false)), table.id(), table.owner()))
                .orElse(noCondition());
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
        FieldMask mask = openedMask(actor, type);
        return actor.isProgram() ? mask : withoutDelicate(mask, type);
    }

    private FieldMask readMask(List<String> roles, ObjectType type) {
        Set<String> hidden = new HashSet<>();
        Set<String> readOnly = new HashSet<>();
        sql.select(OBJECT_FIELD.KEY, FIELD_RESTRICTION.LEVEL)
                .from(FIELD_RESTRICTION)
                .join(OBJECT_FIELD)
                .on(OBJECT_FIELD.ID.eq(FIELD_RESTRICTION.FIELD_ID))
                .where(OBJECT_FIELD.OBJECT_KEY.eq(type.key()), FIELD_RESTRICTION.ROLE.in(roles))
                .forEach(row -> (row.value2().equals("HIDDEN") ? hidden : readOnly).add(row.value1()));
        return new FieldMask(hidden, readOnly);
    }

    /** With what must not be seen in passing: that is shown on demand only, by {@link #openedMask}. */
    private static FieldMask withoutDelicate(FieldMask mask, ObjectType type) {
        Set<String> hidden = new HashSet<>(mask.hidden());
        type.allFields().stream()
                .filter(field -> field.sensitivity().isMasked())
                .forEach(field -> hidden.add(field.key()));
        return hidden.size() == mask.hidden().size() ? mask : new FieldMask(hidden, mask.readOnly());
    }

    /** What the actor's role may see and write when they ask for delicate fields, which is noted. */
    public FieldMask openedMask(Actor actor, ObjectType type) {
        List<String> roles = actor.role().restrictedAs();
        return masks.get(roles + " " + type.key(), key -> readMask(roles, type));
    }

    /** By field id: what a role may not see or not write. */
    public Map<Long, String> restrictions(Role role) {
        return sql.select(FIELD_RESTRICTION.FIELD_ID, FIELD_RESTRICTION.LEVEL)
                .from(FIELD_RESTRICTION)
                .where(FIELD_RESTRICTION.ROLE.eq(role.key()))
                .fetchMap(FIELD_RESTRICTION.FIELD_ID, FIELD_RESTRICTION.LEVEL);
    }

    private void forgetMasks() {
        AfterCommit.again(masks::invalidateAll);
    }

    @EventListener
    void readAgain(RolesChanged changed) {
        masks.invalidateAll();
    }

    /** Gives a role the hidden and read-only fields of another. */
    public void copyRestrictions(Role from, Role to) {
        sql.insertInto(FIELD_RESTRICTION, FIELD_RESTRICTION.FIELD_ID, FIELD_RESTRICTION.ROLE, FIELD_RESTRICTION.LEVEL)
                .select(select(FIELD_RESTRICTION.FIELD_ID, val(to.key()), FIELD_RESTRICTION.LEVEL)
                        .from(FIELD_RESTRICTION)
                        .where(FIELD_RESTRICTION.ROLE.eq(from.key())))
                .onConflictDoNothing()
                .execute();
        forgetMasks();
    }

    /** Sets what a role may do with these fields. @param levels by field id; a field without one is open */
    @Transactional
    public void restrict(Role role, Set<Long> fieldIds, Map<Long, String> levels) {
        fieldIds.forEach(id -> restrict(id, role, Optional.ofNullable(levels.get(id))));
    }

    /** Sets what a role may do with a field. @param level {@code HIDDEN}, {@code READ}, or empty for everything */
    public void restrict(long fieldId, Role role, Optional<String> level) {
        sql.deleteFrom(FIELD_RESTRICTION)
                .where(FIELD_RESTRICTION.FIELD_ID.eq(fieldId), FIELD_RESTRICTION.ROLE.eq(role.key()))
                .execute();
        level.ifPresent(is -> sql.insertInto(FIELD_RESTRICTION)
                .set(FIELD_RESTRICTION.FIELD_ID, fieldId)
                .set(FIELD_RESTRICTION.ROLE, role.key())
                .set(FIELD_RESTRICTION.LEVEL, is)
                .execute());
        forgetMasks();
    }

    /** Whether the actor may change this very record, which need not be visible in any list. */
    public boolean mayChange(Actor actor, ObjectType type, long recordId) {
        RecordTable table = new RecordTable(type);
        return is(table, recordId, changeable(actor, table));
    }

    /** Whether the actor may write down beside this record what its person says: who could change it were it not restricted. */
    public boolean mayNote(Actor actor, ObjectType type, long recordId) {
        RecordTable table = new RecordTable(type);
        return is(table, recordId, within(actor, may(actor, table).change(), table, true));
    }

    public boolean mayDelete(Actor actor, ObjectType type, long recordId) {
        RecordTable table = new RecordTable(type);
        return is(table, recordId, deletable(actor, table));
    }

    private boolean is(RecordTable table, long recordId, Condition condition) {
        return sql.fetchExists(selectOne().from(table.table()).where(table.id().eq(recordId), condition));
    }

    /** Why somebody sees a record, or why not. */
    public Reason reason(Actor who, ObjectType type, long recordId) {
        RecordTable table = new RecordTable(type);
        Field<Boolean> sees = field(visible(who, table).and(trueCondition()));
        Field<Boolean> isOpen = field(opened(who, table).and(trueCondition()));
        Field<Boolean> isPrivate = type.privateField()
                .map(one -> coalesce(table.yesNo(one), inline(false)))
                .orElse(inline(false));
        var row = sql.select(table.owner(), sees, isOpen, isPrivate)
                .from(table.table())
                .where(table.id().eq(recordId))
                .fetchOne();
        Scope scope = who.on(type.key()).see();
        if (row == null || !Boolean.TRUE.equals(row.value2())) {
            return scope == Scope.NONE
                    ? Reason.NO_OBJECT
                    : row != null && !Boolean.TRUE.equals(row.value3()) ? Reason.PRIVATE : Reason.OUT_OF_REACH;
        }
        Long owner = row.value1();
        if (owner != null && owner == who.id()) {
            return Reason.OWN;
        }
        if (!row.value4()) {
            if (scope == Scope.ALL) {
                return Reason.ALL;
            }
            for (Scope wide : List.of(Scope.TEAM, Scope.UNIT, Scope.UNIT_AND_BELOW)) {
                if (wide.isWithin(scope) && (owner == null || who.owners(wide).contains(owner))) {
                    return owner == null ? Reason.NOBODYS : Reason.valueOf(wide.name());
                }
            }
        }
        return shares(recordId).stream()
                .filter(share -> Long.valueOf(who.id()).equals(share.userId()))
                .findFirst()
                .map(share -> share.collaborator() ? Reason.COLLABORATES : Reason.SHARED)
                .orElse(Reason.SHARED_WITH_TEAM);
    }

    /** Each with a sentence of its own: {@code access.why.OWN}. */
    public enum Reason {
        OWN,
        TEAM,
        UNIT,
        UNIT_AND_BELOW,
        ALL,
        NOBODYS,
        SHARED,
        SHARED_WITH_TEAM,
        COLLABORATES,
        NO_OBJECT,
        PRIVATE,
        OUT_OF_REACH;

        public boolean sees() {
            return compareTo(NO_OBJECT) < 0;
        }
    }

    /** One share of a record, as its page lists it. */
    public record Share(
            long id,
            @Nullable Long userId,
            @Nullable Long teamId,
            boolean mayChange,
            boolean collaborator,
            OffsetDateTime at) {}

    public List<Share> shares(long recordId) {
        return sql.selectFrom(RECORD_SHARE)
                .where(RECORD_SHARE.RECORD_ID.eq(recordId))
                .orderBy(RECORD_SHARE.ID)
                .fetch(row -> new Share(
                        row.getId(),
                        row.getUserId(),
                        row.getTeamId(),
                        row.getMayChange(),
                        row.getCollaborator(),
                        row.getSharedAt()));
    }

    /** Makes a user one of those who work on a record: they see and change it. The caller has checked that the actor may. */
    public void addCollaborator(Actor actor, String objectKey, long recordId, long userId) {
        share(actor, objectKey, recordId, userId, null, true);
        sql.update(RECORD_SHARE)
                .set(RECORD_SHARE.COLLABORATOR, true)
                .where(RECORD_SHARE.RECORD_ID.eq(recordId), RECORD_SHARE.USER_ID.eq(userId))
                .execute();
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
                .set(RECORD_SHARE.COLLABORATOR, false)
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
