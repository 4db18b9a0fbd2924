package lazo.kernel.transfer.profile;

/** What the values of a column are. */
public enum ColumnType {
    YES_NO,
    WHOLE,
    DECIMAL,
    MONEY,
    PERCENT,
    DATE,
    DATE_TIME,
    EMAIL,
    PHONE,
    LINK,
    CHOICE,
    TAGS,
    LONG_TEXT,
    TEXT;

    public boolean isNumber() {
        return switch (this) {
            case WHOLE, DECIMAL, MONEY, PERCENT -> true;
            case YES_NO, DATE, DATE_TIME, EMAIL, PHONE, LINK, CHOICE, TAGS, LONG_TEXT, TEXT -> false;
        };
    }

    public boolean isDate() {
        return this == DATE || this == DATE_TIME;
    }
}
