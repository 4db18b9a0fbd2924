package lazo.kernel.record;

import static lazodb.Tables.RECORD_CHANGE;
import static lazodb.Tables.SEARCH_DOCUMENT;
import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.FilterSql;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.search.Search;
import lazodb.tables.records.RecordChangeRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectConnectByStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads records. Every method takes the actor, and every query carries what {@link Access} lets them see. */
@Component
public class Records {
    /** Counts stop here; the exact figure is given on demand. */
    public static final int COUNT_CAP = 10_000;

    private static final int FETCH_SIZE = 1000;
    private static final int FEW = 20_000;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Access access;
    private final Clock clock;
    private final RecordOrder order = new RecordOrder();

    /** By actor and object; only decides how a list is read, so it may be old. */
    private final Cache<String, Boolean> fewSeen = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    Records(DSLContext sql, ObjectTypes types, Access access, Clock clock) {
        this.sql = sql;
        this.types = types;
        this.access = access;
        this.clock = clock;
    }

    /** One page of records. @param next cursor of the page after, if there is one */
    public record Page(List<StoredRecord> records, Optional<String> next) {
        public Page {
            records = List.copyOf(records);
        }
    }

    /** How many records: exact up to the cap. */
    public record Count(long records, boolean capped) {}

    /** @throws lazo.kernel.filter.UnanswerableFilter when the filter does not fit the object */
    public Page list(RecordQuery asked, Actor actor, ZoneId zone) {
        RecordTable table = new RecordTable(asked.type());
        FieldMask mask = access.mask(actor, asked.type());
        RecordQuery query = inShownOrder(asked, mask);
        Condition wanted = wanted(query, table, actor, zone);
        RecordOrder.Plan plan = order.plan(query, table);
        List<StoredRecord> records = new ArrayList<>();
        for (RecordOrder.Run run : plan.runs()) {
            int left = query.limit() + 1 - records.size();
            if (left > 0) {
                chosen(query, table, wanted, run, left, actor, columns(table, mask))
                        .orderBy(run.order())
                        .limit(left)
                        .forEach(row -> records.add(record(table, mask, row)));
            }
        }
        if (records.size() <= query.limit()) {
            return new Page(records, Optional.empty());
        }
        List<StoredRecord> page = records.subList(0, query.limit());
        return new Page(page, Optional.of(order.cursor(query, page.getLast())));
    }

    /** An order by a field that is hidden would tell what it holds: it is no order, as that of a field that is not there. */
    private static RecordQuery inShownOrder(RecordQuery asked, FieldMask mask) {
        return mask.shows(asked.sort().field()) ? asked : asked.sorted(new RecordQuery.Sort("updated_at", true));
    }

    /**
     * Left to itself, PostgreSQL would walk through everybody's records in the wanted order until it has met enough that the
     * actor may see. Who sees their own has an index of them by title. In any other order, who sees few records has them
     * gathered by their owner and then sorted.
     */
    private SelectConnectByStep<Record> chosen(
            RecordQuery query,
            RecordTable table,
            Condition wanted,
            RecordOrder.Run run,
            int limit,
            Actor actor,
            List<Field<?>> columns) {
        Condition where = wanted.and(run.condition());
        Optional<List<Condition>> parts =
                query.sort().field().equals(query.type().titleField().key()) && !query.deleted()
                        ? access.ownAndShared(actor, table)
                        : Optional.empty();
        if (parts.isPresent()) {
            var own = first(table, where.and(parts.get().getFirst()), run, limit);
            var shared = first(table, where.and(parts.get().getLast()), run, limit);
            return sql.select(columns).from(own.unionAll(shared).asTable(table.alias()));
        }
        Condition seen = where.and(access.visible(actor, table));
        if (!seesFew(actor, table)) {
            return sql.select(columns).from(table.table()).where(seen);
        }
        var theirs = table.alias()
                .asMaterialized(select(asterisk()).from(table.table()).where(seen));
        return sql.with(theirs).select(columns).from(theirs);
    }

