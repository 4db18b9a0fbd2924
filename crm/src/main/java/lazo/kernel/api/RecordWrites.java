package lazo.kernel.api;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import lazo.kernel.access.Access;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Writes of programs. Every one is whole or refused with an {@link ApiRefusal}; within a larger transaction a refused one
 * leaves nothing behind.
 */
@Component
public class RecordWrites {
    private final DSLContext sql;
    private final Records records;
    private final RecordChanges changes;
    private final Access access;
    private final CompanySettings companies;
    private final TransactionTemplate whole;

    RecordWrites(
            DSLContext sql,
            Records records,
            RecordChanges changes,
            Access access,
            CompanySettings companies,
            PlatformTransactionManager transactions) {
        this.sql = sql;
        this.records = records;
        this.changes = changes;
        this.access = access;
        this.companies = companies;
        this.whole = new TransactionTemplate(transactions);
        whole.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /** A record as it is after a write. @param created whether it was not there before */
    public record Written(StoredRecord record, boolean created) {}

    /** All of it or, when it throws, nothing of it. */
    public <T> T wholly(Supplier<T> work) {
        return Objects.requireNonNull(whole.execute(status -> work.get()));
    }

    public Written create(ObjectType type, JsonNode fields, Actor actor) {
        return wholly(() -> new Written(saved(changes.create(type, draft(type, fields, actor), actor)), true));
    }

    /** @param version the version the record must have; unlike on screens, no other will do */
    public Written change(ObjectType type, long id, int version, JsonNode fields, Actor actor) {
        return wholly(() -> {
            Draft draft = draft(type, fields, actor);
            check(type, id, OptionalInt.of(version), actor);
            return new Written(saved(changes.change(type, id, version, draft, actor)), false);
        });
    }

    /** @param version the version the record must have, if the caller cares */
    public Written delete(ObjectType type, long id, OptionalInt version, Actor actor) {
        return wholly(() -> {
            check(type, id, version, actor);
            return new Written(saved(changes.delete(type, id, actor)), false);
        });
    }

    public Written restore(ObjectType type, long id, Actor actor) {
        return wholly(() -> new Written(saved(changes.restore(type, id, actor)), false));
    }

    /** Changes the one record whose field has the value of the request, or creates it. */
    public Written upsert(ObjectType type, String by, JsonNode fields, Actor actor) {
        return wholly(() -> {
            ObjectField key = type.find(by)
                    .filter(field -> isKey(field) && access.mask(actor, type).shows(by))
                    .orElseThrow(() -> ApiRefusal.of(400, "API-122", by));
            Draft draft = draft(type, fields, actor);
            if (!draft.problems().isEmpty()) {
                throw ApiRefusal.invalid(draft.problems());
            }
            if (!(draft.values().get(by) instanceof String value)) {
                throw ApiRefusal.of(400, "API-123", by);
            }
            holdKey(type, key, value);
            List<StoredRecord> found = withValue(type, by, value, actor);
            if (found.size() > 1) {
                throw ApiRefusal.of(409, "API-131", by, value);
            }
            Optional<StoredRecord> known = found.stream().findFirst();
            return known.map(record -> new Written(
                            saved(changes.change(type, record.id(), record.version(), draft, actor)), false))
                    .orElseGet(() -> new Written(saved(changes.create(type, draft, actor)), true));
        });
    }

    /** Two programs that bring the same new record do so one after the other. */
    private void holdKey(ObjectType type, ObjectField key, String value) {
        sql.fetch(
                "select pg_advisory_xact_lock(hashtextextended(fold(?), 0))",
                type.key() + " " + key.key() + " " + value);
    }

    private List<StoredRecord> withValue(ObjectType type, String field, String value, Actor actor) {
        Filter same = new Filter.Condition(field, Operator.IS, value);
        return records.list(RecordQuery.of(type, same).limited(2), actor, ZoneOffset.UTC)
                .records();
    }

    /** Whether records can be found again by this field. */
    public static boolean isKey(ObjectField field) {
        return field.isTyped() && field.type().isOneLine();
    }

    private void check(ObjectType type, long id, OptionalInt version, Actor actor) {
        int held = changes.hold(type, id, actor).orElseThrow(() -> ApiRefusal.of(404, "API-405"));
        if (version.isPresent() && version.getAsInt() != held) {
            throw ApiRefusal.of(412, "API-412", held, version.getAsInt());
        }
    }

    private Draft draft(ObjectType type, JsonNode fields, Actor actor) {
        Company home = companies.load();
        var reading = new Draft.Reading(
                Locale.ENGLISH, ZoneOffset.UTC, home.currency().getCurrencyCode(), home.region());
        return RecordJson.draft(type, fields, access.mask(actor, type), reading);
    }

    private static StoredRecord saved(WriteResult result) {
        return switch (result) {
            case WriteResult.Saved(StoredRecord record, boolean changed) -> record;
            case WriteResult.Invalid(var problems) -> throw ApiRefusal.invalid(problems);
            case WriteResult.Conflict(StoredRecord current, var clashes) ->
                throw ApiRefusal.of(412, "API-412", current.version(), current.version());
            case WriteResult.Missing missing -> throw ApiRefusal.of(404, "API-405");
            case WriteResult.Denied denied -> throw ApiRefusal.of(403, "API-104");
        };
    }
}
