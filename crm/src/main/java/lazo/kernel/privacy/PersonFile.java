package lazo.kernel.privacy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.record.FieldValues;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.transfer.Imports;
import tools.jackson.databind.JsonNode;

/**
 * All that is kept of one person.
 *
 * @param records the person's own
 * @param tables every row in which they are, by table
 * @param files rows of files that were brought in and are still kept
 */
public record PersonFile(
        Instant at,
        List<StoredRecord> records,
        List<ConsentEvent> consents,
        Map<String, List<JsonNode>> tables,
        Map<String, Long> mentions,
        List<Imports.FoundRow> files) {

    /** How many rows there are, in tables and files. */
    public long rows() {
        return tables.values().stream().mapToLong(List::size).sum() + files.size();
    }

    public List<JsonNode> of(String table) {
        return tables.getOrDefault(table, List.of());
    }

    /** One value for a table of values: where it stands, in which row, what it is called. */
    public record Cell(String place, String row, String name, String value) {}

    /** The same as {@link #forMachines} has, value by value: the person's own facts first. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (StoredRecord record : records) {
            for (ObjectField field : record.type().allFields()) {
                Object value = record.value(field.key());
                if (value != null) {
                    String place = "person " + record.type().key();
                    Object written = FieldValues.canonical(field, value);
                    cells.add(new Cell(place, "" + record.id(), field.key(), String.valueOf(written)));
                }
            }
        }
        tables.forEach((table, rows) -> {
            for (int row = 0; row < rows.size(); row++) {
                String number = "" + (row + 1);
                rows.get(row).properties().forEach(fact -> {
                    if (!fact.getValue().isNull()) {
                        cells.add(new Cell(
                                table,
                                number,
                                fact.getKey(),
                                fact.getValue().asString(fact.getValue().toString())));
                    }
                });
            }
        });
        for (Imports.FoundRow row : files) {
            row.cells()
                    .forEach((name, value) -> cells.add(new Cell("file " + row.file(), "" + row.line(), name, value)));
        }
        return cells;
    }

    /** For a machine: the person's own facts first, by the keys of the fields, then everything else. */
    public Map<String, Object> forMachines() {
        List<Map<String, Object>> own = new ArrayList<>();
        for (StoredRecord record : records) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("object", record.type().key());
            facts.put("id", record.id());
            for (ObjectField field : record.type().allFields()) {
                Object value = record.value(field.key());
                if (value != null) {
                    facts.put(field.key(), FieldValues.canonical(field, value));
                }
            }
            own.add(facts);
        }
        Map<String, Object> manifest = new LinkedHashMap<>();
        tables.forEach((table, rows) ->
                manifest.put(table, Map.of("rows", rows.size(), "mentions", mentions.getOrDefault(table, 0L))));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", "lazo-person-1");
        all.put("at", at.toString());
        all.put("person", own);
        all.put("consents", consents);
        all.put("contents", manifest);
        all.put("tables", tables);
        all.put("files", files);
        return all;
    }
}
