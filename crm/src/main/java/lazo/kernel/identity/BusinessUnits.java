package lazo.kernel.identity;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.BUSINESS_UNIT;
import static lazodb.Tables.TEAM;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The tree of business units. Teams belong to a unit, users to that of their team or to one of their own. */
@Component
public class BusinessUnits {
    private final DSLContext sql;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    BusinessUnits(DSLContext sql, TransactionTemplate transaction, ApplicationEventPublisher events) {
        this.sql = sql;
        this.transaction = transaction;
        this.events = events;
    }

    /** What became of a change; each refusal is told on the screen in its own words. */
    public enum Outcome {
        DONE,
        NAME_TAKEN,
        /** It would hang below itself. */
        BELOW_ITSELF,
        HAS_UNITS,
        HAS_TEAMS,
        HAS_USERS
    }

    /** In the order of the tree, brothers by name. */
    public List<BusinessUnit> tree() {
        Map<Long, Integer> teams = new HashMap<>();
        sql.select(TEAM.UNIT_ID, count())
                .from(TEAM)
                .where(TEAM.UNIT_ID.isNotNull())
                .groupBy(TEAM.UNIT_ID)
                .forEach(row -> teams.put(row.value1(), row.value2()));
        Map<Long, Integer> users = new HashMap<>();
        var unit = coalesce(APP_USER.UNIT_ID, TEAM.UNIT_ID);
        sql.select(unit, count())
                .from(APP_USER)
                .leftJoin(TEAM)
                .on(TEAM.ID.eq(APP_USER.TEAM_ID))
                .where(APP_USER.ACTIVE.isTrue(), unit.isNotNull())
                .groupBy(unit)
                .forEach(row -> users.put(row.value1(), row.value2()));
        Map<Optional<Long>, List<BusinessUnit>> byParent = new HashMap<>();
        sql.selectFrom(BUSINESS_UNIT)
                .orderBy(DSL.field("fold({0})", String.class, BUSINESS_UNIT.NAME), BUSINESS_UNIT.ID)
                .forEach(row -> byParent.computeIfAbsent(
                                Optional.ofNullable(row.getParentId()), key -> new ArrayList<>())
                        .add(new BusinessUnit(
                                row.getId(),
                                row.getName(),
                                row.getParentId(),
                                0,
                                teams.getOrDefault(row.getId(), 0),
                                users.getOrDefault(row.getId(), 0))));
        List<BusinessUnit> tree = new ArrayList<>();
        hang(Optional.empty(), 0, byParent, tree);
        return tree;
    }

    private static void hang(
            Optional<Long> parent,
            int depth,
            Map<Optional<Long>, List<BusinessUnit>> byParent,
            List<BusinessUnit> tree) {
        for (BusinessUnit unit : byParent.getOrDefault(parent, List.of())) {
            tree.add(new BusinessUnit(unit.id(), unit.name(), unit.parentId(), depth, unit.teams(), unit.users()));
            hang(Optional.of(unit.id()), depth + 1, byParent, tree);
        }
    }

    public Optional<BusinessUnit> find(long id) {
        return tree().stream().filter(unit -> unit.id() == id).findFirst();
    }

    /** The unit and all below it. */
    Set<Long> withBelow(long id) {
        Map<Long, Long> parents = parents();
        Set<Long> below = new HashSet<>(Set.of(id));
        while (below.addAll(parents.keySet().stream()
                .filter(unit -> below.contains(parents.get(unit)))
                .toList())) {
            // Each round goes one level down.
        }
        return below;
    }

    private Map<Long, Long> parents() {
        Map<Long, Long> parents = new HashMap<>();
        sql.selectFrom(BUSINESS_UNIT)
                .where(BUSINESS_UNIT.PARENT_ID.isNotNull())
                .forEach(row -> parents.put(row.getId(), row.getParentId()));
        return parents;
    }

    /** Empty when there is a unit of that name beside it. */
    public Optional<Long> add(String name, @Nullable Long parent) {
        return sql.insertInto(BUSINESS_UNIT)
                .set(BUSINESS_UNIT.NAME, name)
                .set(BUSINESS_UNIT.PARENT_ID, parent)
                .onConflictDoNothing()
                .returningResult(BUSINESS_UNIT.ID)
                .fetchOptional(BUSINESS_UNIT.ID);
    }

    /** Gives a unit a name and a place. The tree is locked meanwhile, so that no two moves make a ring. */
    public Outcome change(long id, String name, @Nullable Long parent) {
        return changed(() -> {
            if (parent != null && withBelow(id).contains(parent)) {
                return Outcome.BELOW_ITSELF;
            }
            boolean taken = sql.fetchExists(
                    BUSINESS_UNIT,
                    BUSINESS_UNIT
                            .NAME
                            .eq(name)
                            .and(BUSINESS_UNIT.PARENT_ID.isNotDistinctFrom(parent))
                            .and(BUSINESS_UNIT.ID.ne(id)));
            if (taken) {
                return Outcome.NAME_TAKEN;
            }
            int done = sql.update(BUSINESS_UNIT)
                    .set(BUSINESS_UNIT.NAME, name)
                    .set(BUSINESS_UNIT.PARENT_ID, parent)
                    .where(BUSINESS_UNIT.ID.eq(id))
                    .execute();
            if (done == 0) {
                throw new NoSuchElementException("No business unit " + id);
            }
            return Outcome.DONE;
        });
    }

    /** Only an empty unit goes: whoever belongs to one must first belong elsewhere. */
    public Outcome remove(long id) {
        return changed(() -> {
            if (sql.fetchExists(BUSINESS_UNIT, BUSINESS_UNIT.PARENT_ID.eq(id))) {
                return Outcome.HAS_UNITS;
            }
            if (sql.fetchExists(TEAM, TEAM.UNIT_ID.eq(id))) {
                return Outcome.HAS_TEAMS;
            }
            if (sql.fetchExists(APP_USER, APP_USER.UNIT_ID.eq(id))) {
                return Outcome.HAS_USERS;
            }
            sql.deleteFrom(BUSINESS_UNIT).where(BUSINESS_UNIT.ID.eq(id)).execute();
            return Outcome.DONE;
        });
    }

    private Outcome changed(java.util.function.Supplier<Outcome> work) {
        Outcome outcome = Objects.requireNonNull(transaction.execute(status -> {
            sql.execute("lock table business_unit in share row exclusive mode");
            return work.get();
        }));
        if (outcome == Outcome.DONE) {
            events.publishEvent(new RolesChanged());
        }
        return outcome;
    }

    /** Puts a team into a unit, or into none. */
    public void assignTeam(long teamId, @Nullable Long unit) {
        sql.update(TEAM).set(TEAM.UNIT_ID, unit).where(TEAM.ID.eq(teamId)).execute();
        events.publishEvent(new RolesChanged());
    }
}
