package lazo.kernel.identity;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.PASSKEY;
import static lazodb.Tables.RECOVERY_CODE;
import static lazodb.Tables.SECOND_FACTOR_ROLE;
import static lazodb.Tables.TOTP;
import static org.jooq.impl.DSL.noCondition;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What users prove besides their password: a code of an app on their telephone, or one of ten recovery codes. No code
 * works twice.
 */
@Component
public class SecondFactors implements SecretHolder {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RECOVERY_CODES = 10;
    private static final int GRACE_DAYS = 7;

    private final DSLContext sql;
    private final Secrets secrets;
    private final Sessions sessions;
    private final CompanySettings companies;
    private final Roles roles;
    private final Clock clock;

    SecondFactors(
            DSLContext sql, Secrets secrets, Sessions sessions, CompanySettings companies, Roles roles, Clock clock) {
        this.sql = sql;
        this.secrets = secrets;
        this.sessions = sessions;
        this.companies = companies;
        this.roles = roles;
        this.clock = clock;
    }

    /**
     * A secret that the user's app does not know yet, or has not proved to know.
     *
     * @param key as it is typed
     * @param url as it is drawn
     */
    public record Offer(String key, String url) {}

    /** @param left recovery codes that have not been used */
    public record On(Instant since, int left) {}

    public Offer offer(User user) {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        RANDOM.nextBytes(secret);
        byte[] encrypted = secrets.encrypt(secret, associated(user.id()));
        sql.insertInto(TOTP)
                .set(TOTP.USER_ID, user.id())
                .set(TOTP.SECRET, encrypted)
                .onConflict(TOTP.USER_ID)
                .doUpdate()
                .set(TOTP.SECRET, encrypted)
                .where(TOTP.CONFIRMED_AT.isNull())
                .execute();
        return offered(user)
                .orElseThrow(
                        () -> new IllegalStateException("User %d has a second factor already".formatted(user.id())));
    }

    /** The secret on offer that has not been confirmed. */
    public Optional<Offer> offered(User user) {
        return sql.selectFrom(TOTP)
                .where(TOTP.USER_ID.eq(user.id()), TOTP.CONFIRMED_AT.isNull())
                .fetchOptional(TOTP.SECRET)
                .flatMap(encrypted -> secrets.decrypt(encrypted, associated(user.id())))
                .map(secret -> offer(user, Totp.base32(secret)));
    }

