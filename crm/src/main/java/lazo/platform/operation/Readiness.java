package lazo.platform.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jooq.DSLContext;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/** Whether requests can be answered now: Lazo has started, is not stopping, and its database answers. */
@Component
public class Readiness {
    private static final int SECONDS = 2;

    private final ApplicationAvailability availability;
    private final DSLContext sql;

    Readiness(ApplicationAvailability availability, DSLContext sql) {
        this.availability = availability;
        this.sql = sql;
    }

    public boolean acceptsRequests() {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    }

    /** Asks it, and waits no longer than a load balancer would. */
    public boolean databaseAnswers() {
        var answer = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(sql.selectOne().fetch().size() == 1);
            } catch (RuntimeException silent) {
                answer.complete(false);
            }
        });
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException silent) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
