package lazo.kernel.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.StoredRecord;

/** One form of file, written from beginning to end. */
sealed interface ExportWriter extends Closeable permits CsvWriting, WorkbookWriting, JsonWriting {
    void write(StoredRecord record, ExportNames names) throws IOException;

    static ExportWriter of(
            ExportFormat format, ObjectType type, List<ObjectField> columns, Exports.Style style, OutputStream out)
            throws IOException {
        return switch (format) {
            case CSV -> new CsvWriting(type, columns, style, out);
            case XLSX -> new WorkbookWriting(type, columns, style, out);
            case JSON -> new JsonWriting(columns, out);
        };
    }
}
