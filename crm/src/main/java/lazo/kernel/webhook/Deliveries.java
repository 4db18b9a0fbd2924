package lazo.kernel.webhook;

import static lazodb.Tables.WEBHOOK;
import static lazodb.Tables.WEBHOOK_DELIVERY;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lazo.kernel.api.RecordJson;
import lazo.platform.outbound.Backoff;
import lazodb.tables.records.WebhookDeliveryRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is sent to webhooks, from the transaction of the change until it has arrived or is given up. Whoever takes one holds
 * it for two minutes; if nothing is heard of it by then, it is sent again.
 */
@Component
public class Deliveries {
    /** How long it is tried. */
    public static final Duration TRIED_FOR = Duration.ofDays(3);

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofHours(12), TRIED_FOR);

    public static final int PAGE = 50;
    private static final String PING = "ping";
    private static final Duration HELD = Duration.ofMinutes(2);
    private static final Duration DELIVERED_KEPT = Duration.ofDays(7);
    private static final Duration DEAD_KEPT = Duration.ofDays(30);
    private static final int LONGEST_ANSWER = 1_000;
    private static final int AT_ONCE = 500;

    private final DSLContext sql;
    private final Clock clock;

    Deliveries(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Something to be sent. @param eventId the same for all webhooks that are told of one event */
    record Draft(
            UUID eventId,
            String event,
            String objectKey,
            @Nullable Long recordId,
            String body) {}

    /** In the transaction of the change. */
    void add(Webhook webhook, List<Draft> drafts) {
        OffsetDateTime now = now();
        for (int from = 0; from < drafts.size(); from += AT_ONCE) {
            var insert = sql.insertInto(
                    WEBHOOK_DELIVERY,
                    WEBHOOK_DELIVERY.WEBHOOK_ID,
                    WEBHOOK_DELIVERY.EVENT_ID,
                    WEBHOOK_DELIVERY.EVENT,
                    WEBHOOK_DELIVERY.OBJECT_KEY,
                    WEBHOOK_DELIVERY.RECORD_ID,
                    WEBHOOK_DELIVERY.BODY,
                    WEBHOOK_DELIVERY.CREATED_AT,
                    WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT);
            for (Draft draft : drafts.subList(from, Math.min(from + AT_ONCE, drafts.size()))) {
                insert = insert.values(
                        webhook.id(),
                        draft.eventId(),
                        draft.event(),
                        draft.objectKey(),
                        draft.recordId(),
                        draft.body(),
                        now,
                        now);
            }
            insert.execute();
        }
    }

    /** Something harmless to see whether it arrives: an event {@code ping} about no record. @return the delivery's id */
    public long ping(Webhook webhook) {
        UUID eventId = UUID.randomUUID();
        ObjectNode body = RecordJson.JSON.createObjectNode();
        body.put("id", eventId.toString());
        body.put("type", PING);
        body.put("at", clock.instant().toString());
        add(webhook, List.of(new Draft(eventId, PING, webhook.objectKey(), null, body.toString())));
        return sql.select(WEBHOOK_DELIVERY.ID)
                .from(WEBHOOK_DELIVERY)
                .where(WEBHOOK_DELIVERY.EVENT_ID.eq(eventId))
                .fetchSingle()
                .value1();
    }

    /** Webhooks with something to send now. */
    List<Long> due() {
        return sql.select(WEBHOOK.ID)
                .from(WEBHOOK)
                .where(
                        Webhooks.isOn(),
                        exists(selectOne()
                                .from(WEBHOOK_DELIVERY)
                                .where(WEBHOOK_DELIVERY.WEBHOOK_ID.eq(WEBHOOK.ID), isDue())))
                .fetch(WEBHOOK.ID);
    }

    private Condition isDue() {
        return WEBHOOK_DELIVERY.STATE.eq(Delivery.State.WAITING.name()).and(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT.le(now()));
    }

    /** Takes the oldest that is due, for a while. */
    Optional<Delivery> take(long webhookId) {
        OffsetDateTime now = now();
        return sql.update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, now.plus(HELD))
                .set(WEBHOOK_DELIVERY.ATTEMPTS, WEBHOOK_DELIVERY.ATTEMPTS.plus(1))
                .set(WEBHOOK_DELIVERY.TRIED_AT, now)
                .set(WEBHOOK_DELIVERY.FIRST_TRIED_AT, org.jooq.impl.DSL.coalesce(WEBHOOK_DELIVERY.FIRST_TRIED_AT, now))
                .where(WEBHOOK_DELIVERY.ID.eq(select(WEBHOOK_DELIVERY.ID)
                        .from(WEBHOOK_DELIVERY)
                        .join(WEBHOOK)
                        .on(WEBHOOK.ID.eq(WEBHOOK_DELIVERY.WEBHOOK_ID))
                        .where(WEBHOOK_DELIVERY.WEBHOOK_ID.eq(webhookId), isDue(), Webhooks.isOn())
                        .orderBy(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, WEBHOOK_DELIVERY.ID)
                        .limit(1)
                        .forUpdate()
                        .of(WEBHOOK_DELIVERY)
                        .skipLocked()))
                .returning()
                .fetchOptional(Deliveries::delivery);
    }

    /** What came of an attempt. @param failure null when it arrived */
    record Attempt(
            @Nullable Integer status,
            int millis,
            @Nullable String answer,
            @Nullable String failure) {
        boolean arrived() {
            return failure == null;
        }
    }

    void note(Delivery delivery, Attempt attempt) {
        Instant now = clock.instant();
        Instant began = delivery.firstTriedAt() == null ? now : delivery.firstTriedAt();
        Instant next = now.plus(BACKOFF.pause(delivery.attempts()));
        boolean givenUp = !attempt.arrived() && next.isAfter(began.plus(BACKOFF.altogether()));
        Delivery.State state =
                attempt.arrived() ? Delivery.State.DELIVERED : givenUp ? Delivery.State.DEAD : Delivery.State.WAITING;
        sql.update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.STATE, state.name())
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, next.atOffset(ZoneOffset.UTC))
                .set(WEBHOOK_DELIVERY.STATUS, attempt.status())
                .set(WEBHOOK_DELIVERY.MILLIS, attempt.millis())
                .set(WEBHOOK_DELIVERY.ANSWER, shortened(attempt.answer()))
                .set(WEBHOOK_DELIVERY.FAILURE, shortened(attempt.failure()))
                .where(WEBHOOK_DELIVERY.ID.eq(delivery.id()))
                .execute();
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = text.replace("\0", "");
        return clean.length() <= LONGEST_ANSWER ? clean : clean.substring(0, LONGEST_ANSWER) + "…";
    }

    /** Newest first. @param before the id of the last one on the page before */
    public List<Delivery> list(long webhookId, Optional<Delivery.State> state, Optional<Long> before) {
        return sql.selectFrom(WEBHOOK_DELIVERY)
                .where(
                        WEBHOOK_DELIVERY.WEBHOOK_ID.eq(webhookId),
                        state.map(one -> WEBHOOK_DELIVERY.STATE.eq(one.name())).orElse(noCondition()),
                        before.map(WEBHOOK_DELIVERY.ID::lt).orElse(noCondition()))
                .orderBy(WEBHOOK_DELIVERY.ID.desc())
                .limit(PAGE + 1)
                .fetch(Deliveries::delivery);
    }

    public Optional<Delivery> find(long webhookId, long id) {
        return sql.selectFrom(WEBHOOK_DELIVERY)
                .where(WEBHOOK_DELIVERY.ID.eq(id), WEBHOOK_DELIVERY.WEBHOOK_ID.eq(webhookId))
                .fetchOptional(Deliveries::delivery);
    }

    /** How many of a webhook are in this state. */
    public int count(long webhookId, Delivery.State state) {
        return sql.fetchCount(
                WEBHOOK_DELIVERY, WEBHOOK_DELIVERY.WEBHOOK_ID.eq(webhookId), WEBHOOK_DELIVERY.STATE.eq(state.name()));
    }

    /** Sends one again, arrived or not, with the same event id and the days it is tried from the beginning. */
    public boolean replay(long webhookId, long id) {
        return replay(WEBHOOK_DELIVERY.WEBHOOK_ID.eq(webhookId).and(WEBHOOK_DELIVERY.ID.eq(id))) == 1;
    }

    /** Sends again all that were given up. @return how many */
    public int replayDead(long webhookId) {
        return replay(
                WEBHOOK_DELIVERY.WEBHOOK_ID.eq(webhookId).and(WEBHOOK_DELIVERY.STATE.eq(Delivery.State.DEAD.name())));
    }

    private int replay(Condition which) {
        return sql.update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.STATE, Delivery.State.WAITING.name())
                .set(WEBHOOK_DELIVERY.ATTEMPTS, 0)
                .set(WEBHOOK_DELIVERY.FIRST_TRIED_AT, (OffsetDateTime) null)
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, now())
                .where(which)
                .execute();
    }

    /** Forgets what has arrived after a week, what was given up after a month. */
    void tidy() {
        OffsetDateTime now = now();
        sql.deleteFrom(WEBHOOK_DELIVERY)
                .where(WEBHOOK_DELIVERY
                        .CREATED_AT
                        .lt(now.minus(DEAD_KEPT))
                        .or(WEBHOOK_DELIVERY
                                .CREATED_AT
                                .lt(now.minus(DELIVERED_KEPT))
                                .and(WEBHOOK_DELIVERY.STATE.eq(Delivery.State.DELIVERED.name()))))
                .execute();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Delivery delivery(WebhookDeliveryRecord row) {
        return new Delivery(
                row.getId(),
                row.getWebhookId(),
                row.getEventId(),
                row.getEvent(),
                row.getRecordId(),
                row.getBody(),
                row.getCreatedAt().toInstant(),
                Delivery.State.valueOf(row.getState()),
                row.getAttempts(),
                row.getFirstTriedAt() == null ? null : row.getFirstTriedAt().toInstant(),
                row.getNextAttemptAt().toInstant(),
                row.getTriedAt() == null ? null : row.getTriedAt().toInstant(),
                row.getStatus(),
                row.getMillis(),
                row.getAnswer(),
                row.getFailure());
    }
}
