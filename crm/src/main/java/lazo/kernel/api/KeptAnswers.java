package lazo.kernel.api;

import static lazodb.Tables.API_ANSWER;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what a request with an {@code Idempotency-Key} asks for once, however often it is sent: the answer is stored in the
 * transaction of the work. An equal request that comes meanwhile waits for it at the row of the first.
 */
@Component
public class KeptAnswers {
    /** How long an answer can be had again. */
    public static final Duration LIFE = Duration.ofHours(24);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final DSLContext sql;
    private final TransactionTemplate transaction;
    private final Clock clock;

    KeptAnswers(DSLContext sql, TransactionTemplate transaction, Clock clock) {
        this.sql = sql;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What is sent back. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {
        Answer again() {
            var more = new java.util.HashMap<>(headers);
            more.put("Idempotent-Replayed", "true");
            return new Answer(status, more, body);
        }
    }

    /**
     * @param request hash of all that was asked
     * @throws ApiRefusal when the same key came with another request
     */
    public Answer once(ApiKey key, String idempotencyKey, byte[] request, Supplier<Answer> work) {
        if (!KEY.matcher(idempotencyKey).matches()) {
            throw ApiRefusal.of(400, "API-120");
        }
        return java.util.Objects.requireNonNull(transaction.execute(status -> {
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            sql.deleteFrom(API_ANSWER)
                    .where(
                            API_ANSWER.KEY_ID.eq(key.id()),
                            API_ANSWER.IDEMPOTENCY_KEY.eq(idempotencyKey),
                            API_ANSWER.CREATED_AT.lt(now.minus(LIFE)))
                    .execute();
            boolean first = sql.insertInto(API_ANSWER)
                            .set(API_ANSWER.KEY_ID, key.id())
                            .set(API_ANSWER.IDEMPOTENCY_KEY, idempotencyKey)
                            .set(API_ANSWER.REQUEST_HASH, request)
                            .set(API_ANSWER.CREATED_AT, now)
                            .onConflictDoNothing()
                            .execute()
                    == 1;
            return first ? keep(key, idempotencyKey, work.get()) : kept(key, idempotencyKey, request);
        }));
    }

    private Answer keep(ApiKey key, String idempotencyKey, Answer answer) {
        sql.update(API_ANSWER)
                .set(API_ANSWER.STATUS, answer.status())
                .set(API_ANSWER.HEADERS, JSONB.valueOf(JSON.writeValueAsString(answer.headers())))
                .set(API_ANSWER.BODY, answer.body())
                .where(API_ANSWER.KEY_ID.eq(key.id()), API_ANSWER.IDEMPOTENCY_KEY.eq(idempotencyKey))
                .execute();
        return answer;
    }

    private Answer kept(ApiKey key, String idempotencyKey, byte[] request) {
        var row = sql.selectFrom(API_ANSWER)
                .where(API_ANSWER.KEY_ID.eq(key.id()), API_ANSWER.IDEMPOTENCY_KEY.eq(idempotencyKey))
                .fetchSingle();
        if (!MessageDigest.isEqual(request, row.getRequestHash())) {
            throw ApiRefusal.of(422, "API-119");
        }
        Map<String, String> headers =
                JSON.readValue(row.getHeaders().data(), new TypeReference<Map<String, String>>() {});
        return new Answer(row.getStatus(), headers, row.getBody()).again();
    }
}
