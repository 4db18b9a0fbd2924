package lazo.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lazo.TestDatabase;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is in the database today comes back from a file tomorrow, whatever an administrator made of it at run time. */
class BackupTest {
    @RegisterExtension
    static final TestDatabase source = new TestDatabase();

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @BeforeAll
    static void a_company_that_made_objects_and_fields_of_its_own() {
        DSLContext sql = source.sql();
        sql.execute("insert into team (name) values ('Norte'), ('Sur'), (E'tab\\t, new\\nline, back\\\\slash, ñ, 💶')");
        sql.execute("alter table team add column c_color_7 text default 'verde'");
        sql.execute("""
                insert into app_user (name, email, password_hash, role, team_id, locale)
                values ('Ana', 'ana@example.org', 'x', 'SELLER', 1, null), ('Blas', 'blas@example.org', '', 'READER', 2, '')
                """);
        sql.execute("""
                insert into user_session (token_hash, user_id, created_at, seen_at, user_agent, confirmed_at, factor, csrf)
                values ('\\x00ff10', 1, now(), now(), null, now(), 'password', 'x')
                """);
        sql.execute("select nextval('record_id') from generate_series(1, 7)");
        sql.execute("create sequence record.invoice_number start 100 increment 5");
        sql.execute("select nextval('record.invoice_number')");
        sql.execute("create function record.touch() returns trigger language plpgsql"
                + " as $$ begin new.c_note_3 = coalesce(new.c_note_3, '') || '!'; return new; end $$");
        sql.execute("""
                create table record.vehicle (
                    id bigint primary key default nextval('record_id'),
                    "Odd ""name" text collate "es-x-icu",
                    c_price_1 numeric(14, 2) check (c_price_1 >= 0),
                    c_sold_2 timestamptz not null default now(),
                    c_note_3 text,
                    c_tags_4 text[] not null default '{}',
                    c_number_5 text default 'F-' || nextval('record.invoice_number'),
                    c_net_6 numeric generated always as (c_price_1 / 1.21) stored,
                    owner_id bigint references app_user (id),
                    parent_id bigint references record.vehicle (id) on delete set null,
                    counter int generated always as identity,
                    extra jsonb)
                """);
        sql.execute("create index vehicle_search on record.vehicle using gin (fold(c_note_3) gin_trgm_ops)");
        sql.execute("create unique index vehicle_partial on record.vehicle (c_price_1) where c_note_3 is null");
        sql.execute("""
                insert into record.vehicle ("Odd ""name", c_price_1, c_note_3, c_tags_4, owner_id, extra, c_sold_2)
                select 'coche ' || n, n * 1.5, nullif('nota ' || n % 3, 'nota 0') || case when n = 5 then E'\\\\N\\n\\\\.' else '' end,
                       array['a,b', null, '"'], 1 + n % 2, '{"a": [1, "ñ"]}', timestamptz '2026-03-29 01:30+00' + n * interval '7 hours'
                from generate_series(1, 2000) n where n % 3 <> 0
                """);
        sql.execute("update record.vehicle set parent_id = id - 1 where id % 2 = 0 and exists"
                + " (select from record.vehicle p where p.id = vehicle.id - 1)");
        sql.execute("create trigger vehicle_touch before insert or update on record.vehicle"
                + " for each row execute function record.touch()");
        sql.execute("create table record.visit (id bigint not null, at date not null) partition by range (at)");
        sql.execute("create table record.visit_2026 partition of record.visit"
                + " for values from ('2026-01-01') to ('2027-01-01')");
        sql.execute("create index visit_by_day on record.visit (at)");
        sql.execute("insert into record.visit values (1, '2026-05-01'), (2, '2026-12-31')");
        sql.execute("create view record.dear_vehicle as select id from record.vehicle where c_price_1 > 1000");
        sql.execute("create unlogged table record.staging_9 (line text)");
        sql.execute("insert into record.staging_9 values ('only passing through')");
    }

    @Test
    void a_backup_restored_into_an_empty_folder_is_the_same_database() throws Exception {
        Path file = folder.resolve("lazo.zip");
        commands(source.address()).backup(file);
        Path home = Files.createDirectory(folder.resolve("home"));
        String programs = "postgres-" + PostgresPrograms.VERSION;
        Path link = Files.createSymbolicLink(
                home.resolve(programs), TestDatabase.programs().resolve(programs));
        own(home).restore(file, false);

        try (var server = PostgresServer.start(home, PostgresSettings.durable(), Progress.SILENT);
                var connection = DriverManager.getConnection(server.url(), server.user(), server.password())) {
            assertSame(contents(DSL.using(connection)), contents(source.sql()));
        }
        assertThat(Files.getPosixFilePermissions(file))
                .as("only its owner may read it")
                .hasSize(2);

        assertThatThrownBy(() -> own(home).restore(file, false))
                .as("data that are there are not replaced by accident")
                .hasMessageContaining("BAK-107");
        own(home).restore(file, true);
        Path second = folder.resolve("second.zip");
        own(home).backup(second);
        assertThat(Files.size(second)).isPositive();
        Files.delete(link);
    }

