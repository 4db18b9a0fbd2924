package lazo.kernel.transfer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Does the waiting imports of this process, one after another, and takes over those of a process that died: whoever works
 * on an import holds its lock in PostgreSQL, and the lock of a dead process is free at once.
 */
@Component
class ImportRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ImportRunner.class);
    private static final int LOCKS = 7301;
    private static final int MOST_ATTEMPTS = 5;
    private static final long LOOK_EVERY_SECONDS = 5;

    private final ImportWork work;
    private final Imports imports;
    private final DataSource dataSource;
    private final Semaphore waiting = new Semaphore(0);
    private final Map<Long, Integer> attempts = new HashMap<>();
    private volatile boolean stopping;
    private @Nullable Thread thread;

    ImportRunner(ImportWork work, Imports imports, DataSource dataSource) {
        this.work = work;
        this.imports = imports;
        this.dataSource = dataSource;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void wake(Imports.WorkWaiting ignored) {
        waiting.release();
    }

    @Override
    public void start() {
        stopping = false;
        thread = Thread.ofVirtual().name("imports").start(this::loop);
    }

    @Override
    public void stop() {
        stopping = true;
        waiting.release();
        Thread working = thread;
        if (working != null) {
            try {
                working.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void loop() {
        try {
            imports.deleteOldFiles();
        } catch (RuntimeException e) {
            log.warn("Files of old imports could not be deleted; the next start tries again", e);
        }
        while (!stopping) {
            try {
                for (long id : imports.unfinished()) {
                    if (!stopping) {
                        attempt(id);
                    }
                }
                if (waiting.tryAcquire(LOOK_EVERY_SECONDS, TimeUnit.SECONDS)) {
                    waiting.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | SQLException e) {
                if (!stopping) {
                    log.warn("Imports can't be looked up; trying again in {} seconds", LOOK_EVERY_SECONDS, e);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(LOOK_EVERY_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private void attempt(long id) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!lock(connection, id)) {
                return;
            }
            try {
                work.proceed(id, () -> stopping);
                attempts.remove(id);
            } catch (Exception failed) {
                failed(id, failed);
            } finally {
                unlock(connection, id);
            }
        }
    }

    private void failed(long id, Exception failed) {
        if (stopping) {
            return;
        }
        int tried = attempts.merge(id, 1, Integer::sum);
        if (tried < MOST_ATTEMPTS) {
            log.warn(
                    "Import {} stopped at an error; it goes on from its last commit in {} seconds",
                    id,
                    LOOK_EVERY_SECONDS,
                    failed);
            pause();
            return;
        }
        attempts.remove(id);
        log.error(
                "Import {} failed {} times and is given up; what it wrote stays and can be undone", id, tried, failed);
        imports.finish(id, ImportState.FAILED, failed.getClass().getSimpleName());
    }

    private static boolean lock(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_try_advisory_lock(?, ?)")) {
            statement.setInt(1, LOCKS);
            statement.setInt(2, (int) id);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private static void unlock(Connection connection, long id) {
        try (PreparedStatement statement = connection.prepareStatement("select pg_advisory_unlock(?, ?)")) {
            statement.setInt(1, LOCKS);
            statement.setInt(2, (int) id);
            statement.execute();
        } catch (SQLException e) {
            log.warn("The lock of import {} goes with its connection", id, e);
        }
    }
}
