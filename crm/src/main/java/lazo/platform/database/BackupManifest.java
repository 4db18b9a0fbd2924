package lazo.platform.database;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds, written as {@code lazo-backup.json} when all rows are in. The definitions are those of the whole
 * database, so that what was made at run time (objects, fields and their indexes) comes back too.
 *
 * @param schemaVersion of the last migration: a restore first migrates to exactly this one
 */
record BackupManifest(
        int format,
        String schemaVersion,
        Instant takenAt,
        String server,
        List<Table> tables,
        List<Sequence> sequences,
        List<Definition> definitions) {
    static final int FORMAT = 1;
    static final String ENTRY = "lazo-backup.json";

    /**
     * @param partitionOf how a partition hangs on its table; its rows are copied with the table's
     * @param entry of the zip file, or null if the rows are not in it
     */
    record Table(
            String schema,
            String name,
            List<Column> columns,
            @Nullable String partitionedBy,
            @Nullable String partitionOf,
            @Nullable String entry,
            long rows) {
        String qualified() {
            return Sql.name(schema, name);
        }

        List<Column> stored() {
            return columns.stream()
                    .filter(column -> column.generated().isEmpty())
                    .toList();
        }

        Table copied(long count) {
            return new Table(schema, name, columns, partitionedBy, partitionOf, entry, count);
        }
    }

    /**
     * @param identity empty, {@code a} (always) or {@code d} (by default), as PostgreSQL keeps it
     * @param generated empty, {@code s} (stored) or {@code v} (virtual)
     * @param expression the default, or what a generated column is computed by
     */
    record Column(
            String name,
            String type,
            @Nullable String collation,
            boolean required,
            String identity,
            @Nullable String identitySequence,
            String generated,
            @Nullable String expression) {
        String ddl() {
            var ddl = new StringBuilder(Sql.name(name)).append(' ').append(type);
            if (collation != null) {
                ddl.append(" collate ").append(collation);
            }
            if (!generated.isEmpty()) {
                ddl.append(" generated always as (").append(expression).append(") ");
                ddl.append(generated.equals("s") ? "stored" : "virtual");
            } else if (!identity.isEmpty()) {
                ddl.append(" generated ").append(identity.equals("a") ? "always" : "by default");
                ddl.append(" as identity");
                if (identitySequence != null) {
                    ddl.append(" (sequence name ").append(identitySequence).append(')');
                }
            } else if (expression != null) {
                ddl.append(" default ").append(expression);
            }
            return required ? ddl.append(" not null").toString() : ddl.toString();
        }
    }

    /** @param ddl makes it, if it is not an identity column's own */
    record Sequence(
            String schema,
            String name,
            long value,
            boolean used,
            @Nullable String ddl) {
        String qualified() {
            return Sql.name(schema, name);
        }
    }

    /** A thing that PostgreSQL itself can spell out. {@code on} is the table it belongs to, if any. */
    record Definition(Kind kind, String schema, @Nullable String on, String name, String ddl) {
        /** In the order in which they are made. */
        enum Kind {
            FUNCTION,
            KEY,
            INDEX,
            CHECK,
            FOREIGN_KEY,
            VIEW,
            TRIGGER
        }
    }
}