    @Test
    void a_backup_restored_into_an_existing_server_is_the_same_database() throws Exception {
        var target = new TestDatabase();
        Path file = folder.resolve("lazo.zip");
        commands(source.address()).backup(file);
        assertThatThrownBy(() -> commands(target.address()).restore(file, false))
                .hasMessageContaining("BAK-107");
        assertThatThrownBy(() -> commands(target.address()).restore(file, true))
                .as("a protected audit is replaced by its administrator only")
                .hasMessageContaining("BAK-112");
        try (Connection administrator = target.administer()) {
            AuditProtection.release(administrator);
        }
        commands(target.address()).restore(file, true);
        assertSame(contents(target.sql()), contents(source.sql()));

        target.sql().execute("delete from record.visit");
        assertThatThrownBy(() -> commands(target.address()).restore(file, true))
                .as("a database somebody is using is left alone")
                .hasMessageContaining("BAK-106");
        target.afterAll(null);
    }

    @Test
    void a_backup_is_one_moment_while_others_write() throws Exception {
        var busy = new TestDatabase();
        busy.sql().execute("insert into team (name) values ('before')");
        Path file = folder.resolve("moment.zip");
        Progress writesMeanwhile =
                (key, arguments) -> busy.sql().execute("insert into team (name) values ('" + key + "')");
        try (var connection = busy.dataSource().getConnection()) {
            var manifest = new Backup(connection, java.time.Clock.systemUTC(), writesMeanwhile).writeTo(file);
            assertThat(manifest.tables().stream()
                            .filter(table -> table.name().equals("team"))
                            .findFirst()
                            .orElseThrow()
                            .rows())
                    .isEqualTo(1);
        }
        busy.afterAll(null);
    }

    @Test
    void a_file_that_is_cut_off_or_something_else_is_refused_before_anything_is_touched() throws Exception {
        Path file = folder.resolve("lazo.zip");
        commands(source.address()).backup(file);
        byte[] whole = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> commands(source.address()).restore(cut, true)).hasMessageContaining("BAK-103");
        Path text = Files.writeString(folder.resolve("text.zip"), "hello");
        assertThatThrownBy(() -> commands(source.address()).restore(text, true)).hasMessageContaining("BAK-103");
        assertThatThrownBy(() -> commands(source.address()).restore(folder.resolve("none"), true))
                .hasMessageContaining("BAK-102");
        assertThatThrownBy(() -> commands(source.address()).backup(file)).hasMessageContaining("BAK-101");
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    private DatabaseCommands commands(String url) {
        return new DatabaseCommands(Optional.of(url), folder, (key, arguments) -> told.add(key));
    }

    private DatabaseCommands own(Path home) {
        return new DatabaseCommands(Optional.empty(), home, (key, arguments) -> told.add(key));
    }

    /** Everything that must be equal: rows of every table, sequences, and how tables are built. */
    private static Map<String, String> contents(DSLContext sql) {
        var contents = new TreeMap<String, String>();
        for (var table : sql.fetch("""
                select format('%I.%I', n.nspname, relname) from pg_class c join pg_namespace n on n.oid = relnamespace
                where nspname in ('public', 'record') and relkind in ('r', 'p') and relpersistence = 'p'
                  and relname <> 'flyway_schema_history'
                """)) {
            String name = table.get(0, String.class);
            contents.put(
                    name,
                    lines(
                            sql,
                            "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '')"
                                    + " from " + name + " t"));
        }
        contents.put(
                "sequences", lines(sql, "select schemaname, sequencename, last_value from pg_sequences order by 1, 2"));
        contents.put("columns", lines(sql, """
                        select table_schema, table_name, column_name, data_type, is_nullable, column_default, is_identity,
                               identity_generation, is_generated, collation_name
                        from information_schema.columns
                        where table_schema in ('public', 'record') and table_name <> 'staging_9' order by 1, 2, 3
                        """));
        contents.put(
                "constraints",
                lines(
                        sql,
                        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
                                + " where connamespace in ('public'::regnamespace, 'record'::regnamespace) order by 1, 2"));
        contents.put(
                "indexes",
                lines(sql, "select indexdef from pg_indexes where schemaname in ('public', 'record') order by 1"));
        contents.put(
                "triggers",
                lines(
                        sql,
                        "select pg_get_triggerdef(oid), tgenabled from pg_trigger where not tgisinternal order by 1"));
        contents.put(
                "functions",
                lines(sql, "select pg_get_functiondef(oid) from pg_proc where pronamespace = 'record'::regnamespace"));
        contents.put("views", lines(sql, "select definition from pg_views where schemaname = 'record'"));
        return contents;
    }

    private static String lines(DSLContext sql, String query) {
        return sql.fetch(query).formatCSV(false);
    }

    private static void assertSame(Map<String, String> actual, Map<String, String> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((what, lines) -> assertThat(actual.get(what).lines())
                .as(what)
                .containsExactlyElementsOf(lines.lines().toList()));
    }
}
