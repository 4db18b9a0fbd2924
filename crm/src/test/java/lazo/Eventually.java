package lazo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what others do in their own time, and no longer than two minutes. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** @param what is said of the failure when it does not come to hold */
    public static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not even after " + LONGEST.toSeconds() + " seconds: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
