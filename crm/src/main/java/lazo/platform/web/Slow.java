package lazo.platform.web;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Whether something failed because the database was not given more time for it. */
public final class Slow {
    private static final String CANCELLED = "57014";

    private Slow() {}

    public static boolean is(@Nullable Object failure) {
        for (Object cause = failure; cause instanceof Throwable thrown; cause = thrown.getCause()) {
            if (cause instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
