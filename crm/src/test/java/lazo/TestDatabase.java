package lazo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import lazo.platform.database.AuditProtection;
import lazo.platform.database.PostgresServer;
import lazo.platform.database.PostgresSettings;
import lazo.platform.database.Progress;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A migrated database of its own for a test class, cloned in a moment from a template on the one PostgreSQL of this JVM.
 *
 * <pre>{@code
 * @RegisterExtension static final TestDatabase database = new TestDatabase();   // plain tests: database.sql()
 *
 * @SpringBootTest @ContextConfiguration(initializers = TestDatabase.ForContext.class)   // one per application context,
 * class SomeScreenTest { @Autowired DSLContext sql; }                                   // shared by classes that share it
 *
 * @DynamicPropertySource static void use(DynamicPropertyRegistry registry) { database.properties(registry); }
 * }</pre>
 */
public class TestDatabase implements BeforeAllCallback, AfterAllCallback {
    private static final Path FOLDER = Path.of("target", "test-postgres").toAbsolutePath();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private String name = "";
    private HikariDataSource dataSource;

    @Override
    public void beforeAll(ExtensionContext context) {
        create();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** For a test that needs a database to itself and takes no part in the life of the class. */
    public void drop() {
        close();
    }

    public synchronized DataSource dataSource() {
        create();
        if (dataSource == null) {
            var config = new HikariConfig();
            config.setJdbcUrl(url());
            config.setUsername(user());
            config.setPassword(password());
            config.setMaximumPoolSize(8);
            config.setMinimumIdle(0);
            config.setPoolName(name);
            dataSource = new HikariDataSource(config);
        }
        return dataSource;
    }

    /** Each statement in a transaction of its own; for more use {@code sql().transaction(...)}. */
    public DSLContext sql() {
        return DSL.using(dataSource(), SQLDialect.POSTGRES);
    }

    /** Of JDBC, without user and password: see {@link #user()} and {@link #password()}. */
    public synchronized String url() {
        create();
        return Server.RUNNING.url(name) + "?reWriteBatchedInserts=true";
    }

    /** As {@code LAZO_DATABASE_URL} wants it. */
    public String address() {
        return url().replaceFirst("^jdbc:postgresql://", "postgres://%s:%s@".formatted(user(), password()));
    }

    public String user() {
        return Server.RUNNING.user();
    }

    public String password() {
        return Server.RUNNING.password();
    }

    /** For {@code @DynamicPropertySource}: the application of this test class runs on this database. */
    public void properties(DynamicPropertyRegistry registry) {
        applicationProperties().forEach((key, value) -> registry.add(key, () -> value));
    }

    /** Where the programs of PostgreSQL are, unpacked once for all tests. */
    public static Path programs() {
        Server.RUNNING.pid();
        return FOLDER;
    }

    /** As the owner of the whole server, in its database {@code postgres}. */
    public static void administer(String statement) {
        Server.administer(statement);
    }

    /** A superuser's connection to this database, for what the application cannot do itself. */
    public synchronized Connection administer() throws SQLException {
        create();
        return Server.RUNNING.administer(name);
    }

    private Map<String, Object> applicationProperties() {
        return Map.of(
                "lazo.database.url", address(),
                "spring.datasource.hikari.maximum-pool-size", "8",
                "spring.datasource.hikari.minimum-idle", "0");
    }

    private synchronized void create() {
        if (name.isEmpty()) {
            name = "test_" + COUNT.incrementAndGet();
            Server.administer("create database %s template lazo_template owner lazo".formatted(name));
        }
    }

    private synchronized void close() {
        if (dataSource != null) {
            dataSource.close();
            dataSource = null;
        }
        if (!name.isEmpty()) {
            Server.administer("drop database if exists %s with (force)".formatted(name));
            name = "";
        }
    }

    /** Gives an application context a database of its own; contexts cached by Spring keep theirs. */
    public static class ForContext implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            var database = new TestDatabase();
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test-database", database.applicationProperties()));
        }
    }

    private static final class Server {
        static final PostgresServer RUNNING = start();

        static void administer(String statement) {
            try (Connection connection = RUNNING.administer();
                    Statement sql = connection.createStatement()) {
                sql.execute(statement);
            } catch (SQLException failed) {
                throw new IllegalStateException(statement, failed);
            }
        }

        private static PostgresServer start() {
            try {
                Path folder = Files.createDirectories(FOLDER);
                clearAbandoned(folder);
                Path home = folder.resolve("" + ProcessHandle.current().pid());
                PostgresServer server =
                        PostgresServer.start(home, folder, PostgresSettings.forgetful(), Progress.SILENT);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    delete(home);
                }));
                migrateTemplate(server);
                return server;
            } catch (IOException | SQLException failed) {
                throw new IllegalStateException("No PostgreSQL for the tests", failed);
            }
        }

        private static void migrateTemplate(PostgresServer server) throws SQLException {
            try (Connection connection = server.administer();
                    Statement sql = connection.createStatement()) {
                sql.execute("create database lazo_template owner lazo");
            }
            Flyway.configure()
                    .dataSource(server.url("lazo_template"), server.user(), server.password())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            try (Connection connection = server.administer("lazo_template")) {
                AuditProtection.protect(connection);
            }
        }

        /** Test runs that were killed leave a server and a folder behind. */
        private static void clearAbandoned(Path folder) throws IOException {
            try (Stream<Path> homes = Files.list(folder)) {
                homes.filter(home -> home.getFileName().toString().matches("\\d+"))
                        .filter(home -> ProcessHandle.of(
                                        Long.parseLong(home.getFileName().toString()))
                                .isEmpty())
                        .forEach(home -> {
                            if (Files.exists(home.resolve("database/postgresql.conf"))) {
                                PostgresServer.start(home, folder, PostgresSettings.forgetful(), Progress.SILENT)
                                        .close();
                            }
                            delete(home);
                        });
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            } catch (IOException leftToTheNextClean) {
                System.err.println(leftToTheNextClean);
            }
        }
    }
}
