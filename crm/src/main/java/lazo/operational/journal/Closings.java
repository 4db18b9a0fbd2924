package lazo.operational.journal;

import static lazodb.Tables.LEDGER_CLOSING;
import static lazodb.Tables.LEDGER_SETTING;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.record.Problem;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Until when the books are closed. Every change of it stays, with who made it and why. */
@Component
public class Closings {
    private static final int MOST = 50;

    private final DSLContext sql;
    private final CompanySettings company;
    private final Clock clock;

    Closings(DSLContext sql, CompanySettings company, Clock clock) {
        this.sql = sql;
        this.company = company;
        this.clock = clock;
    }

    /** @param was until when they were closed before @param through the last closed day, null for none */
    public record Closing(
            @Nullable LocalDate was,
            @Nullable LocalDate through,
            String reason,
            Instant at,
            @Nullable Long by) {
        /** Whether days were opened that had been closed. */
        public boolean isReopening() {
            return was != null && (through == null || through.isBefore(was));
        }
    }

    public Optional<LocalDate> closedThrough() {
        return sql.select(LEDGER_SETTING.CLOSED_THROUGH)
                .from(LEDGER_SETTING)
                .fetchOptional(LEDGER_SETTING.CLOSED_THROUGH);
    }

    /** The latest first. */
    public List<Closing> all() {
        return sql.selectFrom(LEDGER_CLOSING)
                .orderBy(LEDGER_CLOSING.ID.desc())
                .limit(MOST)
                .fetch(row -> new Closing(
                        row.getWas(),
                        row.getThrough(),
                        row.getReason(),
                        row.getMadeAt().toInstant(),
                        row.getMadeBy()));
    }

    /** Closes until a day before today, or opens what is after it. @param through null opens everything */
    @Transactional
    public List<Problem> close(@Nullable LocalDate through, String reason, Actor actor) {
        if (reason.isBlank() || reason.length() > Journal.LONGEST_TEXT) {
            return List.of(Problem.of("reason", "JRN-131", "" + Journal.LONGEST_TEXT));
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), company.load().zone());
        if (through != null && (!through.isBefore(today) || through.getYear() < 1990)) {
            return List.of(Problem.of("through", "JRN-130"));
        }
        LocalDate was = sql.select(LEDGER_SETTING.CLOSED_THROUGH)
                .from(LEDGER_SETTING)
                .forUpdate()
                .fetchOptional(LEDGER_SETTING.CLOSED_THROUGH)
                .orElse(null);
        if (Objects.equals(was, through)) {
            return List.of(Problem.of("through", "JRN-132"));
        }
        sql.update(LEDGER_SETTING).set(LEDGER_SETTING.CLOSED_THROUGH, through).execute();
        sql.insertInto(LEDGER_CLOSING)
                .set(LEDGER_CLOSING.WAS, was)
                .set(LEDGER_CLOSING.THROUGH, through)
                .set(LEDGER_CLOSING.REASON, reason.strip())
                .set(LEDGER_CLOSING.MADE_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(LEDGER_CLOSING.MADE_BY, actor.id())
                .execute();
        return List.of();
    }
}
