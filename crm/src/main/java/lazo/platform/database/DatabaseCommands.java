package lazo.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** {@code backup FILE} and {@code restore FILE}: what {@code ./lazo} can do with the data besides running Lazo. */
public final class DatabaseCommands {
    private static final String RESTORED = "lazo_restored";

    private final Optional<String> url;
    private final Path home;
    private final Progress progress;

    DatabaseCommands(Optional<String> url, Path home, Progress progress) {
        this.url = url;
        this.home = home;
        this.progress = progress;
    }

    public static boolean understands(String[] args) {
        return args.length > 0 && (args[0].equals("backup") || args[0].equals("restore"));
    }

    /** @return the exit code */
    public static int run(String[] args) {
        Terminal.quiet();
        var commands = new DatabaseCommands(
                Optional.ofNullable(System.getenv("LAZO_DATABASE_URL")).filter(url -> !url.isBlank()),
                Startup.home(),
                Progress.TERMINAL);
        try {
            List<String> options = List.of(args).subList(2, args.length);
            if (args[0].equals("backup") && options.isEmpty()) {
                commands.backup(Path.of(args[1]));
            } else if (args[0].equals("restore") && (options.isEmpty() || options.equals(List.of("--replace")))) {
                commands.restore(Path.of(args[1]), !options.isEmpty());
            } else {
                throw new StartupProblem("BAK-109", String.join(" ", args));
            }
            return 0;
        } catch (Exception failure) { // whatever it is, the person gets a sentence
            return Startup.explain(failure);
        }
    }

    /** What somebody asks of the data while Lazo may be running. @return the exit code, unless there was a problem */
    @FunctionalInterface
    public interface Question {
        int ask(Connection connection, Progress progress) throws SQLException;
    }

    /** @return the exit code */
    public static int answer(Question question) {
        Terminal.quiet();
        var commands = new DatabaseCommands(
                Optional.ofNullable(System.getenv("LAZO_DATABASE_URL")).filter(url -> !url.isBlank()),
                Startup.home(),
                Progress.TERMINAL);
        try (Source source = commands.source();
                Connection connection = source.connect()) {
            return question.ask(connection, Progress.TERMINAL);
        } catch (Exception failure) { // whatever it is, the person gets a sentence
            return Startup.explain(failure);
        }
    }

