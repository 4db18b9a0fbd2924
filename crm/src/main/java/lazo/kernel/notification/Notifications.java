package lazo.kernel.notification;

import static lazodb.Tables.NOTIFICATION;
import static lazodb.Tables.NOTIFICATION_PREFERENCE;
import static org.jooq.impl.DSL.noCondition;

import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazodb.tables.records.NotificationRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells users of what concerns them, unless they want to hear nothing of its kind, and remembers what they have read. */
@Component
public class Notifications {
    private static final int LONGEST_TEXT = 200;
    private static final int SHOWN = 100;

    private final DSLContext sql;
    private final Users users;
    private final ObjectTypes types;
    private final Records records;
    private final CompanySettings companies;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Notifications(
            DSLContext sql,
            Users users,
            ObjectTypes types,
            Records records,
            CompanySettings companies,
            ApplicationEventPublisher events,
            Clock clock) {
        this.sql = sql;
        this.users = users;
        this.types = types;
        this.records = records;
        this.companies = companies;
        this.events = events;
        this.clock = clock;
    }

    /** What happened with a record. @param actorId who did it; they are not told */
    public record About(
            String objectKey, long recordId, @Nullable Long actorId, String text) {}

    /** Tells these users, who the caller knows may see the record. What nobody has read yet of the same is told once. */
    @Transactional
    public void tell(Collection<Long> userIds, NotificationKind kind, About about) {
        Set<Long> told = wanted(userIds, kind);
        if (about.actorId() != null) {
            told.remove(about.actorId());
        }
        for (long userId : told) {
            int again = kind != NotificationKind.CHANGE
                    ? 0
                    : sql.update(NOTIFICATION)
                            .set(NOTIFICATION.AT, now())
                            .set(NOTIFICATION.ACTOR_ID, about.actorId())
                            .where(
                                    NOTIFICATION.USER_ID.eq(userId),
                                    NOTIFICATION.RECORD_ID.eq(about.recordId()),
                                    NOTIFICATION.KIND.eq(kind.name()),
                                    NOTIFICATION.READ_AT.isNull())
                            .execute();
            if (again == 0) {
                sql.insertInto(NOTIFICATION)
                        .set(NOTIFICATION.USER_ID, userId)
                        .set(NOTIFICATION.KIND, kind.name())
                        .set(NOTIFICATION.OBJECT_KEY, about.objectKey())
                        .set(NOTIFICATION.RECORD_ID, about.recordId())
                        .set(NOTIFICATION.ACTOR_ID, about.actorId())
                        .set(NOTIFICATION.TEXT, shortened(about.text()))
                        .set(NOTIFICATION.AT, now())
                        .execute();
            }
        }
        changed(told);
    }

    /** Tells new owners of many records, each once. @param counts how many each has got @param actorId who is not told */
    @Transactional
    public void tellAssigned(ObjectType type, Map<Long, Integer> counts, long actorId) {
        counts.forEach((owner, count) -> users.find(owner)
                .filter(user -> user.active() && user.id() != actorId)
                .ifPresent(user -> {
                    Locale locale = user.locale() == null ? companies.load().locale() : user.locale();
                    String what = (count == 1 ? type.label() : type.plural()).in(locale);
                    tell(
                            Set.of(owner),
                            NotificationKind.ASSIGNMENT,
                            "/o/" + type.key() + "?f=owner:is:" + owner,
                            NumberFormat.getIntegerInstance(locale).format(count) + " " + what.toLowerCase(locale),
                            actorId);
                }));
    }

    /** Tells of something that is no record. @param href where it is to be seen */
    @Transactional
    public void tell(
            Collection<Long> userIds, NotificationKind kind, String href, String text, @Nullable Long actorId) {
        Set<Long> told = wanted(userIds, kind);
        for (long userId : told) {
            sql.insertInto(NOTIFICATION)
                    .set(NOTIFICATION.USER_ID, userId)
                    .set(NOTIFICATION.KIND, kind.name())
                    .set(NOTIFICATION.HREF, href)
                    .set(NOTIFICATION.ACTOR_ID, actorId)
                    .set(NOTIFICATION.TEXT, shortened(text))
                    .set(NOTIFICATION.AT, now())
                    .execute();
        }
        changed(told);
    }

