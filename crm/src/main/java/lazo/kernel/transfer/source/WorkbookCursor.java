package lazo.kernel.transfer.source;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/** Rows of one sheet of a workbook. */
final class WorkbookCursor implements RowCursor {
    private static final long LARGEST_INSIDE = 4L << 30;
    private static final long LARGEST_STRINGS = 96L << 20;
    /** Ordinary sheets shrink 5 to 100 times; a file made to do harm shrinks a thousand times. */
    private static final int STEEPEST = 300;

    private static final long STEEP_FROM = 50L << 20;
    private static final ReadingOptions OPTIONS = new ReadingOptions(true, true);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    /** A double has no more true digits than this; what follows is noise of its binary form. */
    private static final MathContext DIGITS = new MathContext(15);

    private final ReadableWorkbook workbook;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private final List<SourceColumn> columns;
    private final boolean header;
    private final long size;
    private @Nullable Row waiting;
    private long read;

    WorkbookCursor(Path path, Format.Workbook format) throws IOException {
        size = java.nio.file.Files.size(path);
        header = format.header();
        workbook = open(path);
        try {
            Sheet sheet = workbook.findSheet(format.sheet())
                    .orElseThrow(() -> new SourceRefused(new SourceRefusal.NoSuchSheet(format.sheet())));
            stream = sheet.openStream();
            rows = stream.iterator();
            columns = columns(format.preamble());
            if (columns.size() > SourceFile.MOST_COLUMNS) {
                throw new SourceRefused(new SourceRefusal.TooManyColumns(columns.size(), SourceFile.MOST_COLUMNS));
            }
        } catch (ExcelReaderException e) {
            workbook.close();
            throw new SourceRefused(new SourceRefusal.BrokenWorkbook());
        } catch (IOException | RuntimeException e) {
            workbook.close();
            throw e;
        }
    }

    static Format.Workbook recognise(Path path) throws IOException {
        refuseHarmful(path);
        try (ReadableWorkbook workbook = open(path)) {
            List<Sheet> sheets = workbook.getSheets().toList();
            for (Sheet sheet : sheets) {
                if (sheet.getVisibility() != SheetVisibility.VISIBLE) {
                    continue;
                }
                List<List<String>> first = firstRows(sheet);
                if (!first.isEmpty()) {
                    int before = Headers.rowsBefore(first);
                    boolean header = Headers.isHeader(first.subList(before, first.size()));
                    return new Format.Workbook(sheet.getName(), header, before);
                }
            }
        } catch (ExcelReaderException e) {
            throw new SourceRefused(new SourceRefusal.BrokenWorkbook());
        }
        throw new SourceRefused(new SourceRefusal.Empty());
    }

    static List<String> sheets(Path path) throws IOException {
        try (ReadableWorkbook workbook = open(path)) {
            return workbook.getSheets().map(Sheet::getName).toList();
        }
    }

    private static ReadableWorkbook open(Path path) throws IOException {
        try {
            return new ReadableWorkbook(path.toFile(), OPTIONS);
        } catch (IOException | RuntimeException e) {
            throw new SourceRefused(new SourceRefusal.BrokenWorkbook());
        }
    }

