package lazo.operational.billing;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What becomes of quotes by the passing of time. */
@Configuration(proxyBeanMethods = false)
class QuoteJobs {
    @Bean
    RecurringTask<Void> quotesExpiring(Quotes quotes) {
        return Tasks.recurring("quotes-expiring", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> quotes.expire());
    }
}
