package lazo.operational.verifactu;

import static lazodb.Tables.VERIFACTU_CHAIN;
import static lazodb.Tables.VERIFACTU_RECORD;
import static lazodb.Tables.VERIFACTU_SUBMISSION;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.operational.verifactu.Submission.State;
import lazo.platform.outbound.Backoff;
import lazodb.tables.records.VerifactuChainRecord;
import lazodb.tables.records.VerifactuSubmissionRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Records on their way to the tax agency, in the order of their chain. */
@Component
public class Submissions {
    static final int MOST = 1_000;
    /** Never more than an hour apart, also where the pause comes out long. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(54), Duration.ZERO);

    private static final int LONGEST_ANSWER = 500;

    private final DSLContext sql;
    private final Clock clock;

    Submissions(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** @param inDoubt whether it was sent before and no answer came */
    record Waiting(BillingRecord record, boolean inDoubt) {}

    /** @param late whether something went wrong since these were made (Incidencia) */
    record Batch(long chainId, boolean late, List<Waiting> records) {}

    /**
     * How a chain's sending stands.
     *
     * @param failingSince when the agency last stopped answering, or null
     * @param answer what it said last
     */
    public record Standing(
            Map<State, Integer> counts,
            @Nullable Instant nextAt,
            @Nullable Instant failingSince,
            @Nullable Instant answeredAt,
            @Nullable String answer) {
        public int count(State state) {
            return counts.getOrDefault(state, 0);
        }
    }

