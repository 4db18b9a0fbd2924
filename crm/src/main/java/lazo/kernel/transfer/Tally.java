package lazo.kernel.transfer;

/** What became of the rows so far; {@code rows} is the sum of the others but the warnings. */
public record Tally(long created, long updated, long unchanged, long skipped, long rejected, long warnings) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

    public long rows() {
        return created + updated + unchanged + skipped + rejected;
    }

    public Tally plus(Tally other) {
        return new Tally(
                created + other.created,
                updated + other.updated,
                unchanged + other.unchanged,
                skipped + other.skipped,
                rejected + other.rejected,
                warnings + other.warnings);
    }
}
