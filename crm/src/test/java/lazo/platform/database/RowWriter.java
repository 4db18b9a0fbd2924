package lazo.platform.database;

import java.nio.file.Path;
import java.sql.DriverManager;

/** A process of its own that can be killed: starts the server of a folder, writes rows and tells each one it was promised. */
class RowWriter {
    public static void main(String[] args) throws Exception {
        PostgresServer server =
                PostgresServer.start(Path.of(args[0]), Path.of(args[1]), PostgresSettings.durable(), Progress.SILENT);
        try (var connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists promise (n bigint generated always as identity)");
            System.out.println("server " + server.pid());
            while (true) {
                try (var rows = statement.executeQuery("insert into promise default values returning n")) {
                    rows.next();
                    System.out.println("row " + rows.getLong(1));
                }
            }
        }
    }
}
