package lazo.platform.outbound;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that is done soon on another thread, however often it is asked for. What is left is done after the next start. */
public final class Sweep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    private final String name;
    private final Runnable work;
    private final ExecutorService threads;
    private final AtomicBoolean asked = new AtomicBoolean();

    public Sweep(String name, Runnable work) {
        this.name = name;
        this.work = work;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + " ", 0).factory());
    }

    public void start() {
        if (asked.compareAndSet(false, true)) {
            try {
                threads.execute(() -> {
                    asked.set(false);
                    run();
                });
            } catch (RejectedExecutionException goingDown) {
                log.debug("The rest of '{}' is done after the next start", name);
            }
        }
    }

    private void run() {
        try {
            work.run();
        } catch (RuntimeException failed) {
            log.warn("'{}' is tried again", name, failed);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
