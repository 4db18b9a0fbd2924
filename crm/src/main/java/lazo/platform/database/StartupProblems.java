package lazo.platform.database;

import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/** Finds, in what went wrong while starting, what the person at the terminal can put right. */
final class StartupProblems {
    private StartupProblems() {}

    static Optional<StartupProblem> in(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupProblem problem) {
                return Optional.of(problem);
            }
            if (cause instanceof PortInUseException port) {
                return Optional.of(new StartupProblem(failure, "RUN-101", Integer.toString(port.getPort())));
            }
            if (cause instanceof FlywayValidateException changed) {
                return Optional.of(new StartupProblem(changed, "DB-104"));
            }
            if (cause instanceof SQLException sql && ofMigration(sql, failure).isPresent()) {
                return ofMigration(sql, failure);
            }
        }
        return Optional.empty();
    }

    static StartupProblem ofConnection(SQLException refused, String database) {
        return switch (String.valueOf(refused.getSQLState())) {
            case "28P01", "28000" -> new StartupProblem(refused, "DB-109", database);
            case "3D000" -> new StartupProblem(refused, "DB-110", database);
            case "53300" -> new StartupProblem(refused, "DB-113", database);
            case String other
            when other.startsWith("08") || other.startsWith("57") -> new StartupProblem(refused, "DB-105", database);
            case String other -> new StartupProblem(refused, "DB-114", database, message(refused));
        };
    }

    private static Optional<StartupProblem> ofMigration(SQLException sql, Throwable failure) {
        boolean migrating = false;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            migrating |= cause instanceof FlywayException;
        }
        if (!migrating) {
            return Optional.empty();
        }
        return switch (String.valueOf(sql.getSQLState())) {
            case "42501" -> Optional.of(new StartupProblem(failure, "DB-106", message(sql)));
            case "0A000", "58P01" -> Optional.of(new StartupProblem(failure, "DB-115", message(sql)));
            case String other -> Optional.empty();
        };
    }

    private static String message(SQLException sql) {
        return String.valueOf(sql.getMessage()).lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
    }
}
