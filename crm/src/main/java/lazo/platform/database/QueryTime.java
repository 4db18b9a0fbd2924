package lazo.platform.database;

import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

/** What somebody waits for at a screen or a program may keep the database busy so long and no longer; jobs may. */
final class QueryTime implements ExecuteListener {
    private static final long serialVersionUID = 1;

    private final int seconds;

    QueryTime(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public void executeStart(ExecuteContext context) {
        if (!OnBehalf.isWaitedFor() || context.statement() == null) {
            return;
        }
        try {
            context.statement().setQueryTimeout(seconds);
        } catch (SQLException failed) {
            context.sqlException(failed);
        }
    }
}
