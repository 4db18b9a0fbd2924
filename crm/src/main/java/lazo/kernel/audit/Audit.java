package lazo.kernel.audit;

import static lazodb.Tables.AUDIT_EVENT;
import static lazodb.Tables.RECORD_CHANGE;
import static org.jooq.impl.DSL.noCondition;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.platform.database.AuditProtection;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Adds to the audit and finds in it. */
@Component
public class Audit {
    static final int PAGE = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DSLContext sql;
    private final Users users;

    Audit(DSLContext sql, Users users) {
        this.sql = sql;
        this.users = users;
    }

    /** Events, or the changes of fields that the history of records keeps. */
    public enum Source {
        EVENT,
        CHANGE
    }

    /** What is looked for; null stands for any. @param before the id of the last one on the page before */
    public record Query(
            Source source,
            @Nullable Long actor,
            @Nullable String action,
            @Nullable String object,
            @Nullable Long recordId,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Long before) {}

    /** @param next for the page after this one */
    public record Found(List<AuditEvent> events, Optional<Long> next) {}

    /** In the transaction of the caller. @param by the user who did it, where no request tells */
    public void note(
            @Nullable Long by,
            String action,
            String object,
            @Nullable Long recordId,
            @Nullable String subject,
            Map<String, ?> detail) {
        sql.execute(
                "select audit_note(?, ?, ?::bigint, ?, ?::jsonb, ?::bigint)",
                action,
                object,
                recordId,
                subject,
                JSON.writeValueAsString(detail),
                by);
    }

    /** The latest first. */
    public Found find(Query query) {
        return find(query, PAGE);
    }

    /** @param size how many at most */
    public Found find(Query query, int size) {
        List<AuditEvent> found =
                new ArrayList<>(query.source() == Source.EVENT ? events(query, size) : changes(query, size));
        if (found.size() <= size) {
            return new Found(found, Optional.empty());
        }
        found.removeLast();
        return new Found(found, Optional.of(found.getLast().id()));
    }

    private List<AuditEvent> events(Query query, int size) {
        return sql.selectFrom(AUDIT_EVENT)
                .where(
                        given(query.actor(), AUDIT_EVENT.ACTOR_ID::eq),
                        given(query.action(), AUDIT_EVENT.ACTION::eq),
                        given(query.object(), AUDIT_EVENT.OBJECT::eq),
                        given(query.recordId(), AUDIT_EVENT.RECORD_ID::eq),
                        given(query.from(), from -> AUDIT_EVENT.AT.ge(from.atOffset(ZoneOffset.UTC))),
                        given(query.until(), until -> AUDIT_EVENT.AT.lt(until.atOffset(ZoneOffset.UTC))),
                        given(query.before(), AUDIT_EVENT.ID::lt))
                .orderBy(AUDIT_EVENT.ID.desc())
                .limit(size + 1)
                .fetch(row -> new AuditEvent(
                        row.getId(),
                        row.getAt().toInstant(),
                        row.getActorName(),
                        row.getSeenAs(),
                        row.getAction(),
                        row.getObject(),
                        row.getRecordId(),
                        row.getSubject(),
                        detail(row.getDetail()),
                        row.getRequest()));
    }

    private List<AuditEvent> changes(Query query, int size) {
        Map<Long, User> names = users.byId();
        return sql.selectFrom(RECORD_CHANGE)
                .where(
                        given(query.actor(), RECORD_CHANGE.CHANGED_BY::eq),
                        given(query.object(), RECORD_CHANGE.OBJECT_KEY::eq),
                        given(query.recordId(), RECORD_CHANGE.RECORD_ID::eq),
                        given(query.from(), from -> RECORD_CHANGE.CHANGED_AT.ge(from.atOffset(ZoneOffset.UTC))),
                        given(query.until(), until -> RECORD_CHANGE.CHANGED_AT.lt(until.atOffset(ZoneOffset.UTC))),
                        given(query.before(), RECORD_CHANGE.ID::lt))
                .orderBy(RECORD_CHANGE.ID.desc())
                .limit(size + 1)
                .fetch(row -> new AuditEvent(
                        row.getId(),
                        row.getChangedAt().toInstant(),
                        Optional.ofNullable(row.getChangedBy())
                                .map(names::get)
                                .map(User::name)
                                .orElse(null),
                        null,
                        "change",
                        row.getObjectKey(),
                        row.getRecordId(),
                        row.getFieldKey(),
                        change(row),
                        null));
    }

    private static Map<String, Object> change(Record row) {
        List<@Nullable Object> both = new ArrayList<>();
        both.add(row.get(RECORD_CHANGE.OLD_VALUE));
        both.add(row.get(RECORD_CHANGE.NEW_VALUE));
        return Map.of(row.get(RECORD_CHANGE.FIELD_KEY), both);
    }

    private static <T> Condition given(@Nullable T value, Function<T, Condition> condition) {
        return value == null ? noCondition() : condition.apply(value);
    }

    private static Map<String, Object> detail(JSONB json) {
        return JSON.readValue(json.data(), new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /** The kinds of things events have been noted of, for a list to choose from. */
    public List<String> objects() {
        return sql.fetch("""
                with recursive o as (
                    (select object from audit_event order by object limit 1)
                    union all
                    select (select e.object from audit_event e where e.object > o.object order by e.object limit 1)
                    from o where o.object is not null)
                select object from o where object is not null
                """).getValues(0, String.class);
    }

    /** What has been done so far, for a list to choose from. */
    public List<String> actions() {
        return sql.fetch("""
                with recursive a as (
                    (select action from audit_event order by action limit 1)
                    union all
                    select (select e.action from audit_event e where e.action > a.action order by e.action limit 1)
                    from a where a.action is not null)
                select action from a where action is not null
                """).getValues(0, String.class);
    }

    /** Whether the database keeps this application from changing what was noted. */
    public boolean isProtected() {
        return Boolean.TRUE.equals(sql.connectionResult(AuditProtection::holds));
    }
}