    public Standing standing(long chainId) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        sql.select(VERIFACTU_SUBMISSION.STATE, org.jooq.impl.DSL.count())
                .from(VERIFACTU_SUBMISSION)
                .where(VERIFACTU_SUBMISSION.CHAIN_ID.eq(chainId))
                .groupBy(VERIFACTU_SUBMISSION.STATE)
                .forEach(row -> counts.put(State.valueOf(row.value1()), row.value2()));
        VerifactuChainRecord chain = chain(chainId);
        return new Standing(
                counts,
                instant(chain.getNextSendAt()),
                instant(chain.getFailingSince()),
                instant(chain.getAnsweredAt()),
                chain.getAnswer());
    }

    private VerifactuChainRecord chain(long chainId) {
        return sql.selectFrom(VERIFACTU_CHAIN)
                .where(VERIFACTU_CHAIN.ID.eq(chainId))
                .fetchSingle();
    }

    /** By position. */
    public Map<Long, Submission> of(long chainId, Collection<Long> positions) {
        return sql
                .selectFrom(VERIFACTU_SUBMISSION)
                .where(VERIFACTU_SUBMISSION.CHAIN_ID.eq(chainId), VERIFACTU_SUBMISSION.POSITION.in(positions))
                .stream()
                .collect(Collectors.toMap(VerifactuSubmissionRecord::getPosition, Submissions::submission));
    }

    /** Positions of what the agency did not take as it was, newest first. */
    public List<Long> troubles(long chainId, int most) {
        return sql.select(VERIFACTU_SUBMISSION.POSITION)
                .from(VERIFACTU_SUBMISSION)
                .where(
                        VERIFACTU_SUBMISSION.CHAIN_ID.eq(chainId),
                        VERIFACTU_SUBMISSION.STATE.in(State.ACCEPTED_WITH_ERRORS.name(), State.REJECTED.name()))
                .orderBy(VERIFACTU_SUBMISSION.POSITION.desc())
                .limit(most)
                .fetch(VERIFACTU_SUBMISSION.POSITION);
    }

    /**
     * What may be sent now: nothing before the agency's pause is over, unless a whole batch has come together. The same
     * invoice is not twice in a batch, so that every answer is clear. What is handed out is in doubt from here on.
     */
    @Transactional
    Batch take(long chainId) {
        VerifactuChainRecord chain = chain(chainId);
        boolean pause = chain.getNextSendAt() != null
                && chain.getNextSendAt().toInstant().isAfter(clock.instant());
        var waiting = sql.select(VERIFACTU_RECORD.fields())
                .select(VERIFACTU_SUBMISSION.IN_DOUBT)
                .from(VERIFACTU_SUBMISSION)
                .join(VERIFACTU_RECORD)
                .on(
                        VERIFACTU_RECORD.CHAIN_ID.eq(VERIFACTU_SUBMISSION.CHAIN_ID),
                        VERIFACTU_RECORD.POSITION.eq(VERIFACTU_SUBMISSION.POSITION))
                .where(VERIFACTU_SUBMISSION.CHAIN_ID.eq(chainId), VERIFACTU_SUBMISSION.STATE.eq(State.WAITING.name()))
                .orderBy(VERIFACTU_SUBMISSION.POSITION)
                .limit(pause && chain.getFailingSince() != null ? 0 : MOST)
                .fetch(row -> new Waiting(
                        BillingRecords.record(row.into(VERIFACTU_RECORD)), row.get(VERIFACTU_SUBMISSION.IN_DOUBT)));
        List<Waiting> batch = pause && waiting.size() < MOST ? List.of() : withoutRepeats(waiting);
        sql.update(VERIFACTU_SUBMISSION)
                .set(VERIFACTU_SUBMISSION.IN_DOUBT, true)
                .set(VERIFACTU_SUBMISSION.TRIED_AT, now())
                .where(VERIFACTU_SUBMISSION.CHAIN_ID.eq(chainId), VERIFACTU_SUBMISSION.POSITION.in(positions(batch)))
                .execute();
        return new Batch(chainId, chain.getFailingSince() != null, batch);
    }

    private static List<Waiting> withoutRepeats(List<Waiting> waiting) {
        Set<Object> invoices = new HashSet<>();
        List<Waiting> batch = new ArrayList<>();
        for (Waiting one : waiting) {
            if (!invoices.add(List.of(one.record().number(), one.record().issued()))) {
                break;
            }
            batch.add(one);
        }
        return batch;
    }

    private static List<Long> positions(List<Waiting> batch) {
        return batch.stream().map(one -> one.record().position()).toList();
    }

    /** The agency has answered. What it says nothing of stays in doubt. */
    @Transactional
    void note(Batch batch, SubmissionAnswer answer) {
        for (Waiting one : batch.records()) {
            answer.of(one.record())
                    .ifPresent(line -> sql.update(VERIFACTU_SUBMISSION)
                            .set(
                                    VERIFACTU_SUBMISSION.STATE,
                                    line.state(one.inDoubt()).name())
                            .set(VERIFACTU_SUBMISSION.IN_DOUBT, false)
                            .set(VERIFACTU_SUBMISSION.ANSWERED_AT, now())
                            .set(VERIFACTU_SUBMISSION.RECEIPT, answer.receipt())
                            .set(VERIFACTU_SUBMISSION.ERROR_CODE, line.errorCode())
                            .set(VERIFACTU_SUBMISSION.ERROR_TEXT, shortened(line.errorText()))
                            .where(
                                    VERIFACTU_SUBMISSION.CHAIN_ID.eq(batch.chainId()),
                                    VERIFACTU_SUBMISSION.POSITION.eq(
                                            one.record().position()),
                                    VERIFACTU_SUBMISSION.STATE.eq(State.WAITING.name()))
                            .execute());
        }
        sql.update(VERIFACTU_CHAIN)
                .set(VERIFACTU_CHAIN.NEXT_SEND_AT, now().plusSeconds(answer.pauseSeconds()))
                .set(VERIFACTU_CHAIN.FAILURES, 0)
                .setNull(VERIFACTU_CHAIN.FAILING_SINCE)
                .set(VERIFACTU_CHAIN.ANSWERED_AT, now())
                .set(VERIFACTU_CHAIN.ANSWER, answer.state())
                .where(VERIFACTU_CHAIN.ID.eq(batch.chainId()))
                .execute();
    }

    /** @param refused whether the agency said no to the whole batch, so that it surely has none of it */
    @Transactional
    void noteFailure(Batch batch, boolean refused, String why) {
        if (refused) {
            sql.update(VERIFACTU_SUBMISSION)
                    .set(VERIFACTU_SUBMISSION.IN_DOUBT, false)
                    .where(
                            VERIFACTU_SUBMISSION.CHAIN_ID.eq(batch.chainId()),
                            VERIFACTU_SUBMISSION.POSITION.in(positions(batch.records().stream()
                                    .filter(one -> !one.inDoubt())
                                    .toList())))
                    .execute();
        }
        VerifactuChainRecord chain = chain(batch.chainId());
        sql.update(VERIFACTU_CHAIN)
                .set(VERIFACTU_CHAIN.FAILURES, chain.getFailures() + 1)
                .set(VERIFACTU_CHAIN.FAILING_SINCE, chain.getFailingSince() == null ? now() : chain.getFailingSince())
                .set(VERIFACTU_CHAIN.NEXT_SEND_AT, now().plus(BACKOFF.pause(chain.getFailures() + 1)))
                .set(VERIFACTU_CHAIN.ANSWERED_AT, now())
                .set(VERIFACTU_CHAIN.ANSWER, shortened(why))
                .where(VERIFACTU_CHAIN.ID.eq(batch.chainId()))
                .execute();
    }

    /** Now, rather than when the pause is over. */
    public void hurry(long chainId) {
        sql.update(VERIFACTU_CHAIN)
                .setNull(VERIFACTU_CHAIN.NEXT_SEND_AT)
                .where(VERIFACTU_CHAIN.ID.eq(chainId), VERIFACTU_CHAIN.FAILING_SINCE.isNotNull())
                .execute();
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= LONGEST_ANSWER ? text : text.substring(0, LONGEST_ANSWER - 1) + "…";
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }

    private static Submission submission(VerifactuSubmissionRecord row) {
        return new Submission(
                State.valueOf(row.getState()),
                row.getInDoubt(),
                instant(row.getAnsweredAt()),
                row.getReceipt(),
                row.getErrorCode(),
                row.getErrorText());
    }
}
