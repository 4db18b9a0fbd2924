package lazo.operational.sales.web;

import java.util.List;
import java.util.Optional;
import lazo.kernel.metadata.Choice;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Option;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with a lead, as its page shows it.
 *
 * @param goesOn where a converted lead goes on
 * @param mayTakeBack whether its conversion can still be undone
 * @param planned whether something is to be done next
 */
public record LeadBar(
        StoredRecord lead,
        Optional<Choice> status,
        List<Option> reasons,
        @Nullable String goesOn,
        boolean mayTakeBack,
        boolean planned,
        boolean mayChange) {
    public LeadBar {
        reasons = List.copyOf(reasons);
    }

    public boolean is(String key) {
        return status.filter(choice -> choice.key().equals(key)).isPresent();
    }
}
