package lazo.platform.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** The database of this process: where it is and how to get in. Closing it stops the server, if it is ours. */
sealed interface Database extends AutoCloseable {
    String url();

    @Nullable
    String user();

    @Nullable
    String password();

    /** For a person: which database is meant. */
    String shown();

    @Override
    void close();

    /** The tables of the audit belong to the application while they are migrated, and to nobody it can become afterwards. */
    default void migrate(Flyway flyway) {
        flyway.migrate();
    }

    /** In the data folder, on a server that this process started. */
    record Own(PostgresServer server, Path home) implements Database {
        @Override
        public String url() {
            return DatabaseAddress.withDefaults(server.url());
        }

        @Override
        public String user() {
            return server.user();
        }

        @Override
        public String password() {
            return server.password();
        }

        @Override
        public String shown() {
            return home.toString();
        }

        @Override
        public void migrate(Flyway flyway) {
            try (Connection connection = connect()) {
                boolean holds = AuditProtection.holds(connection);
                boolean pending = flyway.info().pending().length > 0;
                // Also where it does not hold by today's measure: an earlier version protected fewer tables.
                if (pending) {
                    try (Connection administrator = server.administer(PostgresAccess.DATABASE)) {
                        AuditProtection.release(administrator);
                    }
                }
                flyway.migrate();
                if (!holds || pending) {
                    try (Connection administrator = server.administer(PostgresAccess.DATABASE)) {
                        AuditProtection.protect(administrator);
                    }
                }
            } catch (SQLException failed) {
                throw StartupProblems.ofConnection(failed, shown());
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** One that was there before us and will be there after. */
    record Existing(DatabaseAddress address) implements Database {
        @Override
        public String url() {
            return address.url();
        }

        @Override
        public @Nullable String user() {
            return address.user();
        }

        @Override
        public @Nullable String password() {
            return address.password();
        }

        @Override
        public String shown() {
            return address.shown();
        }

        @Override
        public void close() {}
    }

    /** @param url LAZO_DATABASE_URL, if somebody set it */
    static Database open(Optional<String> url, Path home, Progress progress) {
        if (url.isEmpty()) {
            return new Own(PostgresServer.start(home, PostgresSettings.durable(), progress), home);
        }
        var existing =
                new Existing(DatabaseAddress.parse(url.get(), "true".equals(System.getenv("LAZO_DATABASE_PLAINTEXT"))));
        progress.step("database.progress.connect", existing.shown());
        try (Connection connection = existing.connect()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < 16) {
                throw new StartupProblem("DB-112", existing.shown(), Integer.toString(version));
            }
        } catch (SQLException refused) {
            throw StartupProblems.ofConnection(refused, existing.shown());
        }
        return existing;
    }

    default Connection connect() throws SQLException {
        var properties = new Properties();
        put(properties, "user", user());
        put(properties, "password", password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("ApplicationName", OnBehalf.NOBODY);
        return DriverManager.getConnection(url(), properties);
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
