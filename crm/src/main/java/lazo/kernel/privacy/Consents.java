package lazo.kernel.privacy;

import static lazodb.Tables.CONSENT_EVENT;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.identity.Actor;
import lazo.kernel.privacy.ConsentEvent.Channel;
import lazo.kernel.privacy.ConsentEvent.Kind;
import lazo.kernel.privacy.Persons.Ref;
import lazodb.tables.records.ConsentEventRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The log of what people said about the use of their data; what holds follows from it. */
@Component
public class Consents {
    private final DSLContext sql;
    private final Persons persons;
    private final Objections objections;
    private final Clock clock;

    Consents(DSLContext sql, Persons persons, Objections objections, Clock clock) {
        this.sql = sql;
        this.persons = persons;
        this.objections = objections;
        this.clock = clock;
    }

    /**
     * What somebody said.
     *
     * @param purpose null for every purpose one may object to
     * @param wording what they were shown
     */
    public record Said(
            @Nullable Purpose purpose,
            Kind kind,
            Instant at,
            Channel channel,
            @Nullable String wording,
            @Nullable String source,
            @Nullable String evidence) {}

    /** Why something said is not noted. Each has a sentence: {@code privacy.refusal.…}. */
    public enum Refusal {
        /** The purpose rests on something else than consent. */
        NEEDS_NO_CONSENT,
        /** They object: that has to be lifted first, and they have to want it. */
        OPPOSED,
        NO_PROOF,
        /** What the law or a contract asks for cannot be objected to. */
        NOT_OPPOSABLE,
        NO_PURPOSE,
        IN_FUTURE
    }

