package lazo.kernel.timeline;

import static lazodb.Tables.TIMELINE_ENTRY;
import static lazodb.Tables.TIMELINE_MOVED;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.timeline.TimelineEntry.FieldChange;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazodb.tables.records.TimelineEntryRecord;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record1;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Appends to and reads timelines. Who may see a record may see its timeline; entries about other records are shown only
 * where those may be seen too, which the caller decides with their ids.
 */
@Component
public class Timeline {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DSLContext sql;

    Timeline(DSLContext sql) {
        this.sql = sql;
    }

    /** Tells one happening on the pages of these records, in the caller's transaction. */
    public void append(
            Collection<Long> onPagesOf,
            Instant at,
            Kind kind,
            String subjectObject,
            long subjectId,
            @Nullable Long actorId,
            @Nullable Long batchId,
            List<FieldChange> changes,
            @Nullable String note) {
        JSONB detail = detail(changes, note);
        List<TimelineEntryRecord> rows = new ArrayList<>();
        for (long recordId : Set.copyOf(onPagesOf)) {
            TimelineEntryRecord row = sql.newRecord(TIMELINE_ENTRY);
            row.setRecordId(recordId);
            row.setAt(at.atOffset(ZoneOffset.UTC));
            row.setKind(kind.name());
            row.setSubjectObject(subjectObject);
            row.setSubjectId(subjectId);
            row.setActorId(actorId);
            row.setBatchId(batchId);
            row.setDetail(detail);
            rows.add(row);
        }
        if (!rows.isEmpty()) {
            sql.insertInto(
                            TIMELINE_ENTRY,
                            TIMELINE_ENTRY.RECORD_ID,
                            TIMELINE_ENTRY.AT,
                            TIMELINE_ENTRY.KIND,
                            TIMELINE_ENTRY.SUBJECT_OBJECT,
                            TIMELINE_ENTRY.SUBJECT_ID,
                            TIMELINE_ENTRY.ACTOR_ID,
                            TIMELINE_ENTRY.BATCH_ID,
                            TIMELINE_ENTRY.DETAIL)
                    .valuesOfRows(rows.stream()
                            .map(entry -> row(
                                    entry.getRecordId(),
                                    entry.getAt(),
                                    entry.getKind(),
                                    entry.getSubjectObject(),
                                    entry.getSubjectId(),
                                    entry.getActorId(),
                                    entry.getBatchId(),
                                    entry.getDetail()))
                            .toList())
                    .execute();
        }
    }

    /** Moves an activity on all timelines to where it belongs now: another moment, other records. */
    public void replaceActivity(
            Collection<Long> onPagesOf, Instant at, String object, long activityId, @Nullable Long actorId) {
        sql.deleteFrom(TIMELINE_ENTRY)
                .where(TIMELINE_ENTRY.SUBJECT_ID.eq(activityId), TIMELINE_ENTRY.KIND.eq(Kind.ACTIVITY.name()))
                .execute();
        append(onPagesOf, at, Kind.ACTIVITY, object, activityId, actorId, null, List.of(), null);
    }

    /** What one page of a timeline holds: newest first. */
    public record Slice(List<TimelineEntry> entries, Optional<Cursor> next) {}

    /** Where a slice ended. */
    public record Cursor(Instant at, long id) {
        public String text() {
            return at + "_" + id;
        }

        public static Optional<Cursor> of(@Nullable String text) {
            if (text == null || !text.matches("\\d{4}-[^_]*_\\d+")) {
                return Optional.empty();
            }
            try {
                int split = text.lastIndexOf('_');
                return Optional.of(
                        new Cursor(Instant.parse(text.substring(0, split)), Long.parseLong(text.substring(split + 1))));
            } catch (RuntimeException unreadable) {
                return Optional.empty();
            }
        }
    }

