package lazo.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import lazo.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is killed, and whenever: what was promised is there, and the next start needs nobody's help. */
class PostgresServerTest {
    @TempDir
    static Path pattern;

    @TempDir
    Path folder;

    private Path home;

    @BeforeAll
    static void make_a_database_once() {
        PostgresServer.start(pattern, TestDatabase.programs(), PostgresSettings.forgetful(), Progress.SILENT)
                .close();
    }

    @BeforeEach
    void copy_it() throws Exception {
        home = folder.resolve("home");
        assertThat(new ProcessBuilder("cp", "-a", pattern.toString(), home.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void rows_survive_kill_9_of_the_process_and_its_server_lives_on_to_be_taken_over() throws Exception {
        long promised = writeUntilKilled(25, false);
        try (PostgresServer server = start()) {
            assertThat(highest(server)).isGreaterThanOrEqualTo(promised);
        }
    }

    @Test
    void rows_survive_kill_9_of_the_process_and_of_the_server() throws Exception {
        long first = writeUntilKilled(10, true);
        long second = writeUntilKilled(10, true);
        assertThat(second).isGreaterThan(first);
        try (PostgresServer server = start()) {
            assertThat(highest(server)).isGreaterThanOrEqualTo(second);
        }
    }

    @Test
    void a_server_that_dies_alone_comes_back_at_the_same_address() throws Exception {
        try (PostgresServer server = start()) {
            execute(server, "create table promise (n bigint)");
            execute(server, "insert into promise values (7)");
            String address = server.url();
            long died = server.pid();
            PostgresLeftovers.signal(died, "KILL");
            awaitOther(server, died);
            assertThat(server.url()).isEqualTo(address);
            assertThat(highest(server)).isEqualTo(7);
        }
    }

    @Test
    void passwords_live_from_one_start_to_the_next() throws Exception {
        String first;
        try (PostgresServer server = start()) {
            first = server.password();
        }
        Path file = home.resolve("postgres.properties");
        var kept = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            kept.load(reader);
        }
        String administrator = kept.getProperty("admin.password");
        // As if the next start had ended after writing its passwords down and before setting them.
        kept.setProperty("admin.password.before", administrator);
        kept.setProperty("admin.password", "never-set");
        try (var writer = Files.newBufferedWriter(file)) {
            kept.store(writer, null);
        }
        try (PostgresServer server = start()) {
            assertThat(server.password()).isNotEqualTo(first);
            execute(server, "select 1");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), first))
                    .hasMessageContaining("password");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url("postgres"), "postgres", administrator))
                    .hasMessageContaining("password");
        }
    }

    @Test
    void a_second_start_on_the_folder_says_so_and_does_no_harm() throws Exception {
        try (PostgresServer server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(StartupProblem.class)
                    .hasMessageContaining("DB-101")
                    .hasMessageContaining(home.toString());
            execute(server, "select 1");
        }
    }

    @Test
    void a_stale_pid_file_that_names_a_stranger_is_no_obstacle() throws Exception {
        start().close();
        Files.writeString(
                home.resolve("database/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("database") + "\n");
        try (PostgresServer server = start()) {
            execute(server, "select 1");
        }
    }

    @Test
    void lost_passwords_are_made_anew_by_whoever_owns_the_folder() throws Exception {
        try (PostgresServer server = start()) {
            execute(server, "create table promise (n bigint)");
        }
        Files.delete(home.resolve("postgres.properties"));
        try (PostgresServer server = start()) {
            execute(server, "insert into promise values (1)");
            assertThat(Files.getPosixFilePermissions(home.resolve("postgres.properties")))
                    .hasSize(2);
        }
    }

    @Test
    void a_first_start_that_was_cut_short_is_begun_again() throws Exception {
        Path begun = folder.resolve("begun");
        Files.createDirectories(begun.resolve("database-unfinished/base"));
        try (PostgresServer server = start(begun)) {
            execute(server, "select 1");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> start(file.resolve("data")))
                .isInstanceOf(StartupProblem.class)
                .hasMessageContaining("DB-102")
                .hasMessageContaining(file.resolve("data").toString());
    }

    @Test
    void it_listens_to_this_machine_only_trusts_nobody_and_keeps_what_it_promises() throws Exception {
        try (PostgresServer server = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "guess"))
                    .hasMessageContaining("password");
            try (Connection admin = server.administer()) {
                assertThat(value(admin, "show listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(value(admin, "show fsync")).isEqualTo("on");
                assertThat(value(admin, "show synchronous_commit")).isEqualTo("on");
                assertThat(value(admin, "show full_page_writes")).isEqualTo("on");
                assertThat(value(admin, "show default_text_search_config")).isEqualTo("pg_catalog.spanish");
                assertThat(value(admin, "select rolsuper::text from pg_roles where rolname = 'lazo'"))
                        .isEqualTo("false");
                assertThat(PostgresPrograms.VERSION).startsWith(value(admin, "show server_version"));
            }
        }
    }

    private PostgresServer start() {
        return start(home);
    }

    private static PostgresServer start(Path folder) {
        return PostgresServer.start(folder, TestDatabase.programs(), PostgresSettings.durable(), Progress.SILENT);
    }

    /** @return the last row the killed process had been promised */
    private long writeUntilKilled(int rows, boolean serverToo) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RowWriter.class.getName(),
                        home.toString(),
                        TestDatabase.programs().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long server = 0;
        long promised = 0;
        try (BufferedReader output = writer.inputReader()) {
            int seen = 0;
            for (String line = output.readLine(); line != null && seen < rows; line = output.readLine()) {
                if (line.startsWith("server ")) {
                    server = Long.parseLong(line.substring(7));
                } else if (line.startsWith("row ")) {
                    promised = Long.parseLong(line.substring(4));
                    seen++;
                }
            }
            writer.destroyForcibly();
            if (serverToo) {
                PostgresLeftovers.signal(server, "KILL");
            }
        }
        writer.waitFor();
        assertThat(promised).isPositive();
        return promised;
    }

    private static void awaitOther(PostgresServer server, long died) throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (Instant.now().isBefore(limit)) {
            if (server.pid() != died) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("The server did not come back");
    }

    private static long highest(PostgresServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password())) {
            return Long.parseLong(value(connection, "select max(n) from promise"));
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
