package lazo.platform.web;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Whether something failed because the database keeps what was to be changed as it is, such as an issued invoice. */
public final class Fixed {
    private static final String REFUSED = "LZ409";

    private Fixed() {}

    public static boolean is(@Nullable Object failure) {
        for (Object cause = failure; cause instanceof Throwable thrown; cause = thrown.getCause()) {
            if (cause instanceof SQLException sql && REFUSED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
