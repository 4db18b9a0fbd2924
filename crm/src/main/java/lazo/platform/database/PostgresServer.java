package lazo.platform.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own over one data folder. It listens on the loopback address only, stops when it is closed, is
 * started again when it dies, and whatever an earlier process left behind (a server that outlived {@code kill -9}, a
 * stale pid file) is cleared away before it starts.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final int PORT_ATTEMPTS = 5;
    private static final long LOG_LIMIT = 10_000_000;

    private final Path home;
    private final Path data;
    private final PostgresPrograms programs;
    private final PostgresSettings settings;
    private final HomeLock lock;
    private PostgresAccess access;
    private @Nullable Process process;
    private boolean closed;

    private PostgresServer(
            Path home, PostgresPrograms programs, PostgresSettings settings, HomeLock lock, PostgresAccess access) {
        this.home = home;
        this.data = home.resolve("database");
        this.programs = programs;
        this.settings = settings;
        this.lock = lock;
        this.access = access;
    }

    /** Starts the server of this folder, making the database first if the folder is new. */
    public static PostgresServer start(Path folder, PostgresSettings settings, Progress progress) {
        return start(folder, folder, settings, progress);
    }

    /** The same, with the programs of PostgreSQL kept in another folder that several data folders share. */
    public static PostgresServer start(Path folder, Path programsFolder, PostgresSettings settings, Progress progress) {
        Path home = folder.toAbsolutePath().normalize();
        try {
            HomeLock lock = HomeLock.take(home);
            try {
                return started(home, programsFolder.toAbsolutePath().normalize(), settings, lock, progress);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (java.nio.file.FileSystemException unusable) {
            throw new StartupProblem(unusable, "DB-102", home);
        } catch (IOException | SQLException failed) {
            throw new StartupProblem(
                    failed, "DB-108", home.resolve("postgres.log"), String.valueOf(failed.getMessage()));
        }
    }

    private static PostgresServer started(
            Path home, Path programsFolder, PostgresSettings settings, HomeLock lock, Progress progress)
            throws IOException, SQLException {
        refuseRootWithoutNamespaces();
        setLogAside(home);
        PostgresPrograms programs = PostgresPrograms.unpackedIn(programsFolder, progress);
        PostgresLeftovers.clear(home.resolve("database"), progress);
        PostgresAccess access = PostgresAccess.readFrom(home).orElseGet(PostgresAccess::generated);
        var server = new PostgresServer(home, programs, settings, lock, access);
        server.initialize(progress);
        progress.step("database.progress.start");
        server.launch();
        try {
            server.renewPasswords();
            server.makeDatabase();
        } catch (SQLException | RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    /** The database of the application. */
    public String url() {
        return access.url();
    }

    public String url(String database) {
        return access.url(database);
    }

    public String user() {
        return PostgresAccess.USER;
    }

    public String password() {
        return access.password();
    }

    /** A connection that may make databases; for the making itself and for tests. */
    public Connection administer() throws SQLException {
        return administer("postgres");
    }

    public Connection administer(String database) throws SQLException {
        return DriverManager.getConnection(access.url(database), PostgresAccess.ADMIN, access.adminPassword());
    }

    public long pid() {
        Process running = process;
        return running == null ? -1 : running.pid();
    }

    private void initialize(Progress progress) throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))
                && PostgresAccess.readFrom(home).isPresent()) {
            return;
        }
        if (Files.exists(data.resolve("PG_VERSION"))) {
            resetPasswords();
            return;
        }
        progress.step("database.progress.initialize");
        Path unfinished = home.resolve("database-unfinished");
        PostgresPrograms.delete(unfinished);
        Path passwordFile = Files.createTempFile(home, "initdb", ".password");
        try {
            Files.writeString(passwordFile, access.adminPassword());
            run(
                    programs.program("initdb"),
                    "--pgdata=" + unfinished,
                    "--username=" + PostgresAccess.ADMIN,
                    "--auth=scram-sha-256",
                    "--pwfile=" + passwordFile,
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    // pg_trgm asks the C library what a letter is: under plain C it would drop ñ and every accent.
                    "--locale=C.UTF-8",
                    "--text-search-config=spanish",
                    settings.forgets() ? "--no-sync" : "--no-instructions");
        } finally {
            Files.delete(passwordFile);
        }
        access.writeTo(home);
        Files.move(unfinished, data);
    }

    /** Somebody removed {@code postgres.properties}: whoever owns the folder owns the data, so new passwords are set. */
    private void resetPasswords() throws IOException {
        var command = new ArrayList<>(prefix());
        command.addAll(List.of(programs.program("postgres"), "--single", "-D", data.toString(), "postgres"));
        Process single = builder(command).start();
        try (var input = single.getOutputStream()) {
            input.write("alter role %s password '%s'\n"
                    .formatted(PostgresAccess.ADMIN, access.adminPassword())
                    .getBytes(StandardCharsets.UTF_8));
        }
        waitFor(single, command);
        access.writeTo(home);
    }

    private void run(String... command) throws IOException {
        var whole = new ArrayList<>(prefix());
        whole.addAll(List.of(command));
        waitFor(builder(whole).start(), whole);
    }

    private void waitFor(Process started, List<String> command) throws IOException {
        try {
            if (started.waitFor() != 0) {
                throw new IOException(command.get(prefix().size()) + ": " + started.exitValue());
            }
        } catch (InterruptedException interrupted) {
            started.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("postgres.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().putAll(Map.of("LC_ALL", "C", "TZ", "UTC"));
        return builder;
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, and the files stay root's. */
    private static List<String> prefix() {
        return isRoot() ? List.of("unshare", "-U") : List.of();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void refuseRootWithoutNamespaces() throws IOException {
        try {
            if (isRoot() && new ProcessBuilder("unshare", "-U", "true").start().waitFor() != 0) {
                throw new StartupProblem("DB-116");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } catch (IOException noSuchProgram) {
            throw new StartupProblem(noSuchProgram, "DB-116");
        }
    }

    private synchronized void launch() throws IOException {
        for (int attempt = 1; ; attempt++) {
            access = access.at(portFor(access.port()));
            Process started = builder(command()).start();
            try {
                awaitReady(started);
                process = started;
                access.writeTo(home);
                var unused = started.onExit().thenRun(this::relaunch);
                return;
            } catch (IOException | TimeoutException notReady) {
                stop(started);
                if (attempt == PORT_ATTEMPTS) {
                    throw new StartupProblem(notReady, "DB-108", home.resolve("postgres.log"), lastLogLine());
                }
                access = access.at(0);
            }
        }
    }

    private List<String> command() {
        // A session of its own: Ctrl-C at the terminal must reach us first, and the server only through us.
        var command = new ArrayList<String>(List.of("setsid"));
        command.addAll(prefix());
        command.addAll(List.of(
                programs.program("postgres"),
                "-D",
                data.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(access.port()),
                "-k",
                ""));
        settings.values().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private void awaitReady(Process started) throws IOException, TimeoutException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!started.isAlive()) {
                throw new IOException(lastLogLine());
            }
            try (Connection connection = administer()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException notYet) {
                if (isOurs(notYet) && !access.adminPasswordBefore().isEmpty()) {
                    access = access.asBefore();
                } else if (isOurs(notYet)) {
                    throw new IOException(notYet);
                }
            }
            pause();
        }
        throw new TimeoutException();
    }

    /** A wrong password is an answer, and will not become another one by waiting. */
    private static boolean isOurs(SQLException answer) {
        return String.valueOf(answer.getSQLState()).startsWith("28");
    }

    /** Dies the server while nobody asked it to, it comes back on the same port and the pool finds it again. */
    private void relaunch() {
        synchronized (this) {
            if (closed) {
                return;
            }
            log.warn("PostgreSQL ended unexpectedly and is started again; see {}", home.resolve("postgres.log"));
            try {
                PostgresLeftovers.clear(data, Progress.SILENT);
                launch();
            } catch (IOException | RuntimeException failed) {
                log.error("PostgreSQL could not be started again", failed);
            }
        }
    }

    /**
     * Passwords live from one start to the next. They are written down before they are changed, with the one before, so that
     * a start that ends in between is followed by one that gets in.
     */
    private void renewPasswords() throws IOException, SQLException {
        try (Connection connection = administer();
                Statement statement = connection.createStatement()) {
            PostgresAccess renewed = access.renewed();
            renewed.writeTo(home);
            statement.execute("alter role postgres password '" + renewed.adminPassword() + "'");
            access = renewed;
        }
    }

    private void makeDatabase() throws SQLException {
        try (Connection connection = administer();
                Statement statement = connection.createStatement()) {
            try (var roles = statement.executeQuery("select from pg_roles where rolname = 'lazo'")) {
                if (!roles.next()) {
                    statement.execute("create role lazo login");
                }
            }
            statement.execute("alter role lazo password '" + access.password() + "'");
            try (var databases = statement.executeQuery("select from pg_database where datname = 'lazo'")) {
                if (!databases.next()) {
                    statement.execute("create database lazo owner lazo");
                }
            }
        }
    }

    private static void setLogAside(Path home) throws IOException {
        Path file = home.resolve("postgres.log");
        if (Files.exists(file) && Files.size(file) > LOG_LIMIT) {
            Files.move(file, home.resolve("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String lastLogLine() throws IOException {
        Path file = home.resolve("postgres.log");
        if (!Files.exists(file)) {
            return "";
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private static int portFor(int wanted) throws IOException {
        try (var probe = new ServerSocket(wanted, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return probe.getLocalPort();
        } catch (java.net.BindException taken) {
            return portFor(0);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void stop(Process running) throws IOException {
        try {
            PostgresLeftovers.signal(running.pid(), "INT");
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                PostgresLeftovers.signal(running.pid(), "QUIT");
                if (!running.waitFor(10, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the server, breaking off what its clients still do, and lets go of the folder. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            Process running = process;
            try (lock) {
                if (running != null) {
                    stop(running);
                }
            } catch (IOException failed) {
                log.warn("PostgreSQL did not stop in order", failed);
            }
        }
    }
}
