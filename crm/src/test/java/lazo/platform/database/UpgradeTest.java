package lazo.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import lazo.TestDatabase;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer version takes over the data folder of an older one. */
class UpgradeTest {
    /** The first version that kept its audit from the application. */
    private static final String FIRST_WITH_AUDIT = "098";

    private static final String PROTECTION_OF_THEN = """
            create role lazo_audit nologin;
            alter schema public owner to lazo_audit;
            grant usage, create on schema public to lazo;
            alter table audit_event owner to lazo_audit;
            alter table audit_block owner to lazo_audit;
            alter table record_change owner to lazo_audit;
            revoke all on audit_event, audit_block, record_change from lazo, public;
            grant select, insert on audit_event, audit_block, record_change to lazo;
            """;

    @Test
    void the_tables_of_a_protected_audit_are_changed_and_protected_again(@TempDir Path home) throws Exception {
        try (var server =
                PostgresServer.start(home, TestDatabase.programs(), PostgresSettings.forgetful(), Progress.SILENT)) {
            var database = new Database.Own(server, home);
            migrations(database).target(FIRST_WITH_AUDIT).load().migrate();
            try (Connection administrator = server.administer(PostgresAccess.DATABASE)) {
                DSL.using(administrator).execute(PROTECTION_OF_THEN);
            }
            try (Connection connection = database.connect()) {
                DSL.using(connection).execute("""
                        insert into record_change (record_id, object_key, version, field_key, old_value, new_value, changed_at)
                        values (7, 'contact', 2, 'phone', '600', '700', now())""");
            }

            database.migrate(migrations(database).load());

            try (Connection connection = database.connect()) {
                assertThat(AuditProtection.holds(connection)).isTrue();
                assertThat(DSL.using(connection).fetchValue("select new_value from record_change where record_id = 7"))
                        .isEqualTo("700");
            }
            assertThat(migrations(database).load().info().pending()).isEmpty();
        }
    }

    private static FluentConfiguration migrations(Database database) {
        return Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/migration");
    }
}
