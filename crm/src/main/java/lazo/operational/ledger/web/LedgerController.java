package lazo.operational.ledger.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazo.kernel.audit.Audit;
import lazo.kernel.filter.Period;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.ObjectPermission;
import lazo.kernel.identity.Scope;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.transfer.SafeCell;
import lazo.operational.einvoice.TaxInvoice;
import lazo.operational.ledger.InvoiceBook;
import lazo.operational.ledger.Receivables;
import lazo.operational.ledger.Receivables.Age;
import lazo.operational.ledger.Receivables.Ageing;
import lazo.operational.ledger.Receivables.Line;
import lazo.platform.web.Option;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who owes what, and the book of issued invoices: to look at and as a file for the accountant. */
@Controller
class LedgerController {
    private static final int MOST_LINES = 500;
    private static final List<Period> PERIODS = List.of(
            Period.THIS_QUARTER,
            Period.LAST_QUARTER,
            Period.THIS_MONTH,
            Period.LAST_MONTH,
            Period.THIS_YEAR,
            Period.LAST_YEAR);

    private final Receivables receivables;
    private final InvoiceBook book;
    private final ObjectTypes types;
    private final Records records;
    private final Audit audit;
    private final Templates templates;

    LedgerController(
            Receivables receivables,
            InvoiceBook book,
            ObjectTypes types,
            Records records,
            Audit audit,
            Templates templates) {
        this.receivables = receivables;
        this.book = book;
        this.types = types;
        this.records = records;
        this.audit = audit;
        this.templates = templates;
    }

    private static ObjectPermission seeing(Actor actor, boolean all) {
        ObjectPermission may = actor.on("invoice");
        if (may.see() == Scope.NONE || all && may.see() != Scope.ALL) {
            throw Problem.forbidden("LED-403", "ledger.forbidden");
        }
        return may;
    }

    private static void exporting(Actor actor, boolean all) {
        ObjectPermission may = seeing(actor, all);
        if (may.export() != may.see()) {
            throw Problem.forbidden("LED-403", "ledger.forbidden");
        }
    }

    @GetMapping("/receivables")
    Page receivables(Screen screen, Actor actor) {
        ObjectPermission may = seeing(actor, false);
        List<Ageing> ageings = receivables.of(actor, screen.today());
        Stream<Line> shown =
                ageings.stream().flatMap(ageing -> ageing.lines().stream().limit(ReceivablesPage.MOST));
        return Page.of(templates.ledgerReceivables(
                screen,
                new ReceivablesPage(
                        ageings, customers(shown, actor), may.see() != Scope.ALL, may.export() == may.see())));
    }

    private Map<Long, StoredRecord> customers(Stream<Line> lines, Actor actor) {
        return lines.filter(line -> line.id() != null).collect(Collectors.groupingBy(Line::object)).entrySet().stream()
                .flatMap(one -> records
                        .find(
                                types.load(one.getKey()),
                                one.getValue().stream()
                                        .map(line -> Objects.requireNonNull(line.id()))
                                        .distinct()
                                        .toList(),
                                actor)
                        .stream())
                .collect(Collectors.toMap(StoredRecord::id, Function.identity()));
    }

    @GetMapping("/receivables/export.csv")
    void receivablesFile(Screen screen, Actor actor, HttpServletResponse response) throws IOException {
        exporting(actor, false);
        List<Ageing> ageings = receivables.of(actor, screen.today());
        Map<Long, StoredRecord> customers =
                customers(ageings.stream().flatMap(ageing -> ageing.lines().stream()), actor);
        audit.note(actor.id(), "export", "invoice", null, null, Map.of("file", "receivables"));
        try (CsvWriter csv = csv(response, screen, "receivables-" + screen.today())) {
            List<String> header = new ArrayList<>(
                    List.of(screen.t("ledger.customer"), screen.t("ledger.currency"), screen.t("ledger.invoices")));
            Stream.of(Age.values()).map(age -> screen.t("ledger.age." + age)).forEach(header::add);
            header.add(screen.t("ledger.total"));
            csv.writeRecord(header);
            for (Ageing ageing : ageings) {
                for (Line line : ageing.lines()) {
                    List<String> cells = new ArrayList<>(List.of(
                            Optional.ofNullable(line.id())
                                    .map(customers::get)
                                    .map(customer -> SafeCell.of(customer.title()))
                                    .orElse(""),
                            ageing.currency(),
                            "" + line.amounts().invoices()));
                    Stream.of(Age.values())
                            .map(age -> figure(line.amounts().of(age), screen))
                            .forEach(cells::add);
                    cells.add(figure(line.amounts().total(), screen));
                    csv.writeRecord(cells);
                }
            }
        }
    }

