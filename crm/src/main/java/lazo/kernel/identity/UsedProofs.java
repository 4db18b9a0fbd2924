package lazo.kernel.identity;

import static lazodb.Tables.USED_PROOF;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Lets a proof, such as the answer to a challenge, work once, whichever node of Lazo it comes to. */
@Component
class UsedProofs {
    private final DSLContext sql;
    private final Clock clock;

    UsedProofs(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Whether this is the first time.
     *
     * @param life after which the proof is refused for its age
     */
    boolean use(String proof, Duration life) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        sql.deleteFrom(USED_PROOF).where(USED_PROOF.UNTIL.lt(now)).execute();
        return sql.insertInto(USED_PROOF)
                        .set(USED_PROOF.HASH, Tokens.hash(proof))
                        .set(USED_PROOF.UNTIL, now.plus(life))
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }
}
