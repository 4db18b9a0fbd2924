package lazo.operational.activity;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks every minute for reminders that are due. */
@Configuration(proxyBeanMethods = false)
class ReminderJobs {
    @Bean
    RecurringTask<Void> reminders(Activities activities) {
        return Tasks.recurring("reminders", Schedules.fixedDelay(Duration.ofMinutes(1)))
                .execute((instance, context) -> activities.tellOfReminders());
    }
}
