package lazo.operational.sales;

import static lazodb.Tables.SALES_TARGET;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazodb.tables.records.SalesTargetRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What sellers and teams are to win in a month or a quarter. */
@Component
public class SalesTargets {
    private final DSLContext sql;
    private final Clock clock;

    SalesTargets(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The targets of one period in one currency. */
    public record Targets(Map<Long, BigDecimal> ofUsers, Map<Long, BigDecimal> ofTeams) {
        public boolean isEmpty() {
            return ofUsers.isEmpty() && ofTeams.isEmpty();
        }

        public Optional<BigDecimal> ofUser(long id) {
            return Optional.ofNullable(ofUsers.get(id));
        }

        public Optional<BigDecimal> ofTeam(long id) {
            return Optional.ofNullable(ofTeams.get(id));
        }
    }

    /** A quarter without a target of its own has the sum of its months'. */
    public Targets of(SalesPeriod period, String currency) {
        Targets own = read(SALES_TARGET
                .SPAN
                .eq(period.span().name())
                .and(SALES_TARGET.STARTS_ON.eq(period.first()))
                .and(SALES_TARGET.CURRENCY.eq(currency)));
        if (period.span() == SalesPeriod.Span.MONTH) {
            return own;
        }
        Targets months = read(SALES_TARGET
                .SPAN
                .eq(SalesPeriod.Span.MONTH.name())
                .and(SALES_TARGET.STARTS_ON.between(period.first(), period.last()))
                .and(SALES_TARGET.CURRENCY.eq(currency)));
        Map<Long, BigDecimal> users = new HashMap<>(months.ofUsers());
        users.putAll(own.ofUsers());
        Map<Long, BigDecimal> teams = new HashMap<>(months.ofTeams());
        teams.putAll(own.ofTeams());
        return new Targets(users, teams);
    }

    private Targets read(Condition which) {
        Map<Long, BigDecimal> users = new HashMap<>();
        Map<Long, BigDecimal> teams = new HashMap<>();
        for (SalesTargetRecord row : sql.selectFrom(SALES_TARGET).where(which)) {
            if (row.getUserId() != null) {
                users.merge(row.getUserId(), row.getAmount(), BigDecimal::add);
            } else {
                teams.merge(row.getTeamId(), row.getAmount(), BigDecimal::add);
            }
        }
        return new Targets(users, teams);
    }

    /** Sets the target of one user or one team; {@code null} takes it away. */
    public void set(
            @Nullable Long userId,
            @Nullable Long teamId,
            SalesPeriod period,
            @Nullable BigDecimal amount,
            String currency,
            Actor actor) {
        LocalDate first = period.first();
        if (amount == null) {
            sql.deleteFrom(SALES_TARGET)
                    .where(
                            SALES_TARGET.USER_ID.isNotDistinctFrom(userId),
                            SALES_TARGET.TEAM_ID.isNotDistinctFrom(teamId),
                            SALES_TARGET.SPAN.eq(period.span().name()),
                            SALES_TARGET.STARTS_ON.eq(first),
                            SALES_TARGET.CURRENCY.eq(currency))
                    .execute();
            return;
        }
        sql.insertInto(SALES_TARGET)
                .set(SALES_TARGET.USER_ID, userId)
                .set(SALES_TARGET.TEAM_ID, teamId)
                .set(SALES_TARGET.SPAN, period.span().name())
                .set(SALES_TARGET.STARTS_ON, first)
                .set(SALES_TARGET.AMOUNT, amount)
                .set(SALES_TARGET.CURRENCY, currency)
                .set(SALES_TARGET.SET_BY, actor.id())
                .set(SALES_TARGET.SET_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .onConflict(
                        SALES_TARGET.USER_ID,
                        SALES_TARGET.TEAM_ID,
                        SALES_TARGET.SPAN,
                        SALES_TARGET.STARTS_ON,
                        SALES_TARGET.CURRENCY)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }
}
