package lazo.kernel.metadata;

import java.util.List;
import org.jooq.DataType;
import org.jooq.impl.SQLDataType;

/** The kinds of field a record can have. Values in memory are the Java types named here; empty is always {@code null}. */
public enum FieldType {
    /** One line. {@code String}. */
    TEXT,
    /** Several lines. {@code String}. */
    LONG_TEXT,
    /** {@code BigDecimal}. */
    NUMBER,
    /** {@link Money}: an amount and its currency. */
    MONEY,
    /** {@code BigDecimal}, 62 means 62 %. */
    PERCENT,
    /** {@code LocalDate}. */
    DATE,
    /** {@code Instant}. */
    DATE_TIME,
    /** {@code Boolean}. */
    YES_NO,
    /** Key of one choice. {@code String}. */
    CHOICE,
    /** Keys of several choices. {@code List<String>}. */
    MULTI_CHOICE,
    /** {@code String}. */
    EMAIL,
    /** {@code String}, in international form where it can be read as a number. */
    PHONE,
    /** {@code String}. */
    LINK,
    /** {@link Address}. */
    ADDRESS,
    /** Id of a user. {@code Long}. */
    USER,
    /** Id of a record of the target object. {@code Long}. */
    LOOKUP,
    /** {@code List<String>}, as typed. */
    TAGS,
    /** {@code String}: prefix and a running number, given once. */
    AUTO_NUMBER,
    /** Key of a stage of one of the object's pipelines. {@code String}. */
    STAGE;

    /** A column of the record table: the suffix after the field's column name, and its SQL type. */
    public record Column(String suffix, DataType<?> type) {}

    private static final List<Column> ADDRESS_COLUMNS = Address.PARTS.stream()
            .map(part -> new Column("_" + part, SQLDataType.CLOB))
            .toList();

    /** The columns a field of this type has. */
    public List<Column> columns() {
        return switch (this) {
            case TEXT, LONG_TEXT, CHOICE, EMAIL, PHONE, LINK, AUTO_NUMBER, STAGE ->
                List.of(new Column("", SQLDataType.CLOB));
            case NUMBER -> List.of(new Column("", SQLDataType.NUMERIC));
            case PERCENT -> List.of(new Column("", SQLDataType.NUMERIC));
            case MONEY ->
                List.of(
                        new Column("", SQLDataType.NUMERIC.precision(19, 4)),
                        new Column("_currency", SQLDataType.CLOB));
            case DATE -> List.of(new Column("", SQLDataType.LOCALDATE));
            case DATE_TIME -> List.of(new Column("", SQLDataType.TIMESTAMPWITHTIMEZONE));
            case YES_NO -> List.of(new Column("", SQLDataType.BOOLEAN));
            case MULTI_CHOICE, TAGS -> List.of(new Column("", SQLDataType.CLOB.array()));
            case ADDRESS -> ADDRESS_COLUMNS;
            case USER, LOOKUP -> List.of(new Column("", SQLDataType.BIGINT));
        };
    }

    /** Whether values are words of a closed list that the administrator keeps. */
    public boolean hasChoices() {
        return this == CHOICE || this == MULTI_CHOICE;
    }

    /** Whether records can be grouped into the lanes of a board by this field. */
    public boolean hasLanes() {
        return this == CHOICE || this == STAGE;
    }

    /** Whether records can be put in order by this field. */
    public boolean isSortable() {
        return switch (this) {
            case TEXT,
                    NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    CHOICE,
                    EMAIL,
                    PHONE,
                    AUTO_NUMBER,
                    STAGE,
                    USER -> true;
            case LONG_TEXT, MULTI_CHOICE, LINK, ADDRESS, LOOKUP, TAGS -> false;
        };
    }

    /** Whether values are one line of text, by which a record can be found again whatever their case and accents. */
    public boolean isOneLine() {
        return switch (this) {
            case TEXT, EMAIL, PHONE, LINK, AUTO_NUMBER -> true;
            case LONG_TEXT,
                    NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    DATE_TIME,
                    YES_NO,
                    CHOICE,
                    MULTI_CHOICE,
                    ADDRESS,
                    USER,
                    LOOKUP,
                    TAGS,
                    STAGE -> false;
        };
    }

    /** Whether an administrator may choose this type for a field of their own. */
    public boolean isOffered() {
        return this != STAGE;
    }

    /** The type as packs and exports write it: {@code long_text}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static FieldType ofKey(String key) {
        return valueOf(key.toUpperCase(java.util.Locale.ROOT));
    }
}
