package lazo.kernel.transfer.source;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a file: as many cells as the file has columns, and the line of the file on which it begins. */
public final class SourceRow {
    private final long line;
    private final String[] cells;
    private final CellKind @Nullable [] kinds;
    private final List<RowProblem> problems;

    SourceRow(long line, String[] cells, CellKind @Nullable [] kinds, List<RowProblem> problems) {
        this.line = line;
        this.cells = cells;
        this.kinds = kinds;
        this.problems = problems;
    }

    /** A row of text, for tests and for rows made by hand. */
    public static SourceRow of(long line, String... cells) {
        return new SourceRow(line, cells.clone(), null, List.of());
    }

    /** The line on which the row begins, counted from 1; in a workbook, the number of the row. */
    public long line() {
        return line;
    }

    public int size() {
        return cells.length;
    }

    /** The text of a cell, empty where the row has none. */
    public String cell(int column) {
        return column < cells.length ? cells[column] : "";
    }

    public CellKind kind(int column) {
        return kinds == null || column >= kinds.length ? CellKind.TEXT : kinds[column];
    }

    public List<RowProblem> problems() {
        return problems;
    }

    public boolean isRefused() {
        for (RowProblem problem : problems) {
            if (problem.fatal()) {
                return true;
            }
        }
        return false;
    }

    public List<String> cells() {
        return List.of(cells);
    }

    @Override
    public String toString() {
        return line + ": " + Arrays.toString(cells);
    }
}
