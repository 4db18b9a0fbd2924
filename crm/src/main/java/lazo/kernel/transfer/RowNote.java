package lazo.kernel.transfer;

import java.util.List;

/**
 * Something to be told about one row.
 *
 * @param row number of the row in the file, from 1
 * @param position the column, -1 for the whole row
 * @param code for support; the message is {@link #messageKey()}
 * @param fatal whether the row is not imported because of it
 */
public record RowNote(long row, long line, int position, String code, List<String> arguments, boolean fatal) {
    private static final int LONGEST_ARGUMENT = 120;

    public RowNote {
        arguments = arguments.stream().map(RowNote::shortened).toList();
    }

    private static String shortened(String argument) {
        return argument.length() <= LONGEST_ARGUMENT ? argument : argument.substring(0, LONGEST_ARGUMENT - 1) + "…";
    }

    public String messageKey() {
        return (code.startsWith("REC-") ? "problem." : "import.problem.") + code;
    }
}
