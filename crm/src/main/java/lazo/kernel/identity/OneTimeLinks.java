package lazo.kernel.identity;

import static lazodb.Tables.ONE_TIME_LINK;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import lazodb.tables.records.OneTimeLinkRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links to join or to choose a new password. Each works once and for three days, half an hour where somebody has forgotten
 * a password; the database knows only its hash. It is mailed to its owner, or else shown once to the administrator, who
 * hands it over.
 */
@Component
public class OneTimeLinks {
    private static final Duration LIFE = Duration.ofDays(3);
    private static final Duration LIFE_OF_FORGOTTEN = Duration.ofMinutes(30);

    private final DSLContext sql;
    private final Users users;
    private final Roles roles;
    private final IdentityMails mails;
    private final Clock clock;

    OneTimeLinks(DSLContext sql, Users users, Roles roles, IdentityMails mails, Clock clock) {
        this.sql = sql;
        this.users = users;
        this.roles = roles;
        this.mails = mails;
        this.clock = clock;
    }

    /** Somebody who has been asked to join and has not yet. */
    public record Invitation(
            long id, String email, Role role, @Nullable Long teamId, Instant expires, boolean expired) {}

    /** What became of an invitation. */
    public sealed interface Invited {
        /** @param token goes into the link @param mailed whether it has been mailed, so that nobody else needs to know it */
        record Done(String token, String email, boolean mailed) implements Invited {}

        record EmailTaken() implements Invited {}
    }

    /** What became of whoever followed a link. */
    public sealed interface Joined {
        record Done(User user) implements Joined {}

        record EmailTaken(String email) implements Joined {}

        /** Used, withdrawn, too old, or never made. */
        record Gone() implements Joined {}
    }

    /** An earlier invitation of the same e-mail is of no use any more. */
    @Transactional
    public Invited invite(String email, Role role, @Nullable Long teamId, long by) {
        if (users.findByEmail(email).isPresent()) {
            return new Invited.EmailTaken();
        }
        sql.deleteFrom(ONE_TIME_LINK)
                .where(ONE_TIME_LINK.EMAIL.equalIgnoreCase(email), ONE_TIME_LINK.USED_AT.isNull())
                .execute();
        String token = Tokens.random();
        OffsetDateTime expires = now().plus(LIFE);
        sql.insertInto(ONE_TIME_LINK)
                .set(ONE_TIME_LINK.TOKEN_HASH, Tokens.hash(token))
                .set(ONE_TIME_LINK.EMAIL, email)
                .set(ONE_TIME_LINK.ROLE, role.key())
                .set(ONE_TIME_LINK.TEAM_ID, teamId)
                .set(ONE_TIME_LINK.CREATED_BY, by)
                .set(ONE_TIME_LINK.CREATED_AT, now())
                .set(ONE_TIME_LINK.EXPIRES_AT, expires)
                .execute();
        return new Invited.Done(token, email, mailed(email, token, expires, by));
    }

    private boolean mailed(String email, String token, OffsetDateTime expires, long by) {
        if (mails.areSent()) {
            mails.invitation(email, users.load(by).name(), token, expires.toInstant());
        }
        return mails.areSent();
    }

    /** A new link for somebody who has not followed the one they have, which is of no use any more. */
    @Transactional
    public Optional<Invited.Done> inviteAgain(long id, long by) {
        String token = Tokens.random();
        OffsetDateTime expires = now().plus(LIFE);
        return sql.update(ONE_TIME_LINK)
                .set(ONE_TIME_LINK.TOKEN_HASH, Tokens.hash(token))
                .set(ONE_TIME_LINK.CREATED_BY, by)
                .set(ONE_TIME_LINK.EXPIRES_AT, expires)
                .where(ONE_TIME_LINK.ID.eq(id), ONE_TIME_LINK.EMAIL.isNotNull(), ONE_TIME_LINK.USED_AT.isNull())
                .returningResult(ONE_TIME_LINK.EMAIL)
                .fetchOptional(ONE_TIME_LINK.EMAIL)
                .map(email -> new Invited.Done(token, email, mailed(email, token, expires, by)));
    }

