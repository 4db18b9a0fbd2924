package lazo.kernel.webhook;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.WEBHOOK;
import static org.jooq.impl.DSL.select;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazo.kernel.api.RecordEvent;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.FilterText;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Tokens;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import lazo.platform.database.AfterCommit;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import lazodb.tables.records.WebhookRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who is told of what. Which of them listen to an object is known without asking the database for a few seconds. */
@Component
public class Webhooks implements SecretHolder {
    private static final Duration SILENCE = Duration.ofDays(3);
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    private static final String ALL = "all";

    private final DSLContext sql;
    private final Secrets secrets;
    private final Notifications notifications;
    private final Clock clock;
    private final LoadingCache<String, Map<String, List<Webhook>>> listening;

    Webhooks(DSLContext sql, Secrets secrets, Notifications notifications, Clock clock) {
        this.sql = sql;
        this.secrets = secrets;
        this.notifications = notifications;
        this.clock = clock;
        this.listening =
                Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(10)).build(all -> readListening());
    }

    /** What is typed about one. */
    public record Draft(
            String name,
            URI address,
            boolean privateNetwork,
            String objectKey,
            Set<RecordEvent> events,
            Filter filter,
            long userId) {}

    /** One just made, or with a new secret. @param secret what its receiver checks signatures with; shown once */
    public record Made(Webhook webhook, String secret) {}

    public List<Webhook> all() {
        return sql.selectFrom(WEBHOOK).orderBy(WEBHOOK.NAME, WEBHOOK.ID).fetch(Webhooks::webhook);
    }

    public Optional<Webhook> find(long id) {
        return sql.selectFrom(WEBHOOK).where(WEBHOOK.ID.eq(id)).fetchOptional(Webhooks::webhook);
    }

    /** How many have stopped by themselves. */
    public int paused() {
        return sql.fetchCount(WEBHOOK, WEBHOOK.PAUSED_BECAUSE.isNotNull());
    }

    /** Those that want to hear of this. */
    List<Webhook> listening(String objectKey, RecordEvent event) {
        List<Webhook> ofObject = listening.get(ALL).get(objectKey);
        return ofObject == null
                ? List.of()
                : ofObject.stream()
                        .filter(webhook -> webhook.events().contains(event))
                        .toList();
    }

    private Map<String, List<Webhook>> readListening() {
        return sql.selectFrom(WEBHOOK).where(isOn()).fetch(Webhooks::webhook).stream()
                .collect(Collectors.groupingBy(Webhook::objectKey));
    }

    /** It is switched on and its user is there. */
    static Condition isOn() {
        return WEBHOOK.ACTIVE
                .isTrue()
                .and(WEBHOOK.USER_ID.in(select(APP_USER.ID).from(APP_USER).where(APP_USER.ACTIVE.isTrue())));
    }

    public Made create(Draft draft, Actor maker) {
        long id = sql.fetchSingle("select nextval(pg_get_serial_sequence('webhook', 'id'))")
                .into(Long.class);
        String secret = newSecret();
        sql.insertInto(WEBHOOK)
                .set(row(draft))
                .set(WEBHOOK.ID, id)
                .set(WEBHOOK.SECRET, encrypted(id, secret))
                .set(WEBHOOK.CREATED_AT, now())
                .set(WEBHOOK.CREATED_BY, maker.id())
                .execute();
        AfterCommit.again(listening::invalidateAll);
        return new Made(find(id).orElseThrow(), secret);
    }

    public void change(long id, Draft draft) {
        sql.update(WEBHOOK).set(row(draft)).where(WEBHOOK.ID.eq(id)).execute();
        AfterCommit.again(listening::invalidateAll);
    }

    private static WebhookRecord row(Draft draft) {
        WebhookRecord row = new WebhookRecord();
        row.setName(draft.name());
        row.setAddress(draft.address().toString());
        row.setPrivateNetwork(draft.privateNetwork());
        row.setObjectKey(draft.objectKey());
        row.setEvents(draft.events().stream().map(RecordEvent::key).sorted().toArray(String[]::new));
        row.setFilter(JSONB.valueOf(FilterText.json(draft.filter())));
        row.setUserId(draft.userId());
        return row;
    }

    /** On, or off: then nothing is noted for it and nothing sent. */
    public void activate(long id, boolean active) {
        sql.update(WEBHOOK)
                .set(WEBHOOK.ACTIVE, active)
                .set(WEBHOOK.PAUSED_BECAUSE, (String) null)
                .set(WEBHOOK.FAILING_SINCE, (OffsetDateTime) null)
                .where(WEBHOOK.ID.eq(id))
                .execute();
        AfterCommit.again(listening::invalidateAll);
    }

    public void remove(long id) {
        sql.deleteFrom(WEBHOOK).where(WEBHOOK.ID.eq(id)).execute();
        AfterCommit.again(listening::invalidateAll);
    }

    /** The one before is good for nothing from now on. */
    public Made renewSecret(long id) {
        String secret = newSecret();
        sql.update(WEBHOOK)
                .set(WEBHOOK.SECRET, encrypted(id, secret))
                .where(WEBHOOK.ID.eq(id))
                .execute();
        return new Made(find(id).orElseThrow(), secret);
    }

    /** Stops one that cannot go on, and tells who made it. */
    void pause(Webhook webhook, Webhook.Pause why) {
        boolean stopped = sql.update(WEBHOOK)
                        .set(WEBHOOK.ACTIVE, false)
                        .set(WEBHOOK.PAUSED_BECAUSE, why.name())
                        .where(WEBHOOK.ID.eq(webhook.id()), WEBHOOK.ACTIVE.isTrue())
                        .execute()
                > 0;
        AfterCommit.again(listening::invalidateAll);
        if (stopped) {
            notifications.tell(
                    sql.select(WEBHOOK.CREATED_BY)
                            .from(WEBHOOK)
                            .where(WEBHOOK.ID.eq(webhook.id()))
                            .fetchSet(WEBHOOK.CREATED_BY),
                    NotificationKind.WEBHOOK,
                    "/settings/webhooks/" + webhook.id(),
                    webhook.name(),
                    null);
        }
    }

    void noteSuccess(Webhook webhook) {
        Instant now = clock.instant();
        boolean known = webhook.failingSince() == null
                && webhook.lastSuccessAt() != null
                && webhook.lastSuccessAt().isAfter(now.minus(NOTED_EVERY));
        if (!known) {
            sql.update(WEBHOOK)
                    .set(WEBHOOK.LAST_SUCCESS_AT, now())
                    .set(WEBHOOK.FAILING_SINCE, (OffsetDateTime) null)
                    .where(WEBHOOK.ID.eq(webhook.id()))
                    .execute();
        }
    }

    /** After days without a success it is paused. */
    void noteFailure(Webhook webhook) {
        Instant now = clock.instant();
        if (webhook.failingSince() == null) {
            sql.update(WEBHOOK)
                    .set(WEBHOOK.FAILING_SINCE, now())
                    .where(WEBHOOK.ID.eq(webhook.id()), WEBHOOK.FAILING_SINCE.isNull())
                    .execute();
        } else if (!webhook.failingSince().isAfter(now.minus(SILENCE))) {
            pause(webhook, Webhook.Pause.FAILING);
        }
    }

    /** Empty when the key it is encrypted with is lost. */
    Optional<String> secret(long id) {
        return sql.select(WEBHOOK.SECRET)
                .from(WEBHOOK)
                .where(WEBHOOK.ID.eq(id))
                .fetchOptional(WEBHOOK.SECRET)
                .flatMap(encrypted -> secrets.decrypt(encrypted, place(id)))
                .map(secret -> new String(secret, StandardCharsets.UTF_8));
    }

    private static String newSecret() {
        return "whsec_" + Tokens.random();
    }

    private byte[] encrypted(long id, String secret) {
        return secrets.encrypt(secret.getBytes(StandardCharsets.UTF_8), place(id));
    }

    private static String place(long id) {
        return "webhook " + id;
    }

    @Override
    public int encryptAgain() {
        int count = 0;
        for (long id : sql.select(WEBHOOK.ID).from(WEBHOOK).fetch(WEBHOOK.ID)) {
            Optional<String> secret = secret(id);
            if (secret.isPresent()) {
                count += sql.update(WEBHOOK)
                        .set(WEBHOOK.SECRET, encrypted(id, secret.get()))
                        .where(WEBHOOK.ID.eq(id))
                        .execute();
            }
        }
        return count;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    static Webhook webhook(WebhookRecord row) {
        return new Webhook(
                row.getId(),
                row.getName(),
                URI.create(row.getAddress()),
                row.getPrivateNetwork(),
                row.getObjectKey(),
                Stream.of(row.getEvents())
                        .flatMap(key -> RecordEvent.ofKey(key).stream())
                        .collect(Collectors.toSet()),
                FilterText.ofJson(row.getFilter().data()),
                row.getUserId(),
                row.getActive(),
                row.getPausedBecause() == null ? null : Webhook.Pause.valueOf(row.getPausedBecause()),
                instant(row.getFailingSince()),
                instant(row.getLastSuccessAt()));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }
}
