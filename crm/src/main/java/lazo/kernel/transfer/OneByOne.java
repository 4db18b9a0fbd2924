package lazo.kernel.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.RecordChanges.Origin;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import lazo.kernel.timeline.TimelineEntry.Kind;
import lazo.kernel.transfer.ImportPreparation.Prepared;
import lazo.kernel.transfer.Merge.Decided;
import lazo.kernel.transfer.Merge.Settled;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the rows of a chunk record by record, for objects whose rules want to see every one of them. */
@Component
class OneByOne {
    private final Records records;
    private final RecordChanges changes;

    OneByOne(Records records, RecordChanges changes) {
        this.records = records;
        this.changes = changes;
    }

    void write(Prepared prepared, Merge merge, List<StagedRow> staged, List<RowNote> notes) {
        Map<Long, StagedRow> rows = new HashMap<>();
        staged.forEach(row -> rows.put(row.row(), row));
        ObjectType type = prepared.slots().type();
        Actor actor = prepared.run().actor();
        List<Decided> decided = merge.decided();
        Map<Long, StoredRecord> known = new HashMap<>();
        List<Long> ids =
                decided.stream().map(Decided::recordId).filter(Objects::nonNull).toList();
        records.find(type, ids, actor).forEach(record -> known.put(record.id(), record));
        Origin origin = new Origin(prepared.batchId(), Kind.IMPORTED, 0, null);
        List<Settled> settled = new ArrayList<>();
        for (Decided row : decided) {
            StagedRow values = Objects.requireNonNull(rows.get(row.row()));
            StoredRecord before = row.recordId() == null ? null : known.get(row.recordId());
            Draft draft = Draft.of(values(prepared, values, row, before));
            WriteResult result = row.create() || before == null
                    ? changes.create(type, draft, actor, origin)
                    : changes.change(type, before.id(), before.version(), draft, actor, origin);
            switch (result) {
                case WriteResult.Saved(StoredRecord saved, boolean changed) ->
                    settled.add(new Settled(
                            row.row(), row.create() ? Merge.CREATE : changed ? Merge.UPDATE : Merge.SAME, saved.id()));
                case WriteResult.Invalid(List<Problem> problems) -> {
                    settled.add(rejected(row));
                    problems.forEach(problem -> notes.add(new RowNote(
                            row.row(),
                            values.line(),
                            position(prepared, problem.field()),
                            problem.code(),
                            problem.args(),
                            true)));
                }
                case WriteResult.Conflict conflict -> refuse(settled, row, values, notes);
                case WriteResult.Missing missing -> refuse(settled, row, values, notes);
                case WriteResult.Denied denied -> refuse(settled, row, values, notes);
            }
        }
        merge.settle(settled);
    }

    private static Settled rejected(Decided row) {
        return new Settled(row.row(), Merge.REJECT, row.recordId());
    }

    private static void refuse(List<Settled> settled, Decided row, StagedRow values, List<RowNote> notes) {
        settled.add(rejected(row));
        notes.add(new RowNote(row.row(), values.line(), -1, "IMP-218", List.of(), true));
    }

    private static int position(Prepared prepared, String field) {
        return prepared.slots().slots().stream()
                .filter(slot ->
                        slot.field().key().equals(field) && !slot.columns().isEmpty())
                .map(slot -> slot.columns().get(0).position())
                .findFirst()
                .orElse(-1);
    }

    private static Map<String, @Nullable Object> values(
            Prepared prepared, StagedRow row, Decided decided, @Nullable StoredRecord before) {
        Map<String, @Nullable Object> values = new HashMap<>();
        boolean clears = prepared.plan().emptyCells() == ImportPlan.EmptyCells.CLEAR && !decided.create();
        List<Slot> slots = prepared.slots().slots();
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot.constant() && !decided.create()) {
                continue;
            }
            Object value = slot.isLookup() && !slot.constant()
                    ? decided.references().get(slot.field().column())
                    : row.values()[i];
            if (slot.field().type() == FieldType.ADDRESS && before != null) {
                value = merged(
                        slot, (Address) value, before.address(slot.field().key()), clears);
            }
            if (value != null || clears) {
                values.put(slot.field().key(), value);
            }
        }
        if (decided.create() && values.get("owner") == null) {
            Long owner = prepared.plan().owner();
            values.put("owner", owner == null ? prepared.run().actor().id() : owner);
        }
        return values;
    }

    private static @Nullable Address merged(
            Slot slot, @Nullable Address given, @Nullable Address before, boolean clears) {
        List<@Nullable String> parts = new ArrayList<>();
        for (int i = 0; i < Address.PARTS.size(); i++) {
            String old = before == null ? null : before.parts().get(i);
            String now = given == null ? null : given.parts().get(i);
            parts.add(now != null || clears && slot.covers(Address.PARTS.get(i)) ? now : old);
        }
        return Address.of(parts);
    }
}
