package lazo.kernel.metadata;

/** How delicate what a field holds is. Decides what stays of a record whose person is erased, and who reads it at all. */
public enum Sensitivity {
    /** Tells of nobody: figures, choices, stages. Stays for the statistics. */
    ORDINARY,
    /** Tells who somebody is, or could. */
    PERSONAL,
    /** Must not be seen in passing: health, beliefs, bank accounts. Shown on demand, which is noted. */
    SENSITIVE,
    /** As sensitive, and only for those who look after privacy. */
    SECRET;

    /** Whether it is kept out of lists, search, exports and history. */
    public boolean isMasked() {
        return this == SENSITIVE || this == SECRET;
    }

    static Sensitivity of(FieldType type) {
        return switch (type) {
            case TEXT, LONG_TEXT, EMAIL, PHONE, LINK, ADDRESS, TAGS, DATE, AUTO_NUMBER -> PERSONAL;
            case NUMBER, MONEY, PERCENT, DATE_TIME, YES_NO, CHOICE, MULTI_CHOICE, USER, LOOKUP, STAGE -> ORDINARY;
        };
    }
}
