package lazo.kernel.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import lazo.platform.secret.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * E-mail and password, and the second factor of whoever has one, for a session. An unknown e-mail looks and lasts exactly
 * like a wrong password.
 */
@Component
public class SignIn {
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration BETWEEN_STEPS = Duration.ofMinutes(10);
    private static final String PENDING = "second step of signing in";

    private final Users users;
    private final Sessions sessions;
    private final SecondFactors secondFactors;
    private final KnownDevices devices;
    private final SignInThrottle throttle;
    private final Secrets secrets;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SignIn(
            Users users,
            Sessions sessions,
            SecondFactors secondFactors,
            KnownDevices devices,
            SignInThrottle throttle,
            Secrets secrets,
            ApplicationEventPublisher events,
            Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.secondFactors = secondFactors;
        this.devices = devices;
        this.throttle = throttle;
        this.secrets = secrets;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Where an attempt comes from.
     *
     * @param device the token this browser was given when somebody last signed in with it
     * @param session the token of the session this browser has
     */
    public record Place(
            String address,
            @Nullable String device,
            @Nullable String session,
            @Nullable String userAgent) {}

    /** How it went. */
    public sealed interface Outcome {
        /** @param device to be kept by the browser for next time */
        record Welcome(User user, String token, String device) implements Outcome {}

        /** @param pending that the password was right: comes back with the code */
        record CodeNeeded(String pending) implements Outcome {}

        record Refused() implements Outcome {}

        record Wait(Duration left) implements Outcome {}

        /** The password was right, and does not suffice: this user has a passkey to go with it. */
        record PasskeyNeeded() implements Outcome {}

        /** The password was typed too long ago. */
        record Expired() implements Outcome {}
    }

    public Outcome attempt(String email, String password, Place place) {
        String account = email.strip().toLowerCase(Locale.ROOT);
        User user = users.findByEmail(account).filter(User::active).orElse(null);
        boolean known = user != null && devices.knows(user.id(), place.device());
        String from = known ? "device " + place.device() : place.address();
        Duration wait = throttle.take(account, from);
        if (!wait.isZero()) {
            return new Outcome.Wait(wait);
        }
        if (!users.isPasswordOf(user, password) || user == null) {
            throttle.failed(from);
            events.publishEvent(new SignInFailed(user == null ? null : user.id(), place.address(), Factor.PASSWORD));
            slowDown(from);
            return new Outcome.Refused();
        }
        throttle.succeeded(account, from);
        if (secondFactors.needsPasskey(user)) {
            events.publishEvent(new SignInFailed(user.id(), place.address(), Factor.PASSWORD));
            return new Outcome.PasskeyNeeded();
        }
        return secondFactors.isOn(user.id())
                ? new Outcome.CodeNeeded(pending(user))
                : welcome(user, place, Factor.PASSWORD);
    }

    private String pending(User user) {
        String text = "%d %d %s".formatted(user.id(), clock.instant().getEpochSecond(), users.passwordMark(user.id()));
        return secrets.seal(text, PENDING);
    }

    /** Guessing codes is slowed down for the account wherever it comes from, but for browsers it knows. */
    public Outcome code(String pending, String typed, Place place) {
        Optional<User> passed = passed(pending);
        if (passed.isEmpty()) {
            return new Outcome.Expired();
        }
        User user = passed.get();
        String account = "code " + user.id();
        String from = devices.knows(user.id(), place.device()) ? "device " + place.device() : "anywhere";
        Duration wait = throttle.take(account, from);
        if (!wait.isZero()) {
            return new Outcome.Wait(wait);
        }
        Optional<Factor> factor = secondFactors.use(user.id(), typed);
        if (factor.isEmpty()) {
            events.publishEvent(new SignInFailed(user.id(), place.address(), Factor.CODE));
            return new Outcome.Refused();
        }
        throttle.succeeded(account, from);
        return welcome(user, place, factor.get());
    }

    /** Whose password was right a short while ago, and still is theirs. */
    private Optional<User> passed(String pending) {
        return secrets.open(pending, PENDING)
                .map(text -> text.split(" ", 3))
                .filter(parts -> Instant.ofEpochSecond(Long.parseLong(parts[1]))
                        .plus(BETWEEN_STEPS)
                        .isAfter(clock.instant()))
                .filter(parts -> users.passwordMark(Long.parseLong(parts[0])).equals(parts[2]))
                .flatMap(parts -> users.find(Long.parseLong(parts[0])))
                .filter(User::active);
    }

    private void slowDown(String place) {
        if (throttle.isSuspect(place)) {
            LockSupport.parkNanos(SLOW.toNanos());
        }
    }

    /** Whether a signed-in user proves to be who they are; guessing is slowed down as at sign-in. */
    public enum Proof {
        RIGHT,
        WRONG,
        TOO_MANY
    }

    public Proof prove(User user, String password, String address) {
        String place = "own account";
        if (!throttle.take(user.email(), place).isZero()) {
            return Proof.TOO_MANY;
        }
        if (users.isPasswordOf(user, password)) {
            throttle.succeeded(user.email(), place);
            return Proof.RIGHT;
        }
        events.publishEvent(new SignInFailed(user.id(), address, Factor.PASSWORD));
        return Proof.WRONG;
    }

    /** A passkey was shown that nobody has, or that did not answer as it should. */
    public Outcome.Refused refusedPasskey(Place place) {
        refusedPasskey(null, place.address());
        return new Outcome.Refused();
    }

    /** The same to a user who is signed in. */
    public void refusedPasskey(@Nullable User user, String address) {
        events.publishEvent(new SignInFailed(user == null ? null : user.id(), address, Factor.PASSKEY));
    }

    /** For whoever has proved in full who they are; the session this browser had before ends. */
    public Outcome.Welcome welcome(User user, Place place, Factor factor) {
        return welcome(user, place, factor, clock.instant());
    }

    Outcome.Welcome welcome(User user, Place place, Factor factor, Instant provedAt) {
        if (place.session() != null) {
            sessions.end(place.session());
        }
        String token = sessions.start(user.id(), place.userAgent(), factor, provedAt);
        return new Outcome.Welcome(user, token, devices.remember(user.id(), place.device()));
    }
}
