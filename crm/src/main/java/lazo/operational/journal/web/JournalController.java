package lazo.operational.journal.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Draft;
import lazo.operational.journal.Journal;
import lazo.operational.journal.Journal.Posted;
import lazo.operational.journal.JournalCatchUp;
import lazo.operational.journal.JournalEntry;
import lazo.operational.journal.JournalFailures;
import lazo.operational.journal.JournalLists;
import lazo.operational.journal.JournalLists.After;
import lazo.operational.journal.JournalLists.Found;
import lazo.operational.journal.JournalLists.Query;
import lazo.operational.journal.JournalLists.Statement;
import lazo.operational.journal.web.Books.Days;
import lazo.operational.journal.web.Books.Frame;
import lazo.operational.journal.web.EntryForm.Row;
import lazo.platform.web.Page;
import lazo.platform.web.Problem;
import lazo.platform.web.Screen;
import lazojte.Templates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The journal, the statement of an account and the trial balance, and entries that somebody types. */
@Controller
class JournalController {
    private static final int EMPTY_ROWS = 4;

    private final Books books;
    private final Journal journal;
    private final JournalLists lists;
    private final JournalFailures failures;
    private final JournalCatchUp catchUp;
    private final Templates templates;

    JournalController(
            Books books,
            Journal journal,
            JournalLists lists,
            JournalFailures failures,
            JournalCatchUp catchUp,
            Templates templates) {
        this.books = books;
        this.journal = journal;
        this.lists = lists;
        this.failures = failures;
        this.catchUp = catchUp;
        this.templates = templates;
    }

    static Query query(Days days, String account, String source) {
        return new Query(
                days.from(),
                days.until(),
                account.isBlank() ? null : account.strip(),
                Stream.of(JournalEntry.Source.values())
                        .filter(one -> one.name().equals(source))
                        .findFirst()
                        .orElse(null));
    }

    private static @Nullable After after(String text) {
        String[] parts = text.split("~", -1);
        LocalDate day = Books.day(parts[0]);
        return parts.length == 3 && day != null && parts[1].matches("\\d{1,18}") && parts[2].matches("\\d{1,6}")
                ? new After(day, Long.parseLong(parts[1]), Integer.parseInt(parts[2]))
                : null;
    }

    private static @Nullable String next(String query, @Nullable After after) {
        return after == null ? null : query + "&after=" + after.day() + "~" + after.entryId() + "~" + after.position();
    }

