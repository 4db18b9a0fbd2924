package lazo.kernel.webhook;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.api.RecordEvent;
import lazo.kernel.api.RecordJson;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.PersonErased;
import lazo.kernel.record.PersonRectified;
import lazo.kernel.record.RecordChanged;
import lazo.kernel.record.Records;
import lazo.kernel.record.RecordsMerged;
import lazo.kernel.record.RecordsWritten;
import lazo.kernel.record.StoredRecord;
import lazo.platform.database.AfterCommit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hears what happens to records and writes down what is to be sent, in the transaction in which it happens: as the record is
 * then, and as the webhook's user sees it. What changed only in fields hidden from that user did not change for them.
 */
@Component
class WebhookEvents {
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final WebhookSender sender;
    private final Records records;
    private final ObjectTypes types;
    private final Access access;
    private final Users users;
    private final CompanySettings companies;
    private final Clock clock;

    WebhookEvents(
            Webhooks webhooks,
            Deliveries deliveries,
            WebhookSender sender,
            Records records,
            ObjectTypes types,
            Access access,
            Users users,
            CompanySettings companies,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sender = sender;
        this.records = records;
        this.types = types;
        this.access = access;
        this.users = users;
        this.companies = companies;
        this.clock = clock;
    }

    @EventListener
    void hear(RecordChanged changed) {
        RecordEvent event = RecordEvent.of(changed.kind());
        List<Webhook> listening = webhooks.listening(changed.objectKey(), event);
        if (!listening.isEmpty()) {
            note(listening, changed.objectKey(), event, List.of(changed.recordId()), changed.actorId(), null);
        }
    }

    @EventListener
    void hear(RecordsWritten written) {
        RecordEvent event = RecordEvent.of(written.kind());
        List<Webhook> listening = webhooks.listening(written.objectKey(), event);
        if (!listening.isEmpty()) {
            note(listening, written.objectKey(), event, written.ids().get(), written.actorId(), null);
        }
    }

    /** What a separation brings back is told as restored. */
    @EventListener
    void hear(RecordsMerged merged) {
        if (!merged.undone()) {
            List<Webhook> listening = webhooks.listening(merged.objectKey(), RecordEvent.MERGED);
            if (!listening.isEmpty()) {
                note(
                        listening,
                        merged.objectKey(),
                        RecordEvent.MERGED,
                        List.of(merged.winnerId()),
                        null,
                        merged.loserId());
            }
        }
    }

    @EventListener
    void hear(PersonRectified rectified) {
        List<Webhook> listening = webhooks.listening(rectified.objectKey(), RecordEvent.RECTIFIED);
        if (!listening.isEmpty()) {
            note(
                    listening,
                    rectified.objectKey(),
                    RecordEvent.RECTIFIED,
                    List.of(rectified.recordId()),
                    rectified.actorId(),
                    null);
        }
    }

    /**
     * All who listen are told, whatever their view shows by now: they may have the person from before (GDPR 19). There is
     * nothing of a person in it, nor of who did it.
     */
    @EventListener
    void hear(PersonErased erased) {
        StoredRecord record = erased.record();
        String objectKey = record.type().key();
        List<Webhook> listening = webhooks.listening(objectKey, RecordEvent.ERASED);
        UUID eventId = UUID.randomUUID();
        for (Webhook webhook : listening) {
            ObjectNode body = body(record, field -> false, RecordEvent.ERASED, eventId, null);
            deliveries.add(
                    webhook,
                    List.of(new Deliveries.Draft(
                            eventId,
                            RecordEvent.ERASED.type(objectKey),
                            objectKey,
                            record.id(),
                            RecordJson.JSON.writeValueAsString(body))));
        }
        if (!listening.isEmpty()) {
            AfterCommit.only(sender::start);
        }
    }

    private void note(
            List<Webhook> listening,
            String objectKey,
            RecordEvent event,
            Collection<Long> ids,
            @Nullable Long actorId,
            @Nullable Long loser) {
        ObjectType type = types.load(objectKey);
        Map<Long, UUID> eventIds = new HashMap<>();
        ids.forEach(id -> eventIds.put(id, UUID.randomUUID()));
        boolean any = false;
        for (Webhook webhook : listening) {
            Actor actor = users.actor(webhook.userId());
            try {
                List<StoredRecord> found = records.matching(
                        type, ids, webhook.filter(), actor, companies.load().zone());
                Map<Long, List<Records.Change>> changes = event == RecordEvent.CHANGED || event == RecordEvent.MERGED
                        ? records.latestChanges(type, found, actor)
                        : Map.of();
                FieldMask mask = access.mask(actor, type);
                List<Deliveries.Draft> drafts = found.stream()
                        .filter(record -> event != RecordEvent.CHANGED || changes.containsKey(record.id()))
                        .map(record -> {
                            UUID eventId = Objects.requireNonNull(eventIds.get(record.id()));
                            ObjectNode body = body(record, field -> mask.shows(field.key()), event, eventId, actorId);
                            if (event == RecordEvent.CHANGED || event == RecordEvent.MERGED) {
                                put(body, record, changes.getOrDefault(record.id(), List.of()));
                            }
                            if (loser != null) {
                                body.putObject("merged").put("id", loser);
                            }
                            return new Deliveries.Draft(
                                    eventId,
                                    event.type(objectKey),
                                    objectKey,
                                    record.id(),
                                    RecordJson.JSON.writeValueAsString(body));
                        })
                        .toList();
                deliveries.add(webhook, drafts);
                any |= !drafts.isEmpty();
            } catch (UnanswerableFilter unanswerable) {
                webhooks.pause(webhook, Webhook.Pause.FILTER);
            }
        }
        if (any) {
            AfterCommit.only(sender::start);
        }
    }

    private ObjectNode body(
            StoredRecord record,
            Predicate<ObjectField> shown,
            RecordEvent event,
            UUID eventId,
            @Nullable Long actorId) {
        ObjectNode body = RecordJson.JSON.createObjectNode();
        body.put("id", eventId.toString());
        body.put("type", event.type(record.type().key()));
        body.put("at", clock.instant().toString());
        if (actorId == null) {
            body.putNull("actor");
        } else {
            ObjectNode actor = body.putObject("actor");
            actor.put("id", actorId);
            actor.put("name", users.actor(actorId).name());
        }
        body.set("record", RecordJson.record(record, shown));
        return body;
    }

    private static void put(ObjectNode body, StoredRecord record, List<Records.Change> changes) {
        ArrayNode nodes = body.putArray("changes");
        changes.forEach(change ->
                RecordJson.putChange(nodes.addObject(), record.type(), change.field(), change.from(), change.to()));
    }
}
