package lazo.kernel.identity;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.PASSKEY;
import static lazodb.Tables.SECOND_FACTOR_ROLE;
import static lazodb.Tables.TEAM;
import static lazodb.Tables.TOTP;
import static lazodb.Tables.USER_SESSION;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import lazo.platform.database.AfterCommit;
import lazodb.tables.records.UserSessionRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Who is signed in where. A browser holds a random token; the database knows only its hash. A session is read at most
 * every 30 seconds and its last use written at most once a minute, but ending one takes effect at once.
 */
@Component
public class Sessions {
    static final Duration IDLE = Duration.ofDays(14);
    static final Duration LONGEST = Duration.ofDays(90);
    private static final Duration FRESH = Duration.ofMinutes(15);
    /** In place of a role. */
    static final String EVERYBODY = "*";

    private static final Duration SEEN_STEP = Duration.ofMinutes(1);

    private final DSLContext sql;
    private final Clock clock;
    private final Roles roles;
    private final LoadingCache<String, Optional<SignedIn>> cache;

    Sessions(DSLContext sql, Clock clock, Roles roles) {
        this.sql = sql;
        this.clock = clock;
        this.roles = roles;
        this.cache = Caffeine.newBuilder()
                .maximumSize(20_000)
                .expireAfterWrite(Duration.ofSeconds(30))
                .build(this::read);
    }

    /**
     * A user in a session.
     *
     * @param confirmedAt when they last proved who they are
     * @param lacksSecondFactor whether their role needs a second factor and they have none yet
     * @param draftKey for what the user's browser keeps of unsent forms: the same in each of their sessions
     * @param csrf what forms of this session carry, also after it got a new token
     */
    public record SignedIn(
            User user, String sessionId, Instant confirmedAt, boolean lacksSecondFactor, String csrf, String draftKey) {
        /** Whether the proof is young enough for a delicate change. */
        public boolean isFresh(Instant now) {
            return confirmedAt.plus(FRESH).isAfter(now);
        }
    }

    /** One line of "where you are signed in". */
    public record Open(String id, Instant since, Instant seen, String userAgent) {}

    /** The token to give to the browser; it is not kept. */
    public String start(long userId, @Nullable String userAgent) {
        return start(userId, userAgent, Factor.PASSWORD, clock.instant());
    }

    /** @param provedAt when the user last proved who they are */
    String start(long userId, @Nullable String userAgent, Factor factor, Instant provedAt) {
        sql.deleteFrom(USER_SESSION)
                .where(
                        USER_SESSION.USER_ID.eq(userId),
                        USER_SESSION.SEEN_AT.lt(utc(clock.instant().minus(IDLE))))
                .execute();
        String token = Tokens.random();
        OffsetDateTime now = utc(clock.instant());
        sql.insertInto(USER_SESSION)
                .set(USER_SESSION.TOKEN_HASH, Tokens.hash(token))
                .set(USER_SESSION.USER_ID, userId)
                .set(USER_SESSION.CREATED_AT, now)
                .set(USER_SESSION.SEEN_AT, now)
                .set(USER_SESSION.CONFIRMED_AT, utc(provedAt))
                .set(USER_SESSION.VOUCHED, factor == Factor.SSO)
                .set(USER_SESSION.FACTOR, factor.key())
                .set(USER_SESSION.CSRF, Tokens.random())
                .set(USER_SESSION.USER_AGENT, userAgent == null ? null : cut(userAgent))
                .execute();
        return token;
    }

    private static String cut(String text) {
        String clean = text.replace("\0", "");
        return clean.substring(0, Math.min(clean.length(), 300));
    }

    public Optional<SignedIn> find(String token) {
        return token.length() == Tokens.LENGTH ? cache.get(id(Tokens.hash(token))) : Optional.empty();
    }

    /** Whether a session still is one; by {@link SignedIn#sessionId}. */
    public boolean isOpen(String sessionId) {
        return cache.get(sessionId).isPresent();
    }

    private Optional<SignedIn> read(String id) {
        Instant now = clock.instant();
        byte[] hash = HexFormat.of().parseHex(id);
        Field<Boolean> lacksSecondFactor = DSL.field(USER_SESSION
                .VOUCHED
                .isFalse()
                .and(lacksSecondFactor(SECOND_FACTOR_ROLE.GRACE_DAYS.le(days(APP_USER.CREATED_AT, utc(now))))));
        var row = sql.select(
                        APP_USER.asterisk(),
                        TEAM.NAME.as("team_name"),
                        Users.UNIT.as("unit"),
                        USER_SESSION.SEEN_AT,
                        USER_SESSION.CONFIRMED_AT,
                        USER_SESSION.CSRF,
                        lacksSecondFactor)
                .from(USER_SESSION)
                .join(APP_USER)
                .on(APP_USER.ID.eq(USER_SESSION.USER_ID))
                .leftJoin(TEAM)
                .on(TEAM.ID.eq(APP_USER.TEAM_ID))
                .where(
                        USER_SESSION.TOKEN_HASH.eq(hash),
                        USER_SESSION.SEEN_AT.ge(utc(now.minus(IDLE))),
                        USER_SESSION.CREATED_AT.ge(utc(now.minus(LONGEST))),
                        APP_USER.ACTIVE.isTrue())
                .fetchOne();
        if (row == null) {
            return Optional.empty();
        }
        if (row.get(USER_SESSION.SEEN_AT).toInstant().isBefore(now.minus(SEEN_STEP))) {
            sql.update(USER_SESSION)
                    .set(USER_SESSION.SEEN_AT, utc(now))
                    .where(USER_SESSION.TOKEN_HASH.eq(hash))
                    .execute();
        }
        return Optional.of(new SignedIn(
                Users.user(row, roles),
                id,
                row.get(USER_SESSION.CONFIRMED_AT).toInstant(),
                row.get(lacksSecondFactor),
                row.get(USER_SESSION.CSRF),
                Tokens.derive(row.get(APP_USER.HANDLE).toString(), "drafts")));
    }

