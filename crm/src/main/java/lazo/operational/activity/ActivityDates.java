package lazo.operational.activity;

import lazo.kernel.record.RecordChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Hears of every written activity, in its transaction. */
@Component
class ActivityDates {
    private final Activities activities;

    ActivityDates(Activities activities) {
        this.activities = activities;
    }

    @EventListener
    void keep(RecordChanged changed) {
        activities.keepDates(changed);
    }
}
