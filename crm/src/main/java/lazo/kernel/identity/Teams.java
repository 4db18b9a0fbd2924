package lazo.kernel.identity;

import static lazodb.Tables.APP_USER;
import static lazodb.Tables.TEAM;
import static org.jooq.impl.DSL.count;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The teams users belong to. */
@Component
public class Teams {
    private final DSLContext sql;
    private final Users users;
    private final Sessions sessions;

    Teams(DSLContext sql, Users users, Sessions sessions) {
        this.sql = sql;
        this.users = users;
        this.sessions = sessions;
    }

    public List<Team> all() {
        return sql.select(TEAM.ID, TEAM.NAME, count(APP_USER.ID), TEAM.UNIT_ID)
                .from(TEAM)
                .leftJoin(APP_USER)
                .on(APP_USER.TEAM_ID.eq(TEAM.ID), APP_USER.ACTIVE.isTrue())
                .groupBy(TEAM.ID)
                .orderBy(DSL.field("fold({0})", String.class, TEAM.NAME))
                .fetch(row -> new Team(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** Empty when a team of that name is there already. */
    public Optional<Long> create(String name) {
        return sql.insertInto(TEAM)
                .set(TEAM.NAME, name)
                .onConflictDoNothing()
                .returningResult(TEAM.ID)
                .fetchOptional(TEAM.ID);
    }

    /** False when another team has that name. */
    @Transactional
    public boolean rename(long id, String name) {
        boolean taken = sql.fetchExists(TEAM, TEAM.NAME.eq(name).and(TEAM.ID.ne(id)));
        if (!taken) {
            sql.update(TEAM).set(TEAM.NAME, name).where(TEAM.ID.eq(id)).execute();
        }
        return !taken;
    }

    /** Its members are then without a team. */
    @Transactional
    public void remove(long id) {
        List<Long> members = sql.update(APP_USER)
                .setNull(APP_USER.TEAM_ID)
                .where(APP_USER.TEAM_ID.eq(id))
                .returningResult(APP_USER.ID)
                .fetch(APP_USER.ID);
        sql.deleteFrom(TEAM).where(TEAM.ID.eq(id)).execute();
        users.teamsChanged();
        members.forEach(sessions::forget);
    }
}
