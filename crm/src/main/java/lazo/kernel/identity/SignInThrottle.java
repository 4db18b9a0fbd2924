package lazo.kernel.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing. Failures are counted per account and place (an address, or a browser known to the account), so
 * nobody can lock somebody else out from elsewhere. The first five are free; from then on the wait doubles up to 15
 * minutes. A place that fails with ever new accounts is never refused, since others may share it, only answered slowly.
 */
@Component
class SignInThrottle {
    private static final Logger log = LoggerFactory.getLogger(SignInThrottle.class);
    private static final int FREE = 5;
    private static final int SUSPECT = 50;
    private static final String ANYBODY = "*";
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

    /**
     * Takes one attempt, which counts as a failure until it {@link #succeeded succeeds}, so that many at once count as many.
     *
     * @return how long this place still has to wait; zero when it may try
     */
    Duration take(String account, String place) {
        Instant now = clock.instant();
        var left = new AtomicReference<>(Duration.ZERO);
        failures.asMap().compute(key(account, place), (key, before) -> {
            Failures known = recent(before, now);
            Duration wait = waiting(known, now);
            left.set(wait);
            return wait.isZero() ? new Failures(known.count() + 1, now) : known;
        });
        return left.get();
    }

    private static Duration waiting(Failures known, Instant now) {
        if (known.count() < FREE) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(known.count() - FREE, 10));
        Instant until = known.last().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        Duration left = Duration.between(now, until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** One more failure of this place, whatever the account. */
    void failed(String place) {
        Instant now = clock.instant();
        Failures all = Objects.requireNonNull(failures.asMap()
                .compute(
                        key(ANYBODY, place),
                        (key, before) -> new Failures(recent(before, now).count() + 1, now)));
        if (all.count() == SUSPECT) {
            log.warn("{} sign-ins have failed from one place within two hours; it is now answered slowly", SUSPECT);
        }
    }

    /** Whether so much has failed here, whatever the accounts, that every further failure should take its time. */
    boolean isSuspect(String place) {
        return recent(failures.getIfPresent(key(ANYBODY, place)), clock.instant())
                        .count()
                >= SUSPECT;
    }

    void succeeded(String account, String place) {
        failures.invalidate(key(account, place));
    }

    private static Failures recent(@Nullable Failures known, Instant now) {
        return known == null || known.last().isBefore(now.minus(MEMORY)) ? Failures.NONE : known;
    }

    private static String key(String account, String place) {
        return place + " " + account;
    }
}
