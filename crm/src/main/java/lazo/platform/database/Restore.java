package lazo.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import lazo.platform.database.BackupManifest.Column;
import lazo.platform.database.BackupManifest.Definition;
import lazo.platform.database.BackupManifest.Definition.Kind;
import lazo.platform.database.BackupManifest.Sequence;
import lazo.platform.database.BackupManifest.Table;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings a {@link Backup} back, in one transaction, into a database that was migrated to the backup's version: what was
 * made at run time is made again, rows are copied in while no key, index or trigger stands in their way, and the rows
 * that arrived are counted before anything becomes visible.
 */
final class Restore implements AutoCloseable {
    private final ZipFile zip;
    private final BackupManifest manifest;

    private Restore(ZipFile zip, BackupManifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    static Restore open(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new StartupProblem("BAK-102", file);
        }
        @Nullable ZipFile zip = null;
        try {
            zip = new ZipFile(file.toFile());
            ZipEntry entry = zip.getEntry(BackupManifest.ENTRY);
            if (entry == null) {
                throw new StartupProblem("BAK-103", file);
            }
            try (InputStream json = zip.getInputStream(entry)) {
                var manifest = JsonMapper.builder().build().readValue(json, BackupManifest.class);
                if (manifest.format() > BackupManifest.FORMAT) {
                    throw new StartupProblem("BAK-104", manifest.schemaVersion());
                }
                return new Restore(zip, manifest);
            }
        } catch (ZipException | JacksonException unreadable) {
            close(zip);
            throw new StartupProblem(unreadable, "BAK-103", file);
        } catch (StartupProblem problem) {
            close(zip);
            throw problem;
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    void into(Connection connection, Progress progress) throws IOException, SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            CopyFormat.fix(statement);
            statement.execute("set local check_function_bodies = off");
            var catalogue = new Catalogue(connection);
            makeTables(catalogue, statement);
            List<Definition> standing = catalogue.definitions();
            clearTheWay(standing, catalogue.tables(), statement);
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Table table : manifest.tables()) {
                if (table.entry() != null) {
                    copy(table, table.entry(), copies, progress);
                }
            }
            progress.step("database.progress.indexes");
            define(standing, catalogue, statement);
            setSequences(statement);
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("analyze");
        } catch (SQLException | IOException | RuntimeException failed) {
            connection.rollback();
            throw failed;
        }
    }

    private void makeTables(Catalogue catalogue, Statement statement) throws SQLException {
        for (Sequence sequence : manifest.sequences()) {
            if (sequence.ddl() != null && !catalogue.exists(sequence.schema(), sequence.name())) {
                statement.execute(sequence.ddl());
            }
        }
        for (Definition definition : manifest.definitions()) {
            if (definition.kind() == Kind.FUNCTION) {
                statement.execute(definition.ddl());
            }
        }
        List<Table> present = catalogue.tables();
        for (Table table : manifest.tables()) {
            Table same = present.stream()
                    .filter(other -> other.qualified().equals(table.qualified()))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                statement.execute(create(table));
            } else {
                addColumns(table, same, statement);
            }
        }
    }

    private static String create(Table table) {
        if (table.partitionOf() != null) {
            String[] parent = table.partitionOf().split(" ", 2);
            return "create table %s partition of %s %s".formatted(table.qualified(), parent[0], parent[1]);
        }
        String columns = table.columns().stream().map(Column::ddl).collect(Collectors.joining(", "));
        String partitioned = table.partitionedBy() == null ? "" : " partition by " + table.partitionedBy();
        return "create table %s (%s)%s".formatted(table.qualified(), columns, partitioned);
    }

    private static void addColumns(Table wanted, Table present, Statement statement) throws SQLException {
        Set<String> known = present.columns().stream().map(Column::name).collect(Collectors.toSet());
        for (Column column : wanted.columns()) {
            if (!known.contains(column.name())) {
                statement.execute("alter table %s add column %s".formatted(wanted.qualified(), column.ddl()));
            }
        }
    }

    /** Without keys to check and indexes to keep, rows of tables in any order go in at several times the speed. */
    private static void clearTheWay(List<Definition> standing, List<Table> tables, Statement statement)
            throws SQLException {
        for (Definition definition : standing.reversed()) {
            switch (definition.kind()) {
                case FOREIGN_KEY ->
                    statement.execute("alter table %s drop constraint %s"
                            .formatted(tableOf(definition), Sql.name(definition.name())));
                case INDEX -> statement.execute("drop index " + Sql.name(definition.schema(), definition.name()));
                case FUNCTION, KEY, CHECK, VIEW, TRIGGER -> {}
            }
        }
        for (Table table : tables) {
            statement.execute("alter table %s disable trigger user".formatted(table.qualified()));
        }
        if (!tables.isEmpty()) {
            statement.execute(
                    "truncate " + tables.stream().map(Table::qualified).collect(Collectors.joining(", ")));
        }
    }

    private void copy(Table table, String entry, CopyManager copies, Progress progress)
            throws IOException, SQLException {
        ZipEntry rows = zip.getEntry(entry);
        if (rows == null) {
            throw new StartupProblem("BAK-103", zip.getName());
        }
        try (InputStream content = zip.getInputStream(rows)) {
            long copied = table.stored().isEmpty()
                    ? 0
                    : copies.copyIn(
                            "copy %s (%s) from stdin".formatted(table.qualified(), CopyFormat.columns(table)),
                            content,
                            1 << 16);
            if (copied != table.rows()) {
                throw new StartupProblem("BAK-108", table.name(), table.rows(), copied);
            }
            if (copied >= 100_000) {
                progress.step("database.progress.copied", table.name(), copied);
            }
        }
    }

    /** First as the backup says, then what the migrations made and the backup does not know. */
    private void define(List<Definition> standing, Catalogue catalogue, Statement statement) throws SQLException {
        Set<String> present = identities(catalogue.definitions());
        var wanted = new ArrayList<>(manifest.definitions());
        wanted.addAll(standing);
        for (Kind kind : Kind.values()) {
            for (Definition definition : wanted) {
                if (definition.kind() == kind && present.add(identity(definition))) {
                    statement.execute(definition.ddl());
                }
            }
        }
        for (Table table : catalogue.tables()) {
            statement.execute("alter table %s enable trigger user".formatted(table.qualified()));
        }
    }

    private static Set<String> identities(List<Definition> definitions) {
        return definitions.stream().map(Restore::identity).collect(Collectors.toCollection(HashSet::new));
    }

    private static String identity(Definition definition) {
        return definition.kind() == Kind.INDEX || definition.on() == null
                ? definition.kind() + " " + definition.schema() + " " + definition.name()
                : definition.kind() + " " + definition.schema() + " " + definition.on() + " " + definition.name();
    }

    private static String tableOf(Definition definition) {
        return Sql.name(definition.schema(), String.valueOf(definition.on()));
    }

    private void setSequences(Statement statement) throws SQLException {
        for (Sequence sequence : manifest.sequences()) {
            statement.execute("select setval(%s, %d, %s)"
                    .formatted(Sql.text(sequence.qualified()), sequence.value(), sequence.used()));
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static void close(@Nullable ZipFile zip) throws IOException {
        if (zip != null) {
            zip.close();
        }
    }
}
