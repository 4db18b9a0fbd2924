package lazo.operational.activity;

import static lazodb.Tables.REMINDER_SHOWN;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Filter.All;
import lazo.kernel.filter.Filter.Any;
import lazo.kernel.filter.Filter.Condition;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import lazo.kernel.record.RecordChanged;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.RecordQuery.Sort;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Finds activities by day and person, and keeps on every customer and deal when the last one was and the next one is. */
@Component
public class Activities {
    /** The object's key in the core pack. */
    public static final String OBJECT = "activity";

    private static final int MOST_IN_A_SPAN = 400;
    private static final int REMINDERS = 5;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final RecordChanges changes;
    private final Notifications notifications;
    private final Clock clock;

    Activities(
            DSLContext sql,
            ObjectTypes types,
            Records records,
            RecordChanges changes,
            Notifications notifications,
            Clock clock) {
        this.sql = sql;
        this.types = types;
        this.records = records;
        this.changes = changes;
        this.notifications = notifications;
        this.clock = clock;
    }

    public ObjectType type() {
        return types.load(OBJECT);
    }

    /** When an activity stands in the agenda: its start, else when it is due. */
    public static @Nullable Instant moment(StoredRecord activity) {
        Instant start = activity.moment("start_at");
        return start != null ? start : activity.moment("due_at");
    }

    /** Everything planned or done in these days, in order. @param owner {@code me}, {@code my_team} or a user's id */
    public List<StoredRecord> between(LocalDate first, LocalDate last, String owner, Actor actor, ZoneId zone) {
        Filter starts = new All(List.of(
                new Condition("start_at", Operator.FROM, first.toString()),
                new Condition("start_at", Operator.UNTIL, last.toString())));
        Filter due = new All(List.of(
                new Condition("start_at", Operator.EMPTY),
                new Condition("due_at", Operator.FROM, first.toString()),
                new Condition("due_at", Operator.UNTIL, last.toString())));
        return sorted(find(new Any(List.of(starts, due)).and(owned(owner)).and(planned()), actor, zone));
    }

    /** Open activities of before today. */
    public List<StoredRecord> overdue(String owner, Actor actor, ZoneId zone) {
        String yesterday = LocalDate.now(clock.withZone(zone)).minusDays(1).toString();
        Filter late = new Any(List.of(
                new Condition("due_at", Operator.UNTIL, yesterday),
                new All(List.of(
                        new Condition("due_at", Operator.EMPTY),
                        new Condition("start_at", Operator.UNTIL, yesterday)))));
        return sorted(find(late.and(owned(owner)).and(planned()).and(new Condition("done", Operator.NO)), actor, zone));
    }

    private List<StoredRecord> find(Filter filter, Actor actor, ZoneId zone) {
        return records.list(
                        RecordQuery.of(type(), filter)
                                .sorted(new Sort("created_at", true))
                                .limited(MOST_IN_A_SPAN),
                        actor,
                        zone)
                .records();
    }

    private static Filter owned(String owner) {
        return new Condition("owner", Operator.IS, owner);
    }

    private static Filter planned() {
        return new Condition("kind", Operator.IS, "task", "call", "meeting", "visit");
    }

