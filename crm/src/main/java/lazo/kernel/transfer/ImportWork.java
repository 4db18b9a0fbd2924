package lazo.kernel.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import lazo.kernel.access.Access;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Batches;
import lazo.kernel.record.RecordChanged;
import lazo.kernel.record.RecordsChanged;
import lazo.kernel.record.RecordsWritten;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.transfer.ImportPlan.Reader;
import lazo.kernel.transfer.ImportPreparation.Prepared;
import lazo.kernel.transfer.profile.Conventions;
import lazo.kernel.transfer.profile.FileProfile;
import lazo.kernel.transfer.source.RowCursor;
import lazo.kernel.transfer.source.SourceRefused;
import lazo.kernel.transfer.source.SourceRow;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What an import does: read the file, try, write, take back. Each can be killed at any moment and goes on where the last
 * commit left it, because a chunk of rows and the note that it is done are one transaction.
 */
@Component
class ImportWork {
    private static final int CHUNK = 5_000;
    /** Of rows that were passed over on purpose: no warnings. */
    private static final Set<String> SKIPS = Set.of("IMP-219", "IMP-220", "IMP-221", "IMP-243");

    private final DSLContext sql;
    private final Imports imports;
    private final ImportProblems problems;
    private final ImportPreparation preparation;
    private final ImportReaders readers;
    private final Proposal proposal;
    private final ObjectTypes types;
    private final ImportTargets targets;
    private final Access access;
    private final SearchIndex searchIndex;
    private final OneByOne oneByOne;
    private final Batches batches;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ImportWork(
            DSLContext sql,
            Imports imports,
            ImportProblems problems,
            ImportPreparation preparation,
            ImportReaders readers,
            Proposal proposal,
            ObjectTypes types,
            ImportTargets targets,
            Access access,
            SearchIndex searchIndex,
            OneByOne oneByOne,
            Batches batches,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.sql = sql;
        this.imports = imports;
        this.problems = problems;
        this.preparation = preparation;
        this.readers = readers;
        this.proposal = proposal;
        this.types = types;
        this.targets = targets;
        this.access = access;
        this.searchIndex = searchIndex;
        this.oneByOne = oneByOne;
        this.batches = batches;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Does what the import's state says. @param stopping whether the process is going down */
    void proceed(long runId, BooleanSupplier stopping) throws IOException {
        ImportRun run = imports.load(runId);
        switch (run.state()) {
            case READING -> read(run);
            case CHECKING -> check(run, stopping);
            case RUNNING -> write(run, stopping);
            case UNDOING -> undo(run);
            case READY, REFUSED, CHECKED, DONE, CANCELLED, FAILED, UNDONE -> {}
        }
    }

    // Reading

    private void read(ImportRun run) throws IOException {
        Reader reader = readers.of(run.actor());
        try {
            FileProfile profile = FileProfile.of(
                    run.file(), Conventions.of(reader.locale()), position -> imports.position(run.id(), position));
            String wished = run.object();
            ImportPlan plan = wished != null && targets.find(wished).isPresent()
                    ? proposal.planFor(wished, run.file(), profile, run.actor(), reader)
                    : proposal.plan(run.file(), profile, run.actor(), reader).orElse(null);
            imports.ready(run.id(), profile, plan);
        } catch (SourceRefused refused) {
            imports.refuse(run.id(), refused.refusal());
        }
    }

    // Trying

    /** One transaction from beginning to end, so that rows can be compared with earlier ones; nothing of it stays. */
    private void check(ImportRun run, BooleanSupplier stopping) throws IOException {
        problems.forget(run.id(), true);
        List<RowNote> notes = new ArrayList<>();
        try {
            Tally tally = transaction.execute(status -> {
                status.setRollbackOnly();
                return tryOut(run, notes, () -> stopping.getAsBoolean() || imports.isCancelling(run.id()));
            });
            problems.note(run.id(), true, notes);
            if (tally != null) {
                imports.checked(run.id(), tally);
            } else if (!stopping.getAsBoolean()) {
                imports.finishChecking(run.id());
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof SourceRefused refused) {
                imports.refuse(run.id(), refused.refusal());
            } else {
                throw e.getCause();
            }
        }
    }

    private @Nullable Tally tryOut(ImportRun run, List<RowNote> notes, BooleanSupplier stopping) {
        ImportPlan plan = run.knownPlan();
        Slots slots = Slots.of(targets.load(plan.object()), plan);
        RowReader reader = preparation.reader(slots, plan);
        RowTarget target = targets.rows(plan.object()).orElse(null);
        Merge merge = new Merge(sql, types, access, plan, slots, run.actor(), true);
        MergeWriter writer = new MergeWriter(sql, types, searchIndex, clock, plan, slots, run.actor(), 0, true);
        merge.begin();
        Tally sum = Tally.NONE;
        try (RowCursor cursor = run.file().open()) {
            long number = 0;
            for (List<SourceRow> chunk = chunk(cursor); !chunk.isEmpty(); chunk = chunk(cursor)) {
                if (stopping.getAsBoolean()) {
                    return null;
                }
                List<StagedRow> staged = staged(reader, chunk, number);
                if (target != null) {
                    sum = sum.plus(tally(target.check(rows(staged, slots), writing(run, plan)), staged, notes));
                } else {
                    merge.decide(staged, null);
                    if (plan.mode().updates()) {
                        writer.compare();
                    }
                    sum = sum.plus(tally(merge, staged, notes));
                }
                number += chunk.size();
                if (notes.size() > CHUNK) {
                    problems.noteApart(run.id(), true, notes);
                    notes.clear();
                }
                imports.positionApart(run.id(), number);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static List<SourceRow> chunk(RowCursor cursor) throws IOException {
        List<SourceRow> chunk = new ArrayList<>(CHUNK);
        while (chunk.size() < CHUNK) {
            SourceRow row = cursor.next();
            if (row == null) {
                break;
            }
            chunk.add(row);
        }
        return chunk;
    }

    private static List<StagedRow> staged(RowReader reader, List<SourceRow> chunk, long before) {
        List<StagedRow> staged = new ArrayList<>(chunk.size());
        for (SourceRow row : chunk) {
            staged.add(reader.read(row, before + staged.size() + 1));
        }
        return staged;
    }

    /** Those that could be read, for who reads them together. */
    private static List<RowTarget.Row> rows(List<StagedRow> staged, Slots slots) {
        List<RowTarget.Row> rows = new ArrayList<>(staged.size());
        for (StagedRow row : staged) {
            if (!row.isRejected()) {
                Map<String, @Nullable Object> values = new HashMap<>();
                for (int i = 0; i < row.values().length; i++) {
                    values.put(slots.slots().get(i).field().key(), row.values()[i]);
                }
                rows.add(new RowTarget.Row(row.row(), row.line(), values));
            }
        }
        return rows;
    }

    private static RowTarget.Writing writing(ImportRun run, ImportPlan plan) {
        return new RowTarget.Writing(
                run.actor(),
                plan.owner() == null ? run.actor().id() : plan.owner(),
                run.batchId() == null ? 0 : run.batchId(),
                run.targetBatches(),
                plan.reader());
    }

    private static Tally tally(RowTarget.Written written, List<StagedRow> staged, List<RowNote> notes) {
        notes.addAll(written.notes());
        long refused = written.notes().stream().filter(RowNote::fatal).count();
        return new Tally(written.created(), 0, 0, written.skipped(), refused, 0).plus(noted(staged, notes));
    }

    /** Counts a chunk and adds its notes, in the order of the file. */
    private static Tally tally(Merge merge, List<StagedRow> staged, List<RowNote> notes) {
        notes.addAll(merge.notes());
        return merge.tally().plus(noted(staged, notes));
    }

    private static Tally noted(List<StagedRow> staged, List<RowNote> notes) {
        long refused = 0;
        for (StagedRow row : staged) {
            notes.addAll(row.notes());
            refused += row.isRejected() ? 1 : 0;
        }
        notes.sort(Comparator.comparingLong(RowNote::row));
        long first = staged.get(0).row();
        long warnings = notes.stream()
                .filter(note -> note.row() >= first && !note.fatal() && !SKIPS.contains(note.code()))
                .count();
        return new Tally(0, 0, 0, 0, refused, warnings);
    }

    // Writing

    private void write(ImportRun run, BooleanSupplier stopping) throws IOException {
        problems.forget(run.id(), true);
        Prepared prepared = preparation.prepare(run);
        try (RowCursor cursor = run.file().open()) {
            long done = run.rowsDone();
            for (long passed = 0; passed < done; passed++) {
                cursor.next();
            }
            for (List<SourceRow> chunk = chunk(cursor); !chunk.isEmpty(); chunk = chunk(cursor)) {
                if (stopping.getAsBoolean()) {
                    return;
                }
                if (!write(prepared, chunk, done)) {
                    end(prepared, ImportState.CANCELLED);
                    return;
                }
                done += chunk.size();
            }
            end(prepared, ImportState.DONE);
        } catch (SourceRefused refused) {
            imports.finish(run.id(), ImportState.FAILED, refused.refusal().code());
        }
    }

    private void end(Prepared prepared, ImportState state) {
        Tally tally = imports.load(prepared.run().id()).tally();
        long touched = tally.created() + tally.updated();
        batches.end(prepared.batchId(), touched);
        imports.finish(prepared.run().id(), state, null);
        if (touched > 0) {
            events.publishEvent(new RecordsChanged(prepared.plan().object(), prepared.batchId(), touched));
        }
    }

    /** Writes a chunk; where the database refuses it, its halves, down to the row that is to blame. @return false to stop */
    private boolean write(Prepared prepared, List<SourceRow> chunk, long before) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> writeNow(prepared, chunk, before)));
        } catch (RuntimeException failed) {
            if (!isDataProblem(failed)) {
                throw failed;
            }
            if (chunk.size() > 1) {
                int half = chunk.size() / 2;
                return write(prepared, chunk.subList(0, half), before)
                        && write(prepared, chunk.subList(half, chunk.size()), before + half);
            }
            return Boolean.TRUE.equals(transaction.execute(status -> {
                long line = chunk.get(0).line();
                RowNote note = new RowNote(before + 1, line, -1, "IMP-225", List.of(stateOf(failed)), true);
                problems.note(prepared.run().id(), false, List.of(note));
                return imports.advance(prepared.run().id(), new Tally(0, 0, 0, 0, 1, 0));
            }));
        }
    }

