package lazo.kernel.privacy;

import static lazodb.Tables.API_ANSWER;
import static lazodb.Tables.DUPLICATE_SUSPECT;
import static lazodb.Tables.IMPORT_IDENTIFIER;
import static lazodb.Tables.RECORD_CHANGE;
import static lazodb.Tables.TIMELINE_ENTRY;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lazo.kernel.access.Restrictions;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.privacy.PersonSearch.Place;
import lazo.kernel.privacy.Persons.Ref;
import lazo.kernel.record.Anonymisation;
import lazo.kernel.record.PersonErased;
import lazo.kernel.transfer.Imports;
import lazo.platform.mail.Outbox;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes a person out of every table and file. What was known of them is blocked: encrypted, for judges and authorities only,
 * until it is destroyed (LOPDGDD 32). What stays counts, but tells of nobody.
 */
@Component
public class Erasure {
    private static final String GONE = "[…]";

    /** Only its owner may change the audit; the others are dealt with by themselves. */
    private static final Set<String> NOT_REDACTED = Set.of(
            "audit_event",
            "audit_block",
            "audit_erased",
            "record_change",
            "consent_event",
            "api_answer",
            "verifactu_record");

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Persons persons;
    private final PersonSearch search;
    private final PersonExport export;
    private final BlockedStore blocked;
    private final Objections objections;
    private final Consents consents;
    private final Anonymisation anonymisation;
    private final Imports imports;
    private final PrivacyRequests requests;
    private final Restrictions restrictions;
    private final Lawfulness lawfulness;
    private final Outbox outbox;
    private final ApplicationEventPublisher events;

    Erasure(
            DSLContext sql,
            ObjectTypes types,
            Persons persons,
            PersonSearch search,
            PersonExport export,
            BlockedStore blocked,
            Objections objections,
            Consents consents,
            Anonymisation anonymisation,
            Imports imports,
            PrivacyRequests requests,
            Restrictions restrictions,
            Lawfulness lawfulness,
            Outbox outbox,
            ApplicationEventPublisher events) {
        this.sql = sql;
        this.types = types;
        this.persons = persons;
        this.search = search;
        this.export = export;
        this.blocked = blocked;
        this.objections = objections;
        this.consents = consents;
        this.anonymisation = anonymisation;
        this.imports = imports;
        this.requests = requests;
        this.restrictions = restrictions;
        this.lawfulness = lawfulness;
        this.outbox = outbox;
        this.events = events;
    }

    /** Why a person is not erased now. Each has a sentence: {@code privacy.erase.…}. */
    public enum Refusal {
        /** There is nobody any more. */
        ERASED_BEFORE,
        /** An import is being read or written, and may hold them. */
        IMPORT_WORKING
    }

    /** @param objects whether nobody may write to them again either, should they come back with an import */
    @Transactional
    public Optional<Refusal> erase(Ref one, String reason, boolean objects, Actor by) {
        if (lawfulness.isErased(one.id())) {
            return Optional.of(Refusal.ERASED_BEFORE);
        }
        if (imports.isWorking()) {
            return Optional.of(Refusal.IMPORT_WORKING);
        }
        Set<Ref> person = persons.sameAs(one.type(), one.id());
        List<Long> ids = person.stream().map(Ref::id).toList();
        PersonPattern pattern = search.pattern(person);
        keepObjections(person, objects);
        blocked.keep(one.type().key(), ids, export.gather(person), reason, by);

        Set<Long> batches = batches(ids);
        emptyRecords(person, by);
        emptyHistory(person, reason);
        requests.forget(person);
        restrictions.lift(ids);
        forgetPlaces(ids);
        if (!pattern.isEmpty()) {
            redactElsewhere(pattern.regex(), person, reason, by);
        }
        imports.forget(pattern.pattern(), batches);
        outbox.forget(pattern.pattern());
        person.stream()
                .map(persons::find)
                .flatMap(Optional::stream)
                .map(PersonErased::new)
                .forEach(events::publishEvent);
        return Optional.empty();
    }

    /** What they object to now they object to for ever, and to everything if they say so. */
    private void keepObjections(Set<Ref> person, boolean objects) {
        Set<Persons.Identifier> identifiers = persons.identifiersEver(person);
        if (objects || consents.objectsToAll(person)) {
            objections.keep(identifiers, null);
        }
        consents.opposedPurposes(person).forEach(purpose -> objections.keep(identifiers, purpose));
    }

