package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_BLOCKED;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.audit.Audit;
import lazo.kernel.identity.Actor;
import lazo.platform.secret.SecretHolder;
import lazo.platform.secret.Secrets;
import lazodb.tables.records.PrivacyBlockedRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What was known of erased people, encrypted until its day, and then destroyed. Whoever reads it says for which judge or
 * authority, and that is noted.
 */
@Component
public class BlockedStore implements SecretHolder {
    private static final int MOST = 500;

    private final DSLContext sql;
    private final Secrets secrets;
    private final PrivacyPolicy policy;
    private final Audit audit;
    private final Clock clock;

    BlockedStore(DSLContext sql, Secrets secrets, PrivacyPolicy policy, Audit audit, Clock clock) {
        this.sql = sql;
        this.secrets = secrets;
        this.policy = policy;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param recordId the record that was opened for the erasure; it is still there, and empty */
    public record Blocked(
            long id,
            String object,
            long recordId,
            String reason,
            Instant at,
            long by,
            LocalDate destroyOn,
            @Nullable Instant destroyedAt) {}

    void keep(String object, List<Long> recordIds, PersonFile file, String reason, Actor by) {
        long id = sql.fetchSingle("select nextval(pg_get_serial_sequence('privacy_blocked', 'id'))")
                .get(0, Long.class);
        sql.insertInto(PRIVACY_BLOCKED)
                .set(PRIVACY_BLOCKED.ID, id)
                .set(PRIVACY_BLOCKED.OBJECT_KEY, object)
                .set(PRIVACY_BLOCKED.RECORD_IDS, recordIds.toArray(Long[]::new))
                .set(PRIVACY_BLOCKED.SEALED, secrets.encrypt(PersonExport.json(file), associated(id)))
                .set(PRIVACY_BLOCKED.REASON, reason)
                .set(PRIVACY_BLOCKED.BLOCKED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(PRIVACY_BLOCKED.BLOCKED_BY, by.id())
                .set(
                        PRIVACY_BLOCKED.DESTROY_ON,
                        LocalDate.now(clock).plusMonths(policy.terms().blockedMonths()))
                .execute();
    }

    public List<Blocked> all() {
        return sql.selectFrom(PRIVACY_BLOCKED)
                .orderBy(PRIVACY_BLOCKED.ID.desc())
                .limit(MOST)
                .fetch(BlockedStore::blocked);
    }

    public Optional<Blocked> find(long id) {
        return sql.selectFrom(PRIVACY_BLOCKED).where(PRIVACY_BLOCKED.ID.eq(id)).fetchOptional(BlockedStore::blocked);
    }

    /**
     * For a judge or an authority. Empty when it is destroyed.
     *
     * @param why who asks, and for what
     */
    public Optional<byte[]> read(long id, String why, Actor by) {
        Optional<PrivacyBlockedRecord> row = sql.selectFrom(PRIVACY_BLOCKED)
                .where(PRIVACY_BLOCKED.ID.eq(id), PRIVACY_BLOCKED.SEALED.isNotNull())
                .fetchOptional();
        row.ifPresent(is -> audit.note(
                by.id(),
                "blocked-read",
                is.getObjectKey(),
                is.getRecordIds()[0],
                null,
                Map.of("blocked", id, "why", why)));
        return row.flatMap(is -> secrets.decrypt(is.getSealed(), associated(id)));
    }

    /** Destroys what has had its time. @return how many */
    public int destroyWhatIsDue() {
        return sql.update(PRIVACY_BLOCKED)
                .set(PRIVACY_BLOCKED.SEALED, (byte[]) null)
                .set(PRIVACY_BLOCKED.DESTROYED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                .where(PRIVACY_BLOCKED.DESTROY_ON.le(LocalDate.now(clock)), PRIVACY_BLOCKED.DESTROYED_AT.isNull())
                .execute();
    }

    @Override
    public int encryptAgain() {
        int count = 0;
        for (long id : sql.select(PRIVACY_BLOCKED.ID)
                .from(PRIVACY_BLOCKED)
                .where(PRIVACY_BLOCKED.SEALED.isNotNull())
                .fetch(PRIVACY_BLOCKED.ID)) {
            byte[] before = sql.select(PRIVACY_BLOCKED.SEALED)
                    .from(PRIVACY_BLOCKED)
                    .where(PRIVACY_BLOCKED.ID.eq(id))
                    .fetchSingle()
                    .value1();
            Optional<byte[]> known = secrets.decrypt(before, associated(id));
            if (known.isPresent()) {
                count += sql.update(PRIVACY_BLOCKED)
                        .set(PRIVACY_BLOCKED.SEALED, secrets.encrypt(known.get(), associated(id)))
                        .where(PRIVACY_BLOCKED.ID.eq(id), PRIVACY_BLOCKED.SEALED.eq(before))
                        .execute();
            }
        }
        return count;
    }

    private static Blocked blocked(PrivacyBlockedRecord row) {
        return new Blocked(
                row.getId(),
                row.getObjectKey(),
                row.getRecordIds()[0],
                row.getReason(),
                row.getBlockedAt().toInstant(),
                row.getBlockedBy(),
                row.getDestroyOn(),
                row.getDestroyedAt() == null ? null : row.getDestroyedAt().toInstant());
    }

    private static String associated(long id) {
        return "blocked person " + id;
    }
}
