package lazo.kernel.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lazo.kernel.identity.Ability;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewChoice;
import lazo.kernel.metadata.ObjectDesigner.NewField;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Batches;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.transfer.profile.ColumnProfile;
import lazo.kernel.transfer.profile.Frequency;
import lazo.kernel.transfer.profile.Words;
import lazo.kernel.transfer.source.RowCursor;
import lazo.kernel.transfer.source.SourceRow;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What must be there before the first row: fields to be made, values of lists, batches. Repeating it does no harm. */
@Component
class ImportPreparation {
    private final Imports imports;
    private final ObjectTypes types;
    private final ImportTargets targets;
    private final ObjectDesigner designer;
    private final RecordChanges changes;
    private final Batches batches;
    private final Users users;

    ImportPreparation(
            Imports imports,
            ObjectTypes types,
            ImportTargets targets,
            ObjectDesigner designer,
            RecordChanges changes,
            Batches batches,
            Users users) {
        this.imports = imports;
        this.types = types;
        this.targets = targets;
        this.designer = designer;
        this.changes = changes;
        this.batches = batches;
        this.users = users;
    }

    /**
     * What writing a chunk stands on.
     *
     * @param targetBatches batches of records made because rows name them, by object
     * @param watched whether rules of the object want to see every record
     * @param target who writes the rows, where each is only a part of a record
     */
    record Prepared(
            ImportRun run,
            ImportPlan plan,
            Slots slots,
            RowReader reader,
            long batchId,
            Map<String, Long> targetBatches,
            boolean watched,
            @Nullable RowTarget target) {}

    RowReader reader(Slots slots, ImportPlan plan) {
        Map<String, Long> ids = new LinkedHashMap<>();
        for (User user : users.active()) {
            ids.put(Words.fold(user.name().strip()), user.id());
            ids.put(Words.fold(user.email().strip()), user.id());
        }
        return new RowReader(
                slots, plan, ids, slots.type().label().in(plan.reader().locale()));
    }

    Prepared prepare(ImportRun run) throws IOException {
        ImportPlan plan = withChoices(run, withFields(run, run.knownPlan()));
        ObjectType type = targets.load(plan.object());
        Slots slots = Slots.of(type, plan);
        ImportRun begun = begun(run, plan, slots);
        return new Prepared(
                begun,
                plan,
                slots,
                reader(slots, plan),
                Objects.requireNonNull(begun.batchId()),
                begun.targetBatches(),
                isWatched(type, slots),
                targets.rows(plan.object()).orElse(null));
    }

    /**
     * Whether rules must see every record: when the file fills a field they watch, and always where they derive more from
     * nothing, as with the stage of a deal or the kind of an activity.
     */
    private boolean isWatched(ObjectType type, Slots slots) {
        return slots.slots().stream()
                        .anyMatch(slot -> !slot.constant()
                                && changes.isWatched(type, slot.field().key()))
                || (type.stageField().isPresent() || type.isActivity())
                        && type.fields().stream().anyMatch(field -> changes.isWatched(type, field.key()));
    }

    /** Opens the batches under which everything is written, unless an earlier attempt did. */
    private ImportRun begun(ImportRun run, ImportPlan plan, Slots slots) {
        if (run.batchId() != null) {
            return run;
        }
        String detail = "{\"import\": %d}".formatted(run.id());
        Map<String, Long> others = new LinkedHashMap<>();
        if (plan.createTargets()) {
            for (Slot slot : slots.references()) {
                ObjectType target =
                        types.load(Objects.requireNonNull(slot.field().target()));
                if (slot.mayMake(target) && !others.containsKey(target.key())) {
                    others.put(target.key(), batches.begin("IMPORT", target, run.actor(), detail));
                }
            }
        }
        targets.rows(plan.object())
                .ifPresent(target -> target.makes()
                        .forEach(made -> others.put(made.key(), batches.begin("IMPORT", made, run.actor(), detail))));
        imports.begun(run.id(), batches.begin("IMPORT", slots.type(), run.actor(), detail), others);
        return imports.load(run.id());
    }

    // Fields

    private ImportPlan withFields(ImportRun run, ImportPlan plan) {
        ImportPlan current = plan;
        for (ColumnPlan column : plan.columns()) {
            if (column.use() != ColumnPlan.Use.NEW_FIELD) {
                continue;
            }
            List<ColumnPlan> columns = new ArrayList<>(current.columns());
            List<String> key = new ArrayList<>(current.key());
            int at = columns.indexOf(column);
            if (run.actor().may(Ability.OBJECTS) && targets.rows(plan.object()).isEmpty()) {
                ObjectField made = field(run, current, column);
                columns.set(at, column.into(made.key()));
                key.replaceAll(part -> part.equals("new " + column.position()) ? made.key() : part);
            } else {
                columns.set(at, column.aside());
            }
            current = current.with(columns).keyed(key);
            imports.planned(run.id(), current);
        }
        return current;
    }

    /** The field for a column: one made by an earlier attempt if there is one, else a new one. */
    private ObjectField field(ImportRun run, ImportPlan plan, ColumnPlan column) {
        FieldType type = column.newType() == null ? FieldType.TEXT : column.newType();
        String name = column.header().isEmpty() ? "#" + (column.position() + 1) : column.header();
        Set<String> used = plan.columns().stream().map(ColumnPlan::field).collect(Collectors.toSet());
        Optional<ObjectField> known = types.load(plan.object()).fields().stream()
                .filter(field -> field.pack() == null
                        && field.type() == type
                        && !used.contains(field.key())
                        && field.label().in(plan.reader().locale()).equals(name))
                .findFirst();
        return known.orElseGet(() -> designer.addField(
                plan.object(), NewField.plain(type, Label.same(name), choices(run, column, type), null)));
    }

    private static List<NewChoice> choices(ImportRun run, ColumnPlan column, FieldType type) {
        if (!type.hasChoices()) {
            return List.of();
        }
        Set<String> folded = new LinkedHashSet<>();
        return run.knownProfile().columns().stream()
                .filter(profile -> profile.column().position() == column.position())
                .map(ColumnProfile::values)
                .flatMap(List::stream)
                .map(Frequency::value)
                .filter(value -> folded.add(Words.fold(value)))
                .map(value -> new NewChoice(null, Label.same(value), null))
                .toList();
    }

    // Values of lists

    /** Adds the values that lists do not know yet, if the plan says so; from then on an unknown value is a problem. */
    private ImportPlan withChoices(ImportRun run, ImportPlan plan) throws IOException {
        Slots lists = Slots.of(targets.load(plan.object()), plan).choices();
        if (plan.newChoices()
                && run.actor().may(Ability.OBJECTS)
                && !lists.slots().isEmpty()) {
            RowReader reader = reader(lists, plan);
            try (RowCursor cursor = run.file().open()) {
                long number = 0;
                for (SourceRow row = cursor.next(); row != null; row = cursor.next()) {
                    reader.read(row, ++number);
                }
            }
            reader.unknownChoices()
                    .forEach((position, values) -> lists.slots().stream()
                            .filter(slot -> slot.columns().stream().anyMatch(column -> column.position() == position))
                            .forEach(slot ->
                                    addChoices(plan.object(), slot.field().key(), values)));
        }
        return plan.closed();
    }

    private void addChoices(String object, String fieldKey, Set<String> values) {
        Set<String> folded = new LinkedHashSet<>();
        for (String value : values) {
            if (folded.add(Words.fold(value.strip()))) {
                designer.addChoice(
                        types.load(object).field(fieldKey), new NewChoice(null, Label.same(value.strip()), null));
            }
        }
    }
}
