package lazo.kernel.api;

import static lazodb.Tables.ASSISTANT_SETTING;

import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** What assistants may do with a key beyond reading: nothing, until an administrator says so. */
@Component
public class Assistants {
    private final DSLContext sql;

    Assistants(DSLContext sql) {
        this.sql = sql;
    }

    public boolean mayWrite() {
        return sql.fetchExists(ASSISTANT_SETTING, ASSISTANT_SETTING.MAY_WRITE.isTrue());
    }

    public void allowWriting(boolean allowed) {
        sql.update(ASSISTANT_SETTING)
                .set(ASSISTANT_SETTING.MAY_WRITE, allowed)
                .where(ASSISTANT_SETTING.MAY_WRITE.ne(allowed))
                .execute();
    }
}
