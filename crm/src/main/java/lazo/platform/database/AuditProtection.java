package lazo.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Whether the tables of the audit, and those whose triggers keep issued invoices, belong to a role the application cannot
 * become. On the own server the launcher sees to
 * it; elsewhere an administrator runs the same script ({@code docs/audit.md}).
 */
public final class AuditProtection {
    private static final String HOLDS = """
            select not pg_has_role(c.relowner, 'member') and not pg_has_role(n.nspowner, 'member')
                   and not has_table_privilege(c.oid, case
                       when c.relname in ('invoice_issue', 'document', 'document_line', 'journal_entry', 'journal_line')
                           then 'truncate, trigger'
                       else 'update, delete, truncate' end)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relname in ('audit_event', 'audit_block', 'audit_erased', 'record_change',
                'consent_event', 'verifactu_record', 'invoice_issue', 'document', 'document_line', 'journal_entry',
                'journal_line')
            """;
    private static final int TABLES = 11;

    private AuditProtection() {}

    /** As the role of this connection is concerned. False also where there are no such tables yet. */
    public static boolean holds(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(HOLDS)) {
            int tables = 0;
            while (rows.next()) {
                if (!rows.getBoolean(1)) {
                    return false;
                }
                tables++;
            }
            return tables == TABLES;
        }
    }

    /** @param administrator a connection of a superuser to the database of the application */
    public static void protect(Connection administrator) throws SQLException {
        run("/db/audit-protection.sql", administrator);
    }

    static void release(Connection administrator) throws SQLException {
        run("/db/audit-release.sql", administrator);
    }

    private static void run(String script, Connection administrator) throws SQLException {
        try (InputStream text = Objects.requireNonNull(AuditProtection.class.getResourceAsStream(script), script);
                var statement = administrator.createStatement()) {
            statement.execute(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
