package lazo.kernel.identity;

/** Whose records a permission reaches, from none to everybody's; each includes the ones before it. */
public enum Scope {
    NONE,
    /** One's own and those shared with one. */
    OWN,
    /** Those of one's team, and those nobody owns. */
    TEAM,
    /** Those of everybody in one's business unit. */
    UNIT,
    /** Those of one's business unit and all units below it. */
    UNIT_AND_BELOW,
    ALL;

    public boolean isWithin(Scope other) {
        return compareTo(other) <= 0;
    }

    public Scope limitedTo(Scope other) {
        return isWithin(other) ? this : other;
    }
}
