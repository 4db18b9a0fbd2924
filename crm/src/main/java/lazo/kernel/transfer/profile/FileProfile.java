package lazo.kernel.transfer.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import lazo.kernel.transfer.source.Format;
import lazo.kernel.transfer.source.RowCursor;
import lazo.kernel.transfer.source.RowProblem;
import lazo.kernel.transfer.source.SourceColumn;
import lazo.kernel.transfer.source.SourceFile;
import lazo.kernel.transfer.source.SourceRow;

/**
 * What a whole file holds.
 *
 * @param rows rows with at least one value, the unusable ones included
 * @param refused rows that can't be used because of their shape
 * @param problems the first problems of shape
 */
public record FileProfile(
        long rows, long refused, List<ColumnProfile> columns, long problemCount, List<Located> problems) {
    private static final int PROBLEMS_SHOWN = 100;
    private static final int PROGRESS_EVERY = 5_000;

    /** A problem and the line it is on. */
    public record Located(long line, RowProblem problem) {}

    public FileProfile {
        columns = List.copyOf(columns);
        problems = List.copyOf(problems);
    }

    /**
     * Reads the file once, from beginning to end.
     *
     * @param usual how texts are read where the file does not tell
     * @param progress is told how many bytes have been read
     */
    public static FileProfile of(SourceFile file, Conventions usual, LongConsumer progress) throws IOException {
        try (RowCursor cursor = file.open()) {
            List<ColumnProfiler> profilers = new ArrayList<>();
            for (SourceColumn column : cursor.columns()) {
                profilers.add(new ColumnProfiler(column));
            }
            long rows = 0;
            long refused = 0;
            long problemCount = 0;
            List<Located> problems = new ArrayList<>();
            for (SourceRow row = cursor.next(); row != null; row = cursor.next()) {
                rows++;
                for (RowProblem problem : row.problems()) {
                    problemCount++;
                    if (problems.size() < PROBLEMS_SHOWN) {
                        problems.add(new Located(row.line(), problem));
                    }
                }
                if (row.isRefused()) {
                    refused++;
                    continue;
                }
                for (int i = 0; i < profilers.size(); i++) {
                    profilers.get(i).add(row.line(), row.cell(i), row.kind(i));
                }
                if (rows % PROGRESS_EVERY == 0) {
                    progress.accept(cursor.position());
                }
            }
            List<ColumnProfile> columns = settled(profilers, usual).stream()
                    .filter(column -> !(file.format() instanceof Format.Cards && column.isEmpty()))
                    .toList();
            return new FileProfile(rows, refused, columns, problemCount, problems);
        }
    }

    /** A column that does not tell takes over what a column of the same file proves. */
    private static List<ColumnProfile> settled(List<ColumnProfiler> profilers, Conventions usual) {
        List<ColumnProfile> columns =
                profilers.stream().map(profiler -> profiler.finish(usual)).toList();
        ColumnProfile number = null;
        ColumnProfile date = null;
        for (ColumnProfile column : columns) {
            if (column.evidence() instanceof Evidence.Proven) {
                if (column.type().isNumber() && number == null) {
                    number = column;
                } else if (column.type().isDate() && date == null) {
                    date = column;
                }
            }
        }
        List<ColumnProfile> settled = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnProfile column = columns.get(i);
            ColumnProfile teacher =
                    column.type().isNumber() ? number : column.type().isDate() ? date : null;
            if (column.evidence() instanceof Evidence.Assumed
                    && teacher != null
                    && teacher.evidence() instanceof Evidence.Proven proof) {
                ColumnProfile taught = profilers.get(i).finish(teacher.conventions());
                Evidence reason = new Evidence.SameFile(teacher.column().header(), proof.line(), proof.value());
                settled.add(taught.with(taught.conventions(), reason));
            } else {
                settled.add(column);
            }
        }
        return settled;
    }
}
