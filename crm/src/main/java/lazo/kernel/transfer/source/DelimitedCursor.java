package lazo.kernel.transfer.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rows of a text file with a separator. */
final class DelimitedCursor implements RowCursor {
    /** The longest row held in memory, in characters. */
    private static final int LONGEST_ROW = 16 * 1024 * 1024;
    /** Stands for "no quotation mark": a character that is no character. */
    private static final char NO_QUOTE = '\uFFFE';

    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<SourceColumn> columns;
    private final AtomicLong position = new AtomicLong();
    private final int preamble;
    private @Nullable CsvRecord waiting;
    private long lastLine;

    DelimitedCursor(Path path, Format.Delimited format) throws IOException {
        Reader text = reader(path, format.charset(), position);
        preamble = skipLines(text, format.preamble());
        reader = builder(format.separator(), format.quote()).ofCsvRecord(text);
        records = reader.iterator();
        lastLine = preamble;
        CsvRecord first = read();
        if (first == null) {
            columns = List.of();
        } else if (format.header()) {
            columns = Headers.named(trimmed(first.getFields()));
        } else {
            columns = Headers.unnamed(first.getFieldCount());
            waiting = first;
        }
        if (columns.size() > SourceFile.MOST_COLUMNS) {
            throw new SourceRefused(new SourceRefusal.TooManyColumns(columns.size(), SourceFile.MOST_COLUMNS));
        }
    }

    static CsvReaderBuilder builder(char separator, @Nullable Character quote) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(quote == null ? NO_QUOTE : quote)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowExtraCharsAfterClosingQuote(true)
                .allowUnclosedQuote(false)
                .detectBomHeader(false)
                .maxBufferSize(LONGEST_ROW);
    }

    static Reader reader(Path path, Charset charset) throws IOException {
        return reader(path, charset, new AtomicLong());
    }

    private static Reader reader(Path path, Charset charset, AtomicLong position) throws IOException {
        InputStream in = new CountingStream(Files.newInputStream(path), position);
        byte[] mark = in.readNBytes(3);
        int length = markLength(mark, charset);
        return new InputStreamReader(
                new SequenceInputStream(new ByteArrayInputStream(mark, length, mark.length - length), in), charset);
    }

    private static int markLength(byte[] mark, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF
                    ? 3
                    : 0;
        }
        boolean little = mark.length >= 2 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE;
        boolean big = mark.length >= 2 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF;
        return little && charset.equals(StandardCharsets.UTF_16LE) || big && charset.equals(StandardCharsets.UTF_16BE)
                ? 2
                : 0;
    }

    private static int skipLines(Reader text, int lines) throws IOException {
        int skipped = 0;
        while (skipped < lines) {
            int c = text.read();
            if (c < 0) {
                break;
            }
            if (c == '\n') {
                skipped++;
            }
        }
        return skipped;
    }

    private static List<String> trimmed(List<String> headers) {
        int width = headers.size();
        while (width > 1 && headers.get(width - 1).isBlank()) {
            width--;
        }
        return headers.subList(0, width);
    }

    @Override
    public List<SourceColumn> columns() {
        return columns;
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        while (true) {
            CsvRecord record = waiting;
            waiting = null;
            if (record == null) {
                record = read();
            }
            if (record == null) {
                return null;
            }
            SourceRow row = row(record);
            if (row != null) {
                return row;
            }
        }
    }

    private @Nullable CsvRecord read() throws IOException {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            lastLine = preamble + record.getStartingLineNumber();
            return record;
        } catch (CsvParseException e) {
            throw new SourceRefused(refusal(e));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private SourceRefusal refusal(CsvParseException e) {
        String message = String.valueOf(e.getMessage());
        long line = lineIn(message);
        return message.contains("buffer") ? new SourceRefusal.RowTooLong(line) : new SourceRefusal.QuoteNotClosed(line);
    }

    private long lineIn(String message) {
        Matcher matcher = LINE.matcher(message);
        return matcher.find() ? preamble + Long.parseLong(matcher.group(1)) : lastLine + 1;
    }

    private @Nullable SourceRow row(CsvRecord record) {
        int width = columns.size();
        int found = record.getFieldCount();
        String[] cells = new String[width];
        List<RowProblem> problems = List.of();
        boolean blank = true;
        int filled = 0;
        for (int i = 0; i < found; i++) {
            String cell = record.getField(i);
            if (!cell.isBlank()) {
                blank = false;
                filled = i + 1;
            }
            if (i < width) {
                Cleaned cleaned = Cleaned.of(cell, i);
                cells[i] = cleaned.text();
                if (cleaned.problem() != null) {
                    problems = with(problems, cleaned.problem());
                }
            }
        }
        if (blank) {
            return null;
        }
        for (int i = found; i < width; i++) {
            cells[i] = "";
        }
        if (filled > width) {
            problems = with(problems, new RowProblem.TooManyCells(width, filled));
        } else if (found < width) {
            problems = with(problems, new RowProblem.TooFewCells(width, found));
        }
        return new SourceRow(preamble + record.getStartingLineNumber(), cells, null, problems);
    }

    static List<RowProblem> with(List<RowProblem> problems, RowProblem problem) {
        List<RowProblem> more = new ArrayList<>(problems);
        more.add(problem);
        return more;
    }

    @Override
    public long position() {
        return position.get();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
