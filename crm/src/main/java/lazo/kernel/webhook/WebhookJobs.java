package lazo.kernel.webhook;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sends and writes what is due by now, also after a restart, and forgets what is old. */
@Configuration(proxyBeanMethods = false)
class WebhookJobs {
    @Bean
    RecurringTask<Void> webhooksDue(WebhookSender sender, WebhookArrivals arrivals) {
        return Tasks.recurring("webhooks-due", Schedules.fixedDelay(Duration.ofSeconds(5)))
                .execute((instance, context) -> {
                    sender.start();
                    arrivals.start();
                });
    }

    @Bean
    RecurringTask<Void> webhooksTidying(Deliveries deliveries, WebhookArrivals arrivals) {
        return Tasks.recurring("webhooks-tidying", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> {
                    deliveries.tidy();
                    arrivals.tidy();
                });
    }
}
