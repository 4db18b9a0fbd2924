package lazo.operational.catalogue;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import lazo.kernel.filter.Filter;
import lazo.kernel.filter.Operator;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.springframework.stereotype.Component;

/** What can be put on a line: the products that are still sold. */
@Component
public class Products {
    private static final int MOST = 12;

    private final ObjectTypes types;
    private final Records records;

    Products(ObjectTypes types, Records records) {
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

    public Optional<StoredRecord> find(long id, Actor actor) {
        return types.find("product").flatMap(type -> records.find(type, id, actor));
    }
}