    private static Select<Record> first(RecordTable table, Condition where, RecordOrder.Run run, int limit) {
        return select(asterisk())
                .from(table.table())
                .where(where)
                .orderBy(run.order())
                .limit(limit);
    }

    private boolean seesFew(Actor actor, RecordTable table) {
        Scope scope = actor.on(table.type().key()).see();
        return scope != Scope.ALL
                && fewSeen.get(actor.id() + " " + scope + " " + table.type().key(), key -> {
                    var seen = selectOne()
                            .from(table.table())
                            .where(table.deletedAt().isNull(), access.visible(actor, table))
                            .limit(FEW + 1);
                    return sql.fetchCount(seen) <= FEW;
                });
    }

    /** Whether there is none of this type at all, whoever may see it, in the recycle bin or not. */
    public boolean isEmpty(ObjectType type) {
        return !sql.fetchExists(new RecordTable(type).table());
    }

    /** Hands every record of the answer that the actor may export to the taker, in id order, without holding them. */
    public void forEach(RecordQuery query, Actor actor, ZoneId zone, Consumer<StoredRecord> taker) {
        RecordTable table = new RecordTable(query.type());
        FieldMask mask = access.mask(actor, query.type());
        Condition where = where(query, table, actor, zone).and(access.exportable(actor, table));
        long after = 0;
        while (true) {
            var rows = sql.select(columns(table, mask))
                    .from(table.table())
                    .where(where, table.id().gt(after))
                    .orderBy(table.id())
                    .limit(FETCH_SIZE)
                    .fetch();
            for (Record row : rows) {
                StoredRecord record = record(table, mask, row);
                after = record.id();
                taker.accept(record);
            }
            if (rows.size() < FETCH_SIZE) {
                return;
            }
        }
    }

    /** Counts up to {@link #COUNT_CAP}. */
    public Count count(RecordQuery query, Actor actor, ZoneId zone) {
        RecordTable table = new RecordTable(query.type());
        Integer found = sql.select(DSL.count())
                .from(selectOne()
                        .from(table.table())
                        .where(where(query, table, actor, zone))
                        .limit(COUNT_CAP + 1))
                .fetchOne(0, Integer.class);
        long records = found == null ? 0 : found;
        return new Count(Math.min(records, COUNT_CAP), records > COUNT_CAP);
    }

    public long exactCount(RecordQuery query, Actor actor, ZoneId zone) {
        RecordTable table = new RecordTable(query.type());
        return sql.selectCount()
                .from(table.table())
                .where(where(query, table, actor, zone))
                .fetchSingle()
                .value1();
    }

    /** The living record of this id, where the actor may see it. */
    public Optional<StoredRecord> find(ObjectType type, long id, Actor actor) {
        return find(type, id, actor, false);
    }

    /** The record of this id, in the recycle bin or not. */
    public Optional<StoredRecord> findEvenDeleted(ObjectType type, long id, Actor actor) {
        return find(type, id, actor, true);
    }

    private Optional<StoredRecord> find(ObjectType type, long id, Actor actor, boolean deletedToo) {
        RecordTable table = new RecordTable(type);
        FieldMask mask = access.mask(actor, type);
        return sql.select(columns(table, mask))
                .from(table.table())
                .where(
                        table.id().eq(id),
                        deletedToo ? noCondition() : table.deletedAt().isNull(),
                        access.visible(actor, table))
                .fetchOptional(row -> record(table, mask, row));
    }

    /** The living records of these ids that the actor may see, in no order. */
    public List<StoredRecord> find(ObjectType type, Collection<Long> ids, Actor actor) {
        if (ids.isEmpty()) {
            return List.of();
        }
        RecordTable table = new RecordTable(type);
        FieldMask mask = access.mask(actor, type);
        return sql.select(columns(table, mask))
                .from(table.table())
                .where(table.id().in(ids), table.deletedAt().isNull(), access.visible(actor, table))
                .fetch(row -> record(table, mask, row));
    }

