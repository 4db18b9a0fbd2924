package lazo.kernel.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Label;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import org.jspecify.annotations.Nullable;

/** The fields an import fills, from its plan and the object as it is now. */
record Slots(ObjectType type, List<Slot> slots, @Nullable ColumnPlan identifier, List<ColumnPlan> aside) {
    static Slots of(ObjectType type, ImportPlan plan) {
        Map<String, Slot> slots = new LinkedHashMap<>();
        ColumnPlan identifier = null;
        List<ColumnPlan> aside = new ArrayList<>();
        for (ColumnPlan column : plan.columns()) {
            switch (column.use()) {
                case FIELD -> {
                    if (column.field().equals(ColumnPlan.IDENTIFIER)) {
                        identifier = column;
                        aside.add(column);
                    } else {
                        add(slots, type, column);
                    }
                }
                case NEW_FIELD -> slots.put("new " + column.position(), fresh(type, column));
                case ASIDE -> aside.add(column);
                case IGNORE -> {}
            }
        }
        plan.constants().keySet().forEach(key -> {
            if (!slots.containsKey(key)) {
                slots.put(key, new Slot(type.field(key), List.of(), List.of(), false, true, false));
            }
        });
        if (plan.runningName() && !names(type, slots.values())) {
            ObjectField title = type.titleField();
            ObjectField first = title.isDerived() ? type.field(title.template().get(0)) : title;
            slots.put("name", new Slot(first, List.of(), List.of(), false, true, false));
        }
        return new Slots(type, List.copyOf(slots.values()), identifier, aside);
    }

    private static void add(Map<String, Slot> slots, ObjectType type, ColumnPlan column) {
        boolean byIdentifier = column.field().endsWith("#");
        String path = byIdentifier ? column.field().substring(0, column.field().length() - 1) : column.field();
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        String part = dot < 0 ? "" : path.substring(dot + 1);
        if (splitsName(type, key)) {
            List<String> template = type.titleField().template();
            slots.put(template.get(0), name(type, template.get(0), column, PersonName.GIVEN));
            slots.put(template.get(1), name(type, template.get(1), column, PersonName.FAMILY));
            return;
        }
        ObjectField field = type.field(key);
        Slot known = slots.get(key);
        if (known == null) {
            slots.put(
                    key,
                    new Slot(
                            field,
                            List.of(column),
                            part.isEmpty() ? List.of() : List.of(part),
                            byIdentifier,
                            false,
                            false));
            return;
        }
        List<ColumnPlan> columns = new ArrayList<>(known.columns());
        columns.add(column);
        List<String> parts = new ArrayList<>(known.parts());
        if (!part.isEmpty()) {
            parts.add(part);
        }
        slots.put(key, new Slot(field, columns, parts, known.byIdentifier(), false, false));
    }

    private static Slot name(ObjectType type, String key, ColumnPlan column, String part) {
        return new Slot(type.field(key), List.of(column), List.of(part), false, false, false);
    }

    private static Slot fresh(ObjectType type, ColumnPlan column) {
        FieldType fieldType = column.newType() == null ? FieldType.TEXT : column.newType();
        ObjectField field = ObjectField.ofFile(
                type.key(),
                "new_" + column.position(),
                fieldType,
                Label.same(column.header().isEmpty() ? "?" : column.header()));
        return new Slot(field, List.of(column), List.of(), false, false, true);
    }

    private static boolean names(ObjectType type, Collection<Slot> slots) {
        ObjectField title = type.titleField();
        return slots.stream()
                .anyMatch(slot -> slot.field().key().equals(title.key())
                        || title.template().contains(slot.field().key()));
    }

    /** The slot of a field, or of the field to be made for a column: {@code new 3}. */
    Optional<Slot> find(String key) {
        return slots.stream()
                .filter(slot -> slot.fresh()
                        ? key.equals("new " + slot.columns().get(0).position())
                        : key.equals(slot.field().key()))
                .findFirst();
    }

    /** References that rows give by name or identifier. */
    List<Slot> references() {
        return slots.stream()
                .filter(slot -> slot.isLookup() && !slot.constant() && !slot.fresh())
                .toList();
    }

    /** Only those whose values come from the file and are choices of a list. */
    Slots choices() {
        List<Slot> lists = slots.stream()
                .filter(slot -> !slot.constant() && slot.field().type().hasChoices())
                .toList();
        return new Slots(type, lists, null, List.of());
    }

    /** Whether new records get a name from the file. */
    boolean nameRecords() {
        return names(type, slots);
    }

    /** Whether the whole name stands in one column although the object keeps it in parts. */
    static boolean splitsName(ObjectType type, String key) {
        ObjectField title = type.titleField();
        return key.equals(title.key()) && title.isDerived() && title.template().size() == 2;
    }
}
