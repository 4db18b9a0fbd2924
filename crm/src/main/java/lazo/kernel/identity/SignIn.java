package lazo.kernel.identity;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** E-mail and password for a session. An unknown e-mail looks and lasts exactly like a wrong password. */
@Component
public class SignIn {
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final Users users;
    private final Sessions sessions;
    private final KnownDevices devices;
    private final SignInThrottle throttle;
    private final ApplicationEventPublisher events;

    SignIn(
            Users users,
            Sessions sessions,
            KnownDevices devices,
            SignInThrottle throttle,
            ApplicationEventPublisher events) {
        this.events = events;
        this.users = users;
        this.sessions = sessions;
        this.devices = devices;
        this.throttle = throttle;
    }

    /**
     * Where an attempt comes from.
     *
     * @param device the token this browser was given when somebody last signed in with it
     */
    public record Place(
            String address,
            @Nullable String device,
            @Nullable String userAgent) {}

    /** How it went. */
    public sealed interface Outcome {
        /** @param device to be kept by the browser for next time */
        record Welcome(User user, String token, String device) implements Outcome {}

        record Refused() implements Outcome {}

        record Wait(Duration left) implements Outcome {}
    }

    public Outcome attempt(String email, String password, Place place) {
        String account = email.strip().toLowerCase(Locale.ROOT);
        User user = users.findByEmail(account).filter(User::active).orElse(null);
        boolean known = user != null && devices.knows(user.id(), place.device());
        String from = known ? "device " + place.device() : place.address();
        Duration wait = throttle.waiting(account, from);
        if (!wait.isZero()) {
            return new Outcome.Wait(wait);
        }
        if (!users.isPasswordOf(user, password) || user == null) {
            throttle.failed(account, from);
            events.publishEvent(new SignInFailed(user == null ? null : user.id(), place.address()));
            slowDown(from);
            return new Outcome.Refused();
        }
        throttle.succeeded(account, from);
        return welcome(user, place);
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

    public Proof prove(User user, String password) {
        String place = "own account";
        if (!throttle.waiting(user.email(), place).isZero()) {
            return Proof.TOO_MANY;
        }
        if (users.isPasswordOf(user, password)) {
            throttle.succeeded(user.email(), place);
            return Proof.RIGHT;
        }
        throttle.failed(user.email(), place);
        return Proof.WRONG;
    }

    /** Without a password: who has just set one. */
    public Outcome.Welcome welcome(User user, Place place) {
        String token = sessions.start(user.id(), place.userAgent());
        return new Outcome.Welcome(user, token, devices.remember(user.id(), place.device()));
    }
}
