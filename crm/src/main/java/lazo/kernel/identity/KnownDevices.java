package lazo.kernel.identity;

import static lazodb.Tables.KNOWN_DEVICE;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Browsers in which a user has signed in before. Knowing one opens nothing; it only has its own count of failures. */
@Component
class KnownDevices {
    private static final Duration MEMORY = Duration.ofDays(180);

    private final DSLContext sql;
    private final Clock clock;

    KnownDevices(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    boolean knows(long userId, @Nullable String token) {
        return token != null
                && sql.fetchExists(
                        KNOWN_DEVICE,
                        KNOWN_DEVICE.TOKEN_HASH.eq(Tokens.hash(token)),
                        KNOWN_DEVICE.USER_ID.eq(userId),
                        KNOWN_DEVICE.SEEN_AT.ge(now().minus(MEMORY)));
    }

    /** The token by which this browser is known from now on. */
    String remember(long userId, @Nullable String token) {
        if (token != null && knows(userId, token)) {
            sql.update(KNOWN_DEVICE)
                    .set(KNOWN_DEVICE.SEEN_AT, now())
                    .where(KNOWN_DEVICE.TOKEN_HASH.eq(Tokens.hash(token)))
                    .execute();
            return token;
        }
        String fresh = Tokens.random();
        sql.insertInto(KNOWN_DEVICE)
                .set(KNOWN_DEVICE.TOKEN_HASH, Tokens.hash(fresh))
                .set(KNOWN_DEVICE.USER_ID, userId)
                .set(KNOWN_DEVICE.SEEN_AT, now())
                .execute();
        return fresh;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
