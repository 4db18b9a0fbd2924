package lazo.kernel.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lazo.kernel.metadata.Address;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.Money;
import lazo.kernel.transfer.Slot.StagedColumn;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A temporary table that holds one chunk of rows for the length of a transaction. Its columns are named and typed like
 * those of the record table, so that a value moves from one to the other as it is.
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
        names.addAll(List.of("n", "line", "identifier", "extra"));
        StringBuilder columns = new StringBuilder(
                "n bigint not null, line bigint not null, identifier text, extra text, record_id bigint, code text, argument text, action \"char\"");
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
        StringBuilder text = new StringBuilder(rows.size() * 256);
        for (StagedRow row : rows) {
            append(text, row);
        }
        copy(sql, "copy " + NAME + " (" + Script.quoted(names) + ") from stdin", text);
        // How many there are decides how the others are looked up; what the columns hold does not.
        sql.execute("analyze " + NAME + " (n)");
    }

    private void append(StringBuilder text, StagedRow row) {
        text.append(row.row()).append('\t').append(row.line()).append('\t');
        put(text, row.identifier());
        text.append('\t');
        put(text, row.aside());
        for (int i = 0; i < slots.slots().size(); i++) {
            Slot slot = slots.slots().get(i);
            value(text, slot, row.values()[i]);
            if (slot.isLookup()) {
                text.append('\t');
                put(text, row.texts()[i]);
            }
        }
        text.append('\n');
    }

    private static void value(StringBuilder text, Slot slot, @Nullable Object value) {
        switch (slot.field().type()) {
            case MONEY -> {
                Money money = (Money) value;
                text.append('\t');
                put(text, money == null ? null : money.amount().toPlainString());
                text.append('\t');
                put(text, money == null ? null : money.currency());
            }
            case ADDRESS -> {
                Address address = (Address) value;
                for (int i = 0; i < Address.PARTS.size(); i++) {
                    if (slot.covers(Address.PARTS.get(i))) {
                        text.append('\t');
                        put(text, address == null ? null : address.parts().get(i));
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
                    STAGE -> {
                text.append('\t');
                put(text, single(slot.field().type(), value));
            }
        }
    }

    private static @Nullable String single(FieldType type, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.toPlainString();
            case Instant moment -> moment.atOffset(ZoneOffset.UTC).toString();
            case List<?> words -> array(words);
            default -> value.toString();
        };
    }

    private static String array(List<?> words) {
        StringBuilder array = new StringBuilder("{");
        for (@Nullable Object word : words) {
            array.append(array.length() > 1 ? ",\"" : "\"")
                    .append(String.valueOf(word).replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return array.append('}').toString();
    }

    /** A value as COPY reads it. */
    static void put(StringBuilder text, @Nullable String value) {
        if (value == null) {
            text.append("\\N");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }

    static void copy(DSLContext sql, String statement, CharSequence rows) {
        sql.connection(connection -> {
            try {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                statement,
                                new java.io.ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
