package lazo.kernel.record;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.AUTO_NUMBER;
import static lazodb.Tables.RECORD_CHANGE;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.WriteResult.Clash;
import lazo.kernel.record.WriteResult.Conflict;
import lazo.kernel.record.WriteResult.Denied;
import lazo.kernel.record.WriteResult.Invalid;
import lazo.kernel.record.WriteResult.Missing;
import lazo.kernel.record.WriteResult.Saved;
import lazo.kernel.search.SearchIndex;
import lazo.kernel.timeline.TimelineEntry.Kind;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one place where single records are written. Each write checks access, validates, guards against lost updates,
 * leaves its {@link ChangeTrail}, refreshes search and publishes {@link RecordChanged}, in one transaction.
 */
@Component
public class RecordChanges {
    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;
    private final ChangeTrail trail;
    private final SearchIndex searchIndex;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Map<String, List<RecordRule>> rules;

    RecordChanges(
            DSLContext sql,
            ObjectTypes types,
            Access access,
            ChangeTrail trail,
            SearchIndex searchIndex,
            ApplicationEventPublisher events,
            Clock clock,
            ObjectProvider<RecordRule> rules) {
        this.sql = sql;
        this.types = types;
        this.access = access;
        this.trail = trail;
        this.searchIndex = searchIndex;
        this.events = events;
        this.clock = clock;
        this.rules = rules.orderedStream().collect(Collectors.groupingBy(RecordRule::objectKey));
    }

    /**
     * Where a write comes from, when it is not one person saving one form now.
     *
     * @param depth see {@link RecordChanged}
     * @param at when it happened, for history that is brought in; {@code null} for now
     */
    public record Origin(
            @Nullable Long batchId,
            Kind created,
            int depth,
            @Nullable Instant at) {
        public static final Origin PERSON = new Origin(null, Kind.CREATED, 0, null);

        public static Origin batch(long batchId) {
            return new Origin(batchId, Kind.CREATED, 0, null);
        }

        /** Something that happened earlier. */
        public static Origin past(Instant at) {
            return new Origin(null, Kind.CREATED, 0, at.truncatedTo(ChronoUnit.MICROS));
        }
    }

    @Transactional
    public WriteResult create(ObjectType type, Draft draft, Actor actor) {
        return create(type, draft, actor, Origin.PERSON);
    }

    @Transactional
    public WriteResult create(ObjectType type, Draft draft, Actor actor, Origin origin) {
        if (!actor.on(type.key()).create()) {
            return new Denied();
        }
        PendingChange change =
                new PendingChange(type, null, allowed(type, draft.values(), actor), actor, moment(origin));
        draft.problems().forEach(change::refuse);
        if (origin.created() == Kind.IMPORTED) {
            change.markImported();
        }
        fillDefaults(change);
        if (!check(change)) {
            return new Invalid(change.problems());
        }
        for (ObjectField field : type.fields()) {
            if (field.type() == FieldType.AUTO_NUMBER) {
                change.set(field.key(), nextNumber(field, change.at()));
            }
        }
        RecordTable table = new RecordTable(type);
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        change.wanted().forEach((key, value) -> columns.putAll(FieldValues.assignments(type.field(key), value)));
        OffsetDateTime at = change.at().atOffset(ZoneOffset.UTC);
        columns.put(bare("created_at", OffsetDateTime.class), at);
        columns.put(bare("updated_at", OffsetDateTime.class), at);
        columns.put(bare("created_by", Long.class), actor.id());
        columns.put(bare("updated_by", Long.class), actor.id());
        columns.put(bare("batch_id", Long.class), origin.batchId());
        long id = sql.insertInto(table.bare())
                .set(columns)
                .returningResult(bare("id", Long.class))
                .fetchSingle()
                .value1();
        StoredRecord saved = reread(type, id);
        trail.created(change, saved, origin);
        finish(change, saved, RecordChanged.Kind.CREATED, change.wanted().keySet(), origin);
        return new Saved(shown(saved, actor), true);
    }

    /**
     * Changes the mentioned fields.
     *
     * @param version the version the actor saw; fields that others changed since are not overwritten
     */
    @Transactional
    public WriteResult change(ObjectType type, long id, int version, Draft draft, Actor actor) {
        return change(type, id, version, draft, actor, Origin.PERSON);
    }

