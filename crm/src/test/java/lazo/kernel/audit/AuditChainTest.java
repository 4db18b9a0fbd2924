package lazo.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lazo.TestDatabase;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was noted stays as it was, and whoever changes it nevertheless is found out. */
class AuditChainTest {
    private final TestDatabase database = new TestDatabase();
    private final AuditChain chain = new AuditChain(database.sql());

    @AfterEach
    void dropIt() {
        database.drop();
    }

    private void note(String subject) {
        database.sql().execute("select audit_note('create', 'team', 7, ?, '{}')", subject);
    }

    private void change(String before, String after) {
        database.sql().execute("""
                insert into record_change (record_id, object_key, version, field_key, old_value, new_value, changed_at, changed_by)
                values (7, 'contact', 2, 'phone', ?, ?, now(), 1)
                """, before, after);
    }

    private AuditChain.Proof proof() {
        return chain.prove((done, all) -> {});
    }

    @Test
    @Tag("GOV-01")
    void what_was_sealed_is_proved() {
        note("one");
        change("600", "601");
        assertThat(chain.seal()).isTrue();
        note("two");
        assertThat(chain.seal()).isTrue();
        assertThat(chain.seal()).isTrue();
        AuditChain.Proof proof = proof();
        assertThat(proof.broken()).isEmpty();
        assertThat(List.of(proof.blocks(), proof.events(), proof.changes())).isEqualTo(List.of(2L, 2L, 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set subject = 'nobody'",
                "update audit_event set at = at - interval '1 second'",
                "delete from audit_event",
                "update record_change set new_value = '999'",
                "delete from record_change",
                "insert into audit_event (id, action, object) overriding system value values (2, 'create', 'team')",
                "update audit_block set hash = sha256('x')",
                "delete from audit_block where id = 1"
            })
    @Tag("GOV-01")
    void whatever_a_superuser_changes_is_found(String deed) throws SQLException {
        for (int round = 0; round < 3; round++) {
            note("one");
            change("600", "601");
            chain.seal();
            skipAnId();
        }
        note("last");
        chain.seal();
        asSuperuser(deed);
        assertThat(proof().broken()).isPresent();
    }

    private void asSuperuser(String deed) throws SQLException {
        try (Connection connection = database.administer();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(deed);
        }
    }

    /** As a transaction that was rolled back does. */
    private void skipAnId() {
        try {
            database.sql().transaction(undone -> {
                undone.dsl().execute("select audit_note('create', 'team', 7, 'undone', '{}')");
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException asMeant) {
            assertThat(asMeant).hasMessage("undone");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set subject = 'x'",
                "delete from audit_event",
                "truncate audit_event",
                "drop table audit_event cascade",
                "alter table audit_event disable trigger all",
                "update audit_block set hash = ''",
                "delete from audit_block",
                "insert into audit_block select id, now(), 0, 0, 0, 0, '' from audit_block",
                "update record_change set new_value = 'x'",
                "delete from record_change",
                "truncate record_change",
                "drop table record_change cascade",
                "alter table record_change add column x text",
                "set role lazo_audit",
                "drop schema public cascade",
                "create or replace function audit_digest_of_event(e audit_event) returns bytea language sql stable return ''::bytea"
            })
    @Tag("GOV-01")
    void the_role_of_the_application_adds_and_nothing_else(String deed) {
        note("one");
        change("600", "601");
        chain.seal();
        assertThatThrownBy(() -> database.sql().execute(deed)).isInstanceOf(DataAccessException.class);
        assertThat(proof().broken()).isEmpty();
        assertThat(proof().events()).isEqualTo(1);
    }

    @Test
    @Tag("GOV-01")
    void nobody_waits_for_the_seal_and_what_commits_late_is_sealed_late() throws Exception {
        note("one");
        try (Connection slow = database.dataSource().getConnection()) {
            slow.setAutoCommit(false);
            DSL.using(slow, SQLDialect.POSTGRES).execute("select audit_note('create', 'team', 7, 'slow', '{}')");
            note("three");
            assertThat(chain.seal()).isFalse();
            note("four");
            assertThat(chain.seal()).isFalse();
            slow.commit();
        }
        assertThat(chain.seal()).isTrue();
        assertThat(proof().events()).isEqualTo(3);
        assertThat(chain.seal()).isTrue();
        assertThat(proof().events()).isEqualTo(4);
        assertThat(proof().broken()).isEmpty();
    }

    @Test
    @Tag("GOV-01")
    void many_writers_and_two_sealers_make_one_chain() throws Exception {
        var other = new AuditChain(database.sql());
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            writers.add(Thread.ofVirtual().start(() -> {
                for (int row = 0; row < 50; row++) {
                    note("row");
                    change("a", "b");
                }
            }));
        }
        for (int round = 0; round < 20; round++) {
            chain.seal();
            other.seal();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        while (!chain.seal()) {}
        assertThat(chain.seal()).isTrue();
        AuditChain.Proof proof = proof();
        assertThat(proof.broken()).isEmpty();
        assertThat(List.of(proof.events(), proof.changes())).isEqualTo(List.of(200L, 200L));
    }

    @Test
    @Tag("GOV-01")
    void values_of_a_person_are_erased_and_the_chain_holds() {
        note("Ana Ruiz");
        change("600", "601");
        chain.seal();
        database.sql().execute("select audit_erase_record(7, 'contact', 'asked for')");
        chain.seal();
        assertThat(database.sql().fetchValue("select count(*) from record_change where old_value is not null"))
                .isEqualTo(0L);
        assertThat(database.sql().fetchValue("select count(*) from audit_event where subject = 'Ana Ruiz'"))
                .isEqualTo(0L);
        assertThat(database.sql().fetchValue("select detail ->> 'reason' from audit_event where action = 'erase'"))
                .isEqualTo("asked for");
        assertThat(proof().broken()).isEmpty();
    }

    @Test
    @Tag("GOV-01")
    void the_command_says_whether_it_holds() throws Exception {
        note("one");
        chain.seal();
        List<String> said = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(AuditCommand.verify(connection, (key, arguments) -> said.add(key)))
                    .isZero();
            assertThat(said).contains("database.audit.intact", "database.audit.protected");
            asSuperuser("update audit_event set subject = 'x'");
            assertThat(AuditCommand.verify(connection, (key, arguments) -> said.add(key)))
                    .isEqualTo(AuditCommand.BROKEN);
            assertThat(said.getLast()).isEqualTo("database.audit.broken");
        }
    }

    @Test
    @Tag("OPE-08")
    void what_keeps_issued_invoices_as_they_are_cannot_be_taken_away_by_the_application() throws Exception {
        database.sql().execute("insert into billing_series (kind, prefix, year) values ('FULL', 'F2026-', 2026)");
        database.sql().execute("""
                insert into invoice_issue (invoice_id, series_id, position, number, issued, content, sha256, issued_at)
                select 7, id, 1, 'F2026-1', current_date, '{}', '\\x00', now() from billing_series""");
        database.sql().execute("""
                insert into document (document_id, object_key, currency, saved_at) values (8, 'invoice', 'EUR', now())""");
        database.sql().execute("update document set revision = 1 where document_id = 8");
        for (String attempt : List.of(
                "drop trigger invoice_issue_stays on invoice_issue",
                "alter table invoice_issue disable trigger invoice_issue_stays",
                "alter table document disable trigger all",
                "drop trigger document_line_stays on document_line",
                "create trigger a before update on document for each row execute function billing_refuse()",
                "create or replace function billing_refuse() returns trigger language plpgsql as 'begin return new; end'",
                "drop function billing_lines_stay() cascade",
                "truncate document_line",
                "drop table invoice_issue cascade",
                "alter table invoice_issue owner to current_user",
                "set session_replication_role = replica")) {
            assertThatThrownBy(() -> database.sql().execute(attempt))
                    .as(attempt)
                    .hasMessageMatching("(?s).*(must be owner|permission denied|must be able to SET ROLE).*");
        }
        assertThatThrownBy(() -> database.sql().execute("update invoice_issue set content = '{\"total\":0}'"))
                .hasMessageContaining("issued invoice");
        assertThat(database.sql().fetchValue("select content from invoice_issue"))
                .isEqualTo("{}");
    }

    @Test
    @Tag("GOV-01")
    void every_table_is_audited_or_is_no_setting() {
        Set<String> noSettings = new TreeSet<>(Set.of(
                "api_answer",
                "api_token",
                "audit_block",
                "audit_erased",
                "audit_event",
                "auto_number",
                "billing_series",
                "default_view",
                "delivery_line",
                "delivery_series",
                "document",
                "document_line",
                "duplicate_run",
                "duplicate_suspect",
                "flyway_schema_history",
                "import_identifier",
                "import_problem",
                "invoice_issue",
                "journal_entry",
                "journal_failure",
                "journal_line",
                "journal_year",
                "known_device",
                "lead_conversion",
                "mail",
                "metadata_version",
                "privacy_objection",
                "record_change",
                "notification",
                "notification_digest",
                "notification_preference",
                "record_comment_version",
                "record_follower",
                "quote_decision",
                "quote_link",
                "quote_version",
                "recovery_code",
                "reminder_shown",
                "saved_view",
                "scheduled_tasks",
                "search_document",
                "share_moved",
                "stock_level",
                "timeline_entry",
                "timeline_moved",
                "today_layout",
                "used_proof",
                "verifactu_chain",
                "verifactu_record",
                "verifactu_submission",
                "viewing_as",
                "webhook_arrival",
                "webhook_delivery"));
        Set<String> silent = new TreeSet<>(database.sql().fetch("""
                select c.relname from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not exists (
                    select from pg_trigger t where t.tgrelid = c.oid and t.tgname like 'audit%')
                """).getValues(0, String.class));
        silent.addAll(List.of("audit_block", "audit_erased", "audit_event", "record_change"));
        assertThat(silent).isEqualTo(noSettings);
    }
}
