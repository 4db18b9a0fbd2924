package lazo.kernel.transfer.source;

import org.jspecify.annotations.Nullable;

/** A cell as it can be kept: without NUL, not longer than {@link Format#LONGEST_CELL}. */
record Cleaned(String text, @Nullable RowProblem problem) {
    static Cleaned of(String cell, int column) {
        if (cell.length() > Format.LONGEST_CELL) {
            return new Cleaned(cell.substring(0, 100), new RowProblem.CellTooLong(column, cell.length()));
        }
        if (cell.indexOf('\0') >= 0) {
            return new Cleaned(cell.replace("\0", ""), new RowProblem.CharactersRemoved(column));
        }
        if (cell.indexOf('\uFFFD') >= 0) {
            return new Cleaned(cell, new RowProblem.Undecodable(column));
        }
        return new Cleaned(cell, null);
    }
}
