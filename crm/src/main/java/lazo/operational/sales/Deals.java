package lazo.operational.sales;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.WriteResult;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves deals from stage to stage. What follows from a stage is kept by {@link DealRules}. */
@Component
public class Deals {
    private final ObjectTypes types;
    private final RecordChanges changes;

    Deals(ObjectTypes types, RecordChanges changes) {
        this.types = types;
        this.changes = changes;
    }

    public ObjectType type() {
        return types.load(DealRules.OBJECT);
    }

    /** Why a deal was lost. @param reason key of the choice @param detail what else there is to say */
    public record Loss(@Nullable String reason, @Nullable String detail) {
        public static final Loss NONE = new Loss(null, null);
    }

    /**
     * Moves a deal.
     *
     * @param version the version the actor saw; when somebody moved it since, nothing happens and the conflict is told
     * @param loss needed when the stage means lost
     */
    public WriteResult move(long id, String stageKey, int version, Loss loss, Actor actor) {
        ObjectType type = type();
        if (type.stage(stageKey).filter(stage -> !stage.archived()).isEmpty()) {
            return new WriteResult.Invalid(List.of(Problem.of("stage", "REC-112", stageKey)));
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("stage", stageKey);
        if (type.stage(stageKey)
                .filter(stage -> stage.outcome() == Stage.Outcome.LOST)
                .isPresent()) {
            if (loss.reason() != null
                    && type.field("loss_reason").choice(loss.reason()).isEmpty()) {
                return new WriteResult.Invalid(List.of(Problem.of("loss_reason", "REC-111", loss.reason())));
            }
            values.put("loss_reason", loss.reason());
            values.put("loss_detail", blankToNull(loss.detail()));
        }
        return changes.change(type, id, version, Draft.of(values), actor);
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
