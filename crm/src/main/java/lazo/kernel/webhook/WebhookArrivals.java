package lazo.kernel.webhook;

import static lazodb.Tables.WEBHOOK_ARRIVAL;
import static lazodb.Tables.WEBHOOK_SOURCE;
import static org.jooq.impl.DSL.noCondition;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RecordJson;
import lazo.kernel.api.RecordWrites;
import lazo.kernel.api.RecordWrites.Written;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Problem;
import lazo.platform.outbound.Sweep;
import lazodb.tables.records.WebhookArrivalRecord;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What other programs have sent. It is checked and stored before it is answered, once for each event of a source, and written
 * to a record afterwards, in one transaction with the note that it is done.
 */
@Component
public class WebhookArrivals implements AutoCloseable {
    public static final int PAGE = 50;
    private static final Logger log = LoggerFactory.getLogger(WebhookArrivals.class);
    private static final int LONGEST_ID = 200;
    private static final int MOST_ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration BODY_OF_DONE_KEPT = Duration.ofDays(3);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final String FROM_HEADER = "header:";

    private final DSLContext sql;
    private final WebhookSources sources;
    private final RecordWrites writes;
    private final ObjectTypes types;
    private final Users users;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Sweep sweep = new Sweep("arrivals", this::work);
    private final ReentrantLock working = new ReentrantLock();

