package lazo.kernel.identity;

/** What a user may do at large; which records they may do it to is decided by {@code kernel.access}. */
public enum Role {
    /** Everything, settings included. */
    ADMINISTRATOR,
    /** The records of their own team, and its targets. */
    MANAGER,
    /** Their own records and those shared with them. */
    SELLER,
    /** Sees everything, changes nothing. */
    READER
}
