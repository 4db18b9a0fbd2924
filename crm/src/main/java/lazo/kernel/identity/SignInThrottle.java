package lazo.kernel.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing. Failures are counted per account and place (an address, or a browser known to the account), so
 * nobody can lock somebody else out from elsewhere. The first five are free; from then on the wait doubles up to 15
 * minutes.
 */
@Component
class SignInThrottle {
    private static final int FREE = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration MEMORY = Duration.ofHours(2);

    private final Clock clock;
    private final Cache<String, Failures> failures =
            Caffeine.newBuilder().maximumSize(100_000).build();

    private record Failures(int count, Instant last) {
        static final Failures NONE = new Failures(0, Instant.EPOCH);
    }

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    /** How long this place still has to wait; zero when it may try. */
    Duration waiting(String account, String place) {
        Failures known = recent(account, place);
        if (known.count() < FREE) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(known.count() - FREE, 10));
        Instant until = known.last().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        Duration left = Duration.between(clock.instant(), until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    void failed(String account, String place) {
        failures.put(key(account, place), new Failures(recent(account, place).count() + 1, clock.instant()));
    }

    void succeeded(String account, String place) {
        failures.invalidate(key(account, place));
    }

    private Failures recent(String account, String place) {
        Failures known = failures.getIfPresent(key(account, place));
        if (known == null || known.last().isBefore(clock.instant().minus(MEMORY))) {
            return Failures.NONE;
        }
        return known;
    }

    private static String key(String account, String place) {
        return place + " " + account;
    }
}
