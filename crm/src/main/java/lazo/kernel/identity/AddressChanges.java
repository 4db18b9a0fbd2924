package lazo.kernel.identity;

import static lazodb.Tables.ONE_TIME_LINK;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A user signs in with another e-mail address once a link that was sent there has been followed. */
@Component
public class AddressChanges {
    private static final Duration LIFE = Duration.ofHours(24);

    private final DSLContext sql;
    private final Users users;
    private final IdentityMails mails;
    private final Clock clock;

    AddressChanges(DSLContext sql, Users users, IdentityMails mails, Clock clock) {
        this.sql = sql;
        this.users = users;
        this.mails = mails;
        this.clock = clock;
    }

    /** In place of what was asked for earlier. @return false when somebody else has the address */
    @Transactional
    public boolean ask(User user, String email) {
        if (users.findByEmail(email).isPresent()) {
            return false;
        }
        forget(user.id());
        String token = Tokens.random();
        OffsetDateTime expires = now().plus(LIFE);
        sql.insertInto(ONE_TIME_LINK)
                .set(ONE_TIME_LINK.TOKEN_HASH, Tokens.hash(token))
                .set(ONE_TIME_LINK.USER_ID, user.id())
                .set(ONE_TIME_LINK.NEW_EMAIL, email)
                .set(ONE_TIME_LINK.CREATED_BY, user.id())
                .set(ONE_TIME_LINK.CREATED_AT, now())
                .set(ONE_TIME_LINK.EXPIRES_AT, expires)
                .execute();
        mails.addressAsked(user, email, token, expires.toInstant());
        return true;
    }

    /** The address that waits to be confirmed. */
    public Optional<String> waiting(long userId) {
        return sql.select(ONE_TIME_LINK.NEW_EMAIL)
                .from(ONE_TIME_LINK)
                .where(waits(userId))
                .fetchOptional(ONE_TIME_LINK.NEW_EMAIL);
    }

    /** The address that a link of this user confirms, as long as it works. */
    public Optional<String> find(User user, String token) {
        return sql.select(ONE_TIME_LINK.NEW_EMAIL)
                .from(ONE_TIME_LINK)
                .where(waits(user.id()), ONE_TIME_LINK.TOKEN_HASH.eq(Tokens.hash(token)))
                .fetchOptional(ONE_TIME_LINK.NEW_EMAIL);
    }

    /** Empty when the link is of no use, or somebody has taken the address meanwhile. */
    @Transactional
    public Optional<User> confirm(User user, String token) {
        return sql.update(ONE_TIME_LINK)
                .set(ONE_TIME_LINK.USED_AT, now())
                .where(waits(user.id()), ONE_TIME_LINK.TOKEN_HASH.eq(Tokens.hash(token)))
                .returningResult(ONE_TIME_LINK.NEW_EMAIL)
                .fetchOptional(ONE_TIME_LINK.NEW_EMAIL)
                .flatMap(email -> switch (users.changeEmail(user.id(), email)) {
                    case Users.Saved.Done(User changed) -> {
                        mails.addressChanged(user, email);
                        yield Optional.of(changed);
                    }
                    default -> Optional.empty();
                });
    }

    /** What waits is of no use any more. */
    public void forget(long userId) {
        sql.deleteFrom(ONE_TIME_LINK)
                .where(
                        ONE_TIME_LINK.USER_ID.eq(userId),
                        ONE_TIME_LINK.NEW_EMAIL.isNotNull(),
                        ONE_TIME_LINK.USED_AT.isNull())
                .execute();
    }

    private Condition waits(long userId) {
        return ONE_TIME_LINK
                .USER_ID
                .eq(userId)
                .and(ONE_TIME_LINK.NEW_EMAIL.isNotNull())
                .and(ONE_TIME_LINK.USED_AT.isNull())
                .and(ONE_TIME_LINK.EXPIRES_AT.gt(now()));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
