package lazo.kernel.transfer.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lazo.kernel.access.Access;
import lazo.kernel.filter.UnanswerableFilter;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.FieldValues;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.web.ListPages;
import lazo.kernel.record.web.Names;
import lazo.kernel.record.web.RecordNames;
import lazo.kernel.transfer.ImportRun;
import lazo.kernel.transfer.Imports;
import lazo.kernel.transfer.RowNote;
import lazo.kernel.transfer.SafeCell;
import lazo.kernel.transfer.source.RowCursor;
import lazo.kernel.transfer.source.SourceColumn;
import lazo.kernel.transfer.source.SourceRow;
import lazo.kernel.view.ViewState;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Files that leave Lazo: any list as CSV, XLSX or JSON, and the rows an import rejected. */
@Controller
class FileController {
    private static final int BATCH = 500;
    private static final int ROWS_OF_A_SHEET = 1_000_000;

    private final ObjectTypes types;
    private final ListPages pages;
    private final Records records;
    private final Access access;
    private final RecordNames names;
    private final Imports imports;

    FileController(
            ObjectTypes types, ListPages pages, Records records, Access access, RecordNames names, Imports imports) {
        this.types = types;
        this.pages = pages;
        this.records = records;
        this.access = access;
        this.names = names;
        this.imports = imports;
    }

    /** Takes one row of text, in the order of the columns. */
    private interface Rows {
        void row(List<String> cells) throws IOException;
    }

    /** What is asked for, with the fields the actor may see. */
    private record Asked(ObjectType type, RecordQuery query, List<ObjectField> fields) {}

    private Asked asked(String object, MultiValueMap<String, String> params, Screen screen, Actor actor) {
        ObjectType type =
                types.find(object).orElseThrow(() -> Problem.notFound("REC-401", "record.problem.no-object", object));
        ViewState state = pages.state(type, params, actor);
        RecordQuery query = pages.query(state);
        try {
            records.check(type, state.filter(), actor, screen.zone());
        } catch (UnanswerableFilter unanswerable) {
            throw Problem.notFound(
                    "REC-406",
                    "filter.problem." + unanswerable.reason().name().toLowerCase(java.util.Locale.ROOT),
                    unanswerable.condition().field());
        }
        var mask = access.mask(actor, type);
        return new Asked(
                type,
                query,
                state.shownFields().stream()
                        .filter(field -> mask.shows(field.key()))
                        .toList());
    }

    @GetMapping("/o/{object}/export.csv")
    void csv(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        Asked asked = asked(object, params, screen, actor);
        head(response, "text/csv;charset=UTF-8", object + ".csv");
        try (OutputStreamWriter out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
            out.write('\uFEFF');
            CsvWriter csv = CsvWriter.builder()
                    .fieldSeparator(screen.lang().equals("es") ? ';' : ',')
                    .build(out);
            csv.writeRecord(headers(asked, screen));
            each(
                    asked,
                    screen,
                    actor,
                    cells -> csv.writeRecord(cells.stream().map(SafeCell::of).toList()));
            csv.flush();
        }
    }

