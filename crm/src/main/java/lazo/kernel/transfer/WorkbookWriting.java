package lazo.kernel.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** A workbook. Texts are written as texts, so none is ever computed; a sheet that is full is followed by another. */
final class WorkbookWriting implements ExportWriter {
    private static final int MOST_ROWS = 1_000_000;
    private static final int FLUSH_EVERY = 500;
    /** The most a cell holds. */
    private static final int LONGEST = 32_767;

    private final ExportCells cells;
    private final Workbook workbook;
    private final String name;
    private Worksheet sheet;
    private int sheets = 1;
    private int row = 1;

    WorkbookWriting(ObjectType type, List<ObjectField> columns, Exports.Style style, OutputStream out)
            throws IOException {
        cells = new ExportCells(type, columns, style);
        workbook = new Workbook(out, "Lazo", "1.0");
        name = type.plural().in(style.locale()).replaceAll("[\\\\/*?:\\[\\]]", " ");
        sheet = begin();
    }

    private Worksheet begin() {
        String title = sheets == 1 ? name : name + " " + sheets;
        Worksheet begun = workbook.newWorksheet(title.length() > 31 ? title.substring(0, 31) : title);
        List<String> headers = cells.headers();
        for (int i = 0; i < headers.size(); i++) {
            begun.inlineString(0, i, headers.get(i));
            begun.style(0, i).bold().set();
        }
        begun.freezePane(0, 1);
        return begun;
    }

    @Override
    public void write(StoredRecord record, ExportNames names) throws IOException {
        if (row > MOST_ROWS) {
            sheet.finish();
            sheets++;
            row = 1;
            sheet = begin();
        }
        List<@Nullable Object> values = cells.cells(record, names);
        for (int i = 0; i < values.size(); i++) {
            put(i, values.get(i));
        }
        row++;
        if (row % FLUSH_EVERY == 0) {
            sheet.flush();
        }
    }

    private void put(int column, @Nullable Object cell) {
        switch (cell) {
            case null -> {}
            case BigDecimal number -> {
                if (number.precision() > 15) {
                    sheet.inlineString(row, column, number.toPlainString());
                } else {
                    sheet.value(row, column, number);
                }
            }
            case LocalDate date -> {
                sheet.value(row, column, date);
                sheet.style(row, column).format("yyyy-mm-dd").set();
            }
            case LocalDateTime moment -> {
                sheet.value(row, column, moment);
                sheet.style(row, column).format("yyyy-mm-dd hh:mm:ss").set();
            }
            default -> {
                String text = withoutControls(cell.toString());
                sheet.inlineString(row, column, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
            }
        }
    }

    /** XML has no place for control characters. */
    private static String withoutControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == '\uFFFE' || c == '\uFFFF') {
                return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "");
            }
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        sheet.finish();
        workbook.finish();
    }
}