    /** Notes what the person said. @return why not, if it cannot be so */
    @Transactional
    public Optional<Refusal> note(Ref person, Said said, Actor by) {
        Set<Ref> all = persons.sameAs(person.type(), person.id());
        Optional<Refusal> refusal = refusal(said, all);
        if (refusal.isPresent()) {
            return refusal;
        }
        Purpose purpose = said.purpose();
        sql.insertInto(CONSENT_EVENT)
                .set(CONSENT_EVENT.OBJECT_KEY, person.type().key())
                .set(CONSENT_EVENT.RECORD_ID, person.id())
                .set(CONSENT_EVENT.PURPOSE_ID, purpose == null ? null : purpose.id())
                .set(CONSENT_EVENT.KIND, said.kind().name())
                .set(CONSENT_EVENT.DECLARED_AT, said.at().atOffset(ZoneOffset.UTC))
                .set(CONSENT_EVENT.NOTED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(CONSENT_EVENT.NOTED_BY, by.id())
                .set(CONSENT_EVENT.CHANNEL, said.channel().name())
                .set(CONSENT_EVENT.WORDING, said.wording())
                .set(
                        CONSENT_EVENT.WORDING_VERSION,
                        purpose == null || said.wording() == null ? null : purpose.version())
                .set(CONSENT_EVENT.SOURCE, said.source())
                .set(CONSENT_EVENT.EVIDENCE, said.evidence())
                .execute();
        Long purposeId = purpose == null ? null : purpose.id();
        if (said.kind() == Kind.OBJECTED) {
            objections.keep(persons.identifiersEver(all), purposeId);
        } else if (said.kind() == Kind.OBJECTION_LIFTED) {
            objections.forget(persons.identifiersEver(all), purposeId);
        }
        return Optional.empty();
    }

    private Optional<Refusal> refusal(Said said, Set<Ref> all) {
        Purpose purpose = said.purpose();
        if (said.at().isAfter(clock.instant())) {
            return Optional.of(Refusal.IN_FUTURE);
        }
        if (said.kind().needsProof() && said.source() == null && said.evidence() == null) {
            return Optional.of(Refusal.NO_PROOF);
        }
        if (said.kind().isObjection()) {
            return purpose == null || purpose.basis().mayBeObjectedTo()
                    ? Optional.empty()
                    : Optional.of(Refusal.NOT_OPPOSABLE);
        }
        if (purpose == null) {
            return Optional.of(Refusal.NO_PURPOSE);
        }
        if (purpose.basis() != Basis.CONSENT) {
            return Optional.of(Refusal.NEEDS_NO_CONSENT);
        }
        return said.kind() == Kind.GIVEN && opposed(log(all), objections.of(persons.identifiers(all)), purpose) != null
                ? Optional.of(Refusal.OPPOSED)
                : Optional.empty();
    }

    /** All that these records of one person hold, in the order in which it was said. */
    public List<ConsentEvent> log(Set<Ref> person) {
        return sql
                .selectFrom(CONSENT_EVENT)
                .where(CONSENT_EVENT.RECORD_ID.in(person.stream().map(Ref::id).toList()))
                .fetch(Consents::event)
                .stream()
                .sorted(Comparator.comparing(ConsentEvent::declaredAt).thenComparingLong(ConsentEvent::id))
                .toList();
    }

    /** How it stands with each of these purposes, as the log and the kept objections say. */
    List<Standing> standings(Set<Ref> person, List<Purpose> purposes) {
        List<ConsentEvent> log = log(person);
        Objections.Opposed kept = objections.of(persons.identifiers(person));
        return purposes.stream().map(purpose -> standing(log, kept, purpose)).toList();
    }

    private static Standing standing(List<ConsentEvent> log, Objections.Opposed kept, Purpose purpose) {
        Instant opposed = opposed(log, kept, purpose);
        if (opposed != null) {
            return new Standing(purpose, Standing.State.OPPOSED, opposed.equals(Instant.MIN) ? null : opposed);
        }
        Optional<ConsentEvent> last = log.stream()
                .filter(event -> !event.kind().isObjection()
                        && Long.valueOf(purpose.id()).equals(event.purposeId()))
                .reduce((earlier, later) -> later);
        if (purpose.basis() != Basis.CONSENT) {
            return new Standing(purpose, Standing.State.BY_BASIS, null);
        }
        return last.map(event -> new Standing(
                        purpose,
                        event.kind() == Kind.GIVEN ? Standing.State.CONSENTED : Standing.State.WITHDRAWN,
                        event.declaredAt()))
                .orElseGet(() -> new Standing(purpose, Standing.State.NOT_ASKED, null));
    }

    /** Since when the person objects to the purpose, by itself or with all; null if not, {@code MIN} if nobody knows. */
    private static @Nullable Instant opposed(List<ConsentEvent> log, Objections.Opposed kept, Purpose purpose) {
        if (!purpose.basis().mayBeObjectedTo()) {
            return null;
        }
        Instant since = null;
        for (Long of : java.util.Arrays.asList(purpose.id(), null)) {
            Optional<ConsentEvent> last = log.stream()
                    .filter(event -> event.kind().isObjection() && java.util.Objects.equals(of, event.purposeId()))
                    .reduce((earlier, later) -> later);
            if (last.isPresent() && last.get().kind() == Kind.OBJECTED) {
                since = last.get().declaredAt();
            }
        }
        return since == null && kept.to(purpose) ? Instant.MIN : since;
    }

    /** Whether the person objects to whatever they may object to. */
    public boolean objectsToAll(Set<Ref> person) {
        Optional<ConsentEvent> last = log(person).stream()
                .filter(event -> event.kind().isObjection() && event.purposeId() == null)
                .reduce((earlier, later) -> later);
        return last.isPresent() && last.get().kind() == Kind.OBJECTED
                || objections.of(persons.identifiers(person)).everything();
    }

    /** Purposes the person objects to, one by one. */
    Set<Long> opposedPurposes(Set<Ref> person) {
        Map<Long, Kind> last = new HashMap<>();
        for (ConsentEvent event : log(person)) {
            if (event.kind().isObjection() && event.purposeId() != null) {
                last.put(event.purposeId(), event.kind());
            }
        }
        last.values().removeIf(kind -> kind != Kind.OBJECTED);
        Set<Long> opposed = new HashSet<>(last.keySet());
        opposed.addAll(objections.of(persons.identifiers(person)).purposes());
        return opposed;
    }

    private static ConsentEvent event(ConsentEventRecord row) {
        return new ConsentEvent(
                row.getId(),
                row.getObjectKey(),
                row.getRecordId(),
                row.getPurposeId(),
                Kind.valueOf(row.getKind()),
                row.getDeclaredAt().toInstant(),
                row.getNotedAt().toInstant(),
                row.getNotedBy(),
                Channel.valueOf(row.getChannel()),
                row.getWording(),
                row.getWordingVersion(),
                row.getSource(),
                row.getEvidence());
    }
}
