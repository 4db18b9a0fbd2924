package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.KeptAnswers;
import lazo.kernel.api.KeptAnswers.Answer;
import lazo.kernel.api.RecordJson;
import lazo.kernel.api.RecordWrites;
import lazo.kernel.api.RecordWrites.Written;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.RecordTimeline;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.timeline.TimelineEntry;
import lazo.kernel.timeline.TimelineEntry.FieldChange;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records of every object, for programs. */
@Controller
@RequestMapping("/api/v1/records/{object}")
class RecordApi {
    static final int MOST_OPERATIONS = 200;
    private static final int MOST_CHANGES = 500;
    private static final int MOST_ENTRIES = 100;

    private final ObjectTypes types;
    private final Records records;
    private final RecordTimeline timeline;
    private final RecordWrites writes;
    private final KeptAnswers kept;
    private final Access access;
    private final Answers answers;

    RecordApi(
            ObjectTypes types,
            Records records,
            RecordTimeline timeline,
            RecordWrites writes,
            KeptAnswers kept,
            Access access,
            Answers answers) {
        this.types = types;
        this.records = records;
        this.timeline = timeline;
        this.writes = writes;
        this.kept = kept;
        this.access = access;
        this.answers = answers;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @PathVariable String object, @RequestParam MultiValueMap<String, String> params, Caller caller) {
        ObjectType type = read(object, caller);
        ListRequest asked = ListRequest.of(type, Map.copyOf(params), access.mask(caller.actor(), type));
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
            return Answers.ok(body);
        } catch (UnanswerableFilter unanswerable) {
            throw ListRequest.unanswerable(unanswerable);
        }
    }

    @GetMapping("/count")
    ResponseEntity<byte[]> count(
            @PathVariable String object, @RequestParam MultiValueMap<String, String> params, Caller caller) {
        ObjectType type = read(object, caller);
        RecordQuery query = ListRequest.count(type, Map.copyOf(params));
        boolean exact = ListRequest.yes(Map.copyOf(params), "exact");
        try {
            Records.Count count = exact
                    ? new Records.Count(records.exactCount(query, caller.actor(), ZoneOffset.UTC), false)
                    : records.count(query, caller.actor(), ZoneOffset.UTC);
            ObjectNode body = RecordJson.JSON.createObjectNode();
            body.put("count", count.records());
            body.put("capped", count.capped());
            return Answers.ok(body);
        } catch (UnanswerableFilter unanswerable) {
            throw ListRequest.unanswerable(unanswerable);
        }
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> get(@PathVariable String object, @PathVariable String id, Caller caller) {
        ObjectType type = read(object, caller);
        return Answers.entity(answer(200, find(type, id, caller), caller));
    }

    @PostMapping
    ResponseEntity<byte[]> create(@PathVariable String object, HttpServletRequest request, Caller caller) {
        ObjectType type = write(object, caller);
        byte[] bytes = Bodies.bytes(request);
        JsonNode body = Bodies.object(bytes);
        return once(request, bytes, caller, () -> {
            Answers.onlyMembers(body, "fields");
            return written(writes.create(type, Bodies.object(body, "fields"), caller.actor()), caller);
        });
    }

    /** Changes or creates the record that a field of the request names. */
    @PutMapping
    ResponseEntity<byte[]> upsert(
            @PathVariable String object,
            @RequestParam(defaultValue = "") String by,
            HttpServletRequest request,
            Caller caller) {
        ObjectType type = write(object, caller);
        JsonNode body = Bodies.object(Bodies.bytes(request));
        Answers.onlyMembers(body, "fields");
        return Answers.entity(written(writes.upsert(type, by, Bodies.object(body, "fields"), caller.actor()), caller));
    }

    @PatchMapping("/{id}")
    ResponseEntity<byte[]> change(
            @PathVariable String object, @PathVariable String id, HttpServletRequest request, Caller caller) {
        ObjectType type = write(object, caller);
        JsonNode body = Bodies.object(Bodies.bytes(request));
        Answers.onlyMembers(body, "fields", "version");
        int version = version(request, body.path("version")).orElseThrow(() -> ApiRefusal.of(428, "API-428"));
        JsonNode fields = Bodies.object(body, "fields");
        return Answers.entity(written(writes.change(type, id(id), version, fields, caller.actor()), caller));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<byte[]> delete(
            @PathVariable String object, @PathVariable String id, HttpServletRequest request, Caller caller) {
        ObjectType type = write(object, caller);
        OptionalInt version = version(request, RecordJson.JSON.missingNode());
        return Answers.entity(written(writes.delete(type, id(id), version, caller.actor()), caller));
    }

    @PostMapping("/{id}/restore")
    ResponseEntity<byte[]> restore(
            @PathVariable String object, @PathVariable String id, HttpServletRequest request, Caller caller) {
        ObjectType type = write(object, caller);
        return once(
                request,
                Bodies.bytes(request),
                caller,
                () -> written(writes.restore(type, id(id), caller.actor()), caller));
    }

    @GetMapping("/{id}/history")
    ResponseEntity<byte[]> history(
            @PathVariable String object,
            @PathVariable String id,
            @RequestParam Optional<String> field,
            @RequestParam Optional<String> limit,
            Caller caller) {
        ObjectType type = read(object, caller);
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode changes = body.putArray("changes");
        records.history(find(type, id, caller), field, caller.actor(), ListRequest.limit(limit, 100, MOST_CHANGES))
                .forEach(change -> {
                    ObjectNode node = changes.addObject();
                    node.put("id", change.id());
                    node.put("version", change.version());
                    node.put("at", change.at().toString());
                    node.put("by", change.by());
                    values(node, type, change.field(), change.from(), change.to());
                });
        return Answers.ok(body);
    }

    private static void values(
            ObjectNode node, ObjectType type, String key, @Nullable String from, @Nullable String to) {
        node.put("field", key);
        Optional<ObjectField> field = type.find(key);
        if (field.isPresent()) {
            node.set("from", RecordJson.ofCanonical(field.get(), from));
            node.set("to", RecordJson.ofCanonical(field.get(), to));
        } else {
            node.put("from", from);
            node.put("to", to);
        }
    }

    @GetMapping("/{id}/timeline")
    ResponseEntity<byte[]> timeline(
            @PathVariable String object,
            @PathVariable String id,
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> limit,
            Caller caller) {
        ObjectType type = read(object, caller);
        RecordTimeline.Slice slice = timeline.read(
                find(type, id, caller), Set.of(), after, ListRequest.limit(limit, 30, MOST_ENTRIES), caller.actor());
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode entries = body.putArray("entries");
        slice.items().stream()
                .filter(item -> caller.key().scopes().read(item.subjectType().key()))
                .forEach(item -> entries.add(entry(item, caller)));
        body.put("next", slice.next().orElse(null));
        return Answers.ok(body);
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
            values(changes.addObject(), item.subjectType(), change.field(), change.from(), change.to());
        }
        StoredRecord activity = item.activity();
        node.set("record", activity == null ? node.nullNode() : json(activity, caller));
        return node;
    }

    /** Many writes in one request: each on its own, or all or none. */
    @PostMapping("/bulk")
    ResponseEntity<byte[]> bulk(@PathVariable String object, HttpServletRequest request, Caller caller) {
        ObjectType type = write(object, caller);
        byte[] bytes = Bodies.bytes(request);
        JsonNode body = Bodies.object(bytes);
        Answers.onlyMembers(body, "operations", "all_or_nothing");
        JsonNode operations = body.path("operations");
        if (!operations.isArray() || operations.isEmpty() || operations.size() > MOST_OPERATIONS) {
            throw ApiRefusal.of(400, "API-124", MOST_OPERATIONS);
        }
        JsonNode whole = body.path("all_or_nothing");
        if (!whole.isMissingNode() && !whole.isBoolean()) {
            throw ApiRefusal.of(400, "API-108", "all_or_nothing", "true, false");
        }
        return once(
                request,
                bytes,
                caller,
                () -> whole.booleanValue(false)
                        ? wholly(type, operations, request, caller)
                        : Answers.json(200, results(each(type, operations, request, caller))));
    }

    private Answer wholly(ObjectType type, JsonNode operations, HttpServletRequest request, Caller caller) {
        ArrayNode[] done = new ArrayNode[1];
        try {
            return writes.wholly(() -> {
                done[0] = each(type, operations, request, caller);
                for (JsonNode result : done[0]) {
                    if (result.path("status").intValue() >= 400) {
                        throw ApiRefusal.of(422, "API-126");
                    }
                }
                return Answers.json(200, results(done[0]));
            });
        } catch (ApiRefusal undone) {
            Answer refusal = answers.refusal(undone, request);
            ObjectNode problem = answers.problem(undone, request);
            ArrayNode failed = problem.putArray("results");
            done[0].forEach(result -> {
                if (result.path("status").intValue() >= 400) {
                    failed.add(result);
                }
            });
            return new Answer(refusal.status(), refusal.headers(), RecordJson.JSON.writeValueAsBytes(problem));
        }
    }

    private static ObjectNode results(ArrayNode results) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        body.set("results", results);
        return body;
    }

    private ArrayNode each(ObjectType type, JsonNode operations, HttpServletRequest request, Caller caller) {
        ArrayNode results = RecordJson.JSON.createArrayNode();
        int index = 0;
        for (JsonNode operation : operations) {
            ObjectNode result = results.addObject();
            result.put("index", index++);
            try {
                Written written = writes.wholly(() -> one(type, operation, caller));
                result.put("status", written.created() ? 201 : 200);
                result.set("record", json(written.record(), caller));
            } catch (ApiRefusal refusal) {
                result.put("status", refusal.status());
                result.set("problem", answers.problem(refusal, request));
            }
        }
        return results;
    }

    private Written one(ObjectType type, JsonNode operation, Caller caller) {
        if (!operation.isObject()) {
            throw ApiRefusal.of(400, "API-108", "operations", "{ }");
        }
        String op = operation.path("op").stringValue("");
        return switch (op) {
            case "create" -> {
                Answers.onlyMembers(operation, "op", "fields");
                yield writes.create(type, Bodies.object(operation, "fields"), caller.actor());
            }
            case "update" -> {
                Answers.onlyMembers(operation, "op", "id", "version", "fields");
                int version = whole(operation, "version")
                        .orElseThrow(() -> ApiRefusal.of(428, "API-428"))
                        .intValue();
                yield writes.change(type, id(operation), version, Bodies.object(operation, "fields"), caller.actor());
            }
            case "upsert" -> {
                Answers.onlyMembers(operation, "op", "by", "fields");
                yield writes.upsert(
                        type, operation.path("by").stringValue(""), Bodies.object(operation, "fields"), caller.actor());
            }
            case "delete" -> {
                Answers.onlyMembers(operation, "op", "id", "version");
                yield writes.delete(
                        type,
                        id(operation),
                        whole(operation, "version")
                                .map(version -> OptionalInt.of(version.intValue()))
                                .orElse(OptionalInt.empty()),
                        caller.actor());
            }
            case "restore" -> {
                Answers.onlyMembers(operation, "op", "id");
                yield writes.restore(type, id(operation), caller.actor());
            }
            default -> throw ApiRefusal.of(400, "API-125");
        };
    }

    private static long id(JsonNode operation) {
        return whole(operation, "id").orElseThrow(() -> ApiRefusal.of(400, "API-108", "id", "17"));
    }

    private static Optional<Long> whole(JsonNode operation, String member) {
        JsonNode node = operation.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        boolean fits =
                node.isIntegralNumber() && (member.equals("id") ? node.canConvertToLong() : node.canConvertToInt());
        if (!fits) {
            throw ApiRefusal.of(400, "API-108", member, "17");
        }
        return Optional.of(node.longValue());
    }

    private ResponseEntity<byte[]> once(HttpServletRequest request, byte[] body, Caller caller, Supplier<Answer> work) {
        String idempotencyKey = request.getHeader("Idempotency-Key");
        if (idempotencyKey == null) {
            return Answers.entity(work.get());
        }
        return Answers.entity(kept.once(caller.key(), idempotencyKey, Bodies.hash(request, body), () -> {
            try {
                return writes.wholly(work);
            } catch (ApiRefusal refusal) {
                return answers.refusal(refusal, request);
            }
        }));
    }

    private ObjectType read(String object, Caller caller) {
        ObjectType type = type(object);
        caller.reading(type);
        return type;
    }

    private ObjectType write(String object, Caller caller) {
        ObjectType type = type(object);
        caller.writing(type);
        return type;
    }

    private ObjectType type(String object) {
        return types.find(object)
                .orElseThrow(() -> ApiRefusal.of(404, "API-408", object.substring(0, Math.min(60, object.length()))));
    }

    /** The living record; one in the recycle bin too, which says so itself. */
    private StoredRecord find(ObjectType type, String id, Caller caller) {
        return records.findEvenDeleted(type, id(id), caller.actor()).orElseThrow(() -> ApiRefusal.of(404, "API-405"));
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            throw ApiRefusal.of(404, "API-405");
        }
    }

    /** The version the caller saw, in {@code If-Match} or in the body. */
    private static OptionalInt version(HttpServletRequest request, JsonNode inBody) {
        @Nullable String header = request.getHeader(HttpHeaders.IF_MATCH);
        if (header != null) {
            try {
                return OptionalInt.of(Integer.parseInt(header.strip().replaceAll("^\"|\"$", "")));
            } catch (NumberFormatException unreadable) {
                throw ApiRefusal.of(400, "API-108", HttpHeaders.IF_MATCH, "\"3\"");
            }
        }
        if (inBody.isMissingNode() || inBody.isNull()) {
            return OptionalInt.empty();
        }
        if (!inBody.isIntegralNumber() || !inBody.canConvertToInt()) {
            throw ApiRefusal.of(400, "API-108", "version", "3");
        }
        return OptionalInt.of(inBody.intValue());
    }

    private Answer written(Written written, Caller caller) {
        Answer answer = answer(written.created() ? 201 : 200, written.record(), caller);
        if (!written.created()) {
            return answer;
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        StoredRecord record = written.record();
        headers.put(HttpHeaders.LOCATION, "/api/v1/records/" + record.type().key() + "/" + record.id());
        return new Answer(answer.status(), headers, answer.body());
    }

    private Answer answer(int status, StoredRecord record, Caller caller) {
        return Answers.json(status, json(record, caller), Map.of(HttpHeaders.ETAG, "\"" + record.version() + "\""));
    }

    private ObjectNode json(StoredRecord record, Caller caller) {
        FieldMask mask =
                access.mask(caller.actor(), Objects.requireNonNull(record).type());
        return RecordJson.record(record, field -> mask.shows(field.key()));
    }
}
