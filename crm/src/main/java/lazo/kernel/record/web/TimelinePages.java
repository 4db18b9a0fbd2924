package lazo.kernel.record.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.Timeline;
import lazo.kernel.timeline.TimelineEntry;
import lazo.kernel.timeline.TimelineEntry.FieldChange;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.platform.web.Screen;
import org.springframework.stereotype.Component;

/** Reads a stretch of a timeline and leaves out what the viewer may not see. */
@Component
public class TimelinePages {
    private static final int STRETCH = 30;
    private static final Map<String, Set<Kind>> SHOWN = Map.of(
            "all", Set.of(),
            "talk", EnumSet.of(Kind.ACTIVITY),
            "sales", EnumSet.of(Kind.MILESTONE, Kind.CONVERTED),
            "changes",
                    EnumSet.of(
                            Kind.CREATED,
                            Kind.IMPORTED,
                            Kind.CHANGED,
                            Kind.MERGED,
                            Kind.UNMERGED,
                            Kind.DELETED,
                            Kind.RESTORED));

    private final Timeline timeline;
    private final Records records;
    private final ObjectTypes types;
    private final Access access;
    private final RecordNames names;

    TimelinePages(Timeline timeline, Records records, ObjectTypes types, Access access, RecordNames names) {
        this.timeline = timeline;
        this.records = records;
        this.types = types;
        this.access = access;
        this.names = names;
    }

    public TimelinePage page(StoredRecord record, String shown, Optional<String> after, Actor actor, Screen screen) {
        String kinds = SHOWN.containsKey(shown) ? shown : "all";
        Timeline.Slice slice = timeline.read(
                record.id(), SHOWN.getOrDefault(kinds, Set.of()), Timeline.Cursor.of(after.orElse(null)), STRETCH);
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
        Map<LocalDate, List<TimelinePage.Item>> days = new LinkedHashMap<>();
        Map<Long, String> mentioned = new HashMap<>(mentioned(slice.entries(), actor));
        for (TimelineEntry entry : slice.entries()) {
            item(record, entry, activities, titles, actor)
                    .ifPresent(item -> days.computeIfAbsent(
                                    LocalDate.ofInstant(entry.at(), screen.zone()), day -> new ArrayList<>())
                            .add(item));
        }
        return new TimelinePage(
                record,
                kinds,
                days.entrySet().stream()
                        .map(day -> new TimelinePage.Day(day.getKey(), day.getValue()))
                        .toList(),
                slice.next().map(Timeline.Cursor::text),
                new Names(names.users(), mentioned));
    }

    private Optional<TimelinePage.Item> item(
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
            return Optional.of(new TimelinePage.Item(shown, type.get(), null, own));
        }
        if (type.get().isActivity()) {
            return Optional.ofNullable(activities
                            .getOrDefault(entry.subjectObject(), Map.of())
                            .get(entry.subjectId()))
                    .map(activity -> new TimelinePage.Item(shown, type.get(), activity.title(), activity));
        }
        return Optional.ofNullable(
                        titles.getOrDefault(entry.subjectObject(), Map.of()).get(entry.subjectId()))
                .map(title -> new TimelinePage.Item(shown, type.get(), title, null));
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

    /** Names of the records that changed lookups point at. */
    private Map<Long, String> mentioned(List<TimelineEntry> entries, Actor actor) {
        Map<String, List<Long>> ids = new HashMap<>();
        for (TimelineEntry entry : entries) {
            Optional<ObjectType> type = types.find(entry.subjectObject());
            for (FieldChange change : entry.changes()) {
                type.flatMap(is -> is.find(change.field()))
                        .filter(field -> field.type() == FieldType.LOOKUP && field.target() != null)
                        .map(ObjectField::target)
                        .ifPresent(target -> java.util.stream.Stream.of(change.from(), change.to())
                                .filter(value -> value != null && value.matches("\\d{1,18}"))
                                .forEach(value -> ids.computeIfAbsent(target, key -> new ArrayList<>())
                                        .add(Long.valueOf(value))));
            }
        }
        Map<Long, String> titles = new HashMap<>();
        ids.forEach(
                (target, all) -> types.find(target).ifPresent(type -> titles.putAll(records.titles(type, all, actor))));
        return titles;
    }
}
