package lazo.kernel.transfer;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import lazo.kernel.transfer.source.Format;
import lazo.kernel.transfer.source.RowCursor;
import lazo.kernel.transfer.source.SourceColumn;
import lazo.kernel.transfer.source.SourceRow;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rows that were not imported, as they stand in the file, with their line and the reasons: to be mended and imported
 * again. The file is read once more beside the list of problems; neither is held.
 */
@Component
public class RejectedRows {
    private static final int PAGE = 1_000;

    private final Imports imports;
    private final ImportProblems problems;

    RejectedRows(Imports imports, ImportProblems problems) {
        this.imports = imports;
        this.problems = problems;
    }

    /** Whether the file is still there. */
    public boolean isPossible(ImportRun run) {
        return imports.hasFile(run);
    }

    /**
     * @param lineHeader what the column of the lines is called
     * @param reason says a problem in the reader's language
     */
    public void write(
            ImportRun run, String lineHeader, String reasonHeader, Function<RowNote, String> reason, OutputStream out)
            throws IOException {
        char separator = run.file().format() instanceof Format.Delimited delimited ? delimited.separator() : ';';
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        text.write('\uFEFF');
        try (CsvWriter csv = CsvWriter.builder()
                        .fieldSeparator(separator)
                        .lineDelimiter(LineDelimiter.CRLF)
                        .build(text);
                RowCursor cursor = run.file().open()) {
            List<String> headers = new ArrayList<>();
            for (SourceColumn column : cursor.columns()) {
                headers.add(column.isNamed() ? column.header() : "#" + (column.position() + 1));
            }
            headers.add(lineHeader);
            headers.add(reasonHeader);
            csv.writeRecord(headers.stream().map(SafeCell::of).toList());
            Notes notes = new Notes(run.id());
            long number = 0;
            for (SourceRow row = cursor.next(); row != null; row = cursor.next()) {
                number++;
                if (number > run.rowsDone()) {
                    return;
                }
                List<String> reasons =
                        notes.fatalOf(number).stream().map(reason).toList();
                if (!reasons.isEmpty()) {
                    List<String> cells = new ArrayList<>();
                    row.cells().forEach(cell -> cells.add(SafeCell.of(cell)));
                    cells.add(String.valueOf(row.line()));
                    cells.add(String.join(" · ", reasons));
                    csv.writeRecord(cells);
                }
            }
        }
    }

    /** The problems of one import in the order of its rows, fetched page by page. */
    private final class Notes {
        private final long runId;
        private final Deque<RowNote> waiting = new ArrayDeque<>();
        private long fetchedUpTo;
        private boolean ended;

        Notes(long runId) {
            this.runId = runId;
        }

        List<RowNote> fatalOf(long row) {
            List<RowNote> fatal = new ArrayList<>();
            for (RowNote note = peek(); note != null && note.row() <= row; note = peek()) {
                waiting.poll();
                if (note.row() == row && note.fatal()) {
                    fatal.add(note);
                }
            }
            return fatal;
        }

        private @Nullable RowNote peek() {
            if (waiting.isEmpty() && !ended) {
                List<RowNote> page = problems.list(runId, false, fetchedUpTo, PAGE);
                ended = page.isEmpty();
                if (page.size() == PAGE) {
                    long last = page.get(PAGE - 1).row();
                    List<RowNote> whole =
                            page.stream().filter(note -> note.row() < last).toList();
                    waiting.addAll(whole.isEmpty() ? page : whole);
                } else {
                    waiting.addAll(page);
                }
                if (!waiting.isEmpty()) {
                    fetchedUpTo = waiting.getLast().row();
                }
            }
            return waiting.peek();
        }
    }
}
