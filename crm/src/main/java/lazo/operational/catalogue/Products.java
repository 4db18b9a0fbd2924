package lazo.operational.catalogue;

import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.min;

import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.springframework.stereotype.Component;

/** What can be put on a line: the products that are still sold. */
@Component
public class Products {
    private static final int MOST = 12;

    private final DSLContext sql;
    private final ObjectTypes types;
    private final Records records;
    private final Access access;

    Products(DSLContext sql, ObjectTypes types, Records records, Access access) {
        this.access = access;
        this.sql = sql;
        this.types = types;
        this.records = records;
    }

    /** Those whose name, code or description holds what was typed; the first of all where nothing was. */
    public List<StoredRecord> find(String typed, Actor actor, ZoneId zone) {
        return types.find("product")
                .map(type -> records.list(
                                RecordQuery.of(type, new Filter.Condition("retired", Operator.NO))
                                        .containing(Optional.of(typed))
                                        .sorted(RecordQuery.Sort.of("name"))
                                        .limited(MOST),
                                actor,
                                zone)
                        .records())
                .orElse(List.of());
    }

    /** Ids by code and by name, in lower case, of those that were typed in either way; a code comes before a name. */
    Map<String, Long> ids(Collection<String> typed, Actor actor) {
        ObjectType type = types.load("product");
        RecordTable table = new RecordTable(type);
        List<String> wanted = typed.stream()
                .map(one -> one.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        Map<String, Long> ids = new HashMap<>();
        for (String key : List.of("code", "name")) {
            Field<String> word = lower(table.text(type.field(key)));
            sql.select(word, min(table.id()))
                    .from(table.table())
                    .where(word.in(wanted), table.deletedAt().isNull(), access.visible(actor, table))
                    .groupBy(word)
                    .forEach(row -> ids.putIfAbsent(row.value1(), row.value2()));
        }
        return ids;
    }

    /** What these are called, as far as the actor sees them. */
    public Map<Long, StoredRecord> byId(Collection<Long> ids, Actor actor) {
        return records.find(types.load("product"), Set.copyOf(ids), actor).stream()
                .collect(Collectors.toMap(StoredRecord::id, one -> one));
    }

    public Optional<StoredRecord> find(long id, Actor actor) {
        return types.find("product").flatMap(type -> records.find(type, id, actor));
    }
}