    private Set<Long> batches(List<Long> ids) {
        Set<Long> batches = new HashSet<>(sql.selectDistinct(RECORD_CHANGE.BATCH_ID)
                .from(RECORD_CHANGE)
                .where(RECORD_CHANGE.RECORD_ID.in(ids), RECORD_CHANGE.BATCH_ID.isNotNull())
                .fetch(RECORD_CHANGE.BATCH_ID));
        for (ObjectType type : persons.types()) {
            RecordTable table = new RecordTable(type);
            batches.addAll(sql.select(table.batch())
                    .from(table.table())
                    .where(table.id().in(ids), table.batch().isNotNull())
                    .fetch(table.batch()));
        }
        return batches;
    }

    /** Their own records keep what counts; what was done with them keeps when, how long and by whom. */
    private void emptyRecords(Set<Ref> person, Actor by) {
        for (Ref ref : person) {
            anonymisation.empty(ref.type(), List.of(ref.id()), by);
        }
        for (ObjectType type : types.all()) {
            if (type.isActivity()) {
                anonymisation.empty(type, search.pointingAt(type, person), by);
            }
        }
    }

    private void emptyHistory(Set<Ref> person, String reason) {
        for (Ref ref : person) {
            eraseAudit(ref.id(), ref.type().key(), reason);
        }
        for (ObjectType type : types.all()) {
            if (type.isActivity()) {
                search.pointingAt(type, person).forEach(id -> eraseAudit(id, type.key(), reason));
            }
        }
    }

    private void eraseAudit(long id, String object, String reason) {
        sql.fetch("select audit_erase_record(?, ?, ?)", id, object, reason);
    }

    private void forgetPlaces(List<Long> ids) {
        sql.update(TIMELINE_ENTRY)
                .set(TIMELINE_ENTRY.DETAIL, (JSONB) null)
                .where(
                        TIMELINE_ENTRY.RECORD_ID.in(ids).or(TIMELINE_ENTRY.SUBJECT_ID.in(ids)),
                        TIMELINE_ENTRY.DETAIL.isNotNull())
                .execute();
        sql.deleteFrom(IMPORT_IDENTIFIER)
                .where(IMPORT_IDENTIFIER.RECORD_ID.in(ids))
                .execute();
        sql.deleteFrom(DUPLICATE_SUSPECT)
                .where(DUPLICATE_SUSPECT.LEFT_ID.in(ids).or(DUPLICATE_SUSPECT.RIGHT_ID.in(ids)))
                .execute();
        sql.execute("""
                update record_batch set detail = '{}' where kind = 'MERGE'
                and ((detail ->> 'winner')::bigint = any (?) or (detail ->> 'loser')::bigint = any (?))
                """, (Object) ids.toArray(Long[]::new), ids.toArray(Long[]::new));
    }

    /**
     * Wherever else something looks like them: texts about others, saved views, kept answers, whatever table there is. The
     * fields by which other people are recognised are left alone.
     */
    private void redactElsewhere(String regex, Set<Ref> person, String reason, Actor by) {
        sql.fetch("select audit_redact(?, ?)", regex, reason);
        sql.deleteFrom(API_ANSWER)
                .where("convert_from(body, 'UTF8') ~ {0} or headers::text ~ {0}", org.jooq.impl.DSL.val(regex))
                .execute();
        redacting("on");
        for (ObjectType type : types.all()) {
            anonymisation.redact(type, regex, GONE, by);
        }
        for (Place place : search.places()) {
            if (place.schema().equals("public") && !NOT_REDACTED.contains(place.table())) {
                place.words().forEach((column, kind) -> redact(place, column, kind, regex));
            }
        }
        redacting("off");
    }

    /** Tables that hold what another law wants kept, such as issued invoices, pass over what is redacted. */
    private void redacting(String state) {
        sql.fetch("select set_config('lazo.redacting', ?, true)", state);
    }

    private void redact(Place place, String column, Place.Kind kind, String regex) {
        String cast = switch (kind) {
            case TEXT -> "";
            case BYTES -> throw new IllegalStateException("Bytes of %s are nobody's to redact".formatted(place.key()));
            case WRITTEN -> "::" + type(place, column);
        };
        sql.execute(
                "update %1$s t set \"%2$s\" = regexp_replace(t.\"%2$s\"::text, ?, '%3$s', 'g')%4$s where t.\"%2$s\"::text ~ ?"
                        .formatted(place.from(), column, GONE, cast),
                regex,
                regex);
    }

    private String type(Place place, String column) {
        return sql.fetchSingle("""
                select format_type(a.atttypid, a.atttypmod) from pg_attribute a
                where a.attrelid = ?::regclass and a.attname = ?
                """, place.from(), column).get(0, String.class);
    }
}
