package lazo.kernel.transfer;

import static lazodb.Tables.IMPORT_RUN;
import static org.jooq.impl.DSL.noCondition;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.identity.Users;
import lazo.kernel.notification.NotificationKind;
import lazo.kernel.notification.Notifications;
import lazo.kernel.transfer.profile.FileProfile;
import lazo.kernel.transfer.source.Format;
import lazo.kernel.transfer.source.RowCursor;
import lazo.kernel.transfer.source.SourceColumn;
import lazo.kernel.transfer.source.SourceFile;
import lazo.kernel.transfer.source.SourceRefusal;
import lazo.kernel.transfer.source.SourceRefused;
import lazo.kernel.transfer.source.SourceRow;
import lazodb.tables.records.ImportRunRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All imports: their files, plans and counters. What a run does is {@link ImportWork}; who does it is {@link ImportRunner}.
 *
 * <p>A user sees their own imports, who may see those of others everybody's.
 */
@Component
public class Imports {
    private static final Duration FILES_KEPT = Duration.ofDays(30);

    private final DSLContext sql;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final Path folder;
    private final long megabytes;
    private final TransactionTemplate apart;
    private final Users users;
    private final Notifications notifications;

    Imports(
            DSLContext sql,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Users users,
            Notifications notifications,
            @Value("${lazo.import.megabytes:500}") long megabytes,
            @Value("${lazo.home:data}") Path home) {
        this.sql = sql;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
        this.events = events;
        this.users = users;
        this.notifications = notifications;
        this.megabytes = megabytes;
        this.folder = home.resolve("imports");
    }

    /** Something may be waiting to be done. */
    record WorkWaiting(long runId) {}

