package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_BLOCKED;
import static lazodb.Tables.RECORD_RESTRICTION;
import static lazodb.Tables.RETENTION_RULE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Role;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.privacy.Persons.Ref;
import lazo.kernel.privacy.RetentionRule.Action;
import lazo.kernel.privacy.RetentionRule.Counted;
import lazo.kernel.record.RecordChanges;
import lazodb.tables.records.RetentionRuleRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How long records are kept. A rule says first what it would do; once it is active it does so every night, record by record,
 * each in one transaction, so that a kill leaves none half done.
 */
@Component
public class RetentionRules {
    private static final Logger log = LoggerFactory.getLogger(RetentionRules.class);

    /** A night is short, and an erasure looks through every table. */
    private static final int MOST_A_NIGHT = 100;

    private static final int SHOWN = 50;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Persons persons;
    private final Erasure erasure;
    private final RecordChanges changes;
    private final Clock clock;

    RetentionRules(
            DSLContext sql, ObjectTypes types, Persons persons, Erasure erasure, RecordChanges changes, Clock clock) {
        this.sql = sql;
        this.types = types;
        this.persons = persons;
        this.erasure = erasure;
        this.changes = changes;
        this.clock = clock;
    }

    /** What a rule would do now. @param first the oldest of those it is about, by id and title */
    public record DryRun(long records, List<Due> first) {}

    public record Due(long id, String title, OffsetDateTime since) {}

    public List<RetentionRule> all() {
        return sql.selectFrom(RETENTION_RULE).orderBy(RETENTION_RULE.ID).fetch(RetentionRules::rule);
    }

    public Optional<RetentionRule> find(long id) {
        return sql.selectFrom(RETENTION_RULE).where(RETENTION_RULE.ID.eq(id)).fetchOptional(RetentionRules::rule);
    }

    /** Made, and not active yet: first one looks at what it would do. @return its id */
    public long add(String name, ObjectType type, Counted counted, int months, Action action, Actor by) {
        return sql.insertInto(RETENTION_RULE)
                .set(RETENTION_RULE.NAME, name)
                .set(RETENTION_RULE.OBJECT_KEY, type.key())
                .set(RETENTION_RULE.COUNTED, counted.name())
                .set(RETENTION_RULE.MONTHS, months)
                .set(RETENTION_RULE.ACTION, action.name())
                .set(RETENTION_RULE.MADE_BY, by.id())
                .returningResult(RETENTION_RULE.ID)
                .fetchSingle()
                .value1();
    }

    public void activate(long id, boolean active) {
        sql.update(RETENTION_RULE)
                .set(RETENTION_RULE.ACTIVE, active)
                .where(RETENTION_RULE.ID.eq(id))
                .execute();
    }

    public void remove(long id) {
        sql.deleteFrom(RETENTION_RULE).where(RETENTION_RULE.ID.eq(id)).execute();
    }

    /** Changes nothing. */
    public DryRun dryRun(RetentionRule rule) {
        RecordTable table = new RecordTable(types.load(rule.object()));
        Field<OffsetDateTime> since = since(rule, table);
        long count = sql.selectCount()
                .from(table.table())
                .where(due(rule, table))
                .fetchSingle()
                .value1();
        List<Due> first = sql.select(table.id(), table.text(table.type().titleField()), since)
                .from(table.table())
                .where(due(rule, table))
                .orderBy(since, table.id())
                .limit(SHOWN)
                .fetch(row ->
                        new Due(row.value1(), row.value2() == null ? "#" + row.value1() : row.value2(), row.value3()));
        return new DryRun(count, first);
    }

    /** Every active rule, for tonight. @return how many records were dealt with */
    public long apply() {
        return all().stream()
                .filter(RetentionRule::active)
                .mapToLong(this::apply)
                .sum();
    }

    private long apply(RetentionRule rule) {
        ObjectType type = types.load(rule.object());
        Actor by = new Actor(rule.madeBy(), "Lazo", Role.READER, Set.of()).asProgram();
        RecordTable table = new RecordTable(type);
        List<Long> ids = sql.select(table.id())
                .from(table.table())
                .where(due(rule, table))
                .orderBy(since(rule, table), table.id())
                .limit(MOST_A_NIGHT)
                .fetch(table.id());
        long done = 0;
        for (long id : ids) {
            switch (rule.action()) {
                case BIN -> {
                    changes.delete(type, id, by);
                    done++;
                }
                case ERASE -> {
                    if (erasure.erase(new Ref(type, id), rule.name(), false, by).isEmpty()) {
                        done++;
                    }
                }
            }
        }
        sql.update(RETENTION_RULE)
                .set(RETENTION_RULE.RAN_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(RETENTION_RULE.RAN_ON, done)
                .where(RETENTION_RULE.ID.eq(rule.id()))
                .execute();
        log.info("Retention rule {} dealt with {} of {} records", rule.id(), done, ids.size());
        return done;
    }

    private Field<OffsetDateTime> since(RetentionRule rule, RecordTable table) {
        return switch (rule.counted()) {
            case CREATED -> table.createdAt();
            case LAST_ACTIVITY ->
                table.type()
                        .find("last_activity_at")
                        .filter(field -> field.type() == FieldType.DATE_TIME)
                        .map(field -> coalesce(table.dateTime(field), table.updatedAt()))
                        .orElse(table.updatedAt());
        };
    }

    private Condition due(RetentionRule rule, RecordTable table) {
        OffsetDateTime before = clock.instant().atOffset(ZoneOffset.UTC).minusMonths(rule.months());
        return since(rule, table)
                .lt(before)
                .and(rule.action() == Action.BIN ? table.deletedAt().isNull() : noCondition())
                .and(table.mergedInto().isNull())
                .and(table.id().notIn(select(RECORD_RESTRICTION.RECORD_ID).from(RECORD_RESTRICTION)))
                .and(notExists(selectOne().from(PRIVACY_BLOCKED).where("record_ids @> array[{0}]", table.id())));
    }

    /** Objects a rule may be about. */
    public List<ObjectType> objects() {
        return persons.types();
    }

    private static RetentionRule rule(RetentionRuleRecord row) {
        return new RetentionRule(
                row.getId(),
                row.getName(),
                row.getObjectKey(),
                Counted.valueOf(row.getCounted()),
                row.getMonths(),
                Action.valueOf(row.getAction()),
                row.getActive(),
                row.getMadeBy(),
                row.getRanAt() == null ? null : row.getRanAt().toInstant(),
                row.getRanOn());
    }
}
