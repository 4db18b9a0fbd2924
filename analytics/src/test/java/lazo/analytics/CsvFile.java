package lazo.analytics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Test data beside the tests, as rows of cells; quoted cells may hold commas. */
public final class CsvFile {
    private CsvFile() {}

    /** All rows of {@code data/<name>}, without the first when it is a heading. */
    public static List<List<String>> rows(String name, boolean heading) {
        try (InputStream file = Objects.requireNonNull(CsvFile.class.getResourceAsStream("/data/" + name), name);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(file) : file;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return lines.lines().skip(heading ? 1 : 0).map(CsvFile::cells).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One column of numbers. */
    public static double[] column(String name, int column) {
        return rows(name, true).stream()
                .mapToDouble(row -> Double.parseDouble(row.get(column)))
                .toArray();
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
