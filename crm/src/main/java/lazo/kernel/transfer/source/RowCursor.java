package lazo.kernel.transfer.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks a file once, row by row. Rows in which every cell is empty are passed over. */
public interface RowCursor extends Closeable {
    List<SourceColumn> columns();

    /** The next row, or null at the end. */
    @Nullable
    SourceRow next() throws IOException;

    /** How much of the file has been read, in bytes; goes up to {@link SourceFile#size()}. */
    long position();
}