    /** @param token of the session from now on; the one it had opens nothing any more */
    public record Confirmed(SignedIn in, String token) {}

    /** Whoever uses the session has just proved who they are. */
    public Optional<Confirmed> confirm(String sessionId) {
        String token = Tokens.random();
        sql.update(USER_SESSION)
                .set(USER_SESSION.CONFIRMED_AT, utc(clock.instant()))
                .set(USER_SESSION.TOKEN_HASH, Tokens.hash(token))
                .where(USER_SESSION.TOKEN_HASH.eq(HexFormat.of().parseHex(sessionId)))
                .execute();
        cache.invalidate(sessionId);
        return find(token).map(in -> new Confirmed(in, token));
    }

    private static Field<Integer> days(Field<OffsetDateTime> from, OffsetDateTime until) {
        return DSL.field("floor(extract(epoch from {0} - {1}) / 86400)::integer", Integer.class, DSL.val(until), from);
    }

    /** By when this user, who has none, needs a second factor. */
    Optional<Instant> secondFactorDue(long userId) {
        return sql.select(APP_USER.CREATED_AT, DSL.min(SECOND_FACTOR_ROLE.GRACE_DAYS))
                .from(APP_USER)
                .join(SECOND_FACTOR_ROLE)
                .on(SECOND_FACTOR_ROLE.ROLE.in(APP_USER.ROLE, DSL.val(EVERYBODY)))
                .where(APP_USER.ID.eq(userId), lacksSecondFactor(noCondition()))
                .groupBy(APP_USER.CREATED_AT)
                .fetchOptional(row -> row.value1().toInstant().plus(Duration.ofDays(row.value2())));
    }

    /** Of a row of users: their role needs a second factor and they have none. */
    static Condition lacksSecondFactor(Condition due) {
        return exists(selectOne()
                        .from(SECOND_FACTOR_ROLE)
                        .where(SECOND_FACTOR_ROLE.ROLE.in(APP_USER.ROLE, DSL.val(EVERYBODY)), due))
                .and(notExists(
                        selectOne().from(TOTP).where(TOTP.USER_ID.eq(APP_USER.ID), TOTP.CONFIRMED_AT.isNotNull())))
                .and(notExists(selectOne().from(PASSKEY).where(PASSKEY.USER_ID.eq(APP_USER.ID))));
    }

    boolean isOf(String sessionId, long userId) {
        return sql.fetchExists(
                USER_SESSION,
                USER_SESSION.TOKEN_HASH.eq(HexFormat.of().parseHex(sessionId)),
                USER_SESSION.USER_ID.eq(userId));
    }

    public void end(String token) {
        byte[] hash = Tokens.hash(token);
        sql.deleteFrom(USER_SESSION).where(USER_SESSION.TOKEN_HASH.eq(hash)).execute();
        cache.invalidate(id(hash));
    }

    /** Ends one session of the user, named as in {@link Open#id}. */
    public void end(long userId, String sessionId) {
        byte[] hash = HexFormat.of().parseHex(sessionId);
        int ended = sql.deleteFrom(USER_SESSION)
                .where(USER_SESSION.USER_ID.eq(userId), USER_SESSION.TOKEN_HASH.eq(hash))
                .execute();
        if (ended > 0) {
            cache.invalidate(sessionId);
        }
    }

    public void endAll(long userId) {
        invalidate(sql.deleteFrom(USER_SESSION)
                .where(USER_SESSION.USER_ID.eq(userId))
                .returning()
                .fetch(Sessions::id));
    }

    /** The user has changed: their sessions go on, with what they may do now. */
    void forget(long userId) {
        invalidate(sql.selectFrom(USER_SESSION)
                .where(USER_SESSION.USER_ID.eq(userId))
                .fetch(Sessions::id));
    }

    private void invalidate(List<String> ids) {
        AfterCommit.again(() -> cache.invalidateAll(ids));
    }

    /** What is asked of sessions has changed: all of them are read again. */
    void forgetAll() {
        invalidate(sql.selectFrom(USER_SESSION).fetch(Sessions::id));
    }

    /** Roles have changed: whoever is signed in goes on with what they may do now. */
    @EventListener
    void readAgain(RolesChanged changed) {
        cache.invalidateAll();
    }

    public List<Open> of(long userId) {
        return sql.selectFrom(USER_SESSION)
                .where(USER_SESSION.USER_ID.eq(userId))
                .orderBy(USER_SESSION.SEEN_AT.desc())
                .fetch(row -> new Open(
                        id(row),
                        row.getCreatedAt().toInstant(),
                        row.getSeenAt().toInstant(),
                        row.getUserAgent() == null ? "" : row.getUserAgent()));
    }

    private static String id(UserSessionRecord row) {
        return id(row.getTokenHash());
    }

    private static String id(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
