package lazo.operational.sales.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lazo.kernel.metadata.Stage;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Option;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a deal as its page shows them.
 *
 * @param place of the stage among the open ones; the number of them for a closed deal
 * @param idleDays for how many days the deal stands longer than it should; 0 when it does not
 * @param planned whether something is to be done next
 */
public record StageBar(
        StoredRecord deal,
        Stage stage,
        List<Stage> open,
        int place,
        Optional<Stage> won,
        Optional<Stage> lost,
        List<Option> reasons,
        @Nullable Instant since,
        long idleDays,
        boolean planned,
        boolean mayChange) {
    public StageBar {
        open = List.copyOf(open);
        reasons = List.copyOf(reasons);
    }
}
