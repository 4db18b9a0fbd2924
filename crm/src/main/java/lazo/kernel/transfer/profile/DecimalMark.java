package lazo.kernel.transfer.profile;

/** Which of the two marks begins the fraction; the other one groups thousands. */
public enum DecimalMark {
    DOT('.', ','),
    COMMA(',', '.');

    private final char mark;
    private final char group;

    DecimalMark(char mark, char group) {
        this.mark = mark;
        this.group = group;
    }

    public char mark() {
        return mark;
    }

    public char group() {
        return group;
    }
}
