package lazo.kernel.transfer;

import static lazodb.Tables.IMPORT_IDENTIFIER;
import static org.jooq.impl.DSL.any;

import java.util.Collection;
import java.util.Map;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.RecordTable;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** What records are called in the systems they came from. */
@Component
public class ImportIdentifiers {
    private final DSLContext sql;

    ImportIdentifiers(DSLContext sql) {
        this.sql = sql;
    }

    /** The records that are still there, by identifier. */
    public Map<String, Long> find(String system, ObjectType type, Collection<String> identifiers) {
        RecordTable table = new RecordTable(type);
        return sql.select(IMPORT_IDENTIFIER.IDENTIFIER, IMPORT_IDENTIFIER.RECORD_ID)
                .from(IMPORT_IDENTIFIER)
                .join(table.table())
                .on(
                        table.id().eq(IMPORT_IDENTIFIER.RECORD_ID),
                        table.deletedAt().isNull())
                .where(
                        IMPORT_IDENTIFIER.SYSTEM.eq(system),
                        IMPORT_IDENTIFIER.OBJECT_KEY.eq(type.key()),
                        IMPORT_IDENTIFIER.IDENTIFIER.eq(any(identifiers.toArray(String[]::new))))
                .fetchMap(IMPORT_IDENTIFIER.IDENTIFIER, IMPORT_IDENTIFIER.RECORD_ID);
    }

    /** From now on the identifiers mean these records. */
    public void remember(String system, ObjectType type, Map<String, Long> records) {
        if (!records.isEmpty()) {
            sql.execute(
                    """
                    insert into import_identifier (system, object_key, identifier, record_id)
                    select ?, ?, named.identifier, named.id from unnest(?, ?) as named (identifier, id)
                    on conflict (system, object_key, identifier) do update set record_id = excluded.record_id
                    """,
                    system,
                    type.key(),
                    records.keySet().toArray(String[]::new),
                    records.values().toArray(Long[]::new));
        }
    }
}
