package lazo.kernel.transfer.web;

import java.util.List;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.transfer.ImportPlan;
import lazo.kernel.transfer.ImportRun;
import lazo.platform.web.Option;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the columns and how.
 *
 * @param type null until it is known what the file holds
 * @param targets where a column may go
 * @param keys columns that may serve to find records again
 * @param unnamed whether no column gives the records a name
 * @param withoutField columns that go nowhere yet
 * @param updates whether records that are there may be changed
 */
public record MappingPage(
        ImportRun run,
        @Nullable ObjectType type,
        @Nullable ImportPlan plan,
        @Nullable String origin,
        List<Option> objects,
        List<ColumnRow> columns,
        List<TargetGroup> targets,
        List<Option> newTypes,
        List<Option> keys,
        List<Option> owners,
        List<FixedValue> fixed,
        boolean unnamed,
        int withoutField,
        boolean mayAddFields,
        boolean lookups,
        boolean updates,
        List<String> refusals) {

    /** A list field that the file does not fill, and the value every new record gets. */
    public record FixedValue(String field, String label, List<Option> options, String value) {}

    public MappingPage {
        objects = List.copyOf(objects);
        columns = List.copyOf(columns);
        targets = List.copyOf(targets);
        newTypes = List.copyOf(newTypes);
        keys = List.copyOf(keys);
        owners = List.copyOf(owners);
        fixed = List.copyOf(fixed);
        refusals = List.copyOf(refusals);
    }

    /** Whether it may begin: it is known what it is, and nothing stands in the way. */
    public boolean mayStart() {
        return plan != null && refusals.isEmpty();
    }

    public ImportPlan knownPlan() {
        if (plan == null) {
            throw new IllegalStateException("There is no plan yet");
        }
        return plan;
    }
}
