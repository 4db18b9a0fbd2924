package lazo.operational.journal;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the journal does by itself. */
@Configuration(proxyBeanMethods = false)
class JournalJobs {
    @Bean
    RecurringTask<Void> journalCatchingUp(JournalCatchUp catchUp) {
        return Tasks.recurring("journal-catching-up", Schedules.fixedDelay(Duration.ofSeconds(20)))
                .execute((instance, context) -> catchUp.run());
    }
}
