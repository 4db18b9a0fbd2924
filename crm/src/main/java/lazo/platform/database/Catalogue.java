package lazo.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.platform.database.BackupManifest.Column;
import lazo.platform.database.BackupManifest.Definition;
import lazo.platform.database.BackupManifest.Sequence;
import lazo.platform.database.BackupManifest.Table;

/**
 * What PostgreSQL says about the tables of Lazo: everything in the schemas {@code public} and {@code record} that no
 * extension brought, that is not Flyway's own and that is not unlogged (what is only being staged).
 */
record Catalogue(Connection connection) {
    private static final String OURS = """
            n.nspname in ('public', 'record')
            and not exists (select from pg_depend e where e.objid = %1$s.oid and e.deptype = 'e')
            """;

    private static final String TABLES = """
            select n.nspname, c.relname, c.oid,
                   case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partitioned_by,
                   case when c.relispartition then
                       (select format('%%I.%%I %%s', pn.nspname, p.relname, pg_get_expr(c.relpartbound, c.oid))
                        from pg_inherits i join pg_class p on p.oid = i.inhparent
                        join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid) end as partition_of
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where %s and c.relkind in ('r', 'p') and c.relpersistence = 'p' and c.relname <> 'flyway_schema_history'
            order by c.relispartition, n.nspname, c.relname
            """.formatted(OURS.formatted("c"));

    private static final String COLUMNS = """
            select a.attname, format_type(a.atttypid, a.atttypmod),
                   case when a.attcollation <> t.typcollation
                        then (select format('%I.%I', cn.nspname, co.collname) from pg_collation co
                              join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end,
                   a.attnotnull, a.attidentity::text,
                   case when a.attidentity <> ''
                        then pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) end,
                   a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid)
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            join pg_type t on t.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = ?::bigint::oid and a.attnum > 0 and not a.attisdropped
            order by a.attnum
            """;

    private static final String SEQUENCES = """
            select n.nspname, c.relname,
                   case when not exists (select from pg_depend i where i.objid = c.oid and i.deptype = 'i') then
                       format('create sequence %%I.%%I as %%s start %%s increment %%s minvalue %%s maxvalue %%s cache %%s%%s',
                              n.nspname, c.relname, format_type(s.seqtypid, null), s.seqstart, s.seqincrement,
                              s.seqmin, s.seqmax, s.seqcache, case when s.seqcycle then ' cycle' else '' end) end
            from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
            where %s and c.relpersistence = 'p'
            order by 1, 2
            """.formatted(OURS.formatted("c"));

    private static final String CONSTRAINTS = """
            select case k.contype when 'f' then 'FOREIGN_KEY' when 'c' then 'CHECK' else 'KEY' end,
                   n.nspname, c.relname, k.conname,
                   format('alter table %%I.%%I add constraint %%I %%s', n.nspname, c.relname, k.conname,
                          pg_get_constraintdef(k.oid))
            from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
            where %s and k.contype in ('p', 'u', 'x', 'c', 'f') and k.coninhcount = 0 and c.relpersistence = 'p'
                  and c.relname <> 'flyway_schema_history'
            order by k.oid
            """.formatted(OURS.formatted("c"));

    private static final String INDEXES = """
            select 'INDEX', n.nspname, c.relname, i.relname,
                   case c.relkind when 'p' then regexp_replace(pg_get_indexdef(i.oid), ' ON ONLY ', ' ON ')
                                  else pg_get_indexdef(i.oid) end
            from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
            join pg_namespace n on n.oid = c.relnamespace
            where %s and c.relpersistence = 'p' and c.relkind in ('r', 'p') and not i.relispartition and x.indisvalid
                  and not exists (select from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u', 'x'))
                  and c.relname <> 'flyway_schema_history'
            order by i.oid
            """.formatted(OURS.formatted("c"));

    private static final String FUNCTIONS = """
            select 'FUNCTION', n.nspname, null, p.oid::regprocedure::text, pg_get_functiondef(p.oid)
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where %s and n.nspname = 'record' and p.prokind in ('f', 'p')
            order by p.oid
            """.formatted(OURS.formatted("p"));

    private static final String VIEWS = """
            select 'VIEW', n.nspname, null, c.relname,
                   format('create %%s %%I.%%I as %%s', case c.relkind when 'm' then 'materialized view' else 'view' end,
                          n.nspname, c.relname, pg_get_viewdef(c.oid))
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where %s and n.nspname = 'record' and c.relkind in ('v', 'm')
            order by c.oid
            """.formatted(OURS.formatted("c"));

    private static final String TRIGGERS = """
            select 'TRIGGER', n.nspname, c.relname, t.tgname, pg_get_triggerdef(t.oid)
            from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
            where %s and n.nspname = 'record' and not t.tgisinternal and t.tgparentid = 0
            order by t.oid
            """.formatted(OURS.formatted("c"));

    /** Of the last migration; empty if Lazo was never here. */
    Optional<String> schemaVersion() throws SQLException {
        if (!exists("public", "flyway_schema_history")) {
            return Optional.empty();
        }
        String latest =
                "select version from public.flyway_schema_history where success and version is not null order by installed_rank desc limit 1";
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(latest)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    boolean isEmpty() throws SQLException {
        return !exists("public", "flyway_schema_history") && tables().isEmpty();
    }

    boolean exists(String schema, String relation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select to_regclass(?) is not null")) {
            statement.setString(1, Sql.name(schema, relation));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    List<Table> tables() throws SQLException {
        var tables = new ArrayList<Table>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                String schema = rows.getString(1);
                String name = rows.getString(2);
                String partitionOf = rows.getString(5);
                tables.add(new Table(
                        schema,
                        name,
                        columns(rows.getLong(3)),
                        rows.getString(4),
                        partitionOf,
                        partitionOf == null ? schema + "/" + name + ".copy" : null,
                        0));
            }
        }
        return tables;
    }

    private List<Column> columns(long table) throws SQLException {
        var columns = new ArrayList<Column>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new Column(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getBoolean(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7),
                            rows.getString(8)));
                }
            }
        }
        return columns;
    }

    /** Sequences do not take part in snapshots: read last, their values are never behind the rows. */
    List<Sequence> sequences() throws SQLException {
        var sequences = new ArrayList<Sequence>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SEQUENCES)) {
            while (rows.next()) {
                String schema = rows.getString(1);
                String name = rows.getString(2);
                try (var inner = connection.createStatement();
                        ResultSet value =
                                inner.executeQuery("select last_value, is_called from " + Sql.name(schema, name))) {
                    value.next();
                    sequences.add(new Sequence(schema, name, value.getLong(1), value.getBoolean(2), rows.getString(3)));
                }
            }
        }
        return sequences;
    }

    List<Definition> definitions() throws SQLException {
        var definitions = new ArrayList<Definition>();
        for (String query : List.of(FUNCTIONS, CONSTRAINTS, INDEXES, VIEWS, TRIGGERS)) {
            try (var statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    definitions.add(new Definition(
                            Definition.Kind.valueOf(rows.getString(1)),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
            }
        }
        return definitions;
    }
}
