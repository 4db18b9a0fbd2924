package lazo.kernel.transfer;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * Text with a separator. Where the fraction begins with a comma, cells are parted by semicolons, as the spreadsheets of
 * those countries expect; dates are written year first, which all of them read.
 */
final class CsvWriting implements ExportWriter {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final ExportCells cells;
    private final CsvWriter csv;
    private final char decimal;

    CsvWriting(ObjectType type, List<ObjectField> columns, Exports.Style style, OutputStream out) throws IOException {
        cells = new ExportCells(type, columns, style);
        decimal = DecimalFormatSymbols.getInstance(style.locale()).getDecimalSeparator();
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 15);
        if (style.mark()) {
            text.write('\uFEFF');
        }
        csv = CsvWriter.builder()
                .fieldSeparator(decimal == ',' ? ';' : ',')
                .lineDelimiter(LineDelimiter.CRLF)
                .build(text);
        csv.writeRecord(cells.headers().stream().map(SafeCell::of).toList());
    }

    @Override
    public void write(StoredRecord record, ExportNames names) throws IOException {
        csv.writeRecord(cells.cells(record, names).stream().map(this::text).toList());
    }

    private String text(@Nullable Object cell) {
        return switch (cell) {
            case null -> "";
            case BigDecimal number -> number.toPlainString().replace('.', decimal);
            case LocalDateTime moment -> MOMENT.format(moment);
            case String text -> SafeCell.of(text);
            default -> cell.toString();
        };
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
