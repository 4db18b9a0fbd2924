package lazo.kernel.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.KeptAnswers;
import lazo.kernel.api.KeptAnswers.Answer;
import lazo.kernel.api.RecordJson;
import lazo.kernel.api.RecordWrites;
import lazo.kernel.api.RecordWrites.Written;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;
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

    private final RecordReads reads;
    private final RecordWrites writes;
    private final KeptAnswers kept;
    private final Answers answers;

    RecordApi(RecordReads reads, RecordWrites writes, KeptAnswers kept, Answers answers) {
        this.reads = reads;
        this.writes = writes;
        this.kept = kept;
        this.answers = answers;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @PathVariable String object, @RequestParam MultiValueMap<String, String> params, Caller caller) {
        return Answers.ok(reads.list(reads.type(object, caller), Map.copyOf(params), caller));
    }

    @GetMapping("/count")
    ResponseEntity<byte[]> count(
            @PathVariable String object, @RequestParam MultiValueMap<String, String> params, Caller caller) {
        return Answers.ok(reads.count(reads.type(object, caller), Map.copyOf(params), caller));
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> get(@PathVariable String object, @PathVariable String id, Caller caller) {
        return Answers.entity(answer(200, reads.find(reads.type(object, caller), id, caller), caller));
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
        return Answers.entity(
                written(writes.change(type, RecordReads.id(id), version, fields, caller.actor()), caller));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<byte[]> delete(
            @PathVariable String object, @PathVariable String id, HttpServletRequest request, Caller caller) {
        ObjectType type = write(object, caller);
        OptionalInt version = version(request, RecordJson.JSON.missingNode());
        return Answers.entity(written(writes.delete(type, RecordReads.id(id), version, caller.actor()), caller));
    }

    @PostMapping("/{id}/restore")
    ResponseEntity<byte[]> restore(
            @PathVariable String object, @PathVariable String id, HttpServletRequest request, Caller caller) {
        ObjectType type = write(object, caller);
        return once(
                request,
                Bodies.bytes(request),
                caller,
                () -> written(writes.restore(type, RecordReads.id(id), caller.actor()), caller));
    }

    @GetMapping("/{id}/history")
    ResponseEntity<byte[]> history(
            @PathVariable String object,
            @PathVariable String id,
            @RequestParam Optional<String> field,
            @RequestParam Optional<String> limit,
            Caller caller) {
        return Answers.ok(reads.history(reads.type(object, caller), id, field, limit, caller));
    }

    @GetMapping("/{id}/timeline")
    ResponseEntity<byte[]> timeline(
            @PathVariable String object,
            @PathVariable String id,
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> limit,
            Caller caller) {
        return Answers.ok(reads.timeline(reads.type(object, caller), id, after, limit, caller));
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
                result.set("record", reads.json(written.record(), caller));
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

    private ObjectType write(String object, Caller caller) {
        ObjectType type = reads.known(object);
        caller.writing(type);
        return type;
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
        return Answers.json(
                status, reads.json(record, caller), Map.of(HttpHeaders.ETAG, "\"" + record.version() + "\""));
    }
}
