package lazo.kernel.api;

import static lazodb.Tables.API_ANSWER;
import static lazodb.Tables.API_KEY;
import static lazodb.Tables.API_TOKEN;
import static lazodb.Tables.APP_USER;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Tokens;
import lazo.kernel.identity.Users;
import lazodb.tables.records.ApiKeyRecord;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys of programs. A key is shown once and kept as a hash; it is looked up with every request, so that revoking it, or
 * deactivating its user, holds from the next one on.
 */
@Component
public class ApiKeys {
    public static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final String KEY = "lazo_";
    private static final String TOKEN = "lazot_";
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);

    private final DSLContext sql;
    private final Users users;
    private final Clock clock;

    ApiKeys(DSLContext sql, Users users, Clock clock) {
        this.sql = sql;
        this.users = users;
        this.clock = clock;
    }

    /** A key just made. @param secret the whole key, which nobody can read again */
    public record Made(ApiKey key, String secret) {}

    /** Who asks. @param key with the scopes of the access token where one was presented */
    public record Presented(ApiKey key, Actor actor) {}

    /** An access token just made. */
    public record Token(String token, ApiScopes scopes, Duration life) {}

    /** Newest first, revoked ones last. */
    public List<ApiKey> all() {
        return sql.selectFrom(API_KEY)
                .orderBy(API_KEY.REVOKED_AT.isNotNull(), API_KEY.ID.desc())
                .fetch(ApiKeys::key);
    }

    public Optional<ApiKey> find(long id) {
        return sql.selectFrom(API_KEY).where(API_KEY.ID.eq(id)).fetchOptional(ApiKeys::key);
    }

    /** Whether the actor may give out a key that asks as this user: nobody gives more than they have. */
    public boolean mayActAs(Actor maker, long userId) {
        return users.find(userId)
                .filter(user -> user.active() && user.role().isWithin(maker.role()))
                .isPresent();
    }

    /** The caller has checked {@link #mayActAs}. */
    public Made create(String name, long userId, ApiScopes scopes, @Nullable Instant expires, Actor maker) {
        String publicId = Tokens.readable(3).replace("-", "");
        String secret = KEY + publicId + "_" + Tokens.random();
        ApiKey key = sql.insertInto(API_KEY)
                .set(API_KEY.NAME, name)
                .set(API_KEY.PUBLIC_ID, publicId)
                .set(API_KEY.SECRET_HASH, Tokens.hash(secret))
                .set(API_KEY.USER_ID, userId)
                .set(API_KEY.SCOPES, scopes.names().toArray(String[]::new))
                .set(API_KEY.CREATED_AT, utc(clock.instant()))
                .set(API_KEY.CREATED_BY, maker.id())
                .set(API_KEY.EXPIRES_AT, expires == null ? null : utc(expires))
                .returning()
                .fetchSingle(ApiKeys::key);
        return new Made(key, secret);
    }

    /** From now on the key and its tokens open nothing. */
    public void revoke(long id) {
        sql.update(API_KEY)
                .set(API_KEY.REVOKED_AT, utc(clock.instant()))
                .where(API_KEY.ID.eq(id), API_KEY.REVOKED_AT.isNull())
                .execute();
    }

    /** Who presents this key or access token, if it is good and its user active. */
    public Optional<Presented> present(String credential) {
        Optional<ApiKey> key = credential.startsWith(TOKEN) ? ofToken(credential) : ofSecret(credential);
        return key.filter(found -> found.isUsable(clock.instant())).map(found -> {
            see(found);
            return new Presented(
                    found, users.actor(found.userId()).limitedTo(found.scopes().limit()));
        });
    }

    private Optional<ApiKey> ofSecret(String secret) {
        int end = secret.startsWith(KEY) ? secret.indexOf('_', KEY.length()) : -1;
        if (end < 0 || secret.length() > 100) {
            return Optional.empty();
        }
        byte[] hash = Tokens.hash(secret);
        return sql.selectFrom(API_KEY)
                .where(API_KEY.PUBLIC_ID.eq(secret.substring(KEY.length(), end).replace("\0", "")), ofActiveUser())
                .fetchOptional()
                .filter(row -> MessageDigest.isEqual(hash, row.getSecretHash()))
                .map(ApiKeys::key);
    }

    private Optional<ApiKey> ofToken(String token) {
        return sql.select(API_KEY.asterisk(), API_TOKEN.SCOPES.as("token_scopes"))
                .from(API_TOKEN)
                .join(API_KEY)
                .on(API_KEY.ID.eq(API_TOKEN.KEY_ID))
                .where(
                        API_TOKEN.TOKEN_HASH.eq(Tokens.hash(token)),
                        API_TOKEN.EXPIRES_AT.gt(utc(clock.instant())),
                        ofActiveUser())
                .fetchOptional(row -> {
                    ApiKeyRecord key = row.into(API_KEY);
                    key.setScopes(row.get("token_scopes", String[].class));
                    return key(key);
                });
    }

    private static org.jooq.Condition ofActiveUser() {
        return API_KEY.USER_ID.in(DSL.select(APP_USER.ID).from(APP_USER).where(APP_USER.ACTIVE.isTrue()));
    }

    private void see(ApiKey key) {
        Instant now = clock.instant();
        if (key.lastUsedAt() == null || key.lastUsedAt().isBefore(now.minus(SEEN_STEP))) {
            sql.update(API_KEY)
                    .set(API_KEY.LAST_USED_AT, utc(now))
                    .where(API_KEY.ID.eq(key.id()))
                    .execute();
        }
    }

    /** Exchanges a key for an access token. @param wanted empty for all scopes of the key */
    public Token issue(ApiKey key, ApiScopes wanted) {
        ApiScopes scopes = wanted.names().isEmpty() ? key.scopes() : wanted;
        if (!scopes.isWellFormed() || !scopes.isWithin(key.scopes())) {
            throw new IllegalArgumentException("The key does not have the scopes " + wanted);
        }
        String token = TOKEN + Tokens.random();
        sql.insertInto(API_TOKEN)
                .set(API_TOKEN.TOKEN_HASH, Tokens.hash(token))
                .set(API_TOKEN.KEY_ID, key.id())
                .set(API_TOKEN.SCOPES, scopes.names().toArray(String[]::new))
                .set(API_TOKEN.EXPIRES_AT, utc(clock.instant().plus(TOKEN_LIFE)))
                .execute();
        return new Token(token, scopes, TOKEN_LIFE);
    }

    public boolean isToken(String credential) {
        return credential.startsWith(TOKEN);
    }

    /** Removes tokens that have ended and answers that need not be given again. */
    public void tidy() {
        OffsetDateTime now = utc(clock.instant());
        sql.deleteFrom(API_TOKEN).where(API_TOKEN.EXPIRES_AT.lt(now)).execute();
        sql.deleteFrom(API_ANSWER)
                .where(API_ANSWER.CREATED_AT.lt(now.minus(KeptAnswers.LIFE)))
                .execute();
    }

    private static ApiKey key(ApiKeyRecord row) {
        return new ApiKey(
                row.getId(),
                row.getName(),
                row.getPublicId(),
                row.getUserId(),
                ApiScopes.of(List.of(row.getScopes())),
                row.getCreatedAt().toInstant(),
                instant(row.getExpiresAt()),
                instant(row.getLastUsedAt()),
                instant(row.getRevokedAt()));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
