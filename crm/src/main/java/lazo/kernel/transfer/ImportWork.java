package lazo.kernel.transfer;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewChoice;
import lazo.kernel.metadata.ObjectDesigner.NewField;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.BulkChanges;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.Records;
import lazo.kernel.record.RecordsChanged;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.kernel.transfer.ImportPlan.Reader;
import lazo.kernel.transfer.Merge.Decided;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.profile.Conventions;
import lazo.kernel.transfer.profile.FileProfile;
import lazo.kernel.transfer.profile.Frequency;
import lazo.kernel.transfer.profile.Words;
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
    static final int CHUNK = 5_000;
    /** Nothing to be told to the user but that the row was passed over. */
    private static final Set<String> SKIPS = Set.of("IMP-219", "IMP-220", "IMP-221");

    private final DSLContext sql;
    private final Imports imports;
    private final Proposal proposal;
    private final ObjectTypes types;
    private final ObjectDesigner designer;
    private final Records records;
    private final RecordChanges changes;
    private final BulkChanges batches;
    private final Users users;
    private final CompanySettings company;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Merge.Base base;

    ImportWork(
            DSLContext sql,
            Imports imports,
            Proposal proposal,
            ObjectTypes types,
            ObjectDesigner designer,
            Records records,
            RecordChanges changes,
            BulkChanges batches,
            Users users,
            CompanySettings company,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Access access,
            SearchIndex searchIndex,
            Clock clock) {
        this.sql = sql;
        this.imports = imports;
        this.proposal = proposal;
        this.types = types;
        this.designer = designer;
        this.records = records;
        this.changes = changes;
        this.batches = batches;
        this.users = users;
        this.company = company;
        this.events = events;
        this.transaction = transaction;
        this.base = new Merge.Base(sql, types, access, searchIndex, clock);
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
        Reader reader = reader(run.actor());
        try {
            FileProfile profile = FileProfile.of(
                    run.file(), Conventions.of(reader.locale()), position -> imports.position(run.id(), position));
            imports.ready(
                    run.id(),
                    profile,
                    proposal.plan(run.file(), profile, run.actor(), reader).orElse(null));
        } catch (SourceRefused refused) {
            imports.refuse(run.id(), refused.refusal());
        }
    }

    /** Language of the user, zone and currency of the company. */
    Reader reader(Actor actor) {
        Optional<Company> known = company.find();
        Locale spoken = users.find(actor.id()).map(User::locale).orElse(null);
        Locale home = known.map(Company::locale).orElse(Locale.of("es", "ES"));
        Locale locale = spoken == null ? home : spoken;
        String region = home.getCountry().isEmpty() ? "ES" : home.getCountry();
        return new Reader(
                locale.toLanguageTag(),
                known.map(Company::zone).map(Object::toString).orElse("Europe/Madrid"),
                known.map(Company::currency).map(Object::toString).orElse("EUR"),
                region);
    }

    private RowReader rowReader(Slots slots, ImportPlan plan) {
        Map<String, Long> ids = new HashMap<>();
        for (User user : users.active()) {
            ids.put(Words.fold(user.name().strip()), user.id());
            ids.put(Words.fold(user.email().strip()), user.id());
        }
        return new RowReader(
                slots, plan, ids, slots.type().label().in(plan.reader().locale()));
    }

    // Trying

    /** One transaction from beginning to end, so that rows of the file can be told from records; nothing is written. */
    private void check(ImportRun run, BooleanSupplier stopping) throws IOException {
        imports.forgetProblems(run.id(), true);
        ImportPlan plan = run.knownPlan();
        Slots slots = Slots.of(types.load(plan.object()), plan);
        RowReader reader = rowReader(slots, plan);
        List<RowNote> notes = new ArrayList<>();
        try {
            Tally tally = transaction.execute(status -> {
                status.setRollbackOnly();
                Merge merge = new Merge(base, plan, slots, run.actor(), true);
                merge.begin();
                Tally sum = Tally.NONE;
                try (RowCursor cursor = run.file().open()) {
                    long number = 0;
                    List<SourceRow> chunk = chunk(cursor);
                    while (!chunk.isEmpty()) {
                        if (stopping.getAsBoolean() || imports.isCancelling(run.id())) {
                            return null;
                        }
                        sum = sum.plus(tryOut(merge, reader, chunk, number, notes));
                        number += chunk.size();
                        if (notes.size() > CHUNK) {
                            imports.noteApart(run.id(), true, notes);
                            notes.clear();
                        }
                        imports.positionApart(run.id(), number);
                        chunk = chunk(cursor);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return sum;
            });
            imports.note(run.id(), true, notes);
            if (tally != null) {
                imports.checked(run.id(), tally);
            } else if (!stopping.getAsBoolean()) {
                imports.finishChecking(run.id());
            }
        } catch (java.io.UncheckedIOException e) {
            if (e.getCause() instanceof SourceRefused refused) {
                imports.refuse(run.id(), refused.refusal());
                return;
            }
            throw e.getCause();
        }
    }

    private Tally tryOut(Merge merge, RowReader reader, List<SourceRow> chunk, long before, List<RowNote> notes) {
        List<StagedRow> staged = staged(reader, chunk, before);
        merge.decide(staged, null);
        merge.compare();
        return tally(merge, staged, notes);
    }

    private static List<StagedRow> staged(RowReader reader, List<SourceRow> chunk, long before) {
        List<StagedRow> staged = new ArrayList<>(chunk.size());
        for (SourceRow row : chunk) {
            staged.add(reader.read(row, before + staged.size() + 1));
        }
        return staged;
    }

    private static Tally tally(Merge merge, List<StagedRow> staged, List<RowNote> notes) {
        List<RowNote> own = new ArrayList<>(merge.notes());
        long refused = 0;
        for (StagedRow row : staged) {
            own.addAll(row.notes());
            refused += row.isRejected() ? 1 : 0;
        }
        long warnings = own.stream()
                .filter(note -> !note.fatal() && !SKIPS.contains(note.code()))
                .count();
        own.sort(java.util.Comparator.comparingLong(RowNote::row));
        notes.addAll(own);
        return merge.tally().plus(new Tally(0, 0, 0, 0, refused, warnings));
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

    // Writing

    private void write(ImportRun run, BooleanSupplier stopping) throws IOException {
        Prepared prepared = prepare(run);
        try (RowCursor cursor = run.file().open()) {
            long done = imports.load(run.id()).rowsDone();
            for (long passed = 0; passed < done; passed++) {
                cursor.next();
            }
            for (List<SourceRow> chunk = chunk(cursor); !chunk.isEmpty(); chunk = chunk(cursor)) {
                if (stopping.getAsBoolean()) {
                    return;
                }
                if (!write(prepared, chunk, done)) {
                    end(run.id(), ImportState.CANCELLED);
                    return;
                }
                done += chunk.size();
            }
            end(run.id(), ImportState.DONE);
        } catch (SourceRefused refused) {
            imports.finish(run.id(), ImportState.FAILED, refused.refusal().code());
        }
    }

    private void end(long runId, ImportState state) {
        ImportRun run = imports.load(runId);
        ImportPlan plan = run.knownPlan();
        long touched = run.tally().created() + run.tally().updated();
        long batchId = Objects.requireNonNull(run.batchId());
        batches.end(batchId, touched);
        imports.finish(runId, state, null);
        if (touched > 0) {
            events.publishEvent(new RecordsChanged(plan.object(), batchId, touched));
        }
    }

    /** What writing a chunk stands on. @param watched whether rules want to see every record */
    private record Prepared(
            ImportRun run,
            ImportPlan plan,
            Slots slots,
            RowReader reader,
            long batchId,
            Map<String, Long> targetBatches,
            boolean watched) {}

    /** Makes the fields and list values the plan asks for and opens the batches. Can be repeated without harm. */
    private Prepared prepare(ImportRun run) throws IOException {
        imports.forgetTrial(run.id());
        ImportPlan plan = withChoices(run, withFields(run, run.knownPlan()));
        ObjectType type = types.load(plan.object());
        Slots slots = Slots.of(type, plan);
        Long batchId = run.batchId();
        Map<String, Long> targets = run.targetBatches();
        if (batchId == null) {
            String detail = "{\"import\": %d}".formatted(run.id());
            targets = new LinkedHashMap<>();
            for (Slot slot : slots.slots()) {
                if (slot.isLookup() && plan.createTargets() && !slot.byIdentifier() && !slot.constant()) {
                    ObjectType target =
                            types.load(Objects.requireNonNull(slot.field().target()));
                    if (!target.titleField().isDerived()
                            && !target.isActivity()
                            && !targets.containsKey(target.key())) {
                        targets.put(target.key(), batches.begin("IMPORT", target, run.actor(), detail));
                    }
                }
            }
            batchId = batches.begin("IMPORT", type, run.actor(), detail);
            imports.begun(run.id(), batchId, targets);
        }
        boolean watched = slots.slots().stream()
                .anyMatch(slot -> changes.isWatched(type, slot.field().key()));
        return new Prepared(run, plan, slots, rowReader(slots, plan), batchId, targets, watched);
    }

    private ImportPlan withFields(ImportRun run, ImportPlan plan) {
        ImportPlan current = plan;
        for (ColumnPlan column : plan.columns()) {
            if (column.use() != ColumnPlan.Use.NEW_FIELD) {
                continue;
            }
            List<ColumnPlan> columns = new ArrayList<>(current.columns());
            int at = columns.indexOf(column);
            List<String> key = new ArrayList<>(current.key());
            if (run.actor().isAdministrator()) {
                ObjectField made = field(run, current, column);
                columns.set(at, column.into(made.key()));
                key.replaceAll(part -> part.equals("new " + column.position()) ? made.key() : part);
            } else {
                columns.set(at, column.aside());
            }
            current = current.with(columns)
                    .with(
                            current.mode(),
                            key,
                            current.emptyCells(),
                            current.badCells(),
                            current.duplicates(),
                            current.owner(),
                            current.createTargets(),
                            current.newChoices(),
                            current.runningName(),
                            current.constants());
            imports.planned(run.id(), current);
        }
        return current;
    }

    /** The field for a column: one made by an earlier attempt if there is one, else a new one. */
    private ObjectField field(ImportRun run, ImportPlan plan, ColumnPlan column) {
        ObjectType type = types.load(plan.object());
        FieldType fieldType = column.newType() == null ? FieldType.TEXT : column.newType();
        String name = column.header().isEmpty() ? "#" + (column.position() + 1) : column.header();
        Set<String> used = plan.columns().stream().map(ColumnPlan::field).collect(Collectors.toSet());
        Optional<ObjectField> known = type.fields().stream()
                .filter(field -> field.pack() == null
                        && field.type() == fieldType
                        && !used.contains(field.key())
                        && field.label().in(plan.reader().locale()).equals(name))
                .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        List<NewChoice> choices = new ArrayList<>();
        Set<String> folded = new LinkedHashSet<>();
        if (fieldType.hasChoices()) {
            run.knownProfile().columns().stream()
                    .filter(profile -> profile.column().position() == column.position())
                    .map(ColumnProfile::choices)
                    .flatMap(List::stream)
                    .map(Frequency::value)
                    .filter(value -> folded.add(Words.fold(value)))
                    .forEach(value -> choices.add(new NewChoice(null, Label.same(value), null)));
        }
        return designer.addField(plan.object(), NewField.plain(fieldType, Label.same(name), choices, null));
    }

    /** Adds the values that lists do not know yet, if the plan says so; from then on an unknown value is a problem. */
    private ImportPlan withChoices(ImportRun run, ImportPlan plan) throws IOException {
        ObjectType type = types.load(plan.object());
        Slots slots = Slots.of(type, plan);
        if (!plan.newChoices()
                || !run.actor().isAdministrator()
                || slots.slots().stream()
                        .noneMatch(
                                slot -> !slot.constant() && slot.field().type().hasChoices())) {
            return plan.newChoices() ? closed(plan) : plan;
        }
        RowReader reader = rowReader(slots, plan);
        try (RowCursor cursor = run.file().open()) {
            long number = 0;
            for (SourceRow row = cursor.next(); row != null; row = cursor.next()) {
                reader.read(row, ++number);
            }
        }
        reader.unknownChoices()
                .forEach((position, values) -> slots.slots().stream()
                        .filter(slot -> slot.columns().stream().anyMatch(column -> column.position() == position))
                        .map(Slot::field)
                        .filter(field -> field.type().hasChoices())
                        .forEach(field -> addChoices(plan.object(), field.key(), values)));
        return closed(plan);
    }

    private void addChoices(String object, String fieldKey, Set<String> values) {
        Set<String> folded = new LinkedHashSet<>();
        for (String value : values) {
            if (folded.add(Words.fold(value.strip()))) {
                designer.addChoice(
                        types.load(object).field(fieldKey), new NewChoice(null, Label.same(value.strip()), null));
            }
        }
    }

    private static ImportPlan closed(ImportPlan plan) {
        return plan.with(
                plan.mode(),
                plan.key(),
                plan.emptyCells(),
                plan.badCells(),
                plan.duplicates(),
                plan.owner(),
                plan.createTargets(),
                false,
                plan.runningName(),
                plan.constants());
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
                SourceRow row = chunk.get(0);
                imports.note(
                        prepared.run().id(),
                        false,
                        List.of(new RowNote(before + 1, row.line(), -1, "IMP-225", List.of(stateOf(failed)), true)));
                return imports.advance(prepared.run().id(), new Tally(0, 0, 0, 0, 1, 0));
            }));
        }
    }

    private boolean writeNow(Prepared prepared, List<SourceRow> chunk, long before) {
        List<StagedRow> staged = staged(prepared.reader(), chunk, before);
        List<RowNote> notes = new ArrayList<>();
        Merge merge = new Merge(
                base, prepared.plan(), prepared.slots(), prepared.run().actor(), false);
        merge.decide(staged, prepared.batchId());
        merge.createTargets(prepared.targetBatches());
        if (prepared.plan().mode().updates()) {
            merge.compare();
        }
        if (prepared.watched()) {
            oneByOne(prepared, merge, staged, notes);
        } else {
            merge.create(prepared.batchId());
            if (prepared.plan().mode().updates()) {
                merge.update(prepared.batchId());
            }
            merge.refreshSearch();
        }
        merge.identify();
        Tally tally = tally(merge, staged, notes);
        imports.note(prepared.run().id(), false, notes);
        return imports.advance(prepared.run().id(), tally);
    }

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

    // Objects whose rules want to see every record

    private void oneByOne(Prepared prepared, Merge merge, List<StagedRow> staged, List<RowNote> notes) {
        Map<Long, StagedRow> rows = new HashMap<>();
        staged.forEach(row -> rows.put(row.row(), row));
        ObjectType type = prepared.slots().type();
        Actor actor = prepared.run().actor();
        List<Decided> decided = merge.decided();
        Map<Long, StoredRecord> known = new HashMap<>();
        List<Long> ids =
                decided.stream().map(Decided::recordId).filter(Objects::nonNull).toList();
        records.find(type, ids, actor).forEach(record -> known.put(record.id(), record));
        Origin origin = new Origin(prepared.batchId(), Kind.IMPORTED, 0, null);
        for (Decided row : decided) {
            StagedRow values = Objects.requireNonNull(rows.get(row.row()));
            StoredRecord before = row.recordId() == null ? null : known.get(row.recordId());
            Draft draft = Draft.of(values(prepared, values, row, before));
            WriteResult result = row.create() || before == null
                    ? changes.create(type, draft, actor, origin)
                    : changes.change(type, before.id(), before.version(), draft, actor, origin);
            switch (result) {
                case WriteResult.Saved(StoredRecord saved, boolean changed) -> {
                    merge.settle(row.row(), row.create() ? 'C' : changed ? 'U' : '=', saved.id());
                }
                case WriteResult.Invalid(List<Problem> problems) -> {
                    merge.settle(row.row(), 'R', row.recordId());
                    problems.forEach(problem -> notes.add(new RowNote(
                            row.row(),
                            values.line(),
                            position(prepared, problem.field()),
                            problem.code(),
                            problem.args(),
                            true)));
                }
                case WriteResult.Conflict conflict -> refuse(merge, row, values, notes);
                case WriteResult.Missing missing -> refuse(merge, row, values, notes);
                case WriteResult.Denied denied -> refuse(merge, row, values, notes);
            }
        }
    }

    private static void refuse(Merge merge, Decided row, StagedRow values, List<RowNote> notes) {
        merge.settle(row.row(), 'R', row.recordId());
        notes.add(new RowNote(row.row(), values.line(), -1, "IMP-218", List.of(), true));
    }

    private static int position(Prepared prepared, String field) {
        return prepared.slots().slots().stream()
                .filter(slot ->
                        slot.field().key().equals(field) && !slot.columns().isEmpty())
                .map(slot -> slot.columns().get(0).position())
                .findFirst()
                .orElse(-1);
    }

    private Map<String, @Nullable Object> values(
            Prepared prepared, StagedRow row, Decided decided, @Nullable StoredRecord before) {
        Map<String, @Nullable Object> values = new HashMap<>();
        boolean clears = prepared.plan().emptyCells() == ImportPlan.EmptyCells.CLEAR;
        List<Slot> slots = prepared.slots().slots();
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            Object value = slot.isLookup() && !slot.constant()
                    ? decided.references().get(slot.field().column())
                    : row.values()[i];
            if (slot.constant() && !decided.create()) {
                continue;
            }
            if (slot.field().type() == FieldType.ADDRESS && before != null) {
                value = merged(
                        slot, (Address) value, before.address(slot.field().key()), clears);
            }
            if (value != null || clears && !decided.create()) {
                values.put(slot.field().key(), value);
            }
        }
        if (decided.create() && values.get("owner") == null) {
            values.put(
                    "owner",
                    prepared.plan().owner() == null
                            ? prepared.run().actor().id()
                            : prepared.plan().owner());
        }
        return values;
    }

    private static @Nullable Address merged(
            Slot slot, @Nullable Address given, @Nullable Address before, boolean clears) {
        List<@Nullable String> parts = new ArrayList<>();
        for (int i = 0; i < Address.PARTS.size(); i++) {
            String old = before == null ? null : before.parts().get(i);
            String now = given == null ? null : given.parts().get(i);
            parts.add(now != null || clears && slot.covers(Address.PARTS.get(i)) ? now : old);
        }
        return Address.of(parts);
    }

    // Taking back

    private void undo(ImportRun run) {
        batches.undo(Objects.requireNonNull(run.batchId()), run.actor());
        run.targetBatches().values().forEach(batch -> batches.undo(batch, run.actor()));
        imports.undone(run.id());
    }
}
