package lazo.kernel.privacy;

import static lazodb.Tables.PRIVACY_POLICY;

import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Who answers for the data, and how long what is blocked is kept before it is destroyed. */
@Component
public class PrivacyPolicy {
    private final DSLContext sql;

    PrivacyPolicy(DSLContext sql) {
        this.sql = sql;
    }

    /** @param officer whom people write to about their data */
    public record Terms(String controller, String officer, int blockedMonths) {}

    public Terms terms() {
        return sql.selectFrom(PRIVACY_POLICY)
                .fetchSingle(row -> new Terms(row.getController(), row.getOfficer(), row.getBlockedMonths()));
    }

    public void save(Terms terms) {
        sql.update(PRIVACY_POLICY)
                .set(PRIVACY_POLICY.CONTROLLER, terms.controller())
                .set(PRIVACY_POLICY.OFFICER, terms.officer())
                .set(PRIVACY_POLICY.BLOCKED_MONTHS, terms.blockedMonths())
                .execute();
    }
}