    @Transactional
    public WriteResult change(ObjectType type, long id, int version, Draft draft, Actor actor, Origin origin) {
        Optional<StoredRecord> locked = lock(type, id, actor);
        if (locked.isEmpty()) {
            return new Missing();
        }
        StoredRecord before = locked.get();
        if (!access.mayChange(actor, type, id)) {
            return new Denied();
        }
        PendingChange change =
                new PendingChange(type, before, allowed(type, draft.values(), actor), actor, moment(origin));
        draft.problems().forEach(change::refuse);
        if (origin.created() == Kind.IMPORTED) {
            change.markImported();
        }
        if (version != before.version()) {
            List<Clash> clashes = clashes(before, version, change);
            if (!clashes.isEmpty()) {
                return new Conflict(shown(before, actor), clashes);
            }
        }
        if (!check(change)) {
            return new Invalid(change.problems());
        }
        List<ObjectField> changed = type.fields().stream()
                .filter(field -> change.changes(field.key()))
                .toList();
        if (changed.isEmpty()) {
            return new Saved(shown(before, actor), false);
        }
        RecordTable table = new RecordTable(type);
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        changed.forEach(field -> columns.putAll(FieldValues.assignments(field, change.value(field.key()))));
        columns.put(bare("version", Integer.class), before.version() + 1);
        columns.put(bare("updated_at", OffsetDateTime.class), change.at().atOffset(ZoneOffset.UTC));
        columns.put(bare("updated_by", Long.class), actor.id());
        sql.update(table.bare())
                .set(columns)
                .where(bare("id", Long.class).eq(id))
                .execute();
        StoredRecord saved = reread(type, id);
        trail.changed(change, changed, saved, origin);
        finish(
                change,
                saved,
                RecordChanged.Kind.CHANGED,
                changed.stream().map(ObjectField::key).collect(Collectors.toSet()),
                origin);
        return new Saved(shown(saved, actor), true);
    }

    /** Puts a record into the recycle bin. */
    @Transactional
    public WriteResult delete(ObjectType type, long id, Actor actor, Origin origin) {
        return setDeleted(type, id, actor, origin, true);
    }

    @Transactional
    public WriteResult delete(ObjectType type, long id, Actor actor) {
        return delete(type, id, actor, Origin.PERSON);
    }

    /** Takes a record out of the recycle bin. */
    @Transactional
    public WriteResult restore(ObjectType type, long id, Actor actor) {
        return setDeleted(type, id, actor, Origin.PERSON, false);
    }

    @Transactional
    public WriteResult restore(ObjectType type, long id, Actor actor, Origin origin) {
        return setDeleted(type, id, actor, origin, false);
    }

    private WriteResult setDeleted(ObjectType type, long id, Actor actor, Origin origin, boolean deleted) {
        Optional<StoredRecord> locked = lock(type, id, actor);
        if (locked.isEmpty()) {
            return new Missing();
        }
        if (!access.mayDelete(actor, type, id)) {
            return new Denied();
        }
        StoredRecord before = locked.get();
        if (before.isDeleted() == deleted) {
            return new Saved(shown(before, actor), false);
        }
        Instant at = moment(origin);
        sql.update(new RecordTable(type).bare())
                .set(bare("deleted_at", OffsetDateTime.class), deleted ? at.atOffset(ZoneOffset.UTC) : null)
                .set(bare("deleted_by", Long.class), deleted ? actor.id() : null)
                .set(bare("version", Integer.class), before.version() + 1)
                .set(bare("updated_at", OffsetDateTime.class), at.atOffset(ZoneOffset.UTC))
                .where(bare("id", Long.class).eq(id))
                .execute();
        StoredRecord saved = reread(type, id);
        PendingChange change = new PendingChange(type, before, Map.of(), actor, at);
        trail.binned(change, saved, deleted, origin);
        finish(change, saved, deleted ? RecordChanged.Kind.DELETED : RecordChanged.Kind.RESTORED, Set.of(), origin);
        return new Saved(shown(saved, actor), true);
    }

