package lazo.kernel.api;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tidies up after requests, every hour. */
@Configuration(proxyBeanMethods = false)
class ApiJobs {
    @Bean
    RecurringTask<Void> apiTidying(ApiKeys keys) {
        return Tasks.recurring("api-tidying", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> keys.tidy());
    }
}
