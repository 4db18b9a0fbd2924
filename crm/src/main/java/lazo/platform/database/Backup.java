package lazo.platform.database;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lazo.platform.database.BackupManifest.Table;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy of the whole database in one file: every table as PostgreSQL's own COPY text, all of one snapshot, written in
 * one stream. The file gets its name when it is complete, so a file with that name is always whole.
 */
record Backup(Connection connection, Clock clock, Progress progress) {
    BackupManifest writeTo(Path file) throws IOException, SQLException {
        Path target = file.toAbsolutePath();
        Path unfinished = target.resolveSibling("." + target.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        try {
            BackupManifest manifest;
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                var zip = new ZipOutputStream(
                        new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel), 1 << 16));
                zip.setLevel(Deflater.BEST_SPEED);
                manifest = write(zip);
                zip.finish();
                zip.flush();
                channel.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private BackupManifest write(ZipOutputStream zip) throws IOException, SQLException {
        connection.setAutoCommit(false);
        var catalogue = new Catalogue(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            CopyFormat.fix(statement);
            String version = catalogue.schemaVersion().orElseThrow(() -> new StartupProblem("BAK-105"));
            List<Table> found = catalogue.tables();
            hold(found, statement);
            var tables = new ArrayList<Table>();
            for (Table table : found) {
                tables.add(table.entry() == null ? table : copy(table, table.entry(), zip));
            }
            var manifest = new BackupManifest(
                    BackupManifest.FORMAT,
                    version,
                    clock.instant(),
                    connection.getMetaData().getDatabaseProductVersion(),
                    tables,
                    catalogue.sequences(),
                    catalogue.definitions());
            zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
            zip.write(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(manifest));
            zip.closeEntry();
            return manifest;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Nobody changes the form of a table while it is copied; reading and writing rows goes on. */
    private static void hold(List<Table> tables, Statement statement) throws SQLException {
        if (!tables.isEmpty()) {
            statement.execute("lock table "
                    + tables.stream().map(Table::qualified).collect(Collectors.joining(", "))
                    + " in access share mode");
        }
    }

    private Table copy(Table table, String entry, ZipOutputStream zip) throws IOException, SQLException {
        zip.putNextEntry(new ZipEntry(entry));
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        long rows = copies.copyOut(
                "copy (select %s from %s) to stdout".formatted(CopyFormat.columns(table), table.qualified()),
                new Unclosed(zip));
        zip.closeEntry();
        if (rows >= 100_000) {
            progress.step("database.progress.copied", table.name(), rows);
        }
        return table.copied(rows);
    }

    /** COPY closes what it writes to; the zip file goes on after each table. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {}
    }
}
