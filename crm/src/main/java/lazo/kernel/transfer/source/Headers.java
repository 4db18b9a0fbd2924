package lazo.kernel.transfer.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a table has a first row of names, where it begins, and what its columns are called. */
final class Headers {
    private static final Pattern DATA = Pattern.compile(
            "[-+(]?[€$£]?\\s*[0-9][0-9.,\\s/:%€$£-]*[)]?|\\S+@\\S+\\.\\S+|https?://.*|\\d{4}-\\d{2}-\\d{2}.*");

    private Headers() {}

    /** The columns named by the first row of the table. */
    static List<SourceColumn> named(List<String> cells) {
        List<SourceColumn> columns = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String cell : cells) {
            String header = tidy(cell);
            int repeat = header.isEmpty() ? 1 : seen.merge(header.toLowerCase(Locale.ROOT), 1, Integer::sum);
            columns.add(new SourceColumn(columns.size(), header, repeat));
        }
        return columns;
    }

    static List<SourceColumn> unnamed(int width) {
        List<SourceColumn> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(new SourceColumn(i, "", 1));
        }
        return columns;
    }

    private static String tidy(String cell) {
        String header = cell.replace('\0', ' ').replaceAll("\\s+", " ").strip();
        return header.length() > 200 ? header.substring(0, 200) : header;
    }

    /**
     * How many rows stand before the table: titles and parameters that some exports write first. They are narrower
     * than the table, and the table goes on at its own width.
     */
    static int rowsBefore(List<List<String>> rows) {
        Map<Integer, Integer> widths = new HashMap<>();
        for (List<String> row : rows) {
            widths.merge(filledWidth(row), 1, Integer::sum);
        }
        int usual = 0;
        int most = 0;
        for (Map.Entry<Integer, Integer> width : widths.entrySet()) {
            if (width.getValue() > most || width.getValue() == most && width.getKey() > usual) {
                usual = width.getKey();
                most = width.getValue();
            }
        }
        if (usual < 2) {
            return 0;
        }
        for (int i = 0; i < Math.min(rows.size() - 1, 20); i++) {
            if (filled(rows.get(i)) * 2 > usual && filledWidth(rows.get(i)) * 2 > usual) {
                return i;
            }
        }
        return 0;
    }

    private static int filled(List<String> row) {
        int filled = 0;
        for (String cell : row) {
            if (!cell.isBlank()) {
                filled++;
            }
        }
        return filled;
    }

    private static int filledWidth(List<String> row) {
        int width = row.size();
        while (width > 0 && row.get(width - 1).isBlank()) {
            width--;
        }
        return width;
    }

    /** A first row is a header unless it looks like the rows below it: figures, addresses, or values that come again. */
    static boolean isHeader(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return false;
        }
        List<String> first = rows.get(0);
        Set<String> distinct = new HashSet<>();
        int named = 0;
        for (String cell : first) {
            String text = cell.strip();
            if (text.isEmpty()) {
                continue;
            }
            if (DATA.matcher(text).matches() || text.length() > 120) {
                return false;
            }
            named++;
            distinct.add(text.toLowerCase(Locale.ROOT));
        }
        if (named == 0 || rows.size() == 1) {
            return named > 0;
        }
        int again = 0;
        for (int column = 0; column < first.size(); column++) {
            String text = first.get(column).strip();
            if (text.isEmpty()) {
                continue;
            }
            for (int i = 1; i < rows.size(); i++) {
                if (column < rows.get(i).size()
                        && rows.get(i).get(column).strip().equalsIgnoreCase(text)) {
                    again++;
                    break;
                }
            }
        }
        return again * 2 <= named && distinct.size() * 2 >= named;
    }
}
