package lazo.platform.database;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import lazo.platform.database.BackupManifest.Table;

/** How rows are spelled in a backup, whatever the server is set to. */
final class CopyFormat {
    private CopyFormat() {}

    static void fix(Statement statement) throws SQLException {
        statement.execute("set local timezone = 'UTC'");
        statement.execute("set local datestyle = 'ISO, YMD'");
        statement.execute("set local intervalstyle = 'postgres'");
        statement.execute("set local extra_float_digits = 1");
        statement.execute("set local bytea_output = 'hex'");
        statement.execute("set local statement_timeout = 0");
        statement.execute("set local idle_in_transaction_session_timeout = 0");
    }

    static String columns(Table table) {
        return table.stored().stream().map(column -> Sql.name(column.name())).collect(Collectors.joining(", "));
    }
}
