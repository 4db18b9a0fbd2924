package lazo.kernel.record;

import static lazodb.Tables.RECORD_CHANGE;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.timeline.Timeline;
import lazo.kernel.timeline.TimelineEntry.FieldChange;
import lazo.kernel.timeline.TimelineEntry.Kind;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** What remains of a change: the history of its fields, and what the timelines of the records it concerns tell of it. */
@Component
class ChangeTrail {
    private final DSLContext sql;
    private final Timeline timeline;

    ChangeTrail(DSLContext sql, Timeline timeline) {
        this.sql = sql;
        this.timeline = timeline;
    }

    void created(PendingChange change, StoredRecord saved, Origin origin) {
        if (saved.type().isActivity()) {
            timeline.append(
                    activityPages(saved),
                    ActivityMoment.of(saved, change.at()),
                    Kind.ACTIVITY,
                    saved.type().key(),
                    saved.id(),
                    change.actor().id(),
                    origin.batchId(),
                    List.of(),
                    null);
        } else {
            timeline.append(
                    pages(saved, saved),
                    change.at(),
                    origin.created(),
                    saved.type().key(),
                    saved.id(),
                    change.actor().id(),
                    origin.batchId(),
                    List.of(),
                    change.note());
        }
    }

    /** @param changed the fields that are others now */
    void changed(PendingChange change, List<ObjectField> changed, StoredRecord saved, Origin origin) {
        writeHistory(change, changed, saved.version(), origin);
        if (saved.type().isActivity()) {
            StoredRecord before = Objects.requireNonNull(change.before());
            if (!activityPages(saved).equals(activityPages(before))
                    || !ActivityMoment.of(saved, change.at()).equals(ActivityMoment.of(before, change.at()))) {
                Instant created = Objects.requireNonNullElse(saved.moment("created_at"), change.at());
                timeline.replaceActivity(
                        activityPages(saved),
                        ActivityMoment.of(saved, created),
                        saved.type().key(),
                        saved.id(),
                        saved.reference("created_by"));
            }
            return;
        }
        List<FieldChange> milestones = fieldChanges(
                change, changed.stream().filter(ObjectField::milestone).toList());
        if (!milestones.isEmpty()) {
            timeline.append(
                    pages(saved, saved),
                    change.at(),
                    Kind.MILESTONE,
                    saved.type().key(),
                    saved.id(),
                    change.actor().id(),
                    origin.batchId(),
                    milestones,
                    change.note());
        }
        List<FieldChange> others = fieldChanges(
                change, changed.stream().filter(ObjectField::isTold).toList());
        if (!others.isEmpty()) {
            timeline.append(
                    List.of(saved.id()),
                    change.at(),
                    Kind.CHANGED,
                    saved.type().key(),
                    saved.id(),
                    change.actor().id(),
                    origin.batchId(),
                    others,
                    null);
        }
    }

    /** Into the recycle bin or out of it. */
    void binned(PendingChange change, StoredRecord saved, boolean deleted, Origin origin) {
        timeline.append(
                pages(saved, Objects.requireNonNull(change.before())),
                change.at(),
                deleted ? Kind.DELETED : Kind.RESTORED,
                saved.type().key(),
                saved.id(),
                change.actor().id(),
                origin.batchId(),
                List.of(),
                null);
    }

    private void writeHistory(PendingChange change, List<ObjectField> changed, int version, Origin origin) {
        StoredRecord before = Objects.requireNonNull(change.before());
        var insert = sql.insertInto(
                RECORD_CHANGE,
                RECORD_CHANGE.RECORD_ID,
                RECORD_CHANGE.OBJECT_KEY,
                RECORD_CHANGE.VERSION,
                RECORD_CHANGE.FIELD_KEY,
                RECORD_CHANGE.OLD_VALUE,
                RECORD_CHANGE.NEW_VALUE,
                RECORD_CHANGE.CHANGED_AT,
                RECORD_CHANGE.CHANGED_BY,
                RECORD_CHANGE.BATCH_ID);
        for (ObjectField field : changed) {
            insert = insert.values(
                    before.id(),
                    change.type().key(),
                    version,
                    field.key(),
                    FieldValues.canonical(field, before.value(field.key())),
                    FieldValues.canonical(field, change.value(field.key())),
                    change.at().atOffset(ZoneOffset.UTC),
                    change.actor().id(),
                    origin.batchId());
        }
        insert.execute();
    }

    private static List<FieldChange> fieldChanges(PendingChange change, List<ObjectField> fields) {
        StoredRecord before = Objects.requireNonNull(change.before());
        return fields.stream()
                .map(field -> field.type() == FieldType.LONG_TEXT
                        ? new FieldChange(field.key(), null, null)
                        : new FieldChange(
                                field.key(),
                                FieldValues.canonical(field, before.value(field.key())),
                                FieldValues.canonical(field, change.value(field.key()))))
                .toList();
    }

    private static Set<Long> pages(StoredRecord now, StoredRecord before) {
        Set<Long> pages = new LinkedHashSet<>(List.of(now.id()));
        for (ObjectField lookup : now.type().timelineLookups()) {
            for (StoredRecord record : List.of(now, before)) {
                Long target = record.reference(lookup.key());
                if (target != null) {
                    pages.add(target);
                }
            }
        }
        return pages;
    }

    private static Set<Long> activityPages(StoredRecord activity) {
        return pages(activity, activity);
    }
}
