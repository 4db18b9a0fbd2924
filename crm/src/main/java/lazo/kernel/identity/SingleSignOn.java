package lazo.kernel.identity;

import static lazodb.Tables.SSO_IDENTITY;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.OpenIdClient.Attempt;
import lazo.kernel.identity.OpenIdClient.Claims;
import lazo.kernel.identity.OpenIdClient.Failure;
import lazo.platform.secret.Secrets;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signing in through the company's identity provider. A user is linked once, by an e-mail address the provider has
 * verified, and known by the provider's own number from then on; why so: docs/decisions/0015.
 */
@Component
public class SingleSignOn {
    private static final Logger log = LoggerFactory.getLogger(SingleSignOn.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String ATTEMPT = "attempt at single sign-on";

    private final DSLContext sql;
    private final IdentityProviderSettings settings;
    private final OpenIdClient client;
    private final Users users;
    private final Sessions sessions;
    private final SignIn signIn;
    private final UsedProofs used;
    private final Secrets secrets;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SingleSignOn(
            DSLContext sql,
            IdentityProviderSettings settings,
            OpenIdClient client,
            Users users,
            Sessions sessions,
            SignIn signIn,
            UsedProofs used,
            Secrets secrets,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.sql = sql;
        this.settings = settings;
        this.client = client;
        this.users = users;
        this.sessions = sessions;
        this.signIn = signIn;
        this.used = used;
        this.secrets = secrets;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /** @param sealed for a cookie, until the user comes back */
    public record Departure(URI location, String sealed) {}

    /** How it went. */
    public sealed interface Arrival {
        record Welcome(SignIn.Outcome.Welcome in, String back) implements Arrival {}

        /** The user of a session has proved anew who they are. @param token of the session from now on */
        record Confirmed(String token, String back) implements Arrival {}

        record Refused(Why why) implements Arrival {}
    }

    /** Why somebody is not let in. */
    public enum Why {
        /** Late, used before, from another browser, refused there, or not answered as it should be. */
        FAILED,
        /** The provider does not say that the e-mail is theirs. */
        EMAIL_NOT_VERIFIED,
        /** The provider does not say when it last asked who they are, so it is no fresh proof. */
        NO_TIME,
        /** It was too long ago that the provider asked who they are. */
        LONG_AGO,
        /** Nobody has that e-mail here, and nobody is let in unasked. */
        UNKNOWN,
        /** The user is deactivated, or the e-mail is linked to another account there. */
        NOT_ALLOWED
    }

    /** @param confirming the session whose user has to prove anew who they are, or empty */
    public Optional<Departure> depart(URI site, String back, String confirming) {
        Optional<IdentityProvider> provider = settings.active();
        if (provider.isEmpty()) {
            return Optional.empty();
        }
        try {
            Attempt attempt = Attempt.begin();
            URI location = client.authorization(provider.get(), returning(site), attempt, !confirming.isEmpty());
            String text = String.join(
                    "\n",
                    attempt.state(),
                    attempt.nonce(),
                    attempt.verifier(),
                    Long.toString(clock.instant().getEpochSecond()),
                    confirming,
                    back);
            return Optional.of(new Departure(location, secrets.seal(text, ATTEMPT)));
        } catch (Failure failure) {
            log.warn("The identity provider failed: {}", failure.getMessage(), failure.getCause());
            return Optional.empty();
        }
    }

    private static URI returning(URI site) {
        return URI.create(site + "/sign-in/sso/return");
    }

    /** @param returned the parameters with which the provider has sent the user back */
    public Arrival arrive(URI site, String sealed, Map<String, String> returned, SignIn.Place place) {
        Arrival arrival = judge(site, sealed, returned, place);
        if (arrival instanceof Arrival.Refused) {
            events.publishEvent(new SignInFailed(null, place.address(), Factor.SSO));
        }
        return arrival;
    }

    private Arrival judge(URI site, String sealed, Map<String, String> returned, SignIn.Place place) {
        Optional<String[]> sent = secrets.open(sealed, ATTEMPT).map(text -> text.split("\n", 6));
        Optional<IdentityProvider> provider = settings.active();
        Optional<String> secret = settings.secret();
        if (sent.isEmpty() || provider.isEmpty() || secret.isEmpty() || !fits(sent.get(), returned)) {
            return new Arrival.Refused(Why.FAILED);
        }
        Attempt attempt = new Attempt(sent.get()[0], sent.get()[1], sent.get()[2]);
        String confirming = sent.get()[4];
        String back = sent.get()[5];
        try {
            Claims claims = client.exchange(provider.get(), secret.get(), returning(site), attempt, returned);
            return confirming.isEmpty()
                    ? transaction.execute(status -> enter(provider.get(), claims, back, place))
                    : confirm(provider.get(), claims, confirming, back);
        } catch (Failure failure) {
            log.warn("The identity provider failed: {}", failure.getMessage(), failure.getCause());
            return new Arrival.Refused(Why.FAILED);
        }
    }

    private boolean fits(String[] sent, Map<String, String> returned) {
        boolean inTime =
                Instant.ofEpochSecond(Long.parseLong(sent[3])).plus(PATIENCE).isAfter(clock.instant());
        return inTime
                && sent[0].equals(returned.get("state"))
                && returned.get("error") == null
                && used.use(sent[0], PATIENCE);
    }

    private Arrival enter(IdentityProvider provider, Claims claims, String back, SignIn.Place place) {
        Optional<Long> linked = linked(provider, claims);
        if (linked.isPresent()) {
            return welcome(users.load(linked.get()), claims, back, place);
        }
        if (!claims.emailVerified() || claims.email().isEmpty()) {
            return new Arrival.Refused(Why.EMAIL_NOT_VERIFIED);
        }
        Optional<User> known = users.findByEmail(claims.email());
        if (known.isEmpty()) {
            return provider.defaultRole() == null
                    ? new Arrival.Refused(Why.UNKNOWN)
                    : create(provider, provider.defaultRole(), claims, back, place);
        }
        User user = known.get();
        if (!user.active() || isLinked(provider, user)) {
            return new Arrival.Refused(Why.NOT_ALLOWED);
        }
        if (user.mustChangePassword()) {
            // Nobody has confirmed this account yet: what somebody else knows of it must open nothing.
            users.forgetPassword(user.id());
        }
        link(provider, claims, user);
        return welcome(users.load(user.id()), claims, back, place);
    }

    private Arrival create(IdentityProvider provider, Role role, Claims claims, String back, SignIn.Place place) {
        var draft = new Users.Draft(claims.name(), claims.email(), role, null);
        return switch (users.createWithoutPassword(draft)) {
            case Users.Saved.Done(User user) -> {
                link(provider, claims, user);
                yield welcome(user, claims, back, place);
            }
            case Users.Saved.EmailTaken taken -> new Arrival.Refused(Why.NOT_ALLOWED);
            case Users.Saved.LastAdministrator last -> new Arrival.Refused(Why.NOT_ALLOWED);
        };
    }

    /** The session is as fresh as the proof the provider was given, and not at all if it does not say. */
    private Arrival welcome(User user, Claims claims, String back, SignIn.Place place) {
        if (!user.active()) {
            return new Arrival.Refused(Why.NOT_ALLOWED);
        }
        Instant now = clock.instant();
        Instant said =
                claims.authenticatedAt() == null ? Instant.EPOCH : Instant.ofEpochSecond(claims.authenticatedAt());
        Instant proved = said.isAfter(now) ? now : said;
        return new Arrival.Welcome(signIn.welcome(user, place, Factor.SSO, proved), back);
    }

    private Arrival confirm(IdentityProvider provider, Claims claims, String sessionId, String back) {
        if (claims.authenticatedAt() == null) {
            return new Arrival.Refused(Why.NO_TIME);
        }
        if (!Instant.ofEpochSecond(claims.authenticatedAt()).plus(PATIENCE).isAfter(clock.instant())) {
            return new Arrival.Refused(Why.LONG_AGO);
        }
        return linked(provider, claims)
                .filter(who -> sessions.isOf(sessionId, who))
                .flatMap(who -> sessions.confirm(sessionId))
                .<Arrival>map(confirmed -> new Arrival.Confirmed(confirmed.token(), back))
                .orElseGet(() -> new Arrival.Refused(Why.NOT_ALLOWED));
    }

    private Optional<Long> linked(IdentityProvider provider, Claims claims) {
        return sql.select(SSO_IDENTITY.USER_ID)
                .from(SSO_IDENTITY)
                .where(SSO_IDENTITY.ISSUER.eq(provider.issuer().toString()), SSO_IDENTITY.SUBJECT.eq(claims.subject()))
                .fetchOptional(SSO_IDENTITY.USER_ID);
    }

    private boolean isLinked(IdentityProvider provider, User user) {
        return sql.fetchExists(
                SSO_IDENTITY, SSO_IDENTITY.ISSUER.eq(provider.issuer().toString()), SSO_IDENTITY.USER_ID.eq(user.id()));
    }

    private void link(IdentityProvider provider, Claims claims, User user) {
        sql.insertInto(SSO_IDENTITY)
                .set(SSO_IDENTITY.ISSUER, provider.issuer().toString())
                .set(SSO_IDENTITY.SUBJECT, claims.subject())
                .set(SSO_IDENTITY.USER_ID, user.id())
                .set(SSO_IDENTITY.LINKED_AT, now())
                .execute();
        log.info("User {} is linked to the identity provider", user.id());
    }

    /** Whether the provider is there and is who it is said to be. */
    public boolean answers(IdentityProvider provider) {
        try {
            client.forget();
            client.discover(provider);
            return true;
        } catch (Failure failure) {
            log.info("The identity provider was not taken: {}", failure.getMessage(), failure.getCause());
            return false;
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