    private static Period period(String key) {
        return Period.ofKey(key).filter(PERIODS::contains).orElse(Period.THIS_QUARTER);
    }

    @GetMapping("/invoice-book")
    Page book(@RequestParam(defaultValue = "") String period, Screen screen, Actor actor) {
        ObjectPermission may = seeing(actor, true);
        Period asked = period(period);
        Period.Days days = asked.days(screen.today());
        return Page.of(templates.ledgerBook(
                screen,
                new BookPage(
                        days.first(),
                        days.last(),
                        asked.key(),
                        PERIODS.stream()
                                .map(one -> new Option(one.key(), screen.t("filter.period." + one.key())))
                                .toList(),
                        book.read(days.first(), days.last(), MOST_LINES),
                        may.export() == Scope.ALL)));
    }

    @GetMapping("/invoice-book/export.csv")
    void bookFile(
            @RequestParam(defaultValue = "") String period, Screen screen, Actor actor, HttpServletResponse response)
            throws IOException {
        exporting(actor, true);
        Period.Days days = period(period).days(screen.today());
        audit.note(
                actor.id(),
                "export",
                "invoice",
                null,
                null,
                Map.of("file", "invoice-book", "days", days.first() + "/" + days.last()));
        try (CsvWriter csv = csv(response, screen, "invoice-book-" + days.first() + "-" + days.last())) {
            csv.writeRecord(Stream.of(
                            "number",
                            "date",
                            "operation",
                            "kind",
                            "customer",
                            "tax-id",
                            "tax",
                            "percent",
                            "base",
                            "tax-amount",
                            "surcharge",
                            "withheld",
                            "total",
                            "currency",
                            "corrects")
                    .map(name -> screen.t("ledger.col." + name))
                    .toList());
            book.forEach(days.first(), days.last(), line -> csv.writeRecord(cells(line, screen)));
        }
    }

    private static List<String> cells(InvoiceBook.Line line, Screen screen) {
        TaxInvoice legal = line.legal();
        TaxInvoice.Party buyer = legal.parties().buyer();
        TaxInvoice.Withholding withheld = line.total() == null ? null : legal.withholding();
        return List.of(
                legal.id().text(),
                legal.id().issued().toString(),
                Objects.requireNonNullElse(legal.supply().on(), legal.id().issued())
                        .toString(),
                legal.kind().name(),
                buyer == null ? "" : SafeCell.of(buyer.name()),
                buyer == null || buyer.taxId() == null
                        ? ""
                        : SafeCell.of(buyer.taxId().value()),
                BookPage.label(line.rate(), screen),
                figure(line.rate().percent(), screen),
                figure(line.amounts().base(), screen),
                figure(line.amounts().amount(), screen),
                figure(line.amounts().surcharge(), screen),
                withheld == null ? "" : figure(withheld.amount(), screen),
                figure(line.total(), screen),
                legal.currency(),
                String.join(" ", line.content().corrected()));
    }

    private static String figure(@Nullable BigDecimal number, Screen screen) {
        return number == null ? "" : number.toPlainString().replace('.', decimal(screen));
    }

    private static char decimal(Screen screen) {
        return DecimalFormatSymbols.getInstance(screen.locale()).getDecimalSeparator();
    }

    /** As spreadsheets of the reader's country take it. */
    private static CsvWriter csv(HttpServletResponse response, Screen screen, String name) throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
        response.setHeader("Cache-Control", "no-store, private");
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        out.write('\uFEFF');
        return CsvWriter.builder()
                .fieldSeparator(decimal(screen) == ',' ? ';' : ',')
                .build(out);
    }
}
