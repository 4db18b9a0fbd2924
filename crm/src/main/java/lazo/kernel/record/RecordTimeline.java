package lazo.kernel.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.timeline.Timeline;
import lazo.kernel.timeline.TimelineEntry;
import lazo.kernel.timeline.TimelineEntry.FieldChange;
import lazo.kernel.timeline.TimelineEntry.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The timeline of a record without what the reader may not see. */
@Component
public class RecordTimeline {
    private final Timeline timeline;
    private final Records records;
    private final ObjectTypes types;
    private final Access access;

    RecordTimeline(Timeline timeline, Records records, ObjectTypes types, Access access) {
        this.timeline = timeline;
        this.records = records;
        this.types = types;
        this.access = access;
    }

    /**
     * One happening.
     *
     * @param subjectType the object of the record it happened to
     * @param subject what that record is called, {@code null} when it is this record itself
     * @param activity the activity itself, for entries of that kind
     */
    public record Item(
            TimelineEntry entry,
            ObjectType subjectType,
            @Nullable String subject,
            @Nullable StoredRecord activity) {}

    /** Some happenings, newest first. @param next where the next ones begin */
    public record Slice(List<Item> items, Optional<String> next) {}

    /** Reads the timeline of a record the actor has found. @param kinds only these; all when empty */
    public Slice read(StoredRecord record, Set<Kind> kinds, Optional<String> after, int limit, Actor actor) {
        Timeline.Slice slice = timeline.read(record.id(), kinds, Timeline.Cursor.of(after.orElse(null)), limit);
        Map<String, Map<Long, StoredRecord>> activities = new HashMap<>();
        Map<String, Map<Long, String>> titles = new HashMap<>();
        Map<String, List<Long>> bySubject = new HashMap<>();
        slice.entries().stream()
                .filter(entry -> entry.subjectId() != record.id())
                .forEach(entry -> bySubject
                        .computeIfAbsent(entry.subjectObject(), key -> new ArrayList<>())
                        .add(entry.subjectId()));
        bySubject.forEach((object, ids) -> types.find(object).ifPresent(type -> {
            if (type.isActivity()) {
                Map<Long, StoredRecord> found = new HashMap<>();
                records.findFor(type, ids, actor, record).forEach(activity -> found.put(activity.id(), activity));
                activities.put(object, found);
            } else {
                titles.put(object, records.titles(type, ids, actor));
            }
        }));
        List<Item> items = slice.entries().stream()
                .flatMap(entry -> item(record, entry, activities, titles, actor).stream())
                .toList();
        return new Slice(items, slice.next().map(Timeline.Cursor::text));
    }

    private Optional<Item> item(
            StoredRecord record,
            TimelineEntry entry,
            Map<String, Map<Long, StoredRecord>> activities,
            Map<String, Map<Long, String>> titles,
            Actor actor) {
        Optional<ObjectType> type = types.find(entry.subjectObject());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        TimelineEntry shown = masked(entry, type.get(), actor);
        if (entry.subjectId() == record.id()) {
            StoredRecord own = type.get().isActivity() ? record : null;
            return Optional.of(new Item(shown, type.get(), null, own));
        }
        if (type.get().isActivity()) {
            return Optional.ofNullable(activities
                            .getOrDefault(entry.subjectObject(), Map.of())
                            .get(entry.subjectId()))
                    .map(activity -> new Item(shown, type.get(), activity.title(), activity));
        }
        return Optional.ofNullable(
                        titles.getOrDefault(entry.subjectObject(), Map.of()).get(entry.subjectId()))
                .map(title -> new Item(shown, type.get(), title, null));
    }

    /** Without the changes of fields that are hidden or no longer there. */
    private TimelineEntry masked(TimelineEntry entry, ObjectType type, Actor actor) {
        FieldMask mask = access.mask(actor, type);
        List<FieldChange> changes = entry.changes().stream()
                .filter(change ->
                        mask.shows(change.field()) && type.find(change.field()).isPresent())
                .toList();
        return new TimelineEntry(
                entry.recordId(),
                entry.at(),
                entry.id(),
                entry.kind(),
                entry.subjectObject(),
                entry.subjectId(),
                entry.actorId(),
                changes,
                entry.note());
    }
}
