package lazo.kernel.record;

import java.time.Instant;
import java.util.Objects;

/** When an activity stands on a timeline: when it began or is due, else when it was noted down. */
final class ActivityMoment {
    private ActivityMoment() {}

    static Instant of(StoredRecord activity, Instant noted) {
        Instant start = activity.moment("start_at");
        Instant due = activity.moment("due_at");
        return start != null
                ? start
                : due != null ? due : Objects.requireNonNullElse(activity.moment("created_at"), noted);
    }
}
