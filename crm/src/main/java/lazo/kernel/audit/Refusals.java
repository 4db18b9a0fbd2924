package lazo.kernel.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Notes what was refused: the first of its kind at once, what follows within the minute as a number when the minute is over.
 * However many are refused, a minute adds a few hundred rows at most.
 */
@Component
public class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int KINDS = 200;
    private static final String MANY = "*";

    private final Audit audit;
    private final Users users;
    private final Clock clock;
    private final Map<Refusal, Window> windows = new ConcurrentHashMap<>();

    Refusals(Audit audit, Users users, Clock clock) {
        this.audit = audit;
        this.users = users;
        this.clock = clock;
    }

    /**
     * One kind of refusal.
     *
     * @param user who asked, if they had signed in
     * @param route the pattern of the address, without the values in it
     * @param code of the error that was answered
     */
    public record Refusal(String action, @Nullable Long user, String address, String route, String code) {}

    /** @param more how many were refused after the one that was noted */
    private record Window(Instant end, int more) {}

    public void note(Refusal refused) {
        noteWhatIsOver();
        Refusal kind = windows.size() < KINDS || windows.containsKey(refused)
                ? refused
                : new Refusal(refused.action(), null, MANY, MANY, refused.code());
        Instant now = clock.instant();
        Window window = Objects.requireNonNull(windows.compute(
                kind,
                (same, known) ->
                        known == null ? new Window(now.plus(MINUTE), 0) : new Window(known.end(), known.more() + 1)));
        if (window.more() == 0) {
            write(kind, 1);
        }
    }

    /** What was only counted, of the minutes that are over. */
    void noteWhatIsOver() {
        Instant now = clock.instant();
        windows.forEach((kind, window) -> {
            boolean over = !window.end().isAfter(now) || window.end().isAfter(now.plus(MINUTE));
            if (over && windows.remove(kind, window) && window.more() > 0) {
                write(kind, window.more());
            }
        });
    }

    private void write(Refusal kind, int times) {
        log.info("Refused: {} {} {} user {} times {}", kind.action(), kind.code(), kind.route(), kind.user(), times);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("code", kind.code());
        detail.put("route", kind.route());
        detail.put("address", kind.address());
        detail.put("times", times);
        String name = kind.user() == null
                ? null
                : users.find(kind.user()).map(User::name).orElse(null);
        audit.note(kind.user(), kind.action(), "request", null, name, detail);
    }
}
