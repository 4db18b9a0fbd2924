package lazo.kernel.webhook;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.WEBHOOK_SOURCE;
import static org.jooq.impl.DSL.select;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.api.RecordJson;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Tokens;
import lazo.kernel.webhook.WebhookSource.Mapping;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import lazodb.tables.records.WebhookSourceRecord;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;

/** The programs that send to Lazo. Their secrets are kept encrypted: what they sign is checked with them. */
@Component
public class WebhookSources implements SecretHolder {
    private final DSLContext sql;
    private final Secrets secrets;
    private final Clock clock;

    WebhookSources(DSLContext sql, Secrets secrets, Clock clock) {
        this.sql = sql;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** What is typed about one. @param secret the sender's own; empty to be given one, or to keep the one there is */
    public record Draft(
            String name,
            SignatureScheme scheme,
            String header,
            String secret,
            String objectKey,
            String keyField,
            String eventId,
            List<Mapping> mapping,
            long userId) {}

    /** One just made, or with a new secret. @param secret shown once */
    public record Made(WebhookSource source, String secret) {}

    public List<WebhookSource> all() {
        return sql.selectFrom(WEBHOOK_SOURCE)
                .orderBy(WEBHOOK_SOURCE.NAME, WEBHOOK_SOURCE.ID)
                .fetch(WebhookSources::source);
    }

    public Optional<WebhookSource> find(long id) {
        return sql.selectFrom(WEBHOOK_SOURCE).where(WEBHOOK_SOURCE.ID.eq(id)).fetchOptional(WebhookSources::source);
    }

    /** The one of this address, if it is switched on and its user is there. */
    Optional<WebhookSource> open(String publicId) {
        return sql.selectFrom(WEBHOOK_SOURCE)
                .where(
                        WEBHOOK_SOURCE.PUBLIC_ID.eq(publicId),
                        WEBHOOK_SOURCE.ACTIVE.isTrue(),
                        WEBHOOK_SOURCE.USER_ID.in(
                                select(APP_USER.ID).from(APP_USER).where(APP_USER.ACTIVE.isTrue())))
                .fetchOptional(WebhookSources::source);
    }

    public Made create(Draft draft, Actor maker) {
        String publicId = Tokens.readable(4).replace("-", "");
        String secret = draft.secret().isEmpty() ? newSecret() : draft.secret();
        WebhookSource made = sql.insertInto(WEBHOOK_SOURCE)
                .set(row(draft))
                .set(WEBHOOK_SOURCE.PUBLIC_ID, publicId)
                .set(WEBHOOK_SOURCE.SECRET, encrypted(publicId, secret))
                .set(WEBHOOK_SOURCE.CREATED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(WEBHOOK_SOURCE.CREATED_BY, maker.id())
                .returning()
                .fetchSingle(WebhookSources::source);
        return new Made(made, secret);
    }

    public void change(WebhookSource source, Draft draft) {
        sql.update(WEBHOOK_SOURCE)
                .set(row(draft))
                .where(WEBHOOK_SOURCE.ID.eq(source.id()))
                .execute();
        if (!draft.secret().isEmpty()) {
            keep(source, draft.secret());
        }
    }

    private static WebhookSourceRecord row(Draft draft) {
        WebhookSourceRecord row = new WebhookSourceRecord();
        row.setName(draft.name());
        row.setScheme(draft.scheme().key());
        row.setHeader(draft.header());
        row.setObjectKey(draft.objectKey());
        row.setKeyField(draft.keyField());
        row.setEventId(draft.eventId());
        row.setUserId(draft.userId());
        ArrayNode mapping = RecordJson.JSON.createArrayNode();
        draft.mapping()
                .forEach(one -> mapping.addObject().put("field", one.field()).put("path", one.path()));
        row.setMapping(JSONB.valueOf(mapping.toString()));
        return row;
    }

    public void activate(long id, boolean active) {
        sql.update(WEBHOOK_SOURCE)
                .set(WEBHOOK_SOURCE.ACTIVE, active)
                .where(WEBHOOK_SOURCE.ID.eq(id))
                .execute();
    }

    public void remove(long id) {
        sql.deleteFrom(WEBHOOK_SOURCE).where(WEBHOOK_SOURCE.ID.eq(id)).execute();
    }

    public Made renewSecret(WebhookSource source) {
        String secret = newSecret();
        keep(source, secret);
        return new Made(source, secret);
    }

    private void keep(WebhookSource source, String secret) {
        sql.update(WEBHOOK_SOURCE)
                .set(WEBHOOK_SOURCE.SECRET, encrypted(source.publicId(), secret))
                .where(WEBHOOK_SOURCE.ID.eq(source.id()))
                .execute();
    }

    /** Empty when the key it is encrypted with is lost. */
    Optional<String> secret(WebhookSource source) {
        return sql.select(WEBHOOK_SOURCE.SECRET)
                .from(WEBHOOK_SOURCE)
                .where(WEBHOOK_SOURCE.ID.eq(source.id()))
                .fetchOptional(WEBHOOK_SOURCE.SECRET)
                .flatMap(encrypted -> secrets.decrypt(encrypted, place(source.publicId())))
                .map(secret -> new String(secret, StandardCharsets.UTF_8));
    }

    private static String newSecret() {
        return "whsec_" + Tokens.random();
    }

    private byte[] encrypted(String publicId, String secret) {
        return secrets.encrypt(secret.getBytes(StandardCharsets.UTF_8), place(publicId));
    }

    private static String place(String publicId) {
        return "webhook source " + publicId;
    }

    @Override
    public int encryptAgain() {
        int count = 0;
        for (WebhookSource source : all()) {
            Optional<String> secret = secret(source);
            if (secret.isPresent()) {
                keep(source, secret.get());
                count++;
            }
        }
        return count;
    }

    static WebhookSource source(WebhookSourceRecord row) {
        List<Mapping> mapping = new ArrayList<>();
        RecordJson.JSON
                .readTree(row.getMapping().data())
                .forEach(one -> mapping.add(new Mapping(
                        one.path("field").stringValue(), one.path("path").stringValue())));
        return new WebhookSource(
                row.getId(),
                row.getName(),
                row.getPublicId(),
                SignatureScheme.ofKey(row.getScheme()).orElseThrow(),
                row.getHeader(),
                row.getObjectKey(),
                row.getKeyField(),
                row.getEventId(),
                mapping,
                row.getUserId(),
                row.getActive());
    }
}
