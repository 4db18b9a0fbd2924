package lazo.kernel.privacy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.audit.Audit;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.metadata.RecordTable;
import lazo.kernel.metadata.Sensitivity;
import lazo.kernel.record.Draft;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.search.SearchIndex;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How delicate fields are, and the one way to what is sensitive or secret: on demand, for one record, noted first. Lists,
 * search, exports, history and the API never hold it.
 */
@Component
public class DelicateFields {
    private final ObjectTypes types;
    private final ObjectDesigner designer;
    private final Access access;
    private final Records records;
    private final RecordChanges changes;
    private final SearchIndex searchIndex;
    private final TransactionTemplate transaction;
    private final Audit audit;

    DelicateFields(
            ObjectTypes types,
            ObjectDesigner designer,
            Access access,
            Records records,
            RecordChanges changes,
            SearchIndex searchIndex,
            TransactionTemplate transaction,
            Audit audit) {
        this.types = types;
        this.designer = designer;
        this.access = access;
        this.records = records;
        this.changes = changes;
        this.searchIndex = searchIndex;
        this.transaction = transaction;
        this.audit = audit;
    }

    /** Whether a field may be sensitive or secret: not what names a record, leads it through Lazo or is told on timelines. */
    public boolean mayBeMasked(ObjectType type, ObjectField field) {
        return field.isTyped()
                && !field.milestone()
                && !field.inTimeline()
                && !field.required()
                && !field.equals(type.titleField())
                && !type.titleField().template().contains(field.key())
                && !ObjectField.SYSTEM_KEYS.contains(field.key())
                && type.stageField().filter(field::equals).isEmpty()
                && type.privateField().filter(field::equals).isEmpty();
    }

    /** Says how delicate fields are; what is no longer to be found leaves the search. */
    public void classify(ObjectType type, Map<String, Sensitivity> classes) {
        Map<Long, Sensitivity> changed = new HashMap<>();
        boolean found = false;
        for (var entry : classes.entrySet()) {
            ObjectField field = type.field(entry.getKey());
            Sensitivity wanted = entry.getValue();
            if (wanted != field.sensitivity() && (!wanted.isMasked() || mayBeMasked(type, field))) {
                changed.put(field.id(), wanted);
                found |= field.searchable()
                        && wanted.isMasked() != field.sensitivity().isMasked();
            }
        }
        if (!changed.isEmpty()) {
            designer.classify(changed);
        }
        if (found) {
            transaction.executeWithoutResult(
                    status -> searchIndex.refreshMany(new RecordTable(types.load(type.key())), DSL.noCondition()));
        }
    }

    /** The sensitive and secret fields of the object that this actor may ask for. */
    public List<ObjectField> of(ObjectType type, Actor actor) {
        FieldMask mask = access.openedMask(actor, type);
        return type.fields().stream()
                .filter(field -> field.sensitivity().isMasked() && mask.shows(field.key()))
                .filter(field -> field.sensitivity() != Sensitivity.SECRET || actor.may(Ability.PRIVACY))
                .toList();
    }

    /** The record with them; who asked is noted. The caller has found that the actor may see the record. */
    public StoredRecord read(ObjectType type, long id, Actor actor) {
        List<String> keys = of(type, actor).stream().map(ObjectField::key).toList();
        audit.note(actor.id(), "read-sensitive", type.key(), id, null, Map.of("fields", keys));
        return records.find(type, id, actor.asProgram()).orElseThrow();
    }

    public boolean mayChange(ObjectType type, long id, ObjectField field, Actor actor) {
        return of(type, actor).contains(field)
                && access.openedMask(actor, type).allowsChange(field.key())
                && access.mayChange(actor, type, id);
    }

    /** Changes those of them that the actor may change; whatever else the draft says is left out. */
    public WriteResult change(ObjectType type, long id, int version, Draft draft, Actor actor) {
        if (draft.values().keySet().stream().anyMatch(key -> !mayChange(type, id, type.field(key), actor))) {
            return new WriteResult.Denied();
        }
        return changes.change(type, id, version, draft, actor.asProgram());
    }
}
