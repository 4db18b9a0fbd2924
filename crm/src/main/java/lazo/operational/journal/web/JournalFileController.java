package lazo.operational.journal.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lazo.kernel.audit.Audit;
import lazo.kernel.identity.Actor;
import lazo.kernel.transfer.SafeCell;
import lazo.operational.journal.JournalLists;
import lazo.operational.journal.JournalLists.FileLine;
import lazo.operational.journal.JournalLists.Query;
import lazo.operational.journal.web.Books.Days;
import lazo.operational.journal.web.Books.Frame;
import lazo.platform.web.Screen;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The journal as a file for the accountant. */
@Controller
class JournalFileController {
    private static final int FLUSH_EVERY = 500;
    private static final int MOST_ROWS = 1_000_000;

    private final Books books;
    private final JournalLists lists;
    private final Audit audit;

    JournalFileController(Books books, JournalLists lists, Audit audit) {
        this.books = books;
        this.lists = lists;
        this.audit = audit;
    }

    private static List<String> header(Screen screen) {
        return Stream.of("number", "date", "text", "account", "name", "customer", "debit", "credit")
                .map(name -> screen.t("journal.col." + name))
                .toList();
    }

    private void begin(HttpServletResponse response, String type, Days days, String ending, Actor actor) {
        Books.exporting(actor);
        String name = "journal-" + days.from() + "-" + days.until() + ending;
        audit.note(actor.id(), "export", "journal_entry", null, null, Map.of("file", name));
        response.setContentType(type);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        response.setHeader("Cache-Control", "no-store, private");
    }

    private static String customer(FileLine line) {
        return line.customer() == null ? "" : "" + line.customer();
    }

    @GetMapping("/journal/export.csv")
    void csv(
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String source,
            Screen screen,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        Days days = Days.of(from, until, screen);
        begin(response, "text/csv;charset=UTF-8", days, ".csv", actor);
        Query query = JournalController.query(days, account.matches("\\d{0,12}") ? account : "", source);
        Frame frame = books.frame(actor);
        char decimal = DecimalFormatSymbols.getInstance(screen.locale()).getDecimalSeparator();
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        out.write('\uFEFF');
        try (CsvWriter csv =
                CsvWriter.builder().fieldSeparator(decimal == ',' ? ';' : ',').build(out)) {
            csv.writeRecord(header(screen));
            lists.forEach(
                    query,
                    line -> csv.writeRecord(
                            line.year() + "/" + line.number(),
                            "" + line.day(),
                            SafeCell.of(Books.text(line.source(), line.step(), line.description(), screen)),
                            line.account(),
                            SafeCell.of(frame.name(line.account(), screen)),
                            customer(line),
                            figure(line.debit(), decimal),
                            figure(line.credit(), decimal)));
        }
    }

    private static String figure(BigDecimal amount, char decimal) {
        return amount.stripTrailingZeros().scale() < 2
                ? amount.setScale(2).toPlainString().replace('.', decimal)
                : amount.stripTrailingZeros().toPlainString().replace('.', decimal);
    }

    @GetMapping("/journal/export.xlsx")
    void workbook(
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String source,
            Screen screen,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        Days days = Days.of(from, until, screen);
        begin(response, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", days, ".xlsx", actor);
        Query query = JournalController.query(days, account.matches("\\d{0,12}") ? account : "", source);
        Frame frame = books.frame(actor);
        try (Workbook workbook = new Workbook(response.getOutputStream(), "Lazo", "1.0")) {
            Sheets sheets = new Sheets(workbook, screen);
            lists.forEach(query, line -> sheets.write(line, frame));
            sheets.finish();
        }
    }

    /** A sheet that is full is followed by another. */
    private static final class Sheets {
        private final Workbook workbook;
        private final Screen screen;
        private Worksheet sheet;
        private int count;
        private int row;

        Sheets(Workbook workbook, Screen screen) {
            this.workbook = workbook;
            this.screen = screen;
            this.sheet = begin();
        }

        private Worksheet begin() {
            count++;
            row = 1;
            Worksheet begun = workbook.newWorksheet(screen.t("journal.title") + (count == 1 ? "" : " " + count));
            List<String> names = header(screen);
            for (int i = 0; i < names.size(); i++) {
                begun.inlineString(0, i, names.get(i));
                begun.style(0, i).bold().set();
            }
            begun.freezePane(0, 1);
            return begun;
        }

        void write(FileLine line, Frame frame) {
            try {
                if (row > MOST_ROWS) {
                    sheet.finish();
                    sheet = begin();
                }
                sheet.inlineString(row, 0, line.year() + "/" + line.number());
                sheet.value(row, 1, line.day());
                sheet.style(row, 1).format("yyyy-mm-dd").set();
                String text = Books.text(line.source(), line.step(), line.description(), screen);
                sheet.inlineString(row, 2, text.replaceAll("\\p{Cntrl}", " "));
                sheet.inlineString(row, 3, line.account());
                sheet.inlineString(row, 4, frame.name(line.account(), screen));
                sheet.inlineString(row, 5, customer(line));
                sheet.value(row, 6, line.debit());
                sheet.value(row, 7, line.credit());
                row++;
                if (row % FLUSH_EVERY == 0) {
                    sheet.flush();
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        void finish() throws IOException {
            sheet.finish();
            workbook.finish();
        }
    }
}