    /** Invitations that have not been followed, the newest first. */
    public List<Invitation> invitations() {
        return sql
                .selectFrom(ONE_TIME_LINK)
                .where(ONE_TIME_LINK.EMAIL.isNotNull(), ONE_TIME_LINK.USED_AT.isNull())
                .orderBy(ONE_TIME_LINK.ID.desc())
                .fetch(this::invitation)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty when its role has been removed since: it is then of no use. */
    private Optional<Invitation> invitation(OneTimeLinkRecord row) {
        return roles.find(row.getRole())
                .map(role -> new Invitation(
                        row.getId(),
                        row.getEmail(),
                        role,
                        row.getTeamId(),
                        row.getExpiresAt().toInstant(),
                        row.getExpiresAt().isBefore(now())));
    }

    /** The link is of no use from now on. */
    public void withdraw(long id) {
        sql.deleteFrom(ONE_TIME_LINK)
                .where(ONE_TIME_LINK.ID.eq(id), ONE_TIME_LINK.USED_AT.isNull())
                .execute();
    }

    /** The invitation behind a link, as long as it works. */
    public Optional<Invitation> findInvitation(String token) {
        return sql.selectFrom(ONE_TIME_LINK)
                .where(works(token), ONE_TIME_LINK.EMAIL.isNotNull())
                .fetchOptional()
                .flatMap(this::invitation);
    }

    @Transactional
    public Joined join(String token, String name, String password) {
        Optional<Invitation> invitation =
                use(token, ONE_TIME_LINK.EMAIL.isNotNull()).flatMap(this::invitation);
        if (invitation.isEmpty()) {
            return new Joined.Gone();
        }
        Invitation one = invitation.get();
        var draft = new Users.Draft(name, one.email(), one.role(), one.teamId());
        return switch (users.create(draft, password, false)) {
            case Users.Saved.Done(User user) -> new Joined.Done(user);
            case Users.Saved.EmailTaken(String email) -> new Joined.EmailTaken(email);
            case Users.Saved.LastAdministrator last -> throw new IllegalStateException(last.toString());
        };
    }

    /** A link to choose a new password, in place of earlier ones; the old password works until it is followed. */
    @Transactional
    public String forPassword(long userId, long by) {
        return forPassword(userId, by, LIFE);
    }

    private String forPassword(long userId, long by, Duration life) {
        sql.deleteFrom(ONE_TIME_LINK)
                .where(
                        ONE_TIME_LINK.USER_ID.eq(userId),
                        ONE_TIME_LINK.NEW_EMAIL.isNull(),
                        ONE_TIME_LINK.USED_AT.isNull())
                .execute();
        String token = Tokens.random();
        sql.insertInto(ONE_TIME_LINK)
                .set(ONE_TIME_LINK.TOKEN_HASH, Tokens.hash(token))
                .set(ONE_TIME_LINK.USER_ID, userId)
                .set(ONE_TIME_LINK.CREATED_BY, by)
                .set(ONE_TIME_LINK.CREATED_AT, now())
                .set(ONE_TIME_LINK.EXPIRES_AT, now().plus(life))
                .execute();
        return token;
    }

    /** Mails a user a link to choose a new password. @return the link's token where there is no mail server */
    @Transactional
    public Optional<String> offerPassword(User user, long by) {
        String token = forPassword(user.id(), by, LIFE);
        if (mails.areSent()) {
            mails.password(user, token, now().plus(LIFE).toInstant(), LIFE);
            return Optional.empty();
        }
        return Optional.of(token);
    }

    /** For whoever says to be this user and to have forgotten the password. */
    @Transactional
    void mailPassword(User user) {
        if (mails.areSent()) {
            String token = forPassword(user.id(), user.id(), LIFE_OF_FORGOTTEN);
            mails.password(user, token, now().plus(LIFE_OF_FORGOTTEN).toInstant(), LIFE_OF_FORGOTTEN);
        }
    }

    /** Whose password a link changes, as long as it works. */
    public Optional<User> findForPassword(String token) {
        return sql.select(ONE_TIME_LINK.USER_ID)
                .from(ONE_TIME_LINK)
                .where(works(token), ONE_TIME_LINK.USER_ID.isNotNull(), ONE_TIME_LINK.NEW_EMAIL.isNull())
                .fetchOptional(ONE_TIME_LINK.USER_ID)
                .flatMap(users::find)
                .filter(User::active);
    }

    /** Whose password has changed; all their sessions end. */
    @Transactional
    public Optional<User> setPassword(String token, String password) {
        Optional<User> user = findForPassword(token);
        if (user.isEmpty()
                || use(token, ONE_TIME_LINK.USER_ID.isNotNull().and(ONE_TIME_LINK.NEW_EMAIL.isNull()))
                        .isEmpty()) {
            return Optional.empty();
        }
        users.setPassword(user.get().id(), password, false);
        if (mails.areSent()) {
            mails.passwordChanged(user.get());
        }
        return user;
    }

    private Optional<OneTimeLinkRecord> use(String token, Condition kind) {
        return sql.update(ONE_TIME_LINK)
                .set(ONE_TIME_LINK.USED_AT, now())
                .where(works(token), kind)
                .returning()
                .fetchOptional();
    }

    private Condition works(String token) {
        return ONE_TIME_LINK
                .TOKEN_HASH
                .eq(Tokens.hash(token))
                .and(ONE_TIME_LINK.USED_AT.isNull())
                .and(ONE_TIME_LINK.EXPIRES_AT.gt(now()));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
