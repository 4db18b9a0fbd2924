package lazo.kernel.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a write. Each outcome has to be shown; none can be forgotten. */
public sealed interface WriteResult {
    /** Written. @param changed false when every value was already so */
    record Saved(StoredRecord record, boolean changed) implements WriteResult {}

    /** Nothing was written: these fields must be mended first. */
    record Invalid(List<Problem> problems) implements WriteResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** Nothing was written: somebody changed the same fields meanwhile. */
    record Conflict(StoredRecord current, List<Clash> clashes) implements WriteResult {
        public Conflict {
            clashes = List.copyOf(clashes);
        }
    }

    /** Nothing was written: the record is not there, or not for this actor to see. */
    record Missing() implements WriteResult {}

    /** Nothing was written: the actor sees the record but may not change it. */
    record Denied() implements WriteResult {}

    /** One field that two people changed. @param theirs what is stored now @param yours what was to be written */
    record Clash(
            String field,
            @Nullable Object theirs,
            @Nullable Object yours,
            @Nullable Long by,
            @Nullable Instant at) {}
}
