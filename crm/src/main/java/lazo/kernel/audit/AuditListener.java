package lazo.kernel.audit;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import lazo.kernel.identity.SignInFailed;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.identity.ViewedAs;
import lazo.kernel.record.RecordChanged;
import lazo.kernel.record.RecordsMerged;
import lazo.kernel.transfer.Exported;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Notes what other modules tell, in the transaction in which they tell it, and seals every few seconds. */
@Configuration(proxyBeanMethods = false)
class AuditListener {
    private final Audit audit;
    private final Users users;

    AuditListener(Audit audit, Users users) {
        this.audit = audit;
        this.users = users;
    }

    @Bean
    RecurringTask<Void> auditSeal(AuditChain chain, Refusals refusals) {
        return Tasks.recurring("audit-seal", Schedules.fixedDelay(Duration.ofSeconds(5)))
                .execute((instance, context) -> {
                    refusals.noteWhatIsOver();
                    chain.seal();
                });
    }

    /** What changed in a record is in its history; that it came, went or came back is not. */
    @EventListener
    void hear(RecordChanged changed) {
        if (changed.kind() != RecordChanged.Kind.CHANGED) {
            String action = "record-" + changed.kind().name().toLowerCase(Locale.ROOT);
            audit.note(changed.actorId(), action, changed.objectKey(), changed.recordId(), null, Map.of());
        }
    }

    @EventListener
    void hear(RecordsMerged merged) {
        String action = merged.undone() ? "record-unmerged" : "record-merged";
        var detail = Map.of("other", merged.loserId(), "batch", merged.batchId());
        audit.note(null, action, merged.objectKey(), merged.winnerId(), null, detail);
    }

    @EventListener
    void hear(SignInFailed failed) {
        Long user = failed.user();
        String name = user == null ? null : users.find(user).map(User::name).orElse(null);
        audit.note(
                user,
                "sign-in-failed",
                "session",
                null,
                name,
                Map.of("address", failed.address(), "factor", failed.by().key()));
    }

    @EventListener
    void hear(ViewedAs viewed) {
        String name = users.find(viewed.user()).map(User::name).orElse(null);
        String action = viewed.begins() ? "view-as" : "view-as-left";
        audit.note(viewed.by(), action, "user", null, name, Map.of("user", viewed.user()));
    }

    @EventListener
    void hear(Exported exported) {
        Map<String, ?> detail = exported.begins()
                ? Map.of("format", exported.format(), "fields", exported.fields())
                : Map.of("format", exported.format(), "records", exported.records());
        audit.note(
                exported.actorId(),
                exported.begins() ? "export" : "export-done",
                exported.object(),
                null,
                null,
                detail);
    }
}