    /**
     * The living activities of these ids that are about a record the actor has found: who sees a customer sees what was
     * done with them, whoever did it, but for what is private.
     */
    public List<StoredRecord> findFor(ObjectType activity, Collection<Long> ids, Actor actor, StoredRecord about) {
        if (ids.isEmpty()) {
            return List.of();
        }
        RecordTable table = new RecordTable(activity);
        FieldMask mask = access.mask(actor, activity);
        Condition isAbout = DSL.or(activity.timelineLookups().stream()
                .filter(lookup -> about.type().key().equals(lookup.target()))
                .map(lookup -> table.reference(lookup).eq(about.id()))
                .toList());
        return sql.select(columns(table, mask))
                .from(table.table())
                .where(
                        table.id().in(ids),
                        table.deletedAt().isNull(),
                        isAbout.or(access.visible(actor, table)),
                        access.opened(actor, table))
                .fetch(row -> record(table, mask, row));
    }

    /**
     * Those of these records, in the recycle bin or not, that the actor sees and that the filter holds for; in no order.
     *
     * @throws lazo.kernel.filter.UnanswerableFilter when the filter does not fit the object
     */
    public List<StoredRecord> matching(ObjectType type, Collection<Long> ids, Filter filter, Actor actor, ZoneId zone) {
        if (ids.isEmpty()) {
            return List.of();
        }
        RecordTable table = new RecordTable(type);
        FieldMask mask = access.mask(actor, type);
        var holds = new FilterSql(table, actor, LocalDate.now(clock.withZone(zone)), zone, mask.hidden());
        return sql.select(columns(table, mask))
                .from(table.table())
                .where(table.id().in(ids), access.visible(actor, table), holds.where(filter))
                .fetch(row -> record(table, mask, row));
    }

    /** What made each of these records the version it is, by record; without fields the actor may not see. */
    public Map<Long, List<Change>> latestChanges(ObjectType type, Collection<StoredRecord> found, Actor actor) {
        Map<Long, Integer> versions = new HashMap<>();
        found.forEach(record -> versions.put(record.id(), record.version()));
        if (versions.isEmpty()) {
            return Map.of();
        }
        Map<Long, List<Change>> changes = new HashMap<>();
        sql.selectFrom(RECORD_CHANGE)
                .where(
                        RECORD_CHANGE.RECORD_ID.in(versions.keySet()),
                        RECORD_CHANGE.VERSION.ge(Collections.min(versions.values())),
                        RECORD_CHANGE.FIELD_KEY.notIn(access.mask(actor, type).hidden()))
                .orderBy(RECORD_CHANGE.ID)
                .forEach(row -> {
                    if (row.getVersion().equals(versions.get(row.getRecordId()))) {
                        changes.computeIfAbsent(row.getRecordId(), id -> new ArrayList<>())
                                .add(change(row));
                    }
                });
        return changes;
    }

