package lazo.kernel.transfer;

import java.time.Instant;
import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.transfer.profile.FileProfile;
import lazo.kernel.transfer.source.SourceFile;
import lazo.kernel.transfer.source.SourceRefusal;
import org.jspecify.annotations.Nullable;

/**
 * One import, from the file to its undoing.
 *
 * @param object what it holds, as far as that is known
 * @param position bytes read so far, while reading
 * @param rowsDone rows of the file that are behind it, in the order of the file
 * @param targetBatches batches of records made because rows named them, by object
 * @param trial what the dry run counted
 */
public record ImportRun(
        long id,
        ImportState state,
        SourceFile file,
        long size,
        @Nullable FileProfile profile,
        @Nullable ImportPlan plan,
        @Nullable SourceRefusal refusal,
        @Nullable String object,
        @Nullable Long batchId,
        Map<String, Long> targetBatches,
        Actor actor,
        Instant madeAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long position,
        long rowsTotal,
        long rowsDone,
        Tally tally,
        @Nullable Tally trial,
        boolean cancelling,
        @Nullable String failure) {
    public ImportRun {
        targetBatches = Map.copyOf(targetBatches);
    }

    public FileProfile knownProfile() {
        if (profile == null) {
            throw new IllegalStateException("Import %d has not been read yet".formatted(id));
        }
        return profile;
    }

    public ImportPlan knownPlan() {
        if (plan == null) {
            throw new IllegalStateException("Import %d has no plan yet".formatted(id));
        }
        return plan;
    }
}
