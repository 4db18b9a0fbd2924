package lazo.kernel.metadata;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jooq.Collation;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The table that holds the records of one object, under an alias, with its columns as jOOQ fields. Record tables are made
 * at run time, so there is no generated class; this is the only place that spells their names.
 */
public final class RecordTable {
    /** How people expect words to be sorted; indexes on titles use it too. */
    public static final Collation COLLATION = DSL.collation("es-x-icu");

    private final ObjectType type;
    private final String alias;

    public RecordTable(ObjectType type) {
        this(type, "r");
    }

    public RecordTable(ObjectType type, String alias) {
        this.type = type;
        this.alias = alias;
    }

    public ObjectType type() {
        return type;
    }

    public Table<?> table() {
        return DSL.table(name("record", type.key())).as(alias);
    }

    /** What the table is called in a query. */
    public Name alias() {
        return name(alias);
    }

    /** The table without its alias, for insert and update. */
    public Table<?> bare() {
        return DSL.table(name("record", type.key()));
    }

    public Field<Long> id() {
        return column("id", Long.class);
    }

    public Field<Integer> version() {
        return column("version", Integer.class);
    }

    public Field<Long> owner() {
        return column("owner_id", Long.class);
    }

    public Field<OffsetDateTime> createdAt() {
        return column("created_at", OffsetDateTime.class);
    }

    public Field<OffsetDateTime> updatedAt() {
        return column("updated_at", OffsetDateTime.class);
    }

    public Field<OffsetDateTime> deletedAt() {
        return column("deleted_at", OffsetDateTime.class);
    }

    public Field<Long> mergedInto() {
        return column("merged_into", Long.class);
    }

    public Field<Long> batch() {
        return column("batch_id", Long.class);
    }

    public Field<String> text(ObjectField of) {
        return column(of.column(), String.class);
    }

    public Field<BigDecimal> number(ObjectField of) {
        return column(of.column(), BigDecimal.class);
    }

    public Field<LocalDate> date(ObjectField of) {
        return column(of.column(), LocalDate.class);
    }

    public Field<OffsetDateTime> dateTime(ObjectField of) {
        return column(of.column(), OffsetDateTime.class);
    }

    public Field<Boolean> yesNo(ObjectField of) {
        return column(of.column(), Boolean.class);
    }

    public Field<Long> reference(ObjectField of) {
        return column(of.column(), Long.class);
    }

    public Field<String[]> words(ObjectField of) {
        return field(name(alias, of.column()), SQLDataType.CLOB.array());
    }

    /** The currency beside a money field's amount. */
    public Field<String> currency(ObjectField of) {
        return column(of.column() + "_currency", String.class);
    }

    /** One part of an address. @param part one of {@link Address#PARTS} */
    public Field<String> part(ObjectField of, String part) {
        return column(of.column() + "_" + part, String.class);
    }

    /** Any column by its name. */
    public <T> Field<T> column(String column, Class<T> as) {
        return field(name(alias, column), as);
    }

    /** Text without accents and case, as {@code search_document} and the indexes fold it. */
    public static Field<String> fold(Field<String> text) {
        return DSL.field("fold({0})", String.class, text);
    }

    /** What is the same in a phone number however it is written, as the indexes have it: its last nine digits. */
    public static Field<String> phoneKey(Field<String> phone) {
        return DSL.field("phone_key({0})", String.class, phone);
    }
}
