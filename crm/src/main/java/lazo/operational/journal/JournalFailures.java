package lazo.operational.journal;

import static lazodb.Tables.JOURNAL_FAILURE;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Documents that could not be posted, until they are. */
@Component
public class JournalFailures {
    private static final int MOST = 200;

    private final DSLContext sql;
    private final Clock clock;

    JournalFailures(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** @param code of the problem @param detail what its text mentions */
    public record Failure(JournalEntry.Source source, long sourceId, String code, String detail, Instant at) {}

    void note(JournalEntry.Source source, long sourceId, String code, String detail) {
        sql.insertInto(JOURNAL_FAILURE)
                .set(JOURNAL_FAILURE.SOURCE, source.name())
                .set(JOURNAL_FAILURE.SOURCE_ID, sourceId)
                .set(JOURNAL_FAILURE.CODE, code)
                .set(JOURNAL_FAILURE.DETAIL, detail)
                .set(JOURNAL_FAILURE.FAILED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .onConflict(JOURNAL_FAILURE.SOURCE, JOURNAL_FAILURE.SOURCE_ID)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }

    void clear(JournalEntry.Source source, long sourceId) {
        sql.deleteFrom(JOURNAL_FAILURE)
                .where(JOURNAL_FAILURE.SOURCE.eq(source.name()), JOURNAL_FAILURE.SOURCE_ID.eq(sourceId))
                .execute();
    }

    public int count() {
        return sql.fetchCount(JOURNAL_FAILURE);
    }

    /** The latest first. */
    public List<Failure> all() {
        return sql.selectFrom(JOURNAL_FAILURE)
                .orderBy(JOURNAL_FAILURE.FAILED_AT.desc(), JOURNAL_FAILURE.SOURCE_ID.desc())
                .limit(MOST)
                .fetch(row -> new Failure(
                        JournalEntry.Source.valueOf(row.getSource()),
                        row.getSourceId(),
                        row.getCode(),
                        row.getDetail(),
                        row.getFailedAt().toInstant()));
    }
}