    void backup(Path file) throws IOException, SQLException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.exists(file)) {
            throw new StartupProblem("BAK-101", file);
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new StartupProblem("BAK-110", String.valueOf(folder));
        }
        try (Source source = source();
                Connection connection = source.connect()) {
            progress.step("database.progress.backup");
            BackupManifest manifest = new Backup(connection, Clock.systemUTC(), progress).writeTo(file);
            long rows = manifest.tables().stream()
                    .mapToLong(BackupManifest.Table::rows)
                    .sum();
            progress.step(
                    "database.progress.backup-done", file, manifest.tables().size(), rows, Files.size(file) / 1024);
        }
    }

    private Source source() throws IOException {
        if (url.isPresent()) {
            return new Source(Database.open(url, home, progress));
        }
        if (!Files.exists(home.resolve("database").resolve("PG_VERSION"))) {
            throw new StartupProblem("BAK-105", home);
        }
        try {
            return new Source(Database.open(url, home, progress));
        } catch (StartupProblem problem) {
            if (!problem.code().equals("DB-101")) {
                throw problem;
            }
            // Lazo is running on this folder: its server is asked directly.
            return new Source(PostgresAccess.readFrom(home).orElseThrow(() -> problem));
        }
    }

    /** Where the rows come from: a database this process opened, or the server of a Lazo that is running. */
    private record Source(
            @Nullable Database opened, @Nullable PostgresAccess running) implements AutoCloseable {
        Source(Database opened) {
            this(opened, null);
        }

        Source(PostgresAccess running) {
            this(null, running);
        }

        Connection connect() throws SQLException {
            if (opened != null) {
                return opened.connect();
            }
            PostgresAccess access = Objects.requireNonNull(running);
            try {
                return DriverManager.getConnection(access.url(), PostgresAccess.USER, access.password());
            } catch (SQLException refused) {
                throw StartupProblems.ofConnection(refused, access.url());
            }
        }

        @Override
        public void close() {
            if (opened != null) {
                opened.close();
            }
        }
    }

    void restore(Path file, boolean replace) throws IOException, SQLException {
        try (Restore restore = Restore.open(file)) {
            refuseNewer(restore.manifest());
            if (url.isPresent()) {
                intoExisting(restore, replace);
            } else {
                intoOwn(restore, replace);
            }
            long rows = restore.manifest().tables().stream()
                    .mapToLong(BackupManifest.Table::rows)
                    .sum();
            progress.step(
                    "database.progress.restored",
                    rows,
                    Date.from(restore.manifest().takenAt()));
        }
    }

    /** The rows go into a new database, which takes the place of the present one when it is complete. */
    private void intoOwn(Restore restore, boolean replace) throws IOException, SQLException {
        try (PostgresServer server = startForRestore()) {
            try (Connection present =
                    DriverManager.getConnection(server.url(), PostgresAccess.USER, server.password())) {
                if (!replace && !new Catalogue(present).isEmpty()) {
                    throw new StartupProblem("BAK-107", home);
                }
            }
            try (Connection admin = server.administer();
                    Statement statement = admin.createStatement()) {
                statement.execute("drop database if exists " + RESTORED + " with (force)");
                statement.execute("create database " + RESTORED + " owner lazo");
                fill(server.url(RESTORED), PostgresAccess.USER, server.password(), restore);
                admin.setAutoCommit(false);
                statement.execute("alter database lazo rename to lazo_replaced");
                statement.execute("alter database " + RESTORED + " rename to lazo");
                admin.commit();
                admin.setAutoCommit(true);
                statement.execute("drop database lazo_replaced with (force)");
            }
        }
    }

    private PostgresServer startForRestore() {
        try {
            return PostgresServer.start(home, PostgresSettings.durable(), progress);
        } catch (StartupProblem problem) {
            throw problem.code().equals("DB-101") ? new StartupProblem(problem, "BAK-106", home) : problem;
        }
    }

    private void intoExisting(Restore restore, boolean replace) throws IOException, SQLException {
        try (Database database = Database.open(url, home, progress)) {
            try (Connection connection = database.connect()) {
                refuseInUse(connection, database.shown());
                var catalogue = new Catalogue(connection);
                if (!catalogue.isEmpty()) {
                    if (!replace) {
                        throw new StartupProblem("BAK-107", database.shown());
                    }
                    if (catalogue.schemaVersion().isEmpty()) {
                        throw new StartupProblem("BAK-111", database.shown());
                    }
                    if (AuditProtection.holds(connection)) {
                        throw new StartupProblem("BAK-112", database.shown());
                    }
                    clear(connection);
                }
            }
            fill(database.url(), database.user(), database.password(), restore);
        }
    }

    /** A connection that was just closed is counted for a moment longer, so the question is asked more than once. */
    private static void refuseInUse(Connection connection, String database) throws SQLException {
        String others = """
                select count(*) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                """;
        for (int attempt = 1; ; attempt++) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(others)) {
                rows.next();
                if (rows.getInt(1) == 0) {
                    return;
                }
                if (attempt == 10) {
                    throw new StartupProblem("BAK-106", database);
                }
                statement.execute("select pg_sleep(0.2)");
            }
        }
    }

    private static void clear(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists record cascade");
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
            connection.commit();
        }
    }

    private void fill(String target, @Nullable String user, @Nullable String password, Restore restore)
            throws IOException, SQLException {
        Flyway.configure()
                .dataSource(target, user, password)
                .locations("classpath:db/migration")
                .target(MigrationVersion.fromVersion(restore.manifest().schemaVersion()))
                .load()
                .migrate();
        progress.step("database.progress.restore");
        try (Connection connection = user == null
                ? DriverManager.getConnection(target)
                : DriverManager.getConnection(target, user, password)) {
            restore.into(connection, progress);
        }
    }

    /** Asked before anything is touched: a backup of a newer Lazo has rows this one has no place for. */
    private static void refuseNewer(BackupManifest manifest) throws IOException {
        MigrationVersion wanted = MigrationVersion.fromVersion(manifest.schemaVersion());
        boolean known = Arrays.stream(
                        new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*__*.sql"))
                .map(migration -> String.valueOf(migration.getFilename()))
                .map(name -> MigrationVersion.fromVersion(name.substring(1, name.indexOf("__"))))
                .anyMatch(version -> version.compareTo(wanted) >= 0);
        if (!known) {
            throw new StartupProblem("BAK-104", manifest.schemaVersion());
        }
    }
}
