package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_REQUEST;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.privacy.Persons.Ref;
import lazo.kernel.record.PersonRectified;
import lazodb.tables.records.PrivacyRequestRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people asked for about their data. An answer is due in a month, and may take two more if the person is told why. */
@Component
public class PrivacyRequests {
    private static final int MONTHS = 1;
    private static final int MONTHS_MORE = 2;
    private static final int MOST = 500;

    private final DSLContext sql;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    PrivacyRequests(DSLContext sql, Clock clock, ApplicationEventPublisher events) {
        this.sql = sql;
        this.clock = clock;
        this.events = events;
    }

    /** @return its id */
    public long add(
            PrivacyRequest.Kind kind,
            @Nullable Ref about,
            @Nullable String person,
            @Nullable String note,
            LocalDate receivedOn,
            Actor by) {
        return sql.insertInto(PRIVACY_REQUEST)
                .set(PRIVACY_REQUEST.KIND, kind.name())
                .set(
                        PRIVACY_REQUEST.OBJECT_KEY,
                        about == null ? null : about.type().key())
                .set(PRIVACY_REQUEST.RECORD_ID, about == null ? null : about.id())
                .set(PRIVACY_REQUEST.PERSON, person)
                .set(PRIVACY_REQUEST.NOTE, note)
                .set(PRIVACY_REQUEST.RECEIVED_ON, receivedOn)
                .set(PRIVACY_REQUEST.DUE_ON, receivedOn.plusMonths(MONTHS))
                .set(PRIVACY_REQUEST.MADE_BY, by.id())
                .set(PRIVACY_REQUEST.MADE_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .returningResult(PRIVACY_REQUEST.ID)
                .fetchSingle()
                .value1();
    }

    /** Once, while it is open. */
    public boolean extend(long id, String why) {
        return sql.update(PRIVACY_REQUEST)
                        .set(PRIVACY_REQUEST.EXTENDED, why)
                        .set(
                                PRIVACY_REQUEST.DUE_ON,
                                find(id).orElseThrow().receivedOn().plusMonths(MONTHS + MONTHS_MORE))
                        .where(
                                PRIVACY_REQUEST.ID.eq(id),
                                PRIVACY_REQUEST.EXTENDED.isNull(),
                                PRIVACY_REQUEST.CLOSED_AT.isNull())
                        .execute()
                > 0;
    }

    /** False when it is closed already. Who rectified somebody's data tells others who have them (GDPR 19). */
    @Transactional
    public boolean close(long id, PrivacyRequest.Outcome outcome, @Nullable String answer, Actor by) {
        boolean closed = sql.update(PRIVACY_REQUEST)
                        .set(PRIVACY_REQUEST.OUTCOME, outcome.name())
                        .set(PRIVACY_REQUEST.ANSWER, answer)
                        .set(PRIVACY_REQUEST.CLOSED_BY, by.id())
                        .set(PRIVACY_REQUEST.CLOSED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                        .where(PRIVACY_REQUEST.ID.eq(id), PRIVACY_REQUEST.CLOSED_AT.isNull())
                        .execute()
                > 0;
        if (closed && outcome == PrivacyRequest.Outcome.DONE) {
            PrivacyRequest request = find(id).orElseThrow();
            String object = request.object();
            Long record = request.recordId();
            if (request.kind() == PrivacyRequest.Kind.RECTIFICATION && object != null && record != null) {
                events.publishEvent(new PersonRectified(object, record, by.id()));
            }
        }
        return closed;
    }

    public Optional<PrivacyRequest> find(long id) {
        return sql.selectFrom(PRIVACY_REQUEST).where(PRIVACY_REQUEST.ID.eq(id)).fetchOptional(PrivacyRequests::request);
    }

    /** The open ones, what is due first; then those that are closed. */
    public List<PrivacyRequest> all() {
        return sql.selectFrom(PRIVACY_REQUEST)
                .orderBy(PRIVACY_REQUEST.CLOSED_AT.desc().nullsFirst(), PRIVACY_REQUEST.DUE_ON, PRIVACY_REQUEST.ID)
                .limit(MOST)
                .fetch(PrivacyRequests::request);
    }

    public List<PrivacyRequest> of(Collection<Ref> person) {
        return sql.selectFrom(PRIVACY_REQUEST)
                .where(PRIVACY_REQUEST.RECORD_ID.in(person.stream().map(Ref::id).toList()))
                .orderBy(PRIVACY_REQUEST.ID.desc())
                .fetch(PrivacyRequests::request);
    }

    /** What was written about the person in their requests goes; that they asked, and when it was answered, stays. */
    void forget(Collection<Ref> person) {
        sql.update(PRIVACY_REQUEST)
                .set(PRIVACY_REQUEST.PERSON, (String) null)
                .set(PRIVACY_REQUEST.NOTE, (String) null)
                .set(PRIVACY_REQUEST.ANSWER, (String) null)
                .where(PRIVACY_REQUEST.RECORD_ID.in(person.stream().map(Ref::id).toList()))
                .execute();
    }

    private static PrivacyRequest request(PrivacyRequestRecord row) {
        return new PrivacyRequest(
                row.getId(),
                PrivacyRequest.Kind.valueOf(row.getKind()),
                row.getObjectKey(),
                row.getRecordId(),
                row.getPerson(),
                row.getNote(),
                row.getReceivedOn(),
                row.getDueOn(),
                row.getExtended(),
                row.getMadeBy(),
                row.getOutcome() == null ? null : PrivacyRequest.Outcome.valueOf(row.getOutcome()),
                row.getAnswer(),
                row.getClosedBy(),
                row.getClosedAt() == null ? null : row.getClosedAt().toInstant());
    }
}
