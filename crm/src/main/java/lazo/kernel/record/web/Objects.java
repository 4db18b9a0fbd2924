package lazo.kernel.record.web;

import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.platform.web.Problem;
import org.springframework.stereotype.Component;

/** What an address names, or a page that says it is not there. */
@Component
public class Objects {
    private final ObjectTypes types;
    private final Records records;

    Objects(ObjectTypes types, Records records) {
        this.types = types;
        this.records = records;
    }

    public ObjectType load(String object) {
        return types.find(object).orElseThrow(() -> Problem.notFound("REC-401", "record.problem.no-object", object));
    }

    /** The living record where the actor may see it. */
    public StoredRecord load(ObjectType type, long id, Actor actor) {
        return records.find(type, id, actor)
                .orElseThrow(() -> Problem.notFound(
                        "REC-404",
                        "record.problem.no-record",
                        type.label().byLanguage().getOrDefault("es", type.key())));
    }
}
