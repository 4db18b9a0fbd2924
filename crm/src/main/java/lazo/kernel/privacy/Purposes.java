package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_PURPOSE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lazo.kernel.metadata.Label;
import lazodb.tables.records.PrivacyPurposeRecord;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What personal data are used for. A purpose is put away, never removed: consents point at it. */
@Component
public class Purposes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DSLContext sql;

    Purposes(DSLContext sql) {
        this.sql = sql;
    }

    /** Those in use, in order. */
    public List<Purpose> current() {
        return all().stream().filter(purpose -> !purpose.archived()).toList();
    }

    public List<Purpose> all() {
        return sql.selectFrom(PRIVACY_PURPOSE)
                .orderBy(PRIVACY_PURPOSE.POSITION, PRIVACY_PURPOSE.ID)
                .fetch(Purposes::purpose);
    }

    public Optional<Purpose> find(long id) {
        return sql.selectFrom(PRIVACY_PURPOSE).where(PRIVACY_PURPOSE.ID.eq(id)).fetchOptional(Purposes::purpose);
    }

    public Optional<Purpose> find(String key) {
        return sql.selectFrom(PRIVACY_PURPOSE)
                .where(PRIVACY_PURPOSE.KEY.eq(key))
                .fetchOptional(Purposes::purpose);
    }

    /** @return its id */
    public long add(Label label, Label wording, Basis basis) {
        return sql.insertInto(PRIVACY_PURPOSE)
                .set(PRIVACY_PURPOSE.LABEL, json(label))
                .set(PRIVACY_PURPOSE.WORDING, json(wording))
                .set(PRIVACY_PURPOSE.BASIS, basis.name())
                .set(
                        PRIVACY_PURPOSE.KEY,
                        "purpose_" + UUID.randomUUID().toString().substring(0, 8))
                .returningResult(PRIVACY_PURPOSE.ID)
                .fetchSingle()
                .value1();
    }

    /** Another wording is another version; what people agreed to keeps its own. */
    public void change(Purpose purpose, Label label, Label wording, Basis basis, boolean archived) {
        sql.update(PRIVACY_PURPOSE)
                .set(PRIVACY_PURPOSE.LABEL, json(label))
                .set(PRIVACY_PURPOSE.WORDING, json(wording))
                .set(PRIVACY_PURPOSE.WORDING_VERSION, purpose.version() + (wording.equals(purpose.wording()) ? 0 : 1))
                .set(PRIVACY_PURPOSE.BASIS, basis.name())
                .set(PRIVACY_PURPOSE.ARCHIVED, archived)
                .where(PRIVACY_PURPOSE.ID.eq(purpose.id()))
                .execute();
    }

    private static Purpose purpose(PrivacyPurposeRecord row) {
        return new Purpose(
                row.getId(),
                row.getKey(),
                label(row.getLabel()),
                label(row.getWording()),
                row.getWordingVersion(),
                Basis.valueOf(row.getBasis()),
                row.getPosition(),
                row.getArchived());
    }

    private static Label label(JSONB json) {
        return new Label(JSON.readValue(json.data(), new TypeReference<Map<String, String>>() {}));
    }

    private static JSONB json(Label label) {
        return JSONB.valueOf(JSON.writeValueAsString(label.byLanguage()));
    }
}