    private Set<Long> wanted(Collection<Long> userIds, NotificationKind kind) {
        Set<Long> told = new HashSet<>(userIds);
        if (!told.isEmpty()) {
            told.removeAll(sql.select(NOTIFICATION_PREFERENCE.USER_ID)
                    .from(NOTIFICATION_PREFERENCE)
                    .where(
                            NOTIFICATION_PREFERENCE.USER_ID.in(userIds),
                            NOTIFICATION_PREFERENCE.KIND.eq(kind.name()),
                            NOTIFICATION_PREFERENCE.DELIVERY.eq(Delivery.OFF.name()))
                    .fetchSet(NOTIFICATION_PREFERENCE.USER_ID));
        }
        return told;
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT - 1) + "…";
    }

    private void changed(Set<Long> userIds) {
        if (!userIds.isEmpty()) {
            events.publishEvent(new UnreadChanged(userIds));
        }
    }

    /** The newest of a user, without those of records they may no longer see. */
    public List<Notification> of(Actor actor, boolean unreadOnly) {
        List<NotificationRecord> rows = sql.selectFrom(NOTIFICATION)
                .where(NOTIFICATION.USER_ID.eq(actor.id()), unreadOnly ? NOTIFICATION.READ_AT.isNull() : noCondition())
                .orderBy(NOTIFICATION.AT.desc(), NOTIFICATION.ID.desc())
                .limit(SHOWN)
                .fetch();
        return shown(rows, actor);
    }

    private List<Notification> shown(List<NotificationRecord> rows, Actor actor) {
        Map<Long, String> titles = titles(rows, actor);
        Map<Long, User> people = users.byId();
        List<Notification> shown = new ArrayList<>();
        for (NotificationRecord row : rows) {
            Long recordId = row.getRecordId();
            if (recordId == null || titles.containsKey(recordId)) {
                User by = row.getActorId() == null ? null : people.get(row.getActorId());
                shown.add(new Notification(
                        row.getId(),
                        NotificationKind.valueOf(row.getKind()),
                        recordId,
                        recordId == null ? row.getHref() : "/o/" + row.getObjectKey() + "/" + recordId,
                        recordId == null ? "" : titles.getOrDefault(recordId, ""),
                        by == null ? "" : by.name(),
                        row.getText() == null ? "" : row.getText(),
                        row.getAt().toInstant(),
                        row.getReadAt() != null));
            }
        }
        return shown;
    }

    /** Users who have something unread that no mail has told of. */
    Set<Long> unmailed(Instant since) {
        return sql.selectDistinct(NOTIFICATION.USER_ID)
                .from(NOTIFICATION)
                .where(isToMail(since))
                .fetchSet(NOTIFICATION.USER_ID);
    }

    private static Condition isToMail(Instant since) {
        return NOTIFICATION
                .MAILED_AT
                .isNull()
                .and(NOTIFICATION.READ_AT.isNull())
                .and(NOTIFICATION.AT.gt(since.atOffset(ZoneOffset.UTC)));
    }

    /** Takes what is to be told by mail, in the transaction of the mail; what the user may not see now is left out. */
    List<Notification> takeToMail(Actor actor, Set<NotificationKind> kinds, Instant since, Instant until) {
        List<NotificationRecord> rows = sql.selectFrom(NOTIFICATION)
                .where(
                        NOTIFICATION.USER_ID.eq(actor.id()),
                        NOTIFICATION.KIND.in(
                                kinds.stream().map(NotificationKind::name).toList()),
                        isToMail(since),
                        NOTIFICATION.AT.le(until.atOffset(ZoneOffset.UTC)))
                .orderBy(NOTIFICATION.AT, NOTIFICATION.ID)
                .limit(SHOWN)
                .forUpdate()
                .skipLocked()
                .fetch();
        sql.update(NOTIFICATION)
                .set(NOTIFICATION.MAILED_AT, now())
                .where(NOTIFICATION.ID.in(
                        rows.stream().map(NotificationRecord::getId).toList()))
                .execute();
        return shown(rows, actor);
    }

    /** What no mail is wanted of counts as told, so that nobody asks for it again. */
    void leaveOut(long userId, Set<NotificationKind> kinds) {
        sql.update(NOTIFICATION)
                .set(NOTIFICATION.MAILED_AT, now())
                .where(
                        NOTIFICATION.USER_ID.eq(userId),
                        NOTIFICATION.MAILED_AT.isNull(),
                        NOTIFICATION.READ_AT.isNull(),
                        NOTIFICATION.KIND.in(
                                kinds.stream().map(NotificationKind::name).toList()))
                .execute();
    }

    private Map<Long, String> titles(List<NotificationRecord> rows, Actor actor) {
        Map<String, Set<Long>> ids = new HashMap<>();
        rows.stream()
                .filter(row -> row.getRecordId() != null)
                .forEach(row -> ids.computeIfAbsent(row.getObjectKey(), key -> new HashSet<>())
                        .add(row.getRecordId()));
        Map<Long, String> titles = new HashMap<>();
        ids.forEach((object, some) ->
                types.find(object).ifPresent(type -> titles.putAll(records.titles(type, some, actor))));
        return titles;
    }

    public int unread(long userId) {
        return sql.fetchCount(NOTIFICATION, NOTIFICATION.USER_ID.eq(userId), NOTIFICATION.READ_AT.isNull());
    }

    /** The user has read this one; with it what else is unread about the same record. @return where it leads */
    @Transactional
    public java.util.Optional<String> read(long userId, long id) {
        return sql.selectFrom(NOTIFICATION)
                .where(NOTIFICATION.ID.eq(id), NOTIFICATION.USER_ID.eq(userId))
                .fetchOptional()
                .map(row -> {
                    mark(
                            userId,
                            row.getRecordId() == null
                                    ? NOTIFICATION.ID.eq(id)
                                    : NOTIFICATION.RECORD_ID.eq(row.getRecordId()));
                    return row.getRecordId() == null
                            ? row.getHref()
                            : "/o/" + row.getObjectKey() + "/" + row.getRecordId();
                });
    }

    /** The user has read everything. */
    @Transactional
    public void readAll(long userId) {
        mark(userId, noCondition());
    }

    private void mark(long userId, Condition which) {
        sql.update(NOTIFICATION)
                .set(NOTIFICATION.READ_AT, now())
                .where(NOTIFICATION.USER_ID.eq(userId), NOTIFICATION.READ_AT.isNull(), which)
                .execute();
        changed(Set.of(userId));
    }

    /** Whether a user was told of this kind about a record since then. */
    public boolean hasTold(long userId, NotificationKind kind, long recordId, Instant since) {
        return sql.fetchExists(
                NOTIFICATION,
                NOTIFICATION.USER_ID.eq(userId),
                NOTIFICATION.KIND.eq(kind.name()),
                NOTIFICATION.RECORD_ID.eq(recordId),
                NOTIFICATION.AT.ge(since.atOffset(ZoneOffset.UTC)));
    }

    /** How a user wants to hear of something; what is mailed is in the application too. */
    public enum Delivery {
        OFF,
        APP,
        DAILY,
        AT_ONCE;

        public boolean isMailed() {
            return this == DAILY || this == AT_ONCE;
        }
    }

    /** How the user wants to hear of each kind. */
    public Map<NotificationKind, Delivery> preferences(long userId) {
        Map<NotificationKind, Delivery> wanted = new EnumMap<>(NotificationKind.class);
        for (NotificationKind kind : NotificationKind.values()) {
            wanted.put(kind, kind.usual());
        }
        sql.selectFrom(NOTIFICATION_PREFERENCE)
                .where(NOTIFICATION_PREFERENCE.USER_ID.eq(userId))
                .forEach(row ->
                        wanted.put(NotificationKind.valueOf(row.getKind()), Delivery.valueOf(row.getDelivery())));
        return wanted;
    }

    /** @param wanted what is not there stays as it is */
    @Transactional
    public void prefer(long userId, Map<NotificationKind, Delivery> wanted) {
        wanted.forEach((kind, delivery) -> sql.insertInto(NOTIFICATION_PREFERENCE)
                .set(NOTIFICATION_PREFERENCE.USER_ID, userId)
                .set(NOTIFICATION_PREFERENCE.KIND, kind.name())
                .set(NOTIFICATION_PREFERENCE.DELIVERY, delivery.name())
                .onConflict(NOTIFICATION_PREFERENCE.USER_ID, NOTIFICATION_PREFERENCE.KIND)
                .doUpdate()
                .set(NOTIFICATION_PREFERENCE.DELIVERY, delivery.name())
                .execute());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