    WebhookArrivals(
            DSLContext sql,
            WebhookSources sources,
            RecordWrites writes,
            ObjectTypes types,
            Users users,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.sources = sources;
        this.writes = writes;
        this.types = types;
        this.users = users;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @param fresh whether it has not been sent before */
    public record Received(String eventId, boolean fresh) {}

    /**
     * Takes what was sent to the address of a source.
     *
     * @param headers the first value of a header, or null
     * @throws ApiRefusal when there is no such source, it did not sign this, or it is no JSON
     */
    public Received receive(String publicId, Function<String, String> headers, byte[] body) {
        WebhookSource source = sources.open(publicId).orElseThrow(() -> ApiRefusal.of(404, "API-134"));
        String secret = sources.secret(source).orElseThrow(() -> ApiRefusal.of(404, "API-134"));
        if (!source.scheme().isRight(headers, source.header(), secret, body, clock.instant())) {
            throw ApiRefusal.of(401, "API-135", source.scheme().header(source.header()));
        }
        JsonNode document = RecordJson.object(body);
        String eventId = eventId(source, headers, document, body);
        OffsetDateTime now = now();
        int times = sql.insertInto(WEBHOOK_ARRIVAL)
                .set(WEBHOOK_ARRIVAL.SOURCE_ID, source.id())
                .set(WEBHOOK_ARRIVAL.EVENT_ID, eventId)
                .set(WEBHOOK_ARRIVAL.BODY, new String(body, StandardCharsets.UTF_8))
                .set(WEBHOOK_ARRIVAL.RECEIVED_AT, now)
                .set(WEBHOOK_ARRIVAL.NEXT_ATTEMPT_AT, now)
                .onConflict(WEBHOOK_ARRIVAL.SOURCE_ID, WEBHOOK_ARRIVAL.EVENT_ID)
                .doUpdate()
                .set(WEBHOOK_ARRIVAL.TIMES, WEBHOOK_ARRIVAL.TIMES.plus(1))
                .returningResult(WEBHOOK_ARRIVAL.TIMES)
                .fetchSingle()
                .value1();
        start();
        return new Received(eventId, times == 1);
    }

    private static String eventId(
            WebhookSource source, Function<String, String> headers, JsonNode document, byte[] body) {
        String told = "";
        if (source.eventId().startsWith(FROM_HEADER)) {
            String header = headers.apply(source.eventId().substring(FROM_HEADER.length()));
            told = header == null ? "" : header;
        } else if (!source.eventId().isEmpty()) {
            told = JsonPath.of(source.eventId()).read(document).asString("");
        }
        return told.isBlank() || told.length() > LONGEST_ID ? "sha256:" + hash(body) : told;
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Whether this says where an event's id stands. */
    public static boolean isEventId(String text) {
        return text.isEmpty()
                || (text.startsWith(FROM_HEADER)
                        ? text.substring(FROM_HEADER.length()).matches("[A-Za-z0-9-]{1,80}")
                        : JsonPath.isOne(text) && !text.startsWith("'"));
    }

    /** Soon, on another thread. */
    void start() {
        sweep.start();
    }

    /** Writes all that waits, the oldest first. */
    void work() {
        working.lock();
        try {
            while (writeNext()) {
                // As long as there is something.
            }
        } finally {
            working.unlock();
        }
    }

    private boolean writeNext() {
        long[] taken = new long[1];
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                var row = sql.select(WEBHOOK_ARRIVAL.asterisk())
                        .from(WEBHOOK_ARRIVAL)
                        .join(WEBHOOK_SOURCE)
                        .on(WEBHOOK_SOURCE.ID.eq(WEBHOOK_ARRIVAL.SOURCE_ID))
                        .where(
                                WEBHOOK_ARRIVAL.STATE.eq(Arrival.State.WAITING.name()),
                                WEBHOOK_ARRIVAL.NEXT_ATTEMPT_AT.le(now()),
                                WEBHOOK_SOURCE.ACTIVE.isTrue())
                        .orderBy(WEBHOOK_ARRIVAL.ID)
                        .limit(1)
                        .forUpdate()
                        .of(WEBHOOK_ARRIVAL)
                        .skipLocked()
                        .fetchOptionalInto(WEBHOOK_ARRIVAL);
                if (row.isEmpty()) {
                    return false;
                }
                taken[0] = row.get().getId();
                write(row.get());
                return true;
            }));
        } catch (RuntimeException failed) {
            log.warn("What arrived as {} was not written; it is tried again", taken[0], failed);
            putOff(taken[0]);
            return taken[0] != 0;
        }
    }

    private void write(WebhookArrivalRecord row) {
        try {
            WebhookSource source = sources.find(row.getSourceId()).orElseThrow();
            JsonNode document = RecordJson.object(String.valueOf(row.getBody()).getBytes(StandardCharsets.UTF_8));
            Written written = write(source, document);
            sql.update(WEBHOOK_ARRIVAL)
                    .set(WEBHOOK_ARRIVAL.STATE, Arrival.State.DONE.name())
                    .set(WEBHOOK_ARRIVAL.ATTEMPTS, WEBHOOK_ARRIVAL.ATTEMPTS.plus(1))
                    .set(WEBHOOK_ARRIVAL.RECORD_ID, written.record().id())
                    .set(WEBHOOK_ARRIVAL.CREATED, written.created())
                    .set(WEBHOOK_ARRIVAL.PROBLEM, (JSONB) null)
                    .where(WEBHOOK_ARRIVAL.ID.eq(row.getId()))
                    .execute();
        } catch (ApiRefusal refusal) {
            fail(row.getId(), refusal);
        }
    }

    private void fail(long id, ApiRefusal refusal) {
        sql.update(WEBHOOK_ARRIVAL)
                .set(WEBHOOK_ARRIVAL.STATE, Arrival.State.FAILED.name())
                .set(WEBHOOK_ARRIVAL.ATTEMPTS, WEBHOOK_ARRIVAL.ATTEMPTS.plus(1))
                .set(WEBHOOK_ARRIVAL.PROBLEM, JSONB.valueOf(json(refusal).toString()))
                .where(WEBHOOK_ARRIVAL.ID.eq(id))
                .execute();
    }

    /** Something went wrong that may go right later. */
    private void putOff(long id) {
        transaction.executeWithoutResult(status -> sql.selectFrom(WEBHOOK_ARRIVAL)
                .where(WEBHOOK_ARRIVAL.ID.eq(id))
                .forUpdate()
                .fetchOptional()
                .ifPresent(row -> {
                    int attempts = row.getAttempts() + 1;
                    if (attempts >= MOST_ATTEMPTS) {
                        fail(id, ApiRefusal.of(500, "API-500", "#" + id));
                    } else {
                        long seconds = FIRST_PAUSE.toSeconds() << 2 * (attempts - 1);
                        row.setAttempts(attempts);
                        row.setNextAttemptAt(now().plusSeconds(seconds));
                        row.update();
                    }
                }));
    }

    /** Writes a document to the record it means. */
    private Written write(WebhookSource source, JsonNode document) {
        ObjectType type =
                types.find(source.objectKey()).orElseThrow(() -> ApiRefusal.of(404, "API-408", source.objectKey()));
        Actor actor = users.find(source.userId())
                .filter(user -> user.active())
                .map(user -> users.actor(user.id()))
                .orElseThrow(() -> ApiRefusal.of(403, "API-104"));
        ObjectNode fields = fields(source, type, document);
        return source.keyField().isEmpty()
                ? writes.create(type, fields, actor)
                : writes.upsert(type, source.keyField(), fields, actor);
    }

    /** What the fields would be given. */
    public ObjectNode fields(WebhookSource source, ObjectType type, JsonNode document) {
        ObjectNode fields = RecordJson.JSON.createObjectNode();
        for (WebhookSource.Mapping mapping : source.mapping()) {
            JsonNode value = JsonPath.of(mapping.path()).read(document);
            if (!value.isMissingNode()) {
                fields.set(
                        mapping.field(),
                        type.find(mapping.field())
                                .map(field -> fitted(field, value))
                                .orElse(value));
            }
        }
        return fields;
    }

    /** Other programs write numbers as texts and texts as numbers; what is meant is plain from the field. */
    private static JsonNode fitted(ObjectField field, JsonNode value) {
        if (value.isNull() || value.isObject()) {
            return value;
        }
        var nodes = RecordJson.JSON.getNodeFactory();
        return switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE, DATE, DATE_TIME, ADDRESS ->
                value.isNumber() || value.isBoolean() ? nodes.stringNode(value.asString()) : value;
            case NUMBER, PERCENT, MONEY, USER, LOOKUP -> {
                try {
                    yield value.isString()
                            ? RecordJson.JSON.readTree(value.stringValue().strip())
                            : value;
                } catch (JacksonException noNumber) {
                    yield value;
                }
            }
            case YES_NO ->
                switch (value.asString("").strip().toLowerCase(java.util.Locale.ROOT)) {
                    case "true", "1" -> nodes.booleanNode(true);
                    case "false", "0" -> nodes.booleanNode(false);
                    default -> value;
                };
            case MULTI_CHOICE, TAGS ->
                value.isArray() ? value : nodes.arrayNode().add(value.asString(""));
        };
    }

    /** What a document would do, without doing it. @throws ApiRefusal when it would be refused */
    public Written rehearse(WebhookSource source, JsonNode document) {
        return java.util.Objects.requireNonNull(transaction.execute(status -> {
            status.setRollbackOnly();
            return write(source, document);
        }));
    }

    private static ObjectNode json(ApiRefusal refusal) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("code", refusal.code());
        var arguments = node.putArray("arguments");
        Stream.of(refusal.arguments()).forEach(argument -> arguments.add(String.valueOf(argument)));
        var problems = node.putArray("problems");
        refusal.problems().forEach(problem -> {
            ObjectNode one = problems.addObject();
            one.put("field", problem.field());
            one.put("code", problem.code());
            var args = one.putArray("args");
            problem.args().forEach(args::add);
        });
        return node;
    }

    private static Arrival.Failure failure(JSONB json) {
        JsonNode node = RecordJson.JSON.readTree(json.data());
        List<Problem> problems = new ArrayList<>();
        node.path("problems")
                .forEach(one -> problems.add(new Problem(
                        one.path("field").stringValue(), one.path("code").stringValue(), texts(one.path("args")))));
        return new Arrival.Failure(node.path("code").stringValue(), texts(node.path("arguments")), problems);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(text -> text.asString("")).toList();
    }

    /** Newest first. @param before the id of the last one on the page before */
    public List<Arrival> list(long sourceId, Optional<Arrival.State> state, Optional<Long> before) {
        return sql.selectFrom(WEBHOOK_ARRIVAL)
                .where(
                        WEBHOOK_ARRIVAL.SOURCE_ID.eq(sourceId),
                        state.map(one -> WEBHOOK_ARRIVAL.STATE.eq(one.name())).orElse(noCondition()),
                        before.map(WEBHOOK_ARRIVAL.ID::lt).orElse(noCondition()))
                .orderBy(WEBHOOK_ARRIVAL.ID.desc())
                .limit(PAGE + 1)
                .fetch(WebhookArrivals::arrival);
    }

    public int count(long sourceId, Arrival.State state) {
        return sql.fetchCount(
                WEBHOOK_ARRIVAL, WEBHOOK_ARRIVAL.SOURCE_ID.eq(sourceId), WEBHOOK_ARRIVAL.STATE.eq(state.name()));
    }

    /** Tries again what failed: one of them, or all. @return how many */
    public int retry(long sourceId, Optional<Long> one) {
        int count = sql.update(WEBHOOK_ARRIVAL)
                .set(WEBHOOK_ARRIVAL.STATE, Arrival.State.WAITING.name())
                .set(WEBHOOK_ARRIVAL.ATTEMPTS, 0)
                .set(WEBHOOK_ARRIVAL.NEXT_ATTEMPT_AT, now())
                .where(
                        WEBHOOK_ARRIVAL.SOURCE_ID.eq(sourceId),
                        WEBHOOK_ARRIVAL.STATE.eq(Arrival.State.FAILED.name()),
                        WEBHOOK_ARRIVAL.BODY.isNotNull(),
                        one.map(WEBHOOK_ARRIVAL.ID::eq).orElse(noCondition()))
                .execute();
        start();
        return count;
    }

    /** Forgets what was sent three days after it was written, and all of it after a month. */
    void tidy() {
        OffsetDateTime now = now();
        sql.update(WEBHOOK_ARRIVAL)
                .set(WEBHOOK_ARRIVAL.BODY, (String) null)
                .where(
                        WEBHOOK_ARRIVAL.STATE.eq(Arrival.State.DONE.name()),
                        WEBHOOK_ARRIVAL.BODY.isNotNull(),
                        WEBHOOK_ARRIVAL.RECEIVED_AT.lt(now.minus(BODY_OF_DONE_KEPT)))
                .execute();
        sql.deleteFrom(WEBHOOK_ARRIVAL)
                .where(WEBHOOK_ARRIVAL.RECEIVED_AT.lt(now.minus(KEPT)))
                .execute();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Arrival arrival(WebhookArrivalRecord row) {
        return new Arrival(
                row.getId(),
                row.getSourceId(),
                row.getEventId(),
                row.getBody(),
                row.getReceivedAt().toInstant(),
                row.getTimes(),
                Arrival.State.valueOf(row.getState()),
                row.getAttempts(),
                row.getRecordId(),
                row.getCreated(),
                row.getProblem() == null ? null : failure(row.getProblem()));
    }

    @Override
    public void close() {
        sweep.close();
    }
}
