package lazo.platform.outbound;

/** How far a call may go. */
public enum Reach {
    /** The internet, by https. */
    PUBLIC,
    /** The company's own network too, also by http: an administrator has allowed it. */
    PRIVATE_TOO
}