    /** Names of records, by id; those the actor may not see are left out. */
    public Map<Long, String> titles(ObjectType type, Collection<Long> ids, Actor actor) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        RecordTable table = new RecordTable(type);
        Field<String> title = table.text(type.titleField());
        Map<Long, String> titles = new HashMap<>();
        sql.select(table.id(), title)
                .from(table.table())
                .where(table.id().in(Set.copyOf(ids)), table.deletedAt().isNull(), access.visible(actor, table))
                .forEach(row -> titles.put(
                        row.value1(),
                        row.value2() == null || row.value2().isBlank() ? "#" + row.value1() : row.value2()));
        return titles;
    }

    /** Names of everything these records point at, by id. */
    public Map<Long, String> lookupTitles(ObjectType type, Collection<StoredRecord> records, Actor actor) {
        Map<String, List<Long>> wanted = new LinkedHashMap<>();
        for (ObjectField field : type.fields()) {
            if (field.type() == lazo.kernel.metadata.FieldType.LOOKUP && field.target() != null) {
                for (StoredRecord record : records) {
                    Long id = record.reference(field.key());
                    if (id != null) {
                        wanted.computeIfAbsent(field.target(), target -> new ArrayList<>())
                                .add(id);
                    }
                }
            }
        }
        Map<Long, String> titles = new HashMap<>();
        wanted.forEach((target, ids) -> titles.putAll(titles(types.load(target), ids, actor)));
        return titles;
    }

    /** One change of one field. Values are canonical text, see {@link FieldValues}. */
    public record Change(
            long id,
            int version,
            String field,
            @Nullable String from,
            @Nullable String to,
            Instant at,
            @Nullable Long by,
            @Nullable Long batchId) {}

    /** The field history of a record the caller has found, newest first, without hidden fields. */
    public List<Change> history(StoredRecord record, Optional<String> field, Actor actor, int limit) {
        FieldMask mask = access.mask(actor, record.type());
        return sql.selectFrom(RECORD_CHANGE)
                .where(
                        RECORD_CHANGE.RECORD_ID.eq(record.id()),
                        field.map(RECORD_CHANGE.FIELD_KEY::eq).orElse(noCondition()),
                        RECORD_CHANGE.FIELD_KEY.notIn(mask.hidden()))
                .orderBy(RECORD_CHANGE.ID.desc())
                .limit(limit)
                .fetch(Records::change);
    }

    private static Change change(RecordChangeRecord row) {
        return new Change(
                row.getId(),
                row.getVersion(),
                row.getFieldKey(),
                row.getOldValue(),
                row.getNewValue(),
                row.getChangedAt().toInstant(),
                row.getChangedBy(),
                row.getBatchId());
    }

    /**
     * What the query's answer must satisfy, for callers that group or sum it themselves: living, visible, filtered. The
     * columns are those of {@code new RecordTable(query.type())}.
     */
    public Condition where(RecordQuery query, RecordTable table, Actor actor, ZoneId zone) {
        return wanted(query, table, actor, zone).and(access.visible(actor, table));
    }

    /** Living and filtered, whoever may see it. */
    private Condition wanted(RecordQuery query, RecordTable table, Actor actor, ZoneId zone) {
        Set<String> hidden = access.mask(actor, query.type()).hidden();
        FilterSql filter = new FilterSql(table, actor, LocalDate.now(clock.withZone(zone)), zone, hidden);
        return and(
                query.deleted()
                        ? table.deletedAt().isNotNull().and(table.mergedInto().isNull())
                        : table.deletedAt().isNull(),
                filter.where(query.filter()),
                query.text()
                        .map(text -> table.id()
                                .in(DSL.select(SEARCH_DOCUMENT.RECORD_ID)
                                        .from(SEARCH_DOCUMENT)
                                        .where(
                                                Search.matches(text),
                                                Search.isOf(query.type().key())))
                                .and(Search.matches(text, table, hidden)))
                        .orElse(noCondition()));
    }

    /** @throws lazo.kernel.filter.UnanswerableFilter when the filter does not fit the object */
    public void check(ObjectType type, Filter filter, Actor actor, ZoneId zone) {
        where(RecordQuery.of(type, filter), new RecordTable(type), actor, zone);
    }

    static List<Field<?>> columns(RecordTable table, FieldMask mask) {
        List<Field<?>> columns =
                new ArrayList<>(List.of(table.id(), table.version(), table.deletedAt(), table.mergedInto()));
        for (ObjectField field : table.type().fields()) {
            if (mask.shows(field.key())) {
                columns.addAll(FieldValues.columns(table, field));
            }
        }
        return columns;
    }

    static StoredRecord record(RecordTable table, FieldMask mask, Record row) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (ObjectField field : table.type().fields()) {
            if (mask.shows(field.key())) {
                Object value = FieldValues.read(table, field, row);
                if (value != null) {
                    values.put(field.key(), value);
                }
            }
        }
        var deletedAt = row.get(table.deletedAt());
        return new StoredRecord(
                table.type(),
                row.get(table.id()),
                row.get(table.version()),
                values,
                deletedAt == null ? null : deletedAt.toInstant(),
                row.get(table.mergedInto()));
    }
}
