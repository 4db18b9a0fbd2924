package lazo.platform.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Counts requests by the minute. Kept in this process. */
@Component
public class Rates {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Cache<String, Window> windows = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(2))
            .build();

    Rates(Clock clock) {
        this.clock = clock;
    }

    private record Window(Instant end, int count) {}

    /** What is left of this minute. @param seconds until a new one begins */
    public record Rate(int limit, int left, long seconds) {
        public boolean isExceeded() {
            return left < 0;
        }
    }

    /** Counts one more. */
    public Rate count(String who, int limit) {
        Instant now = clock.instant();
        Window window = windows.asMap().compute(who, (key, known) -> {
            boolean over =
                    known == null || !known.end().isAfter(now) || known.end().isAfter(now.plus(MINUTE));
            return over ? new Window(now.plus(MINUTE), 1) : new Window(known.end(), known.count() + 1);
        });
        long seconds = Math.max(1, (Duration.between(now, window.end()).toMillis() + 999) / 1000);
        return new Rate(limit, limit - window.count(), seconds);
    }
}
