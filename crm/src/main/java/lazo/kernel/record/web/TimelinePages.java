package lazo.kernel.record.web;

import gg.jte.Content;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.RecordTimeline;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.TimelineEntry.FieldChange;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.platform.web.Screen;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** A stretch of a timeline by day, with the names it mentions. */
@Component
public class TimelinePages {
    private static final int STRETCH = 30;
    private static final Map<String, Set<Kind>> SHOWN = Map.of(
            "all", Set.of(),
            "talk", EnumSet.of(Kind.ACTIVITY, Kind.COMMENT),
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

    private final RecordTimeline timeline;
    private final Records records;
    private final ObjectTypes types;
    private final RecordNames names;
    private final ObjectProvider<TimelineEntries> sources;

    TimelinePages(
            RecordTimeline timeline,
            Records records,
            ObjectTypes types,
            RecordNames names,
            ObjectProvider<TimelineEntries> sources) {
        this.timeline = timeline;
        this.records = records;
        this.types = types;
        this.names = names;
        this.sources = sources;
    }

    public TimelinePage page(StoredRecord record, String shown, Optional<String> after, Actor actor, Screen screen) {
        String kinds = SHOWN.containsKey(shown) ? shown : "all";
        RecordTimeline.Slice slice = timeline.read(record, SHOWN.getOrDefault(kinds, Set.of()), after, STRETCH, actor);
        Map<LocalDate, List<RecordTimeline.Item>> days = new LinkedHashMap<>();
        for (RecordTimeline.Item item : slice.items()) {
            days.computeIfAbsent(LocalDate.ofInstant(item.entry().at(), screen.zone()), day -> new ArrayList<>())
                    .add(item);
        }
        return new TimelinePage(
                record,
                kinds,
                days.entrySet().stream()
                        .map(day -> new TimelinePage.Day(day.getKey(), day.getValue()))
                        .toList(),
                slice.next(),
                new Names(names.users(), mentioned(slice.items(), actor)),
                entries(slice.items(), record, actor, screen));
    }

    private Map<Long, Content> entries(
            List<RecordTimeline.Item> items, StoredRecord record, Actor actor, Screen screen) {
        Map<Long, Content> shown = new HashMap<>();
        for (TimelineEntries source : sources) {
            Map<String, Long> ids = new HashMap<>();
            items.stream()
                    .map(RecordTimeline.Item::entry)
                    .filter(entry -> entry.kind() == source.kind() && entry.note() != null)
                    .forEach(entry -> ids.put(entry.note(), entry.id()));
            if (!ids.isEmpty()) {
                source.render(screen, actor, record, List.copyOf(ids.keySet()))
                        .forEach((note, content) -> shown.put(ids.get(note), content));
            }
        }
        return shown;
    }

    /** Names of the records that changed lookups point at. */
    private Map<Long, String> mentioned(List<RecordTimeline.Item> items, Actor actor) {
        Map<String, List<Long>> ids = new HashMap<>();
        for (RecordTimeline.Item item : items) {
            for (FieldChange change : item.entry().changes()) {
                item.subjectType()
                        .find(change.field())
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
