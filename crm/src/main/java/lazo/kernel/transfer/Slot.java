package lazo.kernel.transfer;

import java.util.ArrayList;
import java.util.List;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;

/**
 * One field that an import fills, and the columns that fill it.
 *
 * @param columns columns of the file; several for an address, and for texts that are joined
 * @param parts the part of an address each column fills, otherwise empty
 * @param byIdentifier whether a reference is given by the other system's identifier
 * @param constant whether every new record gets the same value
 * @param fresh whether the field is still to be made: only the dry run sees it so
 */
record Slot(
        ObjectField field,
        List<ColumnPlan> columns,
        List<String> parts,
        boolean byIdentifier,
        boolean constant,
        boolean fresh) {

    /** A column of the staging table: named and typed like the column of the record table it goes to. */
    record StagedColumn(String name, String sqlType) {}

    List<StagedColumn> staged(java.util.function.Function<FieldType.Column, String> typeName) {
        List<StagedColumn> staged = new ArrayList<>();
        for (FieldType.Column part : field.type().columns()) {
            if (field.type() != FieldType.ADDRESS
                    || parts.contains(part.suffix().substring(1))) {
                staged.add(new StagedColumn(field.column() + part.suffix(), typeName.apply(part)));
            }
        }
        return staged;
    }

    /** The text by which a reference is looked for. */
    String textColumn() {
        return field.column() + "__text";
    }

    boolean isLookup() {
        return field.type() == FieldType.LOOKUP;
    }

    boolean covers(String part) {
        return Address.PARTS.contains(part) && parts.contains(part);
    }

    /** Whether a record that rows name here and that is not there can be made, of its name alone. */
    boolean mayMake(ObjectType target) {
        return !byIdentifier() && !target.titleField().isDerived() && !target.isActivity();
    }
}