    private static List<StoredRecord> sorted(List<StoredRecord> found) {
        List<StoredRecord> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(activity -> Objects.requireNonNullElse(moment(activity), Instant.MAX)));
        return sorted;
    }

    /** Reminders of the actor that are due and were not shown since they were set; they count as shown now. */
    public List<StoredRecord> takeReminders(Actor actor) {
        ObjectType type = type();
        RecordTable table = new RecordTable(type);
        Field<OffsetDateTime> remindAt = table.dateTime(type.field("remind_at"));
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        List<Long> due = sql.select(table.id())
                .from(table.table())
                .where(
                        remindAt.le(now),
                        remindAt.gt(now.minusDays(1)),
                        table.owner().eq(actor.id()),
                        table.deletedAt().isNull(),
                        coalesce(table.yesNo(type.field("done")), inline(false)).isFalse(),
                        notExists(selectOne()
                                .from(REMINDER_SHOWN)
                                .where(
                                        REMINDER_SHOWN.ACTIVITY_ID.eq(table.id()),
                                        REMINDER_SHOWN.SHOWN_AT.ge(remindAt))))
                .orderBy(remindAt)
                .limit(REMINDERS)
                .fetch(table.id());
        if (due.isEmpty()) {
            return List.of();
        }
        // Two open pages may ask at once: the one that notes it shows it.
        List<Long> mine = sql.insertInto(REMINDER_SHOWN, REMINDER_SHOWN.ACTIVITY_ID, REMINDER_SHOWN.SHOWN_AT)
                .valuesOfRows(due.stream().map(id -> row(id, now)).toList())
                .onConflict(REMINDER_SHOWN.ACTIVITY_ID)
                .doUpdate()
                .set(REMINDER_SHOWN.SHOWN_AT, excluded(REMINDER_SHOWN.SHOWN_AT))
                .where(REMINDER_SHOWN.SHOWN_AT.lt(
                        select(remindAt).from(table.table()).where(table.id().eq(REMINDER_SHOWN.ACTIVITY_ID))))
                .returningResult(REMINDER_SHOWN.ACTIVITY_ID)
                .fetch(REMINDER_SHOWN.ACTIVITY_ID);
        return records.find(type, mine, actor);
    }

    /** Puts reminders that are due into the notification centre of whose activities they are. */
    void tellOfReminders() {
        ObjectType type = type();
        RecordTable table = new RecordTable(type);
        Field<OffsetDateTime> remindAt = table.dateTime(type.field("remind_at"));
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        sql.select(table.id(), table.owner(), remindAt)
                .from(table.table())
                .where(
                        remindAt.le(now),
                        remindAt.gt(now.minusDays(1)),
                        table.owner().isNotNull(),
                        table.deletedAt().isNull(),
                        coalesce(table.yesNo(type.field("done")), inline(false)).isFalse())
                .fetch()
                .forEach(due -> {
                    long owner = due.value2();
                    if (!notifications.hasTold(
                            owner,
                            NotificationKind.REMINDER,
                            due.value1(),
                            due.value3().toInstant())) {
                        notifications.tell(
                                Set.of(owner),
                                NotificationKind.REMINDER,
                                new Notifications.About(OBJECT, due.value1(), null, ""));
                    }
                });
    }

    /** Keeps the last and next activity of whatever a changed activity is about. */
    @EventListener
    void keepDates(RecordChanged changed) {
        if (!changed.objectKey().equals(OBJECT)) {
            return;
        }
        ObjectType activity = type();
        RecordTable table = new RecordTable(activity);
        var row = sql.select(activity.timelineLookups().stream()
                        .map(table::reference)
                        .toList())
                .from(table.table())
                .where(table.id().eq(changed.recordId()))
                .fetchOne();
        if (row == null) {
            return;
        }
        for (ObjectField lookup : activity.timelineLookups()) {
            Long about = row.get(lookup.column(), Long.class);
            ObjectType target = types.load(Objects.requireNonNull(lookup.target()));
            if (about != null && target.find("last_activity_at").isPresent()) {
                keepDates(target, about, table, lookup);
            }
        }
    }

    private void keepDates(ObjectType target, long about, RecordTable table, ObjectField lookup) {
        ObjectType activity = table.type();
        Field<OffsetDateTime> planned =
                coalesce(table.dateTime(activity.field("start_at")), table.dateTime(activity.field("due_at")));
        Field<Boolean> done = coalesce(table.yesNo(activity.field("done")), inline(false));
        var dates = sql.select(
                        max(coalesce(planned, table.createdAt())).filterWhere(done.isTrue()),
                        min(planned).filterWhere(done.isFalse()))
                .from(table.table())
                .where(table.reference(lookup).eq(about), table.deletedAt().isNull())
                .fetchSingle();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(
                "last_activity_at",
                dates.value1() == null ? null : dates.value1().toInstant());
        values.put(
                "next_activity_at",
                dates.value2() == null ? null : dates.value2().toInstant());
        changes.keep(target, about, values);
    }
}