    /** @param kinds only these; all when empty */
    public Slice read(long recordId, Set<Kind> kinds, Optional<Cursor> after, int limit) {
        List<TimelineEntry> entries = sql.selectFrom(TIMELINE_ENTRY)
                .where(
                        TIMELINE_ENTRY.RECORD_ID.eq(recordId),
                        kinds.isEmpty()
                                ? noCondition()
                                : TIMELINE_ENTRY.KIND.in(
                                        kinds.stream().map(Kind::name).toList()),
                        after.map(cursor -> row(TIMELINE_ENTRY.AT, TIMELINE_ENTRY.ID)
                                        .lt(val(cursor.at().atOffset(ZoneOffset.UTC)), val(cursor.id())))
                                .orElse(noCondition()))
                .orderBy(TIMELINE_ENTRY.AT.desc(), TIMELINE_ENTRY.ID.desc())
                .limit(limit + 1)
                .fetch(Timeline::entry);
        if (entries.size() <= limit) {
            return new Slice(entries, Optional.empty());
        }
        TimelineEntry last = entries.get(limit - 1);
        return new Slice(entries.subList(0, limit), Optional.of(new Cursor(last.at(), last.id())));
    }

    private static TimelineEntry entry(TimelineEntryRecord row) {
        List<FieldChange> changes = new ArrayList<>();
        String note = null;
        if (row.getDetail() != null) {
            JsonNode detail = JSON.readTree(row.getDetail().data());
            detail.path("changes")
                    .forEach(change -> changes.add(new FieldChange(
                            change.path("field").asString(""), text(change, "from"), text(change, "to"))));
            note = text(detail, "note");
        }
        return new TimelineEntry(
                row.getRecordId(),
                row.getAt().toInstant(),
                row.getId(),
                Kind.valueOf(row.getKind()),
                row.getSubjectObject(),
                row.getSubjectId(),
                row.getActorId(),
                changes,
                note);
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static @Nullable JSONB detail(List<FieldChange> changes, @Nullable String note) {
        if (changes.isEmpty() && note == null) {
            return null;
        }
        ObjectNode detail = JSON.createObjectNode();
        if (!changes.isEmpty()) {
            ArrayNode list = detail.putArray("changes");
            for (FieldChange change : changes) {
                ObjectNode node = list.addObject();
                node.put("field", change.field());
                if (change.from() != null) {
                    node.put("from", change.from());
                }
                if (change.to() != null) {
                    node.put("to", change.to());
                }
            }
        }
        if (note != null) {
            detail.put("note", note);
        }
        return JSONB.valueOf(JSON.writeValueAsString(detail));
    }

    /**
     * Moves the entries of one record to another's page, and what happened to the one now happened to the other; for a
     * merge. What stands on both pages already stays where it is.
     */
    public void moveTo(long fromRecord, long toRecord, long batchId) {
        var there = TIMELINE_ENTRY.as("there");
        sql.insertInto(TIMELINE_MOVED, TIMELINE_MOVED.BATCH_ID, TIMELINE_MOVED.WHAT, TIMELINE_MOVED.ENTRY_ID)
                .select(select(val(batchId), inline("PAGE"), TIMELINE_ENTRY.ID)
                        .from(TIMELINE_ENTRY)
                        .where(
                                TIMELINE_ENTRY.RECORD_ID.eq(fromRecord),
                                notExists(selectOne()
                                        .from(there)
                                        .where(
                                                there.RECORD_ID.eq(toRecord),
                                                there.AT.eq(TIMELINE_ENTRY.AT),
                                                there.KIND.eq(TIMELINE_ENTRY.KIND),
                                                there.SUBJECT_ID.eq(TIMELINE_ENTRY.SUBJECT_ID),
                                                there.ACTOR_ID.isNotDistinctFrom(TIMELINE_ENTRY.ACTOR_ID)))))
                .execute();
        sql.insertInto(TIMELINE_MOVED, TIMELINE_MOVED.BATCH_ID, TIMELINE_MOVED.WHAT, TIMELINE_MOVED.ENTRY_ID)
                .select(select(val(batchId), inline("SUBJECT"), TIMELINE_ENTRY.ID)
                        .from(TIMELINE_ENTRY)
                        .where(TIMELINE_ENTRY.SUBJECT_ID.eq(fromRecord)))
                .execute();
        sql.update(TIMELINE_ENTRY)
                .set(TIMELINE_ENTRY.RECORD_ID, toRecord)
                .where(TIMELINE_ENTRY.RECORD_ID.eq(fromRecord), TIMELINE_ENTRY.ID.in(moved("PAGE", batchId)))
                .execute();
        sql.update(TIMELINE_ENTRY)
                .set(TIMELINE_ENTRY.SUBJECT_ID, toRecord)
                .where(TIMELINE_ENTRY.SUBJECT_ID.eq(fromRecord), TIMELINE_ENTRY.ID.in(moved("SUBJECT", batchId)))
                .execute();
    }

    /** Takes back what {@link #moveTo} did in this batch. @param activities go back too, even if they moved since */
    public void moveBack(long fromRecord, long toRecord, long batchId, Collection<Long> activities) {
        sql.update(TIMELINE_ENTRY)
                .set(TIMELINE_ENTRY.SUBJECT_ID, fromRecord)
                .where(TIMELINE_ENTRY.SUBJECT_ID.eq(toRecord), TIMELINE_ENTRY.ID.in(moved("SUBJECT", batchId)))
                .execute();
        sql.update(TIMELINE_ENTRY)
                .set(TIMELINE_ENTRY.RECORD_ID, fromRecord)
                .where(
                        TIMELINE_ENTRY.RECORD_ID.eq(toRecord),
                        TIMELINE_ENTRY
                                .ID
                                .in(moved("PAGE", batchId))
                                .or(TIMELINE_ENTRY
                                        .KIND
                                        .eq(Kind.ACTIVITY.name())
                                        .and(TIMELINE_ENTRY.SUBJECT_ID.in(activities))))
                .execute();
        sql.deleteFrom(TIMELINE_MOVED)
                .where(TIMELINE_MOVED.BATCH_ID.eq(batchId))
                .execute();
    }

    private static Select<Record1<Long>> moved(String what, long batchId) {
        return select(TIMELINE_MOVED.ENTRY_ID)
                .from(TIMELINE_MOVED)
                .where(TIMELINE_MOVED.BATCH_ID.eq(batchId), TIMELINE_MOVED.WHAT.eq(what));
    }

    /** Takes one kind of entry with this note off a record's page. */
    public void remove(Kind kind, long recordId, String note) {
        sql.deleteFrom(TIMELINE_ENTRY)
                .where(
                        TIMELINE_ENTRY.RECORD_ID.eq(recordId),
                        TIMELINE_ENTRY.KIND.eq(kind.name()),
                        jsonbGetAttributeAsText(TIMELINE_ENTRY.DETAIL, "note").eq(note))
                .execute();
    }

    /** How many entries a record's page has. */
    public long count(long recordId) {
        return sql.fetchCount(TIMELINE_ENTRY, TIMELINE_ENTRY.RECORD_ID.eq(recordId));
    }

    /** Copies the pages of one record that are not yet on another's. Used by conversion, where both records live on. */
    public void copyPages(long fromRecord, long toRecord) {
        sql.insertInto(
                        TIMELINE_ENTRY,
                        TIMELINE_ENTRY.RECORD_ID,
                        TIMELINE_ENTRY.AT,
                        TIMELINE_ENTRY.KIND,
                        TIMELINE_ENTRY.SUBJECT_OBJECT,
                        TIMELINE_ENTRY.SUBJECT_ID,
                        TIMELINE_ENTRY.ACTOR_ID,
                        TIMELINE_ENTRY.DETAIL)
                .select(sql.select(
                                val(toRecord),
                                TIMELINE_ENTRY.AT,
                                TIMELINE_ENTRY.KIND,
                                TIMELINE_ENTRY.SUBJECT_OBJECT,
                                TIMELINE_ENTRY.SUBJECT_ID,
                                TIMELINE_ENTRY.ACTOR_ID,
                                TIMELINE_ENTRY.DETAIL)
                        .from(TIMELINE_ENTRY)
                        .where(TIMELINE_ENTRY.RECORD_ID.eq(fromRecord)))
                .execute();
    }

    /** Takes what happened to one record off another's page: a conversion is undone. */
    public void removePages(long fromPageOf, long subjectId) {
        sql.deleteFrom(TIMELINE_ENTRY)
                .where(TIMELINE_ENTRY.RECORD_ID.eq(fromPageOf), TIMELINE_ENTRY.SUBJECT_ID.eq(subjectId))
                .execute();
    }
}