    /** Unpacks every part once, counting, before anything is kept: sizes written in an archive may lie. */
    private static void refuseHarmful(Path path) throws IOException {
        try (ZipFile archive = new ZipFile(path.toFile())) {
            if (archive.getEntry("[Content_Types].xml") == null) {
                throw new SourceRefused(new SourceRefusal.NotATable("zip"));
            }
            long inside = 0;
            for (ZipEntry entry : Collections.list(archive.entries())) {
                if (entry.isDirectory()
                        || !entry.getName().toLowerCase(Locale.ROOT).endsWith(".xml")) {
                    continue;
                }
                inside += refuseHarmful(archive, entry, inside);
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw new SourceRefused(new SourceRefusal.BrokenWorkbook());
        }
    }

    private static long refuseHarmful(ZipFile archive, ZipEntry entry, long before) throws IOException {
        long most = entry.getName().toLowerCase(Locale.ROOT).endsWith("sharedstrings.xml")
                ? LARGEST_STRINGS
                : LARGEST_INSIDE - before;
        long steep = Math.max(STEEP_FROM, entry.getCompressedSize() * STEEPEST);
        long count = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = archive.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (count == 0 && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("<!DOCTYPE")) {
                    throw new SourceRefused(new SourceRefusal.BrokenWorkbook());
                }
                count += read;
                if (count > most || count > steep) {
                    throw new SourceRefused(new SourceRefusal.TooLargeInside(count >> 20));
                }
            }
        }
        return count;
    }

    private static List<List<String>> firstRows(Sheet sheet) throws IOException {
        List<List<String>> first = new ArrayList<>();
        try (Stream<Row> stream = sheet.openStream()) {
            Iterator<Row> rows = stream.iterator();
            while (rows.hasNext() && first.size() < 50) {
                List<String> cells = texts(rows.next());
                if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
                    first.add(cells);
                }
            }
        }
        return first;
    }

    private static List<String> texts(Row row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < Math.min(row.getCellCount(), SourceFile.MOST_COLUMNS + 1); i++) {
            cells.add(Reading.of(row.getCell(i)).text());
        }
        return cells;
    }

    private List<SourceColumn> columns(int preamble) throws IOException {
        Row first = readFilled();
        for (int skipped = 0; first != null && skipped < preamble; skipped++) {
            first = readFilled();
        }
        if (first == null) {
            return List.of();
        }
        List<String> cells = texts(first);
        int width = cells.size();
        while (width > 1 && cells.get(width - 1).isBlank()) {
            width--;
        }
        if (header) {
            return Headers.named(cells.subList(0, width));
        }
        waiting = first;
        return Headers.unnamed(width);
    }

    private @Nullable Row readFilled() throws IOException {
        while (true) {
            Row row = readRow();
            if (row == null || texts(row).stream().anyMatch(cell -> !cell.isBlank())) {
                return row;
            }
        }
    }

    private @Nullable Row readRow() throws IOException {
        try {
            if (!rows.hasNext()) {
                return null;
            }
            Row row = rows.next();
            read = row.getRowNum();
            return row;
        } catch (ExcelReaderException | DateTimeException | NumberFormatException e) {
            throw new SourceRefused(new SourceRefusal.BrokenWorkbook());
        }
    }

    @Override
    public List<SourceColumn> columns() {
        return columns;
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        while (true) {
            Row row = waiting;
            waiting = null;
            if (row == null) {
                row = readRow();
            }
            if (row == null) {
                read = Long.MAX_VALUE;
                return null;
            }
            SourceRow found = row(row);
            if (found != null) {
                return found;
            }
        }
    }

    private @Nullable SourceRow row(Row row) {
        int width = columns.size();
        String[] cells = new String[width];
        CellKind[] kinds = new CellKind[width];
        List<RowProblem> problems = List.of();
        boolean blank = true;
        int filled = 0;
        for (int i = 0; i < Math.max(width, row.getCellCount()); i++) {
            Reading reading = i < row.getCellCount() ? Reading.of(row.getCell(i)) : Reading.EMPTY;
            if (!reading.text().isBlank()) {
                blank = false;
                filled = i + 1;
            }
            if (i < width) {
                Cleaned cleaned = Cleaned.of(reading.text(), i);
                cells[i] = cleaned.text();
                kinds[i] = reading.kind();
                if (cleaned.problem() != null) {
                    problems = DelimitedCursor.with(problems, cleaned.problem());
                }
            }
        }
        if (blank) {
            return null;
        }
        if (filled > width) {
            problems = DelimitedCursor.with(problems, new RowProblem.TooManyCells(width, filled));
        }
        return new SourceRow(row.getRowNum(), cells, kinds, problems);
    }

    /** A workbook is read out of an archive, so its place in the file is only estimated. */
    @Override
    public long position() {
        return read == Long.MAX_VALUE ? size : Math.min(size, read * 40);
    }

    @Override
    public void close() throws IOException {
        stream.close();
        workbook.close();
    }

    /** What a cell shows, in one notation whatever the language of the workbook. */
    private record Reading(String text, CellKind kind) {
        static final Reading EMPTY = new Reading("", CellKind.TEXT);

        static Reading of(@Nullable Cell cell) {
            if (cell == null || cell.getType() == CellType.EMPTY) {
                return EMPTY;
            }
            return switch (cell.getType()) {
                case NUMBER -> number(cell);
                case BOOLEAN ->
                    new Reading(String.valueOf(cell.getRawValue()).equals("1") ? "true" : "false", CellKind.YES_NO);
                case FORMULA -> formula(cell);
                case ERROR, EMPTY -> EMPTY;
                case STRING -> new Reading(text(cell), CellKind.TEXT);
            };
        }

        private static String text(Cell cell) {
            Object value = cell.getValue();
            return value == null ? "" : value.toString();
        }

        private static Reading formula(Cell cell) {
            return switch (cell.getValue()) {
                case null -> EMPTY;
                case BigDecimal number -> decimal(number, format(cell));
                case Boolean yes -> new Reading(yes.toString(), CellKind.YES_NO);
                default -> new Reading(text(cell), CellKind.TEXT);
            };
        }

        private static Reading number(Cell cell) {
            String format = format(cell);
            if (isDate(cell.getDataFormatId(), format)) {
                try {
                    return moment(cell.asDate());
                } catch (RuntimeException e) {
                    return new Reading(String.valueOf(cell.getRawValue()), CellKind.TEXT);
                }
            }
            return decimal(cell.asNumber(), format);
        }

        private static String format(Cell cell) {
            return cell.getDataFormatString() == null ? "" : cell.getDataFormatString();
        }

        private static Reading moment(LocalDateTime moment) {
            return moment.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? new Reading(moment.toLocalDate().toString(), CellKind.DATE)
                    : new Reading(MOMENT.format(moment), CellKind.DATE_TIME);
        }

        private static Reading decimal(BigDecimal value, String format) {
            BigDecimal rounded = value.round(DIGITS);
            boolean percent = format.contains("%");
            BigDecimal shown = (percent ? rounded.movePointRight(2) : rounded).stripTrailingZeros();
            return new Reading(shown.toPlainString(), percent ? CellKind.PERCENT : CellKind.NUMBER);
        }

        private static boolean isDate(@Nullable Integer id, String format) {
            if (id != null
                    && (id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58)) {
                return true;
            }
            String bare = format.replaceAll("\"[^\"]*\"|\\[[^]]*]|\\\\.", "").toLowerCase(Locale.ROOT);
            return !bare.equals("general")
                    && (bare.contains("y") || bare.contains("d") || bare.contains("h") && bare.contains("m"));
        }
    }
}
