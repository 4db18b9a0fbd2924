package lazo.kernel.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.Money;
import lazo.kernel.transfer.Slot.StagedColumn;
import lazo.platform.database.CopyRows;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table that holds one chunk of rows for the length of a transaction. Its columns are named and typed like
 * those of the record table, so that a value moves from one to the other as it is; its own columns end in {@code __}, as
 * no field does.
 */
final class StagingTable {
    static final String NAME = "pg_temp.import_stage";

    private final DSLContext sql;
    private final Slots slots;
    private final List<String> names = new ArrayList<>();
    private final String definition;

    /** @param action what is done with a row unless something else is decided, or empty */
    StagingTable(DSLContext sql, Slots slots, Optional<String> action) {
        this.sql = sql;
        this.slots = slots;
        names.addAll(List.of("n__", "line__", "identifier__", "extra"));
        StringBuilder columns = new StringBuilder(
                "n__ bigint not null, line__ bigint not null, identifier__ text, extra text, record_id__ bigint, code__ text, argument__ text, action__ \"char\"");
        action.ifPresent(is -> columns.append(" default ").append(Script.constant(is)));
        for (Slot slot : slots.slots()) {
            for (StagedColumn column : slot.staged(part -> part.type().getCastTypeName(sql.configuration()))) {
                columns.append(", \"").append(column.name()).append("\" ").append(column.sqlType());
                names.add(column.name());
            }
            if (slot.isLookup()) {
                columns.append(", \"").append(slot.textColumn()).append("\" text");
                names.add(slot.textColumn());
            }
        }
        definition = "create temporary table import_stage (" + columns + ") on commit drop";
    }

    /** Makes the table in the current transaction and fills it. */
    void fill(List<StagedRow> rows) {
        sql.execute("drop table if exists " + NAME);
        sql.execute(definition);
        CopyRows copy = new CopyRows();
        rows.forEach(row -> append(copy, row));
        copy.into(sql, NAME + " (" + Script.quoted(names) + ")");
        // How many there are decides how the others are looked up; what the columns hold does not.
        sql.execute("analyze " + NAME + " (n__)");
    }

    private void append(CopyRows copy, StagedRow row) {
        copy.value(row.row()).value(row.line()).value(row.identifier()).value(row.aside());
        for (int i = 0; i < slots.slots().size(); i++) {
            Slot slot = slots.slots().get(i);
            value(copy, slot, row.values()[i]);
            if (slot.isLookup()) {
                copy.value(row.texts()[i]);
            }
        }
        copy.end();
    }

    private static void value(CopyRows copy, Slot slot, @Nullable Object value) {
        switch (slot.field().type()) {
            case MONEY -> {
                Money money = (Money) value;
                copy.value(money == null ? null : money.amount().toPlainString());
                copy.value(money == null ? null : money.currency());
            }
            case ADDRESS -> {
                Address address = (Address) value;
                for (int i = 0; i < Address.PARTS.size(); i++) {
                    if (slot.covers(Address.PARTS.get(i))) {
                        copy.value(address == null ? null : address.parts().get(i));
                    }
                }
            }
            case TEXT,
                    LONG_TEXT,
                    NUMBER,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    CHOICE,
                    MULTI_CHOICE,
                    EMAIL,
                    PHONE,
                    LINK,
                    USER,
                    LOOKUP,
                    TAGS,
                    AUTO_NUMBER,
                    STAGE -> single(copy, value);
        }
    }

    private static void single(CopyRows copy, @Nullable Object value) {
        switch (value) {
            case null -> copy.value(null);
            case BigDecimal number -> copy.value(number.toPlainString());
            case Instant moment -> copy.value(moment.atOffset(ZoneOffset.UTC));
            case List<?> words -> copy.array(words);
            default -> copy.value(value);
        }
    }
}
