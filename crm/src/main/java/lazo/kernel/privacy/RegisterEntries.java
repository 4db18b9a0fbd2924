package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_ENTRY;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazodb.tables.records.PrivacyEntryRecord;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What is written in the registers. Entries are put away, not removed: an authority may ask for all of them. */
@Component
public class RegisterEntries {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DSLContext sql;
    private final Clock clock;

    RegisterEntries(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Those in use first, each the latest first. */
    public List<RegisterEntry> all(Register register) {
        return sql.selectFrom(PRIVACY_ENTRY)
                .where(PRIVACY_ENTRY.REGISTER.eq(register.name()))
                .orderBy(PRIVACY_ENTRY.ARCHIVED, PRIVACY_ENTRY.ID.desc())
                .fetch(RegisterEntries::entry);
    }

    public Optional<RegisterEntry> find(Register register, long id) {
        return sql.selectFrom(PRIVACY_ENTRY)
                .where(PRIVACY_ENTRY.ID.eq(id), PRIVACY_ENTRY.REGISTER.eq(register.name()))
                .fetchOptional(RegisterEntries::entry);
    }

    /** @return its id */
    public long add(Register register, Map<String, String> facts) {
        return sql.insertInto(PRIVACY_ENTRY)
                .set(PRIVACY_ENTRY.REGISTER, register.name())
                .set(PRIVACY_ENTRY.FACTS, JSONB.valueOf(JSON.writeValueAsString(facts)))
                .set(PRIVACY_ENTRY.MADE_AT, now())
                .set(PRIVACY_ENTRY.CHANGED_AT, now())
                .returningResult(PRIVACY_ENTRY.ID)
                .fetchSingle()
                .value1();
    }

    public void change(long id, Map<String, String> facts) {
        sql.update(PRIVACY_ENTRY)
                .set(PRIVACY_ENTRY.FACTS, JSONB.valueOf(JSON.writeValueAsString(facts)))
                .set(PRIVACY_ENTRY.CHANGED_AT, now())
                .where(PRIVACY_ENTRY.ID.eq(id))
                .execute();
    }

    public void archive(long id, boolean away) {
        sql.update(PRIVACY_ENTRY)
                .set(PRIVACY_ENTRY.ARCHIVED, away)
                .where(PRIVACY_ENTRY.ID.eq(id))
                .execute();
    }

    private static RegisterEntry entry(PrivacyEntryRecord row) {
        return new RegisterEntry(
                row.getId(),
                Register.valueOf(row.getRegister()),
                JSON.readValue(row.getFacts().data(), new TypeReference<LinkedHashMap<String, String>>() {}),
                row.getMadeAt().toInstant(),
                row.getChangedAt().toInstant(),
                row.getArchived());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
