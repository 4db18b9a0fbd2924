package lazo.kernel.duplicate;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Instant;
import lazo.kernel.metadata.ObjectType;
import org.springframework.stereotype.Component;

/** Searches somebody asked for, one at a time for each object. */
@Component
public class DuplicateSearches {
    private final SchedulerClient scheduler;

    DuplicateSearches(SchedulerClient scheduler) {
        this.scheduler = scheduler;
    }

    /** Starts a search unless one is under way. */
    public void start(ObjectType type) {
        scheduler.scheduleIfNotExists(
                new TaskInstance<Void>(DuplicateJobs.ON_DEMAND, type.key()), Instant.now());
    }

    public boolean isRunning(ObjectType type) {
        return scheduler
                .getScheduledExecution(TaskInstanceId.of(DuplicateJobs.ON_DEMAND, type.key()))
                .isPresent();
    }
}
