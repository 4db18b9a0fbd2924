package lazo.kernel.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** How many requests a key may make in a minute, and how many wrong keys an address may try. Kept in this process. */
@Component
public class RequestRates {
    private static final int WRONG_KEYS = 60;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private final int most;
    private final Cache<String, Window> windows = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(2))
            .build();

    RequestRates(Clock clock, Environment environment) {
        this.clock = clock;
        this.most = environment.getProperty("lazo.api.requests-per-minute", Integer.class, 600);
    }

    private record Window(Instant end, int count) {}

    /** What is left of this minute. @param seconds until a new one begins */
    public record Rate(int limit, int left, long seconds) {
        public boolean isExceeded() {
            return left < 0;
        }
    }

    /** Counts one request of this key. */
    public Rate count(ApiKey key) {
        return rate("key " + key.id(), most);
    }

    /** Counts one message to the address of a source of webhooks. */
    public Rate countSource(String publicId) {
        return rate("source " + publicId, most);
    }

    /** Counts one wrong key from this address. */
    public Rate countWrongKey(String address) {
        return rate("address " + address, WRONG_KEYS);
    }

    private Rate rate(String who, int limit) {
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
