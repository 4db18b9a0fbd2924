package lazo.collaborative.comment;

import static lazodb.Tables.RECORD_FOLLOWER;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import lazo.kernel.record.Batches;
import lazo.kernel.record.RecordChanged;
import lazo.kernel.record.RecordsChanged;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who follows a record: its owner, who has commented or was mentioned, and who asked to. Whoever asked not to does not,
 * and nobody is told of what they may not see.
 */
@Component
public class Followers {
    private final DSLContext sql;
    private final ObjectTypes types;
    private final Users users;
    private final Access access;
    private final Notifications notifications;
    private final Batches batches;

    Followers(
            DSLContext sql,
            ObjectTypes types,
            Users users,
            Access access,
            Notifications notifications,
            Batches batches) {
        this.sql = sql;
        this.types = types;
        this.users = users;
        this.access = access;
        this.notifications = notifications;
        this.batches = batches;
    }

    /** Ids of the followers who may see the record now. */
    public Set<Long> of(ObjectType type, long recordId) {
        Set<Long> all = new HashSet<>(sql.select(RECORD_FOLLOWER.USER_ID)
                .from(RECORD_FOLLOWER)
                .where(RECORD_FOLLOWER.RECORD_ID.eq(recordId), RECORD_FOLLOWER.FOLLOWS.isTrue())
                .fetchSet(RECORD_FOLLOWER.USER_ID));
        owner(type, recordId).filter(owner -> !hasAskedNotTo(recordId, owner)).ifPresent(all::add);
        all.removeIf(id -> users.find(id).filter(User::active).isEmpty()
                || !access.reason(users.actor(id), type, recordId).sees());
        return all;
    }

    private Optional<Long> owner(ObjectType type, long recordId) {
        RecordTable table = new RecordTable(type);
        return sql.select(table.owner())
                .from(table.table())
                .where(table.id().eq(recordId))
                .fetchOptional(table.owner());
    }

    private boolean hasAskedNotTo(long recordId, long userId) {
        return sql.fetchExists(
                RECORD_FOLLOWER,
                RECORD_FOLLOWER.RECORD_ID.eq(recordId),
                RECORD_FOLLOWER.USER_ID.eq(userId),
                RECORD_FOLLOWER.FOLLOWS.isFalse());
    }

    /** Whether a user follows a record, as its owner or otherwise. */
    public boolean follows(long recordId, @Nullable Long owner, long userId) {
        Boolean asked = sql.select(RECORD_FOLLOWER.FOLLOWS)
                .from(RECORD_FOLLOWER)
                .where(RECORD_FOLLOWER.RECORD_ID.eq(recordId), RECORD_FOLLOWER.USER_ID.eq(userId))
                .fetchOne(RECORD_FOLLOWER.FOLLOWS);
        return asked == null ? Long.valueOf(userId).equals(owner) : asked;
    }

    /** A user asks to follow a record, or not to. */
    @Transactional
    public void follow(String objectKey, long recordId, long userId, boolean follows) {
        sql.insertInto(RECORD_FOLLOWER)
                .set(RECORD_FOLLOWER.RECORD_ID, recordId)
                .set(RECORD_FOLLOWER.USER_ID, userId)
                .set(RECORD_FOLLOWER.OBJECT_KEY, objectKey)
                .set(RECORD_FOLLOWER.FOLLOWS, follows)
                .onConflict(RECORD_FOLLOWER.RECORD_ID, RECORD_FOLLOWER.USER_ID)
                .doUpdate()
                .set(RECORD_FOLLOWER.FOLLOWS, follows)
                .execute();
    }

    /** A user has to do with a record: they follow it from now on, unless they have said what they want. */
    void followUnlessAsked(String objectKey, long recordId, long userId) {
        sql.insertInto(RECORD_FOLLOWER)
                .set(RECORD_FOLLOWER.RECORD_ID, recordId)
                .set(RECORD_FOLLOWER.USER_ID, userId)
                .set(RECORD_FOLLOWER.OBJECT_KEY, objectKey)
                .set(RECORD_FOLLOWER.FOLLOWS, true)
                .onConflictDoNothing()
                .execute();
    }

    void copy(long fromRecord, long toRecord) {
        sql.insertInto(
                        RECORD_FOLLOWER,
                        RECORD_FOLLOWER.RECORD_ID,
                        RECORD_FOLLOWER.USER_ID,
                        RECORD_FOLLOWER.OBJECT_KEY,
                        RECORD_FOLLOWER.FOLLOWS)
                .select(select(
                                val(toRecord),
                                RECORD_FOLLOWER.USER_ID,
                                RECORD_FOLLOWER.OBJECT_KEY,
                                RECORD_FOLLOWER.FOLLOWS)
                        .from(RECORD_FOLLOWER)
                        .where(RECORD_FOLLOWER.RECORD_ID.eq(fromRecord)))
                .onConflictDoNothing()
                .execute();
    }

    /** Tells the new owner of what is theirs now, and the followers of changes. */
    @EventListener
    void hear(RecordChanged changed) {
        boolean made = changed.kind() == RecordChanged.Kind.CREATED;
        if (!made && changed.kind() != RecordChanged.Kind.CHANGED) {
            return;
        }
        ObjectType type = types.load(changed.objectKey());
        var about = new Notifications.About(type.key(), changed.recordId(), changed.actorId(), "");
        Set<Long> told = new HashSet<>();
        if (made || changed.fields().contains("owner")) {
            owner(type, changed.recordId())
                    .filter(owner -> !Long.valueOf(owner).equals(changed.actorId()))
                    .ifPresent(told::add);
            if (changed.batchId() == null) {
                notifications.tell(told, NotificationKind.ASSIGNMENT, about);
            }
        }
        if (!made) {
            Set<Long> others = new HashSet<>(of(type, changed.recordId()));
            others.removeAll(told);
            notifications.tell(others, NotificationKind.CHANGE, about);
        }
    }

    /** Tells each new owner once of all that a batch has made theirs, before a rule gives it to somebody else. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void hear(RecordsChanged changed) {
        ObjectType type = types.load(changed.objectKey());
        Batches.Assigned assigned = batches.assigned(type, changed.batchId());
        notifications.tellAssigned(type, assigned.counts(), assigned.by());
    }
}
