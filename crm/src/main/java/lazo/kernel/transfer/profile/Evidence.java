package lazo.kernel.transfer.profile;

/** Why the values of a column are read in one way and not in another. */
public sealed interface Evidence {
    /** Every way of reading gives the same values: nothing to decide. */
    record NotNeeded() implements Evidence {}

    /** This value can only be read in one way. */
    record Proven(long line, String value) implements Evidence {}

    /** The column itself does not tell, but another column of the same file does. */
    record SameFile(String column, long line, String value) implements Evidence {}

    /** Nothing in the file tells; this is the usual way where the user is. The wizard asks. */
    record Assumed(long line, String value) implements Evidence {}

    /** Values of both kinds: most are read in one way, those on this line and others like it can't be. */
    record Contradicted(long line, String value, long otherLine, String otherValue) implements Evidence {}

    default boolean asks() {
        return switch (this) {
            case Assumed ignored -> true;
            case Contradicted ignored -> true;
            case NotNeeded ignored -> false;
            case Proven ignored -> false;
            case SameFile ignored -> false;
        };
    }
}