    @GetMapping("/o/{object}/export.xlsx")
    void xlsx(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        Asked asked = asked(object, params, screen, actor);
        head(response, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", object + ".xlsx");
        try (OutputStream out = response.getOutputStream();
                Workbook workbook = new Workbook(out, "Lazo", "1.0")) {
            Sheets sheets = new Sheets(workbook, headers(asked, screen));
            each(asked, screen, actor, sheets::row);
            sheets.close();
        }
    }

    /** A workbook's sheets: a new one when one is full; texts stay texts, so no cell is ever a formula. */
    private static final class Sheets {
        private final Workbook workbook;
        private final List<String> headers;
        private Worksheet sheet;
        private int number = 1;
        private int row;

        Sheets(Workbook workbook, List<String> headers) {
            this.workbook = workbook;
            this.headers = headers;
            this.sheet = workbook.newWorksheet("1");
            write(headers);
        }

        void row(List<String> cells) throws IOException {
            if (row >= ROWS_OF_A_SHEET) {
                sheet.close();
                number++;
                sheet = workbook.newWorksheet(String.valueOf(number));
                row = 0;
                write(headers);
            }
            write(cells);
            if (row % BATCH == 0) {
                sheet.flush();
            }
        }

        private void write(List<String> cells) {
            for (int i = 0; i < cells.size(); i++) {
                sheet.value(row, i, cells.get(i));
            }
            row++;
        }

        void close() throws IOException {
            sheet.close();
        }
    }

    /** For machines: values as the history keeps them, keys instead of names. */
    @GetMapping("/o/{object}/export.json")
    void json(
            @PathVariable String object,
            @RequestParam MultiValueMap<String, String> params,
            Screen screen,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        Asked asked = asked(object, params, screen, actor);
        head(response, "application/json", object + ".json");
        try (JsonGenerator json = JsonMapper.builder().build().createGenerator(response.getOutputStream())) {
            json.writeStartArray();
            records.forEach(asked.query(), actor, screen.zone(), record -> {
                json.writeStartObject();
                json.writeNumberProperty("id", record.id());
                for (ObjectField field : asked.fields()) {
                    String value = FieldValues.canonical(field, record.value(field.key()));
                    if (value != null) {
                        json.writeStringProperty(field.key(), value);
                    }
                }
                json.writeEndObject();
            });
            json.writeEndArray();
        }
    }

    private static void head(HttpServletResponse response, String type, String name) {
        response.setContentType(type);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        response.setHeader("Cache-Control", "no-store");
    }

    private static List<String> headers(Asked asked, Screen screen) {
        return asked.fields().stream()
                .map(field -> SafeCell.of(field.label().in(screen.locale())))
                .toList();
    }

    /** Hands out the rows in batches, so that names are looked up together. */
    private void each(Asked asked, Screen screen, Actor actor, Rows rows) {
        List<StoredRecord> batch = new ArrayList<>();
        records.forEach(asked.query(), actor, screen.zone(), record -> {
            batch.add(record);
            if (batch.size() == BATCH) {
                flush(asked, batch, screen, actor, rows);
            }
        });
        flush(asked, batch, screen, actor, rows);
    }

    private void flush(Asked asked, List<StoredRecord> batch, Screen screen, Actor actor, Rows rows) {
        Names named = names.of(asked.type(), batch, actor);
        try {
            for (StoredRecord record : batch) {
                List<String> cells = new ArrayList<>();
                for (ObjectField field : asked.fields()) {
                    cells.add(cell(asked.type(), field, record, named, screen));
                }
                rows.row(cells);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        batch.clear();
    }

    private static String cell(ObjectType type, ObjectField field, StoredRecord record, Names named, Screen screen) {
        Object value = record.value(field.key());
        if (value == null) {
            return "";
        }
        return switch (field.type()) {
            case CHOICE ->
                field.choice((String) value)
                        .map(choice -> choice.label().in(screen.locale()))
                        .orElse((String) value);
            case STAGE ->
                type.stage((String) value)
                        .map(stage -> stage.label().in(screen.locale()))
                        .orElse((String) value);
            case MULTI_CHOICE ->
                record.words(field.key()).stream()
                        .map(key -> field.choice(key)
                                .map(choice -> choice.label().in(screen.locale()))
                                .orElse(key))
                        .collect(Collectors.joining("; "));
            case TAGS -> String.join("; ", record.words(field.key()));
            case USER -> named.user(value).map(user -> user.name()).orElse("");
            case LOOKUP -> named.record(value).orElse("");
            case NUMBER, PERCENT -> plain(record.number(field.key()), screen);
            case MONEY -> {
                var money = java.util.Objects.requireNonNull(record.money(field.key()));
                yield plain(money.amount(), screen) + (money.currency().equals("EUR") ? "" : " " + money.currency());
            }
            case DATE_TIME -> value.toString();
            case YES_NO -> screen.t(Boolean.TRUE.equals(value) ? "record.yes" : "record.no");
            case ADDRESS ->
                java.util.Objects.requireNonNull(record.address(field.key())).line();
            case TEXT, LONG_TEXT, EMAIL, PHONE, LINK, AUTO_NUMBER, DATE -> value.toString();
        };
    }

    private static String plain(java.math.@org.jspecify.annotations.Nullable BigDecimal number, Screen screen) {
        if (number == null) {
            return "";
        }
        char decimal =
                java.text.DecimalFormatSymbols.getInstance(screen.locale()).getDecimalSeparator();
        return number.toPlainString().replace('.', decimal);
    }

    /** The rows an import did not take, as they stood in the file, each with why. */
    @GetMapping("/import/{id}/rejected.csv")
    void rejected(@PathVariable long id, Screen screen, Actor actor, HttpServletResponse response) throws IOException {
        ImportRun run = imports.find(id, actor).orElseThrow(() -> Problem.notFound("IMP-404"));
        boolean trial = !run.state().hasWritten();
        Map<Long, String> reasons = new TreeMap<>();
        List<RowNote> notes = imports.problems(id, trial, 0, 10_000);
        Map<Integer, String> headers = new HashMap<>();
        run.knownProfile()
                .columns()
                .forEach(column ->
                        headers.put(column.column().position(), column.column().header()));
        while (!notes.isEmpty()) {
            for (RowNote note : notes) {
                if (note.fatal()) {
                    String where = headers.containsKey(note.position()) ? headers.get(note.position()) + ": " : "";
                    reasons.merge(
                            note.row(),
                            where + screen.t(note.messageKey(), note.arguments().toArray()),
                            (a, b) -> a + " · " + b);
                }
            }
            notes = imports.problems(id, trial, notes.getLast().row(), 10_000);
        }
        head(response, "text/csv;charset=UTF-8", "rechazadas-" + id + ".csv");
        try (OutputStreamWriter out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
                RowCursor cursor = run.file().open()) {
            out.write('\uFEFF');
            CsvWriter csv = CsvWriter.builder()
                    .fieldSeparator(screen.lang().equals("es") ? ';' : ',')
                    .build(out);
            List<String> head = new ArrayList<>(cursor.columns().stream()
                    .map(SourceColumn::header)
                    .map(SafeCell::of)
                    .toList());
            head.add(screen.t("import.why"));
            csv.writeRecord(head);
            long number = 0;
            for (SourceRow row = cursor.next(); row != null; row = cursor.next()) {
                number++;
                String why = reasons.get(number);
                if (why != null) {
                    List<String> cells = new ArrayList<>(
                            row.cells().stream().map(SafeCell::of).toList());
                    cells.add(SafeCell.of(why));
                    csv.writeRecord(cells);
                }
            }
            csv.flush();
        }
    }
}
