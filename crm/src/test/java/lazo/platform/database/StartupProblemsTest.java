package lazo.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.text.MessageFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import lazo.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.PortInUseException;

/** Each thing that keeps Lazo from starting and that somebody can put right is one sentence with a code. */
class StartupProblemsTest {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void a_database_newer_than_the_program_is_left_alone() {
        var newer = new TestDatabase();
        newer.sql().execute("""
                insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
                values (9999, '9999', 'from the future', 'SQL', 'V9999__future.sql', 'x', 1, true)
                """);
        assertThatThrownBy(() ->
                        DatabaseConfiguration.refuseNewer(migrations(newer.url(), newer.user(), newer.password())))
                .isInstanceOf(StartupProblem.class)
                .hasMessageContaining("DB-103")
                .hasMessageContaining("9999");
        newer.afterAll(null);
        DatabaseConfiguration.refuseNewer(migrations(database.url(), database.user(), database.password()));
    }

    @Test
    void a_user_who_may_not_add_extensions_is_told_what_is_missing() throws Exception {
        TestDatabase.administer("create database foreign_land owner lazo template template0");
        TestDatabase.administer("create role guest login password 'guest'");
        String url = database.url()
                .replace(database.sql().fetchValue("select current_database()").toString(), "foreign_land");
        try (var owner = DriverManager.getConnection(url, database.user(), database.password());
                var statement = owner.createStatement()) {
            statement.execute("grant all on schema public to guest");
        }
        assertThatThrownBy(() -> migrations(url, "guest", "guest").migrate())
                .satisfies(failure -> assertThat(
                                StartupProblems.in(failure).orElseThrow().code())
                        .isEqualTo("DB-106"));
        TestDatabase.administer("drop database foreign_land with (force)");
        TestDatabase.administer("drop role guest");
    }

    @ParameterizedTest
    @CsvSource({
        "lazo:wrong@HERE/lazo_template, DB-109",
        "nobody:PASSWORD@HERE/lazo_template, DB-109",
        "lazo:PASSWORD@HERE/not_there, DB-110",
        "lazo:PASSWORD@127.0.0.1:1/lazo, DB-105",
        "lazo:PASSWORD@no-such-host.invalid/lazo?sslmode=verify-full, DB-105",
    })
    void an_existing_database_that_cannot_be_used_says_why(String address, String code) {
        String here = database.url().replaceFirst("jdbc:postgresql://", "").replaceFirst("/.*", "");
        String url = "postgres://" + address.replace("HERE", here).replace("PASSWORD", database.password());
        assertThatThrownBy(() -> Database.open(Optional.of(url), Path.of("unused"), Progress.SILENT))
                .isInstanceOf(StartupProblem.class)
                .hasMessageContaining(code)
                .satisfies(problem -> assertThat(problem.getMessage())
                        .doesNotContain(database.password())
                        .doesNotContain("wrong"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://a/b", "localhost", "postgres://host", "postgres://", "jdbc:h2:mem:", "postgres://a b/c"
            })
    void what_is_not_an_address_of_postgresql_is_refused(String address) {
        assertThatThrownBy(() -> DatabaseAddress.parse(address)).hasMessageContaining("DB-111");
    }

    @Test
    void an_address_may_have_any_password_and_keeps_its_options() {
        var address =
                DatabaseAddress.parse("postgres://ana%40org:p%C3%B1%2Fx%25+1@db.example.org:6432/crm?sslmode=require");
        assertThat(address.url())
                .isEqualTo("jdbc:postgresql://db.example.org:6432/crm?sslmode=require&reWriteBatchedInserts=true");
        assertThat(address.user()).isEqualTo("ana@org");
        assertThat(address.password()).isEqualTo("pñ/x%+1");
        assertThat(DatabaseAddress.parse("jdbc:postgresql://h/d?user=a&password=secret&x=1")
                        .shown())
                .isEqualTo("postgresql://h/d?user=a&password=***&x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:p@db.example.org/lazo",
                "postgres://u:p@db.example.org/lazo?sslmode=require",
                "postgres://u:p@db.example.org/lazo?sslmode=verify-full&sslmode=disable",
                "jdbc:postgresql://localhost,10.0.0.5:5433/lazo",
                "jdbc:postgresql://10.0.0.5/lazo?sslmode=verify-full&sslfactory=org.postgresql.ssl.NonValidatingFactory"
            })
    void a_database_elsewhere_is_reached_encrypted_and_checked_or_not_at_all(String address) {
        assertThatThrownBy(() -> DatabaseAddress.parse(address, false)).hasMessageContaining("DB-117");
        assertThat(DatabaseAddress.parse(address, true).url()).startsWith("jdbc:postgresql://");
    }

    @Test
    void a_database_here_needs_no_encryption_and_one_elsewhere_trusts_the_usual_authorities() {
        for (String here : new String[] {"localhost", "127.0.0.1:5432", "[::1]:5433"}) {
            assertThat(DatabaseAddress.parse("postgres://u:p@" + here + "/lazo", false)
                            .url())
                    .doesNotContain("ssl");
        }
        assertThat(DatabaseAddress.parse("postgres://u:p@db.example.org/lazo?sslmode=verify-full", false)
                        .url())
                .contains("sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
        assertThat(DatabaseAddress.parse("postgres://u@h/d?sslmode=verify-full&sslrootcert=/etc/ca.pem", false)
                        .url())
                .doesNotContain("sslfactory");
    }

    @Test
    void a_port_in_use_is_named() {
        assertThat(StartupProblems.in(new IllegalStateException(new PortInUseException(8080)))
                        .orElseThrow()
                        .sentence())
                .contains("8080")
                .contains("RUN-101");
    }

    @Test
    void every_sentence_exists_in_both_languages_with_the_same_arguments() throws IOException {
        Properties spanish = texts("es");
        Properties english = texts("en");
        assertThat(new TreeSet<>(spanish.keySet())).isEqualTo(new TreeSet<>(english.keySet()));
        for (String key : spanish.stringPropertyNames()) {
            assertThat(arguments(spanish.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
        }
    }

    private static long arguments(String text) {
        return java.util.Arrays.stream(new MessageFormat(text).getFormatsByArgumentIndex())
                .count();
    }

    private static Properties texts(String language) throws IOException {
        var texts = new Properties();
        try (var file = StartupProblemsTest.class.getResourceAsStream("/i18n/database_" + language + ".properties")) {
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Flyway migrations(String url, String user, String password) {
        return Flyway.configure()
                .dataSource(url, user, password)
                .locations("classpath:db/migration")
                .load();
    }
}
