package lazo.kernel.duplicate;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.LocalTime;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.RecordsMerged;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Looks for duplicates at night and when somebody asks, and hears of merges. */
@Configuration(proxyBeanMethods = false)
class DuplicateJobs {
    static final String ON_DEMAND = "duplicate-search";
    private static final LocalTime AT_NIGHT = LocalTime.of(3, 20);

    private final Duplicates duplicates;

    DuplicateJobs(Duplicates duplicates) {
        this.duplicates = duplicates;
    }

    @Bean
    RecurringTask<Void> duplicateSearchAtNight() {
        return Tasks.recurring("duplicate-search-at-night", Schedules.daily(AT_NIGHT))
                .execute((instance, context) -> duplicates.watched().forEach(duplicates::search));
    }

    @Bean
    OneTimeTask<Void> duplicateSearch(ObjectTypes types) {
        return Tasks.oneTime(ON_DEMAND)
                .execute((instance, context) -> types.find(instance.getId()).ifPresent(duplicates::search));
    }

    @EventListener
    void hear(RecordsMerged merged) {
        duplicates.merged(merged.winnerId(), merged.loserId(), merged.undone());
    }
}