    private Offer offer(User user, String key) {
        String issuer = companies.load().name();
        String label = encoded(issuer + ":" + user.email());
        return new Offer(key, "otpauth://totp/%s?secret=%s&issuer=%s".formatted(label, key, encoded(issuer)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Switches the second factor on. Empty when the code is wrong; otherwise the recovery codes, shown this once. */
    @Transactional
    public Optional<List<String>> confirm(User user, String code) {
        if (offered(user).isEmpty() || !useCode(user.id(), code)) {
            return Optional.empty();
        }
        sql.update(TOTP)
                .set(TOTP.CONFIRMED_AT, now())
                .where(TOTP.USER_ID.eq(user.id()))
                .execute();
        sessions.forget(user.id());
        return Optional.of(newRecoveryCodes(user.id()));
    }

    /** In place of all earlier ones. */
    @Transactional
    public List<String> newRecoveryCodes(long userId) {
        sql.deleteFrom(RECOVERY_CODE).where(RECOVERY_CODE.USER_ID.eq(userId)).execute();
        List<String> codes = IntStream.range(0, RECOVERY_CODES)
                .mapToObj(number -> Tokens.readable(Tokens.GROUPS))
                .toList();
        for (String code : codes) {
            sql.insertInto(RECOVERY_CODE)
                    .set(RECOVERY_CODE.CODE_HASH, recoveryHash(userId, code))
                    .set(RECOVERY_CODE.USER_ID, userId)
                    .execute();
        }
        return codes;
    }

    public Optional<On> find(long userId) {
        int left = sql.fetchCount(RECOVERY_CODE, RECOVERY_CODE.USER_ID.eq(userId), RECOVERY_CODE.USED_AT.isNull());
        return sql.selectFrom(TOTP)
                .where(TOTP.USER_ID.eq(userId), TOTP.CONFIRMED_AT.isNotNull())
                .fetchOptional(row -> new On(row.getConfirmedAt().toInstant(), left));
    }

    boolean isOn(long userId) {
        return sql.fetchExists(TOTP, TOTP.USER_ID.eq(userId), TOTP.CONFIRMED_AT.isNotNull());
    }

    /** Which code, of the app or of recovery, this is, if it is right and unused; from now on it is used. */
    Optional<Factor> use(long userId, String typed) {
        if (!isOn(userId)) {
            return Optional.empty();
        }
        if (useCode(userId, typed)) {
            return Optional.of(Factor.CODE);
        }
        return useRecoveryCode(userId, typed) ? Optional.of(Factor.RECOVERY) : Optional.empty();
    }

    private boolean useCode(long userId, String typed) {
        Optional<byte[]> secret = sql.select(TOTP.SECRET)
                .from(TOTP)
                .where(TOTP.USER_ID.eq(userId))
                .fetchOptional(TOTP.SECRET)
                .flatMap(encrypted -> secrets.decrypt(encrypted, associated(userId)));
        OptionalLong step = secret.isEmpty() ? OptionalLong.empty() : Totp.stepOf(typed, secret.get(), clock.instant());
        return step.isPresent()
                && sql.update(TOTP)
                                .set(TOTP.LAST_STEP, step.getAsLong())
                                .where(TOTP.USER_ID.eq(userId), TOTP.LAST_STEP.lt(step.getAsLong()))
                                .execute()
                        == 1;
    }

    private boolean useRecoveryCode(long userId, String typed) {
        return sql.update(RECOVERY_CODE)
                        .set(RECOVERY_CODE.USED_AT, now())
                        .where(
                                RECOVERY_CODE.CODE_HASH.eq(recoveryHash(userId, typed)),
                                RECOVERY_CODE.USER_ID.eq(userId),
                                RECOVERY_CODE.USED_AT.isNull())
                        .execute()
                == 1;
    }

    private static byte[] recoveryHash(long userId, String typed) {
        String letters = typed.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return Tokens.hash(userId + " " + letters);
    }

    /** Switches it off, recovery codes included. */
    @Transactional
    public void remove(long userId) {
        sql.deleteFrom(TOTP).where(TOTP.USER_ID.eq(userId)).execute();
        sql.deleteFrom(RECOVERY_CODE).where(RECOVERY_CODE.USER_ID.eq(userId)).execute();
        sessions.forget(userId);
    }

    /** For a user who has lost everything: codes and passkeys are forgotten, and all sessions end. */
    @Transactional
    public void reset(long userId) {
        sql.deleteFrom(PASSKEY).where(PASSKEY.USER_ID.eq(userId)).execute();
        remove(userId);
        sessions.endAll(userId);
    }

    /** Roles whose users have to have a second factor. */
    public Set<String> requiredRoles() {
        Set<String> required = sql.selectFrom(SECOND_FACTOR_ROLE).fetchSet(SECOND_FACTOR_ROLE.ROLE);
        return required.contains(Sessions.EVERYBODY)
                ? roles.all().stream().map(Role::key).collect(Collectors.toSet())
                : required;
    }

    /** By when this user, who has none, needs a second factor. */
    public Optional<Instant> due(long userId) {
        return sessions.secondFactorDue(userId);
    }

    /** Whether this user has a passkey, has to have a second factor, and no code that would go with the password. */
    boolean needsPasskey(User user) {
        return requiredRoles().contains(user.role().key())
                && !isOn(user.id())
                && sql.fetchExists(PASSKEY, PASSKEY.USER_ID.eq(user.id()));
    }

    /** So it is in a new company: everybody has a second factor a week after they came. */
    void requireOfEverybody() {
        sql.insertInto(SECOND_FACTOR_ROLE)
                .set(SECOND_FACTOR_ROLE.ROLE, Sessions.EVERYBODY)
                .set(SECOND_FACTOR_ROLE.GRACE_DAYS, GRACE_DAYS)
                .onConflictDoNothing()
                .execute();
    }

    @Transactional
    public void require(Set<String> required) {
        sql.deleteFrom(SECOND_FACTOR_ROLE).execute();
        boolean all = roles.all().stream().map(Role::key).allMatch(required::contains);
        for (String role : all ? Set.of(Sessions.EVERYBODY) : required) {
            sql.insertInto(SECOND_FACTOR_ROLE)
                    .set(SECOND_FACTOR_ROLE.ROLE, role)
                    .execute();
        }
        sessions.forgetAll();
    }

    /** Users without any second factor whose role needs one, for the administrator to see. */
    public List<String> missing() {
        return sql.select(APP_USER.NAME)
                .from(APP_USER)
                .where(APP_USER.ACTIVE.isTrue(), Sessions.lacksSecondFactor(noCondition()))
                .orderBy(APP_USER.NAME)
                .fetch(APP_USER.NAME);
    }

    @Override
    public int encryptAgain() {
        int count = 0;
        for (var row : sql.selectFrom(TOTP).fetch()) {
            Optional<byte[]> secret = secrets.decrypt(row.getSecret(), associated(row.getUserId()));
            if (secret.isPresent()) {
                count += sql.update(TOTP)
                        .set(TOTP.SECRET, secrets.encrypt(secret.get(), associated(row.getUserId())))
                        .where(TOTP.USER_ID.eq(row.getUserId()), TOTP.SECRET.eq(row.getSecret()))
                        .execute();
            }
        }
        return count;
    }

    private static String associated(long userId) {
        return "totp " + userId;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