    /**
     * Keeps the file and looks at its beginning.
     *
     * @param object what the user says it holds, null to let Lazo judge
     * @throws SourceRefused when it can't be read; nothing is kept then
     */
    public ImportRun take(InputStream content, String fileName, @Nullable String object, Actor actor)
            throws IOException {
        Files.createDirectories(folder);
        Path path = Files.createTempFile(folder, "import-", ".file");
        try {
            copy(content, path);
            SourceFile file = SourceFile.recognise(path, shortened(fileName));
            file.preview(20);
            ImportRunRecord row = sql.newRecord(IMPORT_RUN);
            row.setState(ImportState.READING.name());
            row.setFileName(file.name());
            row.setFileSize(file.size());
            row.setPath(path.getFileName().toString());
            row.setFormat(Stored.json(file.format()));
            row.setMadeBy(actor.id());
            row.setMadeWith(Stored.json(actor.role()));
            row.setMadeAt(now());
            row.setObjectKey(object);
            long id = sql.insertInto(IMPORT_RUN)
                    .set(row)
                    .returningResult(IMPORT_RUN.ID)
                    .fetchSingle()
                    .value1();
            events.publishEvent(new WorkWaiting(id));
            return load(id);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private void copy(InputStream content, Path path) throws IOException {
        try (OutputStream kept = Files.newOutputStream(path)) {
            byte[] part = new byte[65_536];
            long size = 0;
            for (int read = content.read(part); read >= 0; read = content.read(part)) {
                size += read;
                if (size > largest()) {
                    throw new SourceRefused(new SourceRefusal.TooLarge(megabytes));
                }
                kept.write(part, 0, read);
            }
        }
    }

    /** Bytes of the largest file that is taken. */
    public long largest() {
        return megabytes * 1_000_000;
    }

    private static String shortened(String fileName) {
        String bare = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        return bare.isEmpty() ? "file" : bare.length() > 200 ? bare.substring(0, 200) : bare;
    }

    /** The import, where it is the actor's to see. */
    public Optional<ImportRun> find(long id, Actor actor) {
        return sql.selectFrom(IMPORT_RUN)
                .where(IMPORT_RUN.ID.eq(id), mine(actor))
                .fetchOptional(this::run);
    }

    ImportRun load(long id) {
        return sql.selectFrom(IMPORT_RUN).where(IMPORT_RUN.ID.eq(id)).fetchSingle(this::run);
    }

    public List<ImportRun> recent(Actor actor, int most) {
        return sql.selectFrom(IMPORT_RUN)
                .where(mine(actor))
                .orderBy(IMPORT_RUN.ID.desc())
                .limit(most)
                .fetch(this::run);
    }

    private static Condition mine(Actor actor) {
        return actor.may(Ability.IMPORTS) ? noCondition() : IMPORT_RUN.MADE_BY.eq(actor.id());
    }

    private ImportRun run(ImportRunRecord row) {
        Format format = Stored.read(row.getFormat(), Format.class);
        String failure = row.getFailure();
        ImportState state = ImportState.valueOf(row.getState());
        return new ImportRun(
                row.getId(),
                state,
                new SourceFile(folder.resolve(row.getPath()), row.getFileName(), format),
                row.getFileSize(),
                row.getProfile() == null ? null : Stored.read(row.getProfile(), FileProfile.class),
                row.getPlan() == null ? null : Stored.read(row.getPlan(), ImportPlan.class),
                state == ImportState.REFUSED && failure != null
                        ? Stored.read(JSONB.valueOf(failure), SourceRefusal.class)
                        : null,
                row.getObjectKey(),
                row.getBatchId(),
                batches(row.getTargetBatches()),
                actor(row),
                row.getMadeAt().toInstant(),
                instant(row.getStartedAt()),
                instant(row.getFinishedAt()),
                row.getPosition(),
                row.getRowsTotal(),
                row.getRowsDone(),
                new Tally(
                        row.getCreated(),
                        row.getUpdated(),
                        row.getUnchanged(),
                        row.getSkipped(),
                        row.getRejected(),
                        row.getWarnings()),
                row.getTrial() == null ? null : Stored.read(row.getTrial(), Tally.class),
                row.getCancelling(),
                failure);
    }

    /** Who made it, with what they may do now and could do then. */
    private Actor actor(ImportRunRecord row) {
        Actor now = users.actor(row.getMadeBy());
        return row.getMadeWith() == null ? now : now.limitedTo(Stored.read(row.getMadeWith(), Role.class));
    }

    private static Map<String, Long> batches(JSONB stored) {
        Map<String, Long> batches = new HashMap<>();
        Stored.read(stored, Map.class).forEach((object, id) -> batches.put((String) object, ((Number) id).longValue()));
        return batches;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }

    /** Reads the file again in another way. */
    public void readAs(ImportRun run, Format format) throws IOException {
        run.file().readAs(format).preview(20);
        int changed = sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.FORMAT, Stored.json(format))
                .set(IMPORT_RUN.STATE, ImportState.READING.name())
                .set(IMPORT_RUN.PROFILE, (JSONB) null)
                .set(IMPORT_RUN.PLAN, (JSONB) null)
                .set(IMPORT_RUN.TRIAL, (JSONB) null)
                .set(IMPORT_RUN.FAILURE, (String) null)
                .set(IMPORT_RUN.POSITION, 0L)
                .where(IMPORT_RUN.ID.eq(run.id()), IMPORT_RUN.STATE.in("READY", "REFUSED", "CHECKED"))
                .execute();
        if (changed > 0) {
            events.publishEvent(new WorkWaiting(run.id()));
        }
    }

    /** Keeps the plan; a dry run made before counts no longer. @return whether the import could still be changed */
    public boolean plan(long id, ImportPlan plan) {
        return sql.update(IMPORT_RUN)
                        .set(IMPORT_RUN.PLAN, Stored.json(plan))
                        .set(IMPORT_RUN.OBJECT_KEY, plan.object())
                        .set(IMPORT_RUN.STATE, ImportState.READY.name())
                        .set(IMPORT_RUN.TRIAL, (JSONB) null)
                        .where(IMPORT_RUN.ID.eq(id), IMPORT_RUN.STATE.in("READY", "CHECKED"))
                        .execute()
                > 0;
    }

    /** Starts the dry run. */
    public boolean check(long id) {
        return start(id, ImportState.CHECKING, List.of("READY", "CHECKED"));
    }

    /** Starts the import itself. */
    public boolean run(long id) {
        return start(id, ImportState.RUNNING, List.of("READY", "CHECKED"));
    }

    /** Goes on with an import that was stopped or failed. */
    public boolean goOn(long id) {
        return start(id, ImportState.RUNNING, List.of("CANCELLED", "FAILED"));
    }

    /** Starts taking everything back that the import wrote. */
    public boolean undo(long id) {
        boolean started = sql.update(IMPORT_RUN)
                        .set(IMPORT_RUN.STATE, ImportState.UNDOING.name())
                        .where(
                                IMPORT_RUN.ID.eq(id),
                                IMPORT_RUN.STATE.in("DONE", "CANCELLED", "FAILED"),
                                IMPORT_RUN.BATCH_ID.isNotNull())
                        .execute()
                > 0;
        if (started) {
            events.publishEvent(new WorkWaiting(id));
        }
        return started;
    }

    private boolean start(long id, ImportState state, List<String> from) {
        boolean started = sql.update(IMPORT_RUN)
                        .set(IMPORT_RUN.STATE, state.name())
                        .set(IMPORT_RUN.CANCELLING, false)
                        .set(IMPORT_RUN.FAILURE, (String) null)
                        .set(IMPORT_RUN.POSITION, 0L)
                        .set(IMPORT_RUN.STARTED_AT, now())
                        .set(IMPORT_RUN.FINISHED_AT, (OffsetDateTime) null)
                        .where(IMPORT_RUN.ID.eq(id), IMPORT_RUN.STATE.in(from), IMPORT_RUN.PLAN.isNotNull())
                        .execute()
                > 0;
        if (started) {
            events.publishEvent(new WorkWaiting(id));
        }
        return started;
    }

    /** Asks a working import to stop after the chunk it is at. */
    public void cancel(long id) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.CANCELLING, true)
                .where(IMPORT_RUN.ID.eq(id), IMPORT_RUN.STATE.in("READING", "CHECKING", "RUNNING"))
                .execute();
    }

    /** Forgets an import: its file and its problems. What it wrote stays. */
    public boolean discard(long id) {
        ImportRun run = load(id);
        if (run.state().isWorking()) {
            return false;
        }
        sql.deleteFrom(IMPORT_RUN).where(IMPORT_RUN.ID.eq(id)).execute();
        delete(run.file().path());
        return true;
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of finished imports hold personal data and go after a month; until then rejected rows can be fetched. */
    void deleteOldFiles() {
        sql.select(IMPORT_RUN.PATH)
                .from(IMPORT_RUN)
                .where(
                        IMPORT_RUN.STATE.notIn("READING", "CHECKING", "RUNNING", "UNDOING"),
                        IMPORT_RUN.MADE_AT.lt(now().minus(FILES_KEPT)))
                .forEach(row -> delete(folder.resolve(row.value1())));
    }

    /** A row of a file that is still kept. @param cells by the header of their column */
    public record FoundRow(long importId, String file, long line, Map<String, String> cells) {}

    /** Rows of kept files with a cell that looks like this. */
    public List<FoundRow> rowsWith(Pattern looks) {
        List<FoundRow> found = new ArrayList<>();
        sql.selectFrom(IMPORT_RUN).orderBy(IMPORT_RUN.ID).fetch(this::run).forEach(run -> rows(run, looks, found));
        return found;
    }

    private void rows(ImportRun run, Pattern looks, List<FoundRow> found) {
        if (!hasFile(run)) {
            return;
        }
        try (RowCursor cursor = run.file().open()) {
            for (SourceRow row = cursor.next(); row != null; row = cursor.next()) {
                if (row.cells().stream().anyMatch(cell -> looks.matcher(cell).find())) {
                    Map<String, String> cells = new LinkedHashMap<>();
                    for (SourceColumn column : cursor.columns()) {
                        cells.put(
                                column.isNamed() ? column.header() : "#" + (column.position() + 1),
                                row.cell(column.position()));
                    }
                    found.add(new FoundRow(run.id(), run.file().name(), row.line(), cells));
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            if (looks.matcher(raw(run.file().path())).find()) {
                found.add(new FoundRow(run.id(), run.file().name(), 0, Map.of()));
            }
        }
    }

    private static String raw(Path path) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Whether one is being read, tried out, written or taken back. */
    public boolean isWorking() {
        return !unfinished().isEmpty();
    }

    /**
     * Forgets the imports whose files hold such a cell, and those of these batches: their files, what is known of their
     * columns, their problems. What they wrote stays. @return how many
     */
    public int forget(Pattern looks, Collection<Long> batches) {
        Set<Long> ids = new TreeSet<>();
        rowsWith(looks).forEach(row -> ids.add(row.importId()));
        sql.selectFrom(IMPORT_RUN).fetch(this::run).forEach(run -> {
            if (batches.contains(run.batchId())
                    || run.targetBatches().values().stream().anyMatch(batches::contains)) {
                ids.add(run.id());
            }
        });
        ids.forEach(this::discard);
        return ids.size();
    }

    boolean hasFile(ImportRun run) {
        return Files.exists(run.file().path());
    }

    // What the work notes

    List<Long> unfinished() {
        return sql.select(IMPORT_RUN.ID)
                .from(IMPORT_RUN)
                .where(IMPORT_RUN.STATE.in("READING", "CHECKING", "RUNNING", "UNDOING"))
                .orderBy(IMPORT_RUN.ID)
                .fetch(IMPORT_RUN.ID);
    }

    boolean isCancelling(long id) {
        return Boolean.TRUE.equals(sql.select(IMPORT_RUN.CANCELLING)
                .from(IMPORT_RUN)
                .where(IMPORT_RUN.ID.eq(id))
                .fetchOne(IMPORT_RUN.CANCELLING));
    }

    void position(long id, long position) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.POSITION, position)
                .where(IMPORT_RUN.ID.eq(id))
                .execute();
    }

    /** While a dry run holds its transaction open, its progress goes another way. */
    void positionApart(long id, long position) {
        apart.executeWithoutResult(status -> position(id, position));
    }

    void finishChecking(long id) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.STATE, ImportState.READY.name())
                .set(IMPORT_RUN.CANCELLING, false)
                .where(IMPORT_RUN.ID.eq(id))
                .execute();
    }

    void ready(long id, FileProfile profile, @Nullable ImportPlan plan) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.STATE, ImportState.READY.name())
                .set(IMPORT_RUN.PROFILE, Stored.json(profile))
                .set(IMPORT_RUN.PLAN, plan == null ? null : Stored.json(plan))
                .set(IMPORT_RUN.OBJECT_KEY, plan == null ? null : plan.object())
                .set(IMPORT_RUN.ROWS_TOTAL, profile.rows())
                .where(IMPORT_RUN.ID.eq(id), IMPORT_RUN.STATE.eq(ImportState.READING.name()))
                .execute();
    }

    void refuse(long id, SourceRefusal refusal) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.STATE, ImportState.REFUSED.name())
                .set(IMPORT_RUN.FAILURE, Stored.json(refusal).data())
                .where(IMPORT_RUN.ID.eq(id))
                .execute();
    }

    void checked(long id, Tally trial) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.STATE, ImportState.CHECKED.name())
                .set(IMPORT_RUN.TRIAL, Stored.json(trial))
                .where(IMPORT_RUN.ID.eq(id), IMPORT_RUN.STATE.eq(ImportState.CHECKING.name()))
                .execute();
    }

    /** The batches under which everything is written, so that it can be taken back. */
    void begun(long id, long batchId, Map<String, Long> targetBatches) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.BATCH_ID, batchId)
                .set(IMPORT_RUN.TARGET_BATCHES, Stored.json(targetBatches))
                .where(IMPORT_RUN.ID.eq(id))
                .execute();
    }

    void planned(long id, ImportPlan plan) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.PLAN, Stored.json(plan))
                .where(IMPORT_RUN.ID.eq(id))
                .execute();
    }

    /** Part of the transaction of a chunk. @return false when the import was asked to stop */
    boolean advance(long id, Tally done) {
        return Boolean.FALSE.equals(sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.ROWS_DONE, IMPORT_RUN.ROWS_DONE.plus(done.rows()))
                .set(IMPORT_RUN.CREATED, IMPORT_RUN.CREATED.plus(done.created()))
                .set(IMPORT_RUN.UPDATED, IMPORT_RUN.UPDATED.plus(done.updated()))
                .set(IMPORT_RUN.UNCHANGED, IMPORT_RUN.UNCHANGED.plus(done.unchanged()))
                .set(IMPORT_RUN.SKIPPED, IMPORT_RUN.SKIPPED.plus(done.skipped()))
                .set(IMPORT_RUN.REJECTED, IMPORT_RUN.REJECTED.plus(done.rejected()))
                .set(IMPORT_RUN.WARNINGS, IMPORT_RUN.WARNINGS.plus(done.warnings()))
                .where(IMPORT_RUN.ID.eq(id))
                .returningResult(IMPORT_RUN.CANCELLING)
                .fetchSingle()
                .value1());
    }

    void finish(long id, ImportState state, @Nullable String failure) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.STATE, state.name())
                .set(IMPORT_RUN.FINISHED_AT, now())
                .set(IMPORT_RUN.FAILURE, failure)
                .set(IMPORT_RUN.CANCELLING, false)
                .where(IMPORT_RUN.ID.eq(id))
                .execute();
        if (state != ImportState.CANCELLED) {
            sql.select(IMPORT_RUN.MADE_BY, IMPORT_RUN.FILE_NAME)
                    .from(IMPORT_RUN)
                    .where(IMPORT_RUN.ID.eq(id))
                    .forEach(run -> notifications.tell(
                            Set.of(run.value1()), NotificationKind.IMPORT, "/import/" + id, run.value2(), null));
        }
    }

    void undone(long id) {
        sql.update(IMPORT_RUN)
                .set(IMPORT_RUN.STATE, ImportState.UNDONE.name())
                .where(IMPORT_RUN.ID.eq(id))
                .execute();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
