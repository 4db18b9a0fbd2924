package lazo.operational.activity;

import java.time.Instant;
import java.util.Set;
import lazo.kernel.record.PendingChange;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordRule;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notes and e-mails are done by their nature; a call that is done has a moment; nothing ends before it starts. */
@Component
class ActivityRules implements RecordRule {
    @Override
    public String objectKey() {
        return Activities.OBJECT;
    }

    @Override
    public Set<String> fields() {
        return Set.of("kind", "done", "start_at", "end_at");
    }

    @Override
    public void beforeSave(PendingChange change) {
        String kind = change.text("kind");
        boolean past = "note".equals(kind) || "email".equals(kind);
        if (change.before() == null && past) {
            change.set("done", true);
        }
        boolean done = Boolean.TRUE.equals(change.value("done"));
        if (done && change.value("start_at") == null && !"task".equals(kind)) {
            change.set("start_at", change.at());
        }
        @Nullable Instant start = (Instant) change.value("start_at");
        @Nullable Instant end = (Instant) change.value("end_at");
        if (start != null && end != null && end.isBefore(start)) {
            change.refuse(Problem.of("end_at", "ACT-101"));
        }
    }
}
