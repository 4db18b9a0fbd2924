package lazo.kernel.filter;

import static lazo.kernel.metadata.FieldType.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lazo.kernel.metadata.FieldType;

/** What a condition asks of a field. Every operator is true or false for every record, never unknown. */
public enum Operator {
    /** One of the values; for text without accents and case. */
    IS(
            "is",
            EnumSet.of(
                    TEXT,
                    NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    CHOICE,
                    MULTI_CHOICE,
                    EMAIL,
                    PHONE,
                    LINK,
                    ADDRESS,
                    USER,
                    LOOKUP,
                    TAGS,
                    AUTO_NUMBER,
                    STAGE)),
    /** None of the values; empty fields are included. */
    IS_NOT(
            "not",
            EnumSet.of(
                    TEXT,
                    NUMBER,
                    MONEY,
                    PERCENT,
                    DATE,
                    CHOICE,
                    MULTI_CHOICE,
                    EMAIL,
                    PHONE,
                    LINK,
                    ADDRESS,
                    USER,
                    LOOKUP,
                    TAGS,
                    AUTO_NUMBER,
                    STAGE)),
    /** The text occurs somewhere, without accents and case. */
    CONTAINS("contains", EnumSet.of(TEXT, LONG_TEXT, EMAIL, PHONE, LINK, ADDRESS, AUTO_NUMBER)),
    STARTS("starts", EnumSet.of(TEXT, EMAIL, PHONE, ADDRESS, AUTO_NUMBER)),
    MORE("more", EnumSet.of(NUMBER, MONEY, PERCENT)),
    AT_LEAST("min", EnumSet.of(NUMBER, MONEY, PERCENT)),
    LESS("less", EnumSet.of(NUMBER, MONEY, PERCENT)),
    AT_MOST("max", EnumSet.of(NUMBER, MONEY, PERCENT)),
    /** On this day or later; a day is a date or a relative word such as {@code today}. */
    FROM("from", EnumSet.of(DATE, DATE_TIME)),
    /** On this day or earlier. */
    UNTIL("until", EnumSet.of(DATE, DATE_TIME)),
    /** Within a named period, see {@link Period}. */
    WITHIN("within", EnumSet.of(DATE, DATE_TIME)),
    YES("yes", EnumSet.of(YES_NO)),
    /** False or empty. */
    NO("no", EnumSet.of(YES_NO)),
    EMPTY("empty", EnumSet.allOf(FieldType.class)),
    NOT_EMPTY("filled", EnumSet.allOf(FieldType.class));

    private final String key;
    private final Set<FieldType> types;

    Operator(String key, Set<FieldType> types) {
        this.key = key;
        this.types = types;
    }

    /** The word in addresses and saved views. */
    public String key() {
        return key;
    }

    public boolean takesValue() {
        return this != YES && this != NO && this != EMPTY && this != NOT_EMPTY;
    }

    public boolean fits(FieldType type) {
        return types.contains(type);
    }

    /** The operators that can be asked of a field of this type, the usual one first. */
    public static List<Operator> of(FieldType type) {
        return Stream.of(values()).filter(operator -> operator.fits(type)).toList();
    }

    /** @throws IllegalArgumentException when there is no such operator */
    public static Operator ofKey(String key) {
        return Stream.of(values())
                .filter(operator -> operator.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no operator '%s'".formatted(key)));
    }
}
