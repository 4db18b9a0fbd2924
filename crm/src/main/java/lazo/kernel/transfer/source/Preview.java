package lazo.kernel.transfer.source;

import java.util.List;

/** The columns of a file and its first rows. */
public record Preview(List<SourceColumn> columns, List<SourceRow> rows) {
    public Preview {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
