package lazo.operational.sales;

import static lazodb.Tables.ASSIGNMENT_RULE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.FilterText;
import lazodb.tables.records.AssignmentRuleRecord;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the rules that say who gets new leads. */
@Component
public class AssignmentRules {
    private final DSLContext sql;

    AssignmentRules(DSLContext sql) {
        this.sql = sql;
    }

    /** How a rule chooses among its people. */
    public enum Turn {
        /** One after the other. */
        ROUND_ROBIN,
        /** Whoever has the fewest open leads. */
        LEAST_BUSY
    }

    /**
     * One rule; a lead goes by the first that fits.
     *
     * @param users who may get leads, unless it is a team
     * @param byHand also for leads that managers and administrators type in
     */
    public record Rule(
            long id,
            String name,
            Filter filter,
            List<Long> users,
            @Nullable Long teamId,
            Turn turn,
            boolean byHand,
            boolean active) {
        public Rule {
            users = List.copyOf(users);
        }
    }

    public List<Rule> all() {
        return sql.selectFrom(ASSIGNMENT_RULE)
                .orderBy(ASSIGNMENT_RULE.POSITION, ASSIGNMENT_RULE.ID)
                .fetch(AssignmentRules::rule);
    }

    public Optional<Rule> find(long id) {
        return sql.selectFrom(ASSIGNMENT_RULE).where(ASSIGNMENT_RULE.ID.eq(id)).fetchOptional(AssignmentRules::rule);
    }

    /** Adds the rule when its id is 0, else changes it. @return its id */
    @Transactional
    public long save(Rule rule) {
        long id = rule.id();
        if (id == 0) {
            id = sql.insertInto(ASSIGNMENT_RULE)
                    .set(ASSIGNMENT_RULE.NAME, rule.name())
                    .set(
                            ASSIGNMENT_RULE.POSITION,
                            sql.select(coalesce(max(ASSIGNMENT_RULE.POSITION), inline(0))
                                            .plus(1))
                                    .from(ASSIGNMENT_RULE)
                                    .fetchSingle()
                                    .value1())
                    .set(ASSIGNMENT_RULE.FILTER, JSONB.valueOf(FilterText.json(rule.filter())))
                    .set(ASSIGNMENT_RULE.USER_IDS, rule.users().toArray(Long[]::new))
                    .set(ASSIGNMENT_RULE.TEAM_ID, rule.teamId())
                    .set(ASSIGNMENT_RULE.TURN, rule.turn().name())
                    .returningResult(ASSIGNMENT_RULE.ID)
                    .fetchSingle()
                    .value1();
        }
        sql.update(ASSIGNMENT_RULE)
                .set(ASSIGNMENT_RULE.NAME, rule.name())
                .set(ASSIGNMENT_RULE.FILTER, JSONB.valueOf(FilterText.json(rule.filter())))
                .set(ASSIGNMENT_RULE.USER_IDS, rule.users().toArray(Long[]::new))
                .set(ASSIGNMENT_RULE.TEAM_ID, rule.teamId())
                .set(ASSIGNMENT_RULE.TURN, rule.turn().name())
                .set(ASSIGNMENT_RULE.BY_HAND, rule.byHand())
                .set(ASSIGNMENT_RULE.ACTIVE, rule.active())
                .where(ASSIGNMENT_RULE.ID.eq(id))
                .execute();
        return id;
    }

    public void remove(long id) {
        sql.deleteFrom(ASSIGNMENT_RULE).where(ASSIGNMENT_RULE.ID.eq(id)).execute();
    }

    /** Puts the rules in this order. */
    @Transactional
    public void order(List<Long> ids) {
        for (int place = 0; place < ids.size(); place++) {
            sql.update(ASSIGNMENT_RULE)
                    .set(ASSIGNMENT_RULE.POSITION, place + 1)
                    .where(ASSIGNMENT_RULE.ID.eq(ids.get(place)))
                    .execute();
        }
    }

    /** Takes so many turns of a rule. @return the number of the first, counted from 0 over the rule's whole life */
    long take(long id, int turns) {
        Long taken = sql.update(ASSIGNMENT_RULE)
                .set(ASSIGNMENT_RULE.TAKEN, ASSIGNMENT_RULE.TAKEN.plus(turns))
                .where(ASSIGNMENT_RULE.ID.eq(id))
                .returningResult(ASSIGNMENT_RULE.TAKEN)
                .fetchOne(ASSIGNMENT_RULE.TAKEN);
        return taken == null ? 0 : taken - turns;
    }

    private static Rule rule(AssignmentRuleRecord row) {
        return new Rule(
                row.getId(),
                row.getName(),
                FilterText.ofJson(row.getFilter().data()),
                Arrays.asList(row.getUserIds()),
                row.getTeamId(),
                Turn.valueOf(row.getTurn()),
                row.getByHand(),
                row.getActive());
    }
}
