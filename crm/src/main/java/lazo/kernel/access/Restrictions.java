package lazo.kernel.access;

import static lazodb.Tables.RECORD_RESTRICTION;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/**
 * Records that are kept and with which nothing else may be done (GDPR 18). {@link Access} lets nobody change, remove or
 * export them.
 */
@Component
public class Restrictions {
    private final DSLContext sql;
    private final Clock clock;

    Restrictions(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    public record Restriction(long recordId, String reason, Instant since, long by) {}

    public Optional<Restriction> find(long recordId) {
        return sql.selectFrom(RECORD_RESTRICTION)
                .where(RECORD_RESTRICTION.RECORD_ID.eq(recordId))
                .fetchOptional(row -> new Restriction(
                        row.getRecordId(), row.getReason(), row.getSince().toInstant(), row.getMadeBy()));
    }

    /** How many records are restricted. */
    public int count() {
        return sql.fetchCount(RECORD_RESTRICTION);
    }

    public void restrict(String objectKey, Collection<Long> recordIds, String reason, Actor by) {
        for (long id : List.copyOf(recordIds)) {
            sql.insertInto(RECORD_RESTRICTION)
                    .set(RECORD_RESTRICTION.RECORD_ID, id)
                    .set(RECORD_RESTRICTION.OBJECT_KEY, objectKey)
                    .set(RECORD_RESTRICTION.REASON, reason)
                    .set(RECORD_RESTRICTION.SINCE, clock.instant().atOffset(ZoneOffset.UTC))
                    .set(RECORD_RESTRICTION.MADE_BY, by.id())
                    .onConflictDoNothing()
                    .execute();
        }
    }

    public void lift(Collection<Long> recordIds) {
        sql.deleteFrom(RECORD_RESTRICTION)
                .where(RECORD_RESTRICTION.RECORD_ID.in(recordIds))
                .execute();
    }
}
