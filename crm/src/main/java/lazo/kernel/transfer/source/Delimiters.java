package lazo.kernel.transfer.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Separator, quotation mark and header of a text file, judged from its beginning. */
final class Delimiters {
    private static final char[] SEPARATORS = {';', ',', '\t', '|'};
    private static final int ROWS = 200;

    private Delimiters() {}

    static Format.Delimited judge(String sample, Charset charset) {
        Character declared = declared(sample);
        int skipped = declared == null ? 0 : 1;
        String table = declared == null ? sample : sample.substring(firstLineEnd(sample));
        Character quote = quote(table);
        Trial best = null;
        for (char separator : declared == null ? SEPARATORS : new char[] {declared}) {
            Trial trial = Trial.of(table, separator, quote);
            if (best == null || trial.score() > best.score() + 1e-9) {
                best = trial;
            }
        }
        if (best == null || best.records().isEmpty()) {
            return new Format.Delimited(charset, ';', quote, true, skipped);
        }
        List<List<String>> rows = best.rows();
        int before = Headers.rowsBefore(rows);
        long preamble = before == 0 ? 0 : best.records().get(before).getStartingLineNumber() - 1;
        boolean header = Headers.isHeader(rows.subList(before, rows.size()));
        return new Format.Delimited(charset, best.separator(), quote, header, skipped + (int) preamble);
    }

    /** Excel writes {@code sep=;} on a line of its own. */
    private static @Nullable Character declared(String sample) {
        String line = sample.substring(0, Math.min(sample.length(), firstLineEnd(sample)))
                .strip();
        String bare = line.startsWith("\"") && line.endsWith("\"") && line.length() > 2
                ? line.substring(1, line.length() - 1)
                : line;
        if (bare.length() == 5 && bare.regionMatches(true, 0, "sep=", 0, 4)) {
            return bare.charAt(4);
        }
        return sample.regionMatches(true, 0, "sep=\t", 0, 5) ? Character.valueOf('\t') : null;
    }

    private static int firstLineEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                return i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
        return text.length();
    }

    /** Double quotes unless the values are plainly wrapped in single ones. */
    private static Character quote(String sample) {
        int wrapped = 0;
        for (int i = 1; i + 1 < sample.length(); i++) {
            if (sample.charAt(i) == '\'' && separates(sample.charAt(i - 1)) && sample.charAt(i + 1) != '\'') {
                wrapped++;
            }
            if (sample.charAt(i) == '"' && (separates(sample.charAt(i - 1)) || separates(sample.charAt(i + 1)))) {
                return '"';
            }
        }
        int closed = 0;
        for (int i = 1; i + 1 < sample.length(); i++) {
            if (sample.charAt(i) == '\'' && separates(sample.charAt(i + 1))) {
                closed++;
            }
        }
        return wrapped >= 2 && closed >= 2 && Math.abs(wrapped - closed) <= Math.max(2, wrapped / 5) ? '\'' : '"';
    }

    private static boolean separates(char c) {
        return c == ';' || c == ',' || c == '\t' || c == '|' || c == '\n' || c == '\r';
    }

    /** The sample read with one separator: good when most rows have the same number of cells, and more than one. */
    private record Trial(char separator, List<CsvRecord> records, double score) {
        static Trial of(String sample, char separator, Character quote) {
            List<CsvRecord> records = new ArrayList<>();
            try (CsvReader<CsvRecord> reader = DelimitedCursor.builder(separator, quote)
                    .allowUnclosedQuote(true)
                    .ofCsvRecord(new StringReader(sample))) {
                for (CsvRecord record : reader) {
                    records.add(record);
                    if (records.size() == ROWS) {
                        break;
                    }
                }
            } catch (CsvParseException | java.io.IOException | java.io.UncheckedIOException e) {
                return new Trial(separator, records, 0);
            }
            return new Trial(separator, records, scoreOf(records));
        }

        private static double scoreOf(List<CsvRecord> records) {
            if (records.isEmpty()) {
                return 0;
            }
            Map<Integer, Integer> widths = new HashMap<>();
            int usual = 1;
            for (CsvRecord record : records) {
                int times = widths.merge(record.getFieldCount(), 1, Integer::sum);
                int most = widths.getOrDefault(usual, 0);
                if (times > most || times == most && record.getFieldCount() > usual) {
                    usual = record.getFieldCount();
                }
            }
            if (usual < 2) {
                return records.stream().anyMatch(record -> record.getFieldCount() > 1) ? 0.01 : 0;
            }
            double steady = widths.getOrDefault(usual, 0) / (double) records.size();
            double headed = records.get(0).getFieldCount() == usual ? 1 : 0.7;
            return steady * steady * headed * (1 - 1.0 / usual);
        }

        List<List<String>> rows() {
            return records.stream().map(CsvRecord::getFields).toList();
        }
    }
}
