package lazo.kernel.privacy;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.LocalTime;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** At night what has had its time is destroyed, and the rules of retention are kept. */
@Configuration(proxyBeanMethods = false)
class PrivacyJobs {
    private static final LocalTime AT_NIGHT = LocalTime.of(2, 40);

    @Bean
    RecurringTask<Void> privacyAtNight(BlockedStore blocked, RetentionRules rules) {
        return Tasks.recurring("privacy-at-night", Schedules.daily(AT_NIGHT)).execute((instance, context) -> {
            blocked.destroyWhatIsDue();
            rules.apply();
        });
    }
}