    @GetMapping("/journal")
    Page list(
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "") String after,
            Screen screen,
            Actor actor) {
        Books.reading(actor);
        Days days = Days.of(from, until, screen);
        Query query = query(days, account.matches("\\d{0,12}") ? account : "", source);
        Found found = lists.list(query, after(after));
        String asked = days.query()
                + "&account=" + Objects.requireNonNullElse(query.account(), "")
                + "&source=" + (query.source() == null ? "" : query.source());
        return Page.of(templates.journalList(
                screen,
                new JournalPage(
                        books.frame(actor),
                        days,
                        Objects.requireNonNullElse(query.account(), ""),
                        query.source() == null ? "" : query.source().name(),
                        found.entries(),
                        books.customersOf(found.entries(), actor),
                        asked,
                        next("/journal?" + asked, found.next()))));
    }

    private JournalEntry entry(long id) {
        return lists.find(id).orElseThrow(() -> Problem.notFound("JRN-404"));
    }

    @GetMapping("/journal/entries/{id:\\d{1,18}}")
    Page entry(@PathVariable long id, Screen screen, Actor actor) {
        Books.reading(actor);
        JournalEntry entry = entry(id);
        JournalEntry reversal = lists.find(JournalEntry.Source.REVERSAL, id).orElse(null);
        return Page.of(templates.journalEntry(
                screen, books.frame(actor), entry, reversal, books.customersOf(List.of(entry), actor)));
    }

    @GetMapping("/journal/accounts/{account:\\d{1,12}}")
    Page statement(
            @PathVariable String account,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String customer,
            @RequestParam(defaultValue = "") String after,
            Screen screen,
            Actor actor) {
        Books.reading(actor);
        Frame frame = books.frame(actor);
        if (!frame.accounts().containsKey(account)) {
            throw Problem.notFound("JRN-404");
        }
        Days days = Days.of(from, until, screen);
        Long of = customer.matches("\\d{1,18}") ? Long.valueOf(customer) : null;
        Statement statement = lists.statement(account, of, days.from(), days.until(), after(after));
        String asked = "/journal/accounts/" + account + "?" + days.query() + (of == null ? "" : "&customer=" + of);
        return Page.of(templates.journalStatement(
                screen,
                new StatementPage(
                        frame,
                        days,
                        account,
                        of,
                        statement,
                        books.customers(
                                Stream.concat(
                                                Stream.ofNullable(of),
                                                statement.movements().stream()
                                                        .flatMap(one -> Optional.ofNullable(one.customer()).stream()))
                                        .toList(),
                                actor),
                        next(asked, statement.next()))));
    }

    @GetMapping("/journal/balance")
    Page balance(
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            Screen screen,
            Actor actor) {
        Books.reading(actor);
        Days days = Days.of(from, until, screen);
        return Page.of(templates.journalBalance(
                screen, new BalancePage(books.frame(actor), days, lists.totals(days.from(), days.until()))));
    }

    @GetMapping("/journal/failures")
    Page failures(Screen screen, Actor actor) {
        Books.reading(actor);
        return Page.of(templates.journalFailures(screen, books.frame(actor), failures.all()));
    }

    @PostMapping("/journal/failures/retry")
    Page retry(Screen screen, Actor actor) {
        Books.keeping(actor);
        return Page.redirect("/journal/failures").toast(screen.t("journal.failures.tried", catchUp.retry()));
    }

    @GetMapping("/journal/entries/new")
    Page ask(Screen screen, Actor actor) {
        Books.keeping(actor);
        return dialog(
                HttpStatus.OK,
                new EntryForm(
                        books.frame(actor),
                        "" + screen.today(),
                        "",
                        Collections.nCopies(EMPTY_ROWS, Row.EMPTY),
                        List.of()),
                screen);
    }

    private Page dialog(HttpStatus status, EntryForm form, Screen screen) {
        return Page.of(status, templates.journalDialog(screen, form));
    }

    @PostMapping("/journal/entries")
    Page enter(@RequestParam MultiValueMap<String, String> typed, Screen screen, Actor actor) {
        Books.keeping(actor);
        Frame frame = books.frame(actor);
        List<Row> rows = rows(typed);
        List<String> wrong = new ArrayList<>();
        List<Journal.Typed> lines = new ArrayList<>();
        for (Row row : rows) {
            if (!row.isEmpty()) {
                BigDecimal debit = amount(row.debit(), wrong, screen);
                BigDecimal credit = amount(row.credit(), wrong, screen);
                lines.add(new Journal.Typed(row.account().strip(), debit, credit));
            }
        }
        String date = Objects.requireNonNullElse(typed.getFirst("date"), "");
        String description = Objects.requireNonNullElse(typed.getFirst("description"), "");
        LocalDate day = Books.day(date);
        if (day == null) {
            wrong.add(Books.told(lazo.kernel.record.Problem.of("date", "JRN-107"), frame.currency(), screen));
        } else if (wrong.isEmpty()) {
            switch (journal.enter(day, description, lines, actor)) {
                case Posted.Done(long id) -> {
                    return Page.redirect("/journal/entries/" + id).toast(screen.t("journal.entered"));
                }
                case Posted.Refused(var problems) ->
                    problems.stream()
                            .map(problem -> Books.told(problem, frame.currency(), screen))
                            .distinct()
                            .forEach(wrong::add);
            }
        }
        List<Row> shown = new ArrayList<>(rows);
        while (shown.size() < EMPTY_ROWS) {
            shown.add(Row.EMPTY);
        }
        return dialog(HttpStatus.UNPROCESSABLE_CONTENT, new EntryForm(frame, date, description, shown, wrong), screen);
    }

    private static List<Row> rows(MultiValueMap<String, String> typed) {
        List<String> accounts = typed.getOrDefault("account", List.of());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < accounts.size() && i <= Journal.MOST_LINES; i++) {
            rows.add(new Row(accounts.get(i), at(typed.get("debit"), i), at(typed.get("credit"), i)));
        }
        return rows;
    }

    private static String at(@Nullable List<String> values, int place) {
        return values != null && place < values.size() ? values.get(place) : "";
    }

    private static BigDecimal amount(String text, List<String> wrong, Screen screen) {
        if (text.isBlank()) {
            return BigDecimal.ZERO;
        }
        try {
            return Draft.number(text.strip(), screen.locale());
        } catch (Draft.Unreadable unreadable) {
            wrong.add(screen.t("problem.JRN-112", text.strip()) + " (JRN-112)");
            return BigDecimal.ZERO;
        }
    }

    @PostMapping("/journal/entries/{id:\\d{1,18}}/reverse")
    Page reverse(@PathVariable long id, @RequestParam(defaultValue = "") String date, Screen screen, Actor actor) {
        Books.keeping(actor);
        JournalEntry entry = entry(id);
        LocalDate day = Books.day(date.strip());
        if (day == null) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "JRN-107", "problem.JRN-107");
        }
        return switch (journal.reverse(entry.id(), day, actor)) {
            case Posted.Done(long reversal) ->
                Page.redirect("/journal/entries/" + reversal).toast(screen.t("journal.reversed"));
            case Posted.Refused(var problems) -> {
                lazo.kernel.record.Problem problem = problems.getFirst();
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        problem.code(),
                        problem.messageKey(),
                        problem.args().toArray());
            }
        };
    }
}
