package lazo.kernel.api.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lazo.kernel.api.ApiDocument;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.audit.Audit;
import lazo.kernel.audit.Audit.Query;
import lazo.kernel.audit.Audit.Source;
import lazo.kernel.audit.AuditEvent;
import lazo.kernel.identity.Ability;
import lazo.kernel.metadata.ObjectTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The audit, for programs that watch over it: searched and read, never written. What they take along is noted in it. */
@Controller
class AuditApi {
    private static final int MOST = 200;
    private static final List<String> KINDS = List.of("events", "changes");

    private final Audit audit;
    private final ObjectTypes types;

    AuditApi(Audit audit, ObjectTypes types) {
        this.audit = audit;
        this.types = types;
    }

    @GetMapping("/api/v1/admin/audit")
    ResponseEntity<byte[]> search(@RequestParam Map<String, String> asked, Caller caller) {
        caller.readingAdministration(Ability.AUDIT);
        asked.keySet().stream()
                .filter(name -> !ApiDocument.AUDIT_PARAMETERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw ApiRefusal.of(400, "API-121", name.substring(0, Math.min(60, name.length())));
                });
        String kind = asked.getOrDefault("kind", "events");
        if (!KINDS.contains(kind)) {
            throw ApiRefusal.of(400, "API-108", "kind", String.join(", ", KINDS));
        }
        Query query = new Query(
                kind.equals("changes") ? Source.CHANGE : Source.EVENT,
                number(asked, "person"),
                asked.get("action"),
                asked.get("object"),
                number(asked, "record"),
                moment(asked, "from"),
                moment(asked, "until"),
                number(asked, "before"));
        Audit.Found found = audit.find(query, ListRequest.limit(Optional.ofNullable(asked.get("limit")), 50, MOST));
        if (query.before() == null) {
            audit.note(
                    caller.actor().id(),
                    "export",
                    "audit",
                    null,
                    null,
                    Map.of(
                            "search",
                            new TreeMap<>(asked).toString(),
                            "key",
                            caller.key().name()));
        }
        ObjectNode body = RecordJson.JSON.createObjectNode();
        ArrayNode events = body.putArray("events");
        found.events().forEach(event -> events.add(json(event, query.source())));
        body.put("next", found.next().orElse(null));
        return Answers.ok(body);
    }

    private ObjectNode json(AuditEvent event, Source source) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("id", event.id());
        node.put("at", event.at().toString());
        node.put("actor", event.actor());
        node.put("seen_as", event.seenAs());
        node.put("action", event.action());
        node.put("object", event.object());
        node.put("record", event.recordId());
        node.put("subject", event.subject());
        if (source == Source.CHANGE && isMasked(event)) {
            node.put("masked", true);
            node.putObject("detail");
        } else {
            node.set("detail", RecordJson.JSON.valueToTree(event.detail()));
        }
        node.put("request", event.request());
        return node;
    }

    /** What a delicate field was is for those who ask for it on the record's page. */
    private boolean isMasked(AuditEvent event) {
        String field = event.subject();
        return field != null
                && types.find(event.object())
                        .flatMap(type -> type.find(field))
                        .filter(known -> known.sensitivity().isMasked())
                        .isPresent();
    }

    private static @Nullable Long number(Map<String, String> asked, String name) {
        String text = asked.get(name);
        if (text == null) {
            return null;
        }
        return Ids.of(text).orElseThrow(() -> ApiRefusal.of(400, "API-108", name, "17"));
    }

    private static @Nullable Instant moment(Map<String, String> asked, String name) {
        String text = asked.get(name);
        try {
            return text == null ? null : within(OffsetDateTime.parse(text), name);
        } catch (DateTimeParseException noMoment) {
            throw ApiRefusal.of(400, "API-108", name, "2026-12-31T16:30:00Z");
        }
    }

    private static Instant within(OffsetDateTime moment, String name) {
        if (moment.getYear() < 1970 || moment.getYear() > 9999) {
            throw ApiRefusal.of(400, "API-108", name, "2026-12-31T16:30:00Z");
        }
        return moment.toInstant();
    }
}