    /**
     * Sets fields that the program keeps ({@code read_only}), such as the date of the last activity. They are derived from
     * other records, so there is no history, no version and no event; call it inside the transaction that caused it.
     */
    public void keep(ObjectType type, long id, Map<String, ? extends @Nullable Object> values) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            ObjectField field = type.field(key);
            if (!field.readOnly()) {
                throw new IllegalArgumentException(
                        "Field '%s' of '%s' is written by people".formatted(key, type.key()));
            }
            columns.putAll(FieldValues.assignments(field, value));
        });
        sql.update(new RecordTable(type).bare())
                .set(columns)
                .where(bare("id", Long.class).eq(id))
                .execute();
    }

    /** Whether a bulk change of this field must go record by record because a rule watches it. */
    public boolean isWatched(ObjectType type, String field) {
        return rules.getOrDefault(type.key(), List.of()).stream()
                .anyMatch(rule -> rule.fields().contains(field));
    }

    /** Only typed fields that the actor's mask lets through; the rest of what was sent is ignored. */
    private Map<String, @Nullable Object> allowed(ObjectType type, Map<String, @Nullable Object> values, Actor actor) {
        FieldMask mask = access.mask(actor, type);
        Map<String, @Nullable Object> allowed = new HashMap<>();
        values.forEach((key, value) -> {
            if (type.find(key).filter(ObjectField::isTyped).isPresent() && mask.allowsChange(key)) {
                allowed.put(key, value);
            }
        });
        return allowed;
    }

    private void fillDefaults(PendingChange change) {
        if (!change.mentions("owner")) {
            change.set("owner", change.actor().id());
        }
        change.type()
                .stageField()
                .filter(field -> change.value(field.key()) == null)
                .ifPresent(field -> change.type().pipelines().stream()
                        .filter(pipeline -> !pipeline.archived())
                        .flatMap(pipeline -> pipeline.current().stream())
                        .findFirst()
                        .ifPresent(stage -> change.set(field.key(), stage.key())));
    }

    private boolean check(PendingChange change) {
        ObjectType type = change.type();
        rules.getOrDefault(type.key(), List.of()).forEach(rule -> rule.beforeSave(change));
        derive(change);
        Set<String> told = change.problems().stream().map(Problem::field).collect(Collectors.toSet());
        for (ObjectField field : type.fields()) {
            if (told.contains(field.key())) {
                continue;
            }
            boolean title = field.equals(type.titleField());
            Object value = change.value(field.key());
            if (value == null && field.type() == FieldType.AUTO_NUMBER && change.before() == null) {
                continue;
            }
            if (value == null) {
                if ((field.required() || title) && (change.before() == null || change.mentions(field.key()))) {
                    String shownAt =
                            title && field.isDerived() ? field.template().getFirst() : field.key();
                    change.refuse(Problem.of(shownAt, "REC-101"));
                }
            } else if (change.changes(field.key())) {
                checkValue(change, field, value);
            }
        }
        return change.problems().isEmpty();
    }

    private void derive(PendingChange change) {
        for (ObjectField field : change.type().fields()) {
            if (field.isDerived()
                    && (change.before() == null || field.template().stream().anyMatch(change::changes))) {
                String joined = field.template().stream()
                        .map(change::text)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" "));
                change.set(field.key(), joined.isEmpty() ? null : joined);
            }
        }
    }

    private void checkValue(PendingChange change, ObjectField field, Object value) {
        switch (field.type()) {
            case LOOKUP -> {
                ObjectType target = types.load(Objects.requireNonNull(field.target()));
                RecordTable table = new RecordTable(target);
                boolean there = sql.fetchExists(selectOne()
                        .from(table.table())
                        .where(
                                table.id().eq((Long) value),
                                table.deletedAt().isNull(),
                                access.visible(change.actor(), table)));
                if (!there || isItself(change, field, target, value)) {
                    change.refuse(Problem.of(field.key(), "REC-118"));
                }
            }
            case USER -> {
                boolean there = sql.fetchExists(
                        selectOne().from(APP_USER).where(APP_USER.ID.eq((Long) value), APP_USER.ACTIVE.isTrue()));
                if (!there) {
                    change.refuse(Problem.of(field.key(), "REC-119"));
                }
            }
            case TEXT, EMAIL, PHONE, LINK, AUTO_NUMBER -> {
                if (field.unique()) {
                    checkUnique(change, field, (String) value);
                }
            }
            case LONG_TEXT,
                    NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    CHOICE,
                    MULTI_CHOICE,
                    ADDRESS,
                    TAGS,
                    STAGE -> {
                // Read by Draft, which knows what fits.
            }
        }
    }

    private static boolean isItself(PendingChange change, ObjectField field, ObjectType target, Object value) {
        StoredRecord before = change.before();
        return before != null
                && target.key().equals(change.type().key())
                && value.equals(before.id())
                && !field.archived();
    }

    private void checkUnique(PendingChange change, ObjectField field, String value) {
        RecordTable table = new RecordTable(change.type());
        StoredRecord before = change.before();
        boolean taken = sql.fetchExists(selectOne()
                .from(table.table())
                .where(
                        RecordTable.fold(table.text(field)).eq(RecordTable.fold(val(value))),
                        table.deletedAt().isNull(),
                        before == null ? noCondition() : table.id().ne(before.id())));
        if (taken) {
            change.refuse(Problem.of(field.key(), "REC-117", value));
        }
    }

    private String nextNumber(ObjectField field, Instant at) {
        int year = at.atZone(ZoneOffset.UTC).getYear();
        String series = field.numberSeries(year);
        long number = sql.insertInto(AUTO_NUMBER)
                .set(AUTO_NUMBER.OBJECT_KEY, field.objectKey())
                .set(AUTO_NUMBER.FIELD_KEY, series)
                .set(AUTO_NUMBER.LAST, 1L)
                .onConflict(AUTO_NUMBER.OBJECT_KEY, AUTO_NUMBER.FIELD_KEY)
                .doUpdate()
                .set(AUTO_NUMBER.LAST, AUTO_NUMBER.LAST.plus(1))
                .returningResult(AUTO_NUMBER.LAST)
                .fetchSingle()
                .value1();
        return field.numbered(year, number);
    }

    private List<Clash> clashes(StoredRecord before, int seenVersion, PendingChange change) {
        Map<String, Clash> clashes = new LinkedHashMap<>();
        sql.selectFrom(RECORD_CHANGE)
                .where(RECORD_CHANGE.RECORD_ID.eq(before.id()), RECORD_CHANGE.VERSION.gt(seenVersion))
                .orderBy(RECORD_CHANGE.ID)
                .forEach(row -> {
                    String field = row.getFieldKey();
                    if (change.changes(field)) {
                        clashes.put(
                                field,
                                new Clash(
                                        field,
                                        before.value(field),
                                        change.value(field),
                                        row.getChangedBy(),
                                        row.getChangedAt().toInstant()));
                    }
                });
        return List.copyOf(clashes.values());
    }

    /** The version of a record the actor sees, in the recycle bin or not; nobody else writes it until the transaction ends. */
    public OptionalInt hold(ObjectType type, long id, Actor actor) {
        return lock(type, id, actor).stream().mapToInt(StoredRecord::version).findFirst();
    }

    /** The record, in the recycle bin or not, held until the transaction ends. */
    Optional<StoredRecord> lock(ObjectType type, long id, Actor actor) {
        RecordTable table = new RecordTable(type);
        FieldMask everything = new FieldMask(Set.of(), Set.of());
        return sql.select(Records.columns(table, everything))
                .from(table.table())
                .where(table.id().eq(id), table.mergedInto().isNull(), access.visible(actor, table))
                .forUpdate()
                .fetchOptional(row -> Records.record(table, everything, row));
    }

    private StoredRecord reread(ObjectType type, long id) {
        RecordTable table = new RecordTable(type);
        FieldMask everything = new FieldMask(Set.of(), Set.of());
        return sql.select(Records.columns(table, everything))
                .from(table.table())
                .where(table.id().eq(id))
                .fetchSingle(row -> Records.record(table, everything, row));
    }

    private void finish(
            PendingChange change, StoredRecord saved, RecordChanged.Kind kind, Set<String> fields, Origin origin) {
        searchIndex.refresh(saved.type(), List.of(saved.id()));
        if (kind == RecordChanged.Kind.CREATED || kind == RecordChanged.Kind.CHANGED) {
            rules.getOrDefault(saved.type().key(), List.of()).forEach(rule -> rule.afterSave(change, saved));
        }
        events.publishEvent(new RecordChanged(
                saved.type().key(),
                saved.id(),
                saved.version(),
                kind,
                fields,
                change.actor().id(),
                origin.depth(),
                origin.batchId()));
    }

    private StoredRecord shown(StoredRecord record, Actor actor) {
        return record.without(access.mask(actor, record.type()).hidden());
    }

    private static <T> Field<T> bare(String column, Class<T> as) {
        return DSL.field(DSL.name(column), as);
    }

    /** To the microsecond, so that what was written equals what is read. */
    private Instant moment(Origin origin) {
        Instant at = origin.at();
        return at != null ? at : clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
