package lazo.analytics.classify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A table of a public data set, as text. */
public record DataSet(List<String> header, List<String[]> rows) {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+([eE][-+]?[0-9]+)?");

    public static boolean present(String path) {
        return DataSet.class.getResource("/data/" + path) != null;
    }

    public static DataSet read(String path, char separator) {
        try (InputStream raw = DataSet.class.getResourceAsStream("/data/" + path);
                InputStream plain = path.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return read(plain, separator);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static DataSet read(InputStream text, char separator) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        List<String> header = Arrays.asList(split(reader.readLine(), separator));
        List<String[]> rows = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            rows.add(split(line, separator));
        }
        return new DataSet(header, rows);
    }

    private static String[] split(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells.toArray(String[]::new);
    }

    public String[] text(String column) {
        int j = header.indexOf(column);
        if (j < 0) {
            throw new IllegalArgumentException("No column " + column + " among " + header);
        }
        return rows.stream().map(row -> row[j]).toArray(String[]::new);
    }

    /** Numbers; empty and NA are {@code missing}. */
    public double[] numbers(String column, double missing) {
        return Arrays.stream(text(column))
                .mapToDouble(cell -> cell.isEmpty() || cell.equals("NA") ? missing : Double.parseDouble(cell))
                .toArray();
    }

    public double[] numbers(String column) {
        return numbers(column, Double.NaN);
    }

    public boolean[] is(String column, String value) {
        String[] text = text(column);
        boolean[] is = new boolean[text.length];
        for (int i = 0; i < is.length; i++) {
            is[i] = text[i].equals(value);
        }
        return is;
    }

    /** All columns but those left out; a column is numbers when every cell is. */
    public List<Column> columns(Set<String> leftOut) {
        List<Column> columns = new ArrayList<>();
        for (String name : header) {
            if (leftOut.contains(name)) {
                continue;
            }
            boolean numeric = Arrays.stream(text(name)).allMatch(DataSet::numeric);
            columns.add(numeric ? new Column.Numbers(name, numbers(name, 0)) : new Column.Labels(name, text(name)));
        }
        return columns;
    }

    private static boolean numeric(String cell) {
        return cell.isEmpty() || cell.equals("NA") || NUMBER.matcher(cell).matches();
    }

    /** The three data sets of the reference figures of churn, leads and credit. */
    public enum Known {
        TELCO("telco-churn/wa_churn.csv.gz", ',', "churn", "Yes", Set.of("churn")),
        BANK("bank-marketing/bank-additional-full.csv.gz", ';', "y", "yes", Set.of("y", "duration")),
        GERMAN("german-credit/germancredit.csv.gz", ',', "creditability", "bad", Set.of("creditability"));

        private static final Map<Known, Loaded> LOADED = new TreeMap<>();
        private final String path;
        private final char separator;
        private final String outcome;
        private final String yes;
        private final Set<String> leftOut;

        Known(String path, char separator, String outcome, String yes, Set<String> leftOut) {
            this.path = path;
            this.separator = separator;
            this.outcome = outcome;
            this.yes = yes;
            this.leftOut = leftOut;
        }

        public synchronized Loaded load() {
            return LOADED.computeIfAbsent(this, _ -> {
                DataSet data = DataSet.read(path, separator);
                List<Column> columns = data.columns(leftOut);
                return new Loaded(data, columns, Encoding.of(columns).encode(columns), data.is(outcome, yes));
            });
        }
    }

    public record Loaded(DataSet data, List<Column> columns, Features features, boolean[] outcomes) {}
}