    private boolean writeNow(Prepared prepared, List<SourceRow> chunk, long before) {
        ImportRun run = prepared.run();
        ImportPlan plan = prepared.plan();
        List<StagedRow> staged = staged(prepared.reader(), chunk, before);
        List<RowNote> notes = new ArrayList<>();
        RowTarget together = prepared.target();
        if (together != null) {
            Tally tally = tally(together.write(rows(staged, prepared.slots()), writing(run, plan)), staged, notes);
            problems.note(run.id(), false, notes);
            return imports.advance(run.id(), tally);
        }
        Merge merge = new Merge(sql, types, access, plan, prepared.slots(), run.actor(), false);
        MergeWriter writer = new MergeWriter(
                sql, types, searchIndex, clock, plan, prepared.slots(), run.actor(), prepared.batchId(), false);
        merge.decide(staged, prepared.batchId());
        writer.createTargets(
                merge,
                prepared.targetBatches(),
                (target, made) -> publish(run, target.key(), RecordChanged.Kind.CREATED, () -> made));
        if (plan.mode().updates()) {
            writer.compare();
        }
        if (prepared.watched()) {
            oneByOne.write(prepared, merge, staged, notes);
        } else {
            writer.create();
            if (plan.mode().updates()) {
                writer.update();
            }
            writer.refreshSearch();
            publish(run, plan.object(), RecordChanged.Kind.CREATED, () -> writer.written(Merge.CREATE));
            publish(run, plan.object(), RecordChanged.Kind.CHANGED, () -> writer.written(Merge.UPDATE));
        }
        writer.identify();
        Tally tally = tally(merge, staged, notes);
        problems.note(run.id(), false, notes);
        return imports.advance(run.id(), tally);
    }

    private void publish(ImportRun run, String object, RecordChanged.Kind kind, Supplier<List<Long>> ids) {
        events.publishEvent(new RecordsWritten(object, kind, ids, run.actor().id()));
    }

    /** The values are to blame, not the connection or the server. */
    private static boolean isDataProblem(Throwable failure) {
        String state = stateOf(failure);
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    private static String stateOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException problem && problem.getSQLState() != null) {
                return problem.getSQLState();
            }
        }
        return "";
    }

    // Taking back

    private void undo(ImportRun run) {
        batches.undo(Objects.requireNonNull(run.batchId()), run.actor());
        run.targetBatches().values().forEach(batch -> batches.undo(batch, run.actor()));
        imports.undone(run.id());
    }
}
