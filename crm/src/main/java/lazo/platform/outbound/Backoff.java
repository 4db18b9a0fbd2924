package lazo.platform.outbound;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: four times as long after each, and not for all at the same moment.
 *
 * @param altogether from the first attempt on; then it is given up
 */
public record Backoff(Duration first, Duration longest, Duration altogether) {
    /** @param attempts how many there have been */
    public Duration pause(int attempts) {
        double seconds = Math.min(longest.toSeconds(), first.toSeconds() * Math.pow(4, Math.max(0, attempts - 1)));
        return Duration.ofMillis(
                (long) (seconds * 1000 * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
    }
}
