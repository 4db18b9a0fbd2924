package lazo.kernel.identity;

import static lazodb.Tables.VIEWING_AS;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import lazo.kernel.identity.Sessions.SignedIn;
import org.jooq.DSLContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Who looks at Lazo as whom: a session shows what another user sees, and changes nothing. Nobody looks as somebody who may
 * do more than they, nor as another who may look as others.
 */
@Component
public class Viewing {
    private final DSLContext sql;
    private final Users users;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final LoadingCache<String, Optional<Long>> seen;

    Viewing(DSLContext sql, Users users, ApplicationEventPublisher events, Clock clock) {
        this.sql = sql;
        this.users = users;
        this.events = events;
        this.clock = clock;
        this.seen = Caffeine.newBuilder()
                .maximumSize(20_000)
                .expireAfterWrite(Duration.ofSeconds(30))
                .build(this::read);
    }

    private Optional<Long> read(String sessionId) {
        return sql.select(VIEWING_AS.USER_ID)
                .from(VIEWING_AS)
                .where(VIEWING_AS.TOKEN_HASH.eq(hash(sessionId)))
                .fetchOptional(VIEWING_AS.USER_ID);
    }

    /** As whom this session looks, while it still may. */
    public Optional<User> as(SignedIn session) {
        return session.user().role().may(Ability.VIEW_AS)
                ? seen.get(session.sessionId())
                        .flatMap(id -> Optional.ofNullable(users.byId().get(id)))
                        .filter(user -> mayView(session.user(), user))
                : Optional.empty();
    }

    public boolean mayView(User who, User as) {
        return who.role().may(Ability.VIEW_AS)
                && who.active()
                && as.active()
                && who.id() != as.id()
                && !as.role().may(Ability.VIEW_AS)
                && as.role().isWithin(who.role());
    }

    /** False when they may not. */
    public boolean begin(SignedIn session, User as) {
        if (!mayView(session.user(), as)) {
            return false;
        }
        sql.insertInto(VIEWING_AS)
                .set(VIEWING_AS.TOKEN_HASH, hash(session.sessionId()))
                .set(VIEWING_AS.USER_ID, as.id())
                .set(VIEWING_AS.SINCE, clock.instant().atOffset(ZoneOffset.UTC))
                .onConflict(VIEWING_AS.TOKEN_HASH)
                .doUpdate()
                .set(VIEWING_AS.USER_ID, as.id())
                .execute();
        seen.invalidate(session.sessionId());
        events.publishEvent(new ViewedAs(session.user().id(), as.id(), true, clock.instant()));
        return true;
    }

    public void leave(SignedIn session) {
        sql.deleteFrom(VIEWING_AS)
                .where(VIEWING_AS.TOKEN_HASH.eq(hash(session.sessionId())))
                .returningResult(VIEWING_AS.USER_ID)
                .fetch(VIEWING_AS.USER_ID)
                .forEach(user -> events.publishEvent(new ViewedAs(session.user().id(), user, false, clock.instant())));
        seen.invalidate(session.sessionId());
    }

    private static byte[] hash(String sessionId) {
        return HexFormat.of().parseHex(sessionId);
    }
}
