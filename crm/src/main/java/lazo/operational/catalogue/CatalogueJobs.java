package lazo.operational.catalogue;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What becomes of products by the passing of time. */
@Configuration(proxyBeanMethods = false)
class CatalogueJobs {
    @Bean
    RecurringTask<Void> costsBeginning(ProductCosts costs) {
        return Tasks.recurring("costs-beginning", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> costs.begin());
    }
}
