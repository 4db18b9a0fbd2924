package lazo.kernel.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Seals what was noted in blocks, each of which holds the hash of the one before, and proves them.
 *
 * <p>Nobody who writes waits for anybody: a block ends at an id that no running transaction can still fill. Ids are drawn
 * under the lock that writing takes on the table, so once everybody has let go who held that lock when an id was drawn, all
 * rows up to it are either there or never will be.
 */
@Component
public class AuditChain {
    private static final int BLOCK = 20_000;
    private static final int STEP = 100;

    private static final String DRAWN = """
            select (select case when is_called then last_value else 0 end from audit_event_id_seq) as events,
                   (select case when is_called then last_value else 0 end from record_change_id_seq) as changes
            """;
    private static final Logger elsewhere = LoggerFactory.getLogger("lazo.audit");
    private static final String TOLD = """
            select concat_ws(' ', id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'user ' || coalesce(actor_id::text, '-'), action, object, record_id, detail ->> 'code', detail ->> 'route',
                'request ' || request)
            from audit_event where id > {0} and id <= {1} order by id
            """;
    private static final String WRITERS = """
            select virtualtransaction from pg_locks
            where locktype = 'relation' and mode = 'RowExclusiveLock'
                  and relation in ('audit_event'::regclass, 'record_change'::regclass)
                  and database = (select oid from pg_database where datname = current_database())
            """;
    private static final String LAST =
            "select id, events_to, changes_to, hash from audit_block order by id desc limit 1";
    private static final String ENDS = """
            select coalesce((select id from audit_event where id > {0} and id <= {1} order by id offset {4} limit 1), {1}),
                   coalesce((select id from record_change where id > {2} and id <= {3} order by id offset {4} limit 1), {3})
            """;
    private static final String SEAL = """
            insert into audit_block (id, sealed_at, events_to, changes_to, events, changes, hash)
            select {0}, clock_timestamp(), {3}, {5}, b.events, b.changes, b.hash
            from audit_block_of({1}, {2}, {3}, {4}, {5}) b where b.events + b.changes > 0
            """;
    private static final String PROVE = """
            select b.id, b.sealed_at, b.events, b.changes, b.hash,
                   (p.id is not null or b.id = 1) and (c.events, c.changes, c.hash) = (b.events, b.changes, b.hash) as agrees
            from audit_block b left join audit_block p on p.id = b.id - 1
            cross join lateral audit_block_of(coalesce(p.hash, ''), coalesce(p.events_to, 0), b.events_to,
                                              coalesce(p.changes_to, 0), b.changes_to) c
            where b.id > {0} order by b.id limit {1}
            """;

    private final DSLContext sql;
    private @Nullable Waiting waiting;

    /** Ids that were drawn, and who might still be writing rows with them. */
    private record Waiting(long events, long changes, Set<String> writers) {}

    AuditChain(DSLContext sql) {
        this.sql = sql;
    }

    /**
     * How the chain stands.
     *
     * @param head of the latest block, in hexadecimal; to be noted somewhere else by whoever trusts nobody
     * @param broken the first block that does not agree
     */
    public record Proof(long blocks, long events, long changes, String head, Optional<Broken> broken) {}

    public record Broken(long block, Instant sealedAt) {}

    /** Seals what can be sealed now. @return whether all that was there is sealed */
    public synchronized boolean seal() {
        Waiting before = waiting;
        if (before == null) {
            Record drawn = sql.fetchSingle(DRAWN);
            before = new Waiting(drawn.get("events", Long.class), drawn.get("changes", Long.class), writers());
        } else {
            Set<String> left = new HashSet<>(before.writers());
            left.retainAll(writers());
            before = new Waiting(before.events(), before.changes(), left);
        }
        waiting = before.writers().isEmpty() ? null : before;
        if (waiting != null) {
            return false;
        }
        while (sealOne(before)) {}
        return true;
    }

    private Set<String> writers() {
        return new HashSet<>(sql.fetch(WRITERS).getValues(0, String.class));
    }

    private boolean sealOne(Waiting upTo) {
        return sql.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            inside.execute("select pg_advisory_xact_lock(hashtext('audit_block'))");
            Record last = inside.fetchOne(LAST);
            long id = last == null ? 0 : last.get("id", Long.class);
            long events = last == null ? 0 : last.get("events_to", Long.class);
            long changes = last == null ? 0 : last.get("changes_to", Long.class);
            byte[] hash = last == null ? new byte[0] : last.get("hash", byte[].class);
            if (upTo.events() < events || upTo.changes() < changes) {
                return false;
            }
            Record ends = inside.fetchSingle(ENDS, events, upTo.events(), changes, upTo.changes(), BLOCK - 1);
            long eventsTo = ends.get(0, Long.class);
            long changesTo = ends.get(1, Long.class);
            int sealed = inside.execute(SEAL, id + 1, hash, events, eventsTo, changes, changesTo);
            if (sealed > 0 && elsewhere.isInfoEnabled()) {
                tell(inside, id + 1, events, eventsTo);
            }
            return sealed > 0 && (eventsTo < upTo.events() || changesTo < upTo.changes());
        });
    }

    /** To another computer, if logs go there: numbers and kinds, no names, and the seal over them. */
    private static void tell(DSLContext inside, long block, long after, long upTo) {
        inside.fetch(TOLD, after, upTo).forEach(event -> elsewhere.info("event {}", event.get(0, String.class)));
        elsewhere.info(
                "block {} sealed {}",
                block,
                HexFormat.of()
                        .formatHex(inside.fetchSingle("select hash from audit_block where id = {0}", block)
                                .get(0, byte[].class)));
    }

    /** Computes every block again. @param progress hears how many of how many blocks are done */
    public Proof prove(BiConsumer<Long, Long> progress) {
        long all = sql.fetchSingle("select count(*) from audit_block").get(0, Long.class);
        long done = 0;
        long events = 0;
        long changes = 0;
        String head = "";
        for (long after = 0; ; ) {
            var blocks = sql.fetch(PROVE, after, STEP);
            for (Record block : blocks) {
                if (!block.get("agrees", Boolean.class)) {
                    Instant sealed =
                            block.get("sealed_at", OffsetDateTime.class).toInstant();
                    return new Proof(
                            done, events, changes, head, Optional.of(new Broken(block.get("id", Long.class), sealed)));
                }
                done++;
                events += block.get("events", Long.class);
                changes += block.get("changes", Long.class);
                head = HexFormat.of().formatHex(block.get("hash", byte[].class));
                after = block.get("id", Long.class);
            }
            progress.accept(done, all);
            if (blocks.isEmpty()) {
                return new Proof(done, events, changes, head, Optional.empty());
            }
        }
    }
}
