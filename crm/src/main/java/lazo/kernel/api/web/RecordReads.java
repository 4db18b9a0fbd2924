package lazo.kernel.api.web;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.RecordTimeline;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.search.Search;
import lazo.kernel.timeline.TimelineEntry;
import lazo.kernel.timeline.TimelineEntry.FieldChange;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What programs and assistants read of records, as JSON. */
@Component
class RecordReads {
    private static final int MOST_CHANGES = 500;
    private static final int MOST_ENTRIES = 100;
    private static final int MOST_HITS = 50;

    private final ObjectTypes types;
    private final Records records;
    private final RecordTimeline timeline;
    private final Search search;
    private final Access access;

    RecordReads(ObjectTypes types, Records records, RecordTimeline timeline, Search search, Access access) {
        this.types = types;
        this.records = records;
        this.timeline = timeline;
        this.search = search;
        this.access = access;
    }

    /** The object, if there is one of that name. */
    ObjectType known(String object) {
        return types.find(object)
                .orElseThrow(() -> ApiRefusal.of(404, "API-408", object.substring(0, Math.min(60, object.length()))));
    }

    /** The object, if the key may read it. */
    ObjectType type(String object, Caller caller) {
        ObjectType type = known(object);
        caller.reading(type);
        return type;
    }

    ObjectNode list(ObjectType type, Map<String, List<String>> params, Caller caller) {
        ListRequest asked = ListRequest.of(type, params, access.mask(caller.actor(), type));
        try {
            Records.Page page = records.list(asked.query(), caller.actor(), ZoneOffset.UTC);
            ObjectNode body = RecordJson.JSON.createObjectNode();
            ArrayNode found = body.putArray("records");
            page.records().forEach(record -> found.add(RecordJson.record(record, asked.shown())));
            body.put(
                    "next",
                    page.next()
                            .map(cursor -> ListRequest.sealed(cursor, asked.query()))
                            .orElse(null));
            return body;
        } catch (UnanswerableFilter unanswerable) {
            throw ListRequest.unanswerable(unanswerable);
        }
    }

    ObjectNode count(ObjectType type, Map<String, List<String>> params, Caller caller) {
        RecordQuery query = ListRequest.count(type, params);
        boolean exact = ListRequest.yes(params, "exact");
        try {
            Records.Count count = exact
                    ? new Records.Count(records.exactCount(query, caller.actor(), ZoneOffset.UTC), false)
                    : records.count(query, caller.actor(), ZoneOffset.UTC);
            ObjectNode body = RecordJson.JSON.createObjectNode();
            body.put("count", count.records());
            body.put("capped", count.capped());
            return body;
        } catch (UnanswerableFilter unanswerable) {
            throw ListRequest.unanswerable(unanswerable);
        }
    }

    /** The living record; one in the recycle bin too, which says so itself. */
    StoredRecord find(ObjectType type, String id, Caller caller) {
        return records.findEvenDeleted(type, id(id), caller.actor()).orElseThrow(() -> ApiRefusal.of(404, "API-405"));
    }

    static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            throw ApiRefusal.of(404, "API-405");
        }
    }

    ObjectNode history(ObjectType type, String id, Optional<String> field, Optional<String> limit, Caller caller) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode changes = body.putArray("changes");
        records.history(find(type, id, caller), field, caller.actor(), ListRequest.limit(limit, 100, MOST_CHANGES))
                .forEach(change -> {
                    ObjectNode node = changes.addObject();
                    node.put("id", change.id());
                    node.put("version", change.version());
                    node.put("at", change.at().toString());
                    node.put("by", change.by());
                    RecordJson.putChange(node, type, change.field(), change.from(), change.to());
                });
        return body;
    }

    ObjectNode timeline(ObjectType type, String id, Optional<String> after, Optional<String> limit, Caller caller) {
        RecordTimeline.Slice slice = timeline.read(
                find(type, id, caller), Set.of(), after, ListRequest.limit(limit, 30, MOST_ENTRIES), caller.actor());
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode entries = body.putArray("entries");
        slice.items().stream()
                .filter(item -> caller.key().scopes().read(item.subjectType().key()))
                .forEach(item -> entries.add(entry(item, caller)));
        body.put("next", slice.next().orElse(null));
        return body;
    }

    private ObjectNode entry(RecordTimeline.Item item, Caller caller) {
        TimelineEntry entry = item.entry();
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("at", entry.at().toString());
        node.put("kind", entry.kind().key());
        node.put("object", entry.subjectObject());
        node.put("id", entry.subjectId());
        node.put("title", item.subject());
        node.put("by", entry.actorId());
        node.put("note", entry.note());
        ArrayNode changes = node.putArray("changes");
        for (FieldChange change : entry.changes()) {
            RecordJson.putChange(changes.addObject(), item.subjectType(), change.field(), change.from(), change.to());
        }
        StoredRecord activity = item.activity();
        node.set("record", activity == null ? node.nullNode() : json(activity, caller));
        return node;
    }

    /** What the one box of the screens finds. */
    ObjectNode search(String text, Optional<String> object, Optional<String> limit, Caller caller) {
        object.ifPresent(key -> type(key, caller));
        RecordJson.checkText(text);
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode found = body.putArray("records");
        search.find(text, object, caller.actor(), ListRequest.limit(limit, 10, MOST_HITS)).stream()
                .filter(hit -> caller.key().scopes().read(hit.objectKey()))
                .forEach(hit -> {
                    ObjectNode node = found.addObject();
                    node.put("object", hit.objectKey());
                    node.put("id", hit.recordId());
                    node.put("title", hit.title());
                    node.put("subtitle", hit.subtitle());
                });
        return body;
    }

    ObjectNode json(StoredRecord record, Caller caller) {
        FieldMask mask = access.mask(caller.actor(), record.type());
        return RecordJson.record(record, field -> mask.shows(field.key()));
    }
}
